"""A conversation between a simulated user and an assistant: whose turn it is, what counts, why it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from goldsmith.errors import InputError
from goldsmith.generate.conversation_turn import is_repeated, read_turn

__all__ = ["ENDINGS", "Conversation", "Message", "role_flipped", "transcript"]

Message = dict[str, str]
ENDINGS = ("goal_reached", "user_gave_up", "max_turns", "repetition", "errors")


@dataclass
class Conversation:
    r"""The state of one conversation; it asks no model, whoever drives it does.

    Ask `next` who is to speak, give the model's raw output to `say`, or a failed request to `fail`, until `next` is
    "end". When `next` is "verdict" the user has said that all is done: `settle` says whether the assistant has *reported*
    it done. Confirming is not completing: where it has not, the stop token is taken back and the talk goes on.

    A turn that cannot be used (empty, an earlier one word for word, said as the other side, a stop too early) counts as
    an error and is asked for again; `trouble` says what was wrong with it.

    >>> talk = Conversation(max_turns=4, stop_token="###STOP###")
    >>> talk.say("Please cancel order 7.")
    >>> talk.say("Shall I cancel order 7 for good?")
    >>> talk.say("Yes, go ahead. ###STOP###"), talk.next
    (None, 'verdict')
    >>> talk.settle(done=False)
    >>> talk.say("Order 7 is cancelled.")
    >>> talk.say("###STOP###")
    >>> talk.settle(done=True)
    >>> talk.next, talk.ended, [message["role"] for message in talk.messages]
    ('end', 'goal_reached', ['user', 'assistant', 'user', 'assistant'])

    Attributes:
        max_turns: the most answers of the assistant.
        max_errors: the most unusable turns and failed requests; one more ends the conversation.
        stop_token: what the user adds once the outcome is reported done.
        give_up_token: what the user adds when it has become clear that it will not be done; "": there is none.
        messages: what was said, without a system prompt.
        ended: one of `ENDINGS`, or "" while it goes on.
        errors: unusable turns and failed requests so far.
        trouble: what was wrong with the last try at the turn that comes next: "", "empty", "repetition",
            "wrong_role", "stopped_early", "stopped_unheard" or "failed".
        notes: what was cut, taken back or asked for again, one line each.
    """

    max_turns: int = 8
    max_errors: int = 3
    stop_token: str = "###STOP###"  # noqa: S105 (no secret)
    give_up_token: str = "###GIVE_UP###"  # noqa: S105
    messages: list[Message] = field(default_factory=list)
    ended: str = ""
    errors: int = 0
    trouble: str = ""
    notes: list[str] = field(default_factory=list)
    _closing: str = ""  # why it ends with the assistant's next answer
    _stop: str | None = None  # what was said beside a stop token that awaits its verdict

    @property
    def next(self) -> Literal["user", "assistant", "verdict", "end"]:
        """Who is to speak, or what else is to be done."""
        if self.ended:
            return "end"
        if self._stop is not None:
            return "verdict"
        return "assistant" if self.messages and self.messages[-1]["role"] == "user" else "user"

    @property
    def num_turns(self) -> int:
        """The assistant's answers so far."""
        return sum(message["role"] == "assistant" for message in self.messages)

    def open(self, text: str) -> None:
        """Begin with a given message of the user, taken as it is.

        Raises:
            InputError: the conversation has begun, or there is no text.
        """
        if self.messages or not text.strip():
            raise InputError(f"a conversation opens with a text, and once; got {text[:40]!r}")
        self._add("user", text)

    def say(self, output: str) -> None:
        """Take a model's output as the turn of whoever is `next`.

        Raises:
            InputError: nobody is to speak.
        """
        role = self.next
        if role not in ("user", "assistant"):
            raise InputError(f"nobody is to speak, next is {role!r}: ask `next` before `say`")
        turn = read_turn(output, role, stop_token=self.stop_token, give_up_token=self.give_up_token)
        for note in turn.notes:
            self.note(f"{role} {note}")
        if turn.wrong_role:
            self.fail("wrong_role")
        elif role == "user" and (turn.stopped or turn.gave_up):
            self._stopped(turn.text, gave_up=turn.gave_up)
        elif not turn.text:
            self.fail("empty")
        elif is_repeated(turn.text, [old["content"] for old in self.messages if old["role"] == role]):
            self.fail("repetition")
        else:
            self._add(role, turn.text)

    def settle(self, *, done: bool) -> None:
        """Say whether the assistant has reported the outcome done, now that the user has used the stop token.

        Raises:
            InputError: no stop token awaits its verdict.
        """
        if self._stop is None:
            raise InputError(f"no stop token awaits a verdict, next is {self.next!r}")
        text, self._stop = self._stop, None
        if done:
            self._close("goal_reached", text)
            return
        self.note("stop not counted: the outcome is not reported done")
        if text and not is_repeated(text, [old["content"] for old in self.messages if old["role"] == "user"]):
            self._add("user", text)
        else:
            self.fail("stopped_early")

    def fail(self, trouble: str = "failed", why: str = "") -> None:
        """Count an unusable turn or a failed request; the same turn comes again, or the conversation ends."""
        self.errors += 1
        self.again(trouble, why)
        if ending := self._ending_after(trouble):
            self.ended = self._closing or ending

    def again(self, trouble: str, why: str = "") -> None:
        """Have the same turn said again without counting an error."""
        self.note(f"{self.next} asked again, {trouble}{f': {why}' if why else ''}")
        self.trouble = trouble

    def note(self, what: str) -> None:
        """Add a line to `notes`, with the number of the turn."""
        self.notes.append(f"turn {self.num_turns + 1}: {what}")

    def for_assistant(self, system: str = "") -> list[Message]:
        """Return the chat as the assistant sees it."""
        opening = [{"role": "system", "content": system}] if system else []
        return [*opening, *self.messages]

    def answered(self) -> list[Message]:
        """Return the messages up to the assistant's last, which training rows end with; [] if it never answered."""
        kept = list(self.messages)
        while kept and kept[-1]["role"] != "assistant":
            kept.pop()
        return kept

    def _ending_after(self, trouble: str) -> str:
        if self.errors <= self.max_errors:
            return ""
        return "repetition" if trouble == "repetition" else "errors"

    def _stopped(self, text: str, *, gave_up: bool) -> None:
        if self.num_turns == 0:
            self.note("stop not counted: the assistant has not answered yet")
            if text:
                self._add("user", text)
            else:
                self.fail("stopped_unheard")
        elif gave_up:
            self._close("user_gave_up", text)
        else:
            self._stop = text

    def _close(self, ending: str, text: str) -> None:
        if text:  # kept, and answered: a conversation ends with the assistant
            self._closing = ending
            self._add("user", text)
        else:
            self.ended = ending

    def _add(self, role: str, text: str) -> None:
        self.messages.append({"role": role, "content": text})
        self.trouble = ""
        if role == "assistant":
            self.ended = self._closing or ("max_turns" if self.num_turns >= self.max_turns else "")


def role_flipped(messages: list[Message]) -> list[Message]:
    """Return the chat as the one who plays the user sees it: its own turns are the assistant's, and the other way round.

    Put the player's instruction before it as a user's message: then roles alternate as every chat template wants.

    >>> role_flipped([{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}])
    [{'role': 'assistant', 'content': 'Hi'}, {'role': 'user', 'content': 'Hello!'}]
    """
    other = {"user": "assistant", "assistant": "user"}
    return [message | {"role": other[message["role"]]} for message in messages if message["role"] in other]


def transcript(messages: Sequence[Mapping[str, str]]) -> str:
    r"""Return the messages as a text to be read.

    >>> transcript([{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello!"}])
    'User: Hi\n\nAssistant: Hello!'
    """
    return "\n\n".join(f"{message['role'].capitalize()}: {message['content']}" for message in messages)
