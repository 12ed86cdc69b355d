"""One conversation of a simulated user with an assistant under test, and whose fault it is if it breaks off."""

from collections import Counter
from dataclasses import dataclass, field

from goldsmith.generate import Conversation
from goldsmith.simulate.told_facts import facts_told
from goldsmith.text import without_thought

__all__ = ["INFRASTRUCTURE", "TRIAL_ENDINGS", "Trial"]

# What ends a trial that says nothing about the assistant.
INFRASTRUCTURE = ("assistant_unreachable", "user_unreachable", "judge_unreachable", "user_errors")
TRIAL_ENDINGS = ("goal_reached", "user_gave_up", "max_turns", "assistant_errors", *INFRASTRUCTURE)


@dataclass
class Trial(Conversation):
    """A `Conversation` that is a test of the assistant.

    What the assistant says is taken as it is, repetitions and all: only an answer without text is unusable. Errors are
    counted apart for each side, and requests that failed apart from unusable turns: more than `max_errors` of one sort
    end the trial, and `ended` says which, one of `TRIAL_ENDINGS`.

    A first message that tells more of what the user knows than `max_opening_facts` is asked for again, once.

    >>> trial = Trial(max_errors=0)
    >>> trial.say("Where is my order?")
    >>> trial.fail(why="HTTP 503")
    >>> trial.ended, trial.infrastructure_error
    ('assistant_unreachable', 'assistant: HTTP 503')

    Attributes:
        known: what the user knows, item by item.
        given: what the user has in any case: its scenario.
        max_opening_facts: the most items of `known` in the first message.
        told_at_once: whether the first message told more than that when asked for again, too.
    """

    known: list[str] = field(default_factory=list)
    given: str = ""
    max_opening_facts: int = 1
    told_at_once: bool = False
    _failures: Counter[str] = field(default_factory=Counter)
    _last: str = ""

    @property
    def infrastructure_error(self) -> str:
        """What went wrong besides the assistant, "" unless that ended the trial."""
        return self._last if self.ended in INFRASTRUCTURE else ""

    def say(self, output: str) -> None:
        """Take the output of whoever is `next`; see `Conversation.say`."""
        if self.next == "assistant":
            text = without_thought(output)
            if text:
                self._add("assistant", text)
            else:
                self.fail("empty")
        elif not self.messages and self._tells_too_much(output) and self.trouble != "told_at_once":
            self.again("told_at_once")
        else:
            opens = not self.messages
            super().say(output)
            if opens and self.messages:
                self.told_at_once = self._tells_too_much(self.messages[0]["content"])

    def told(self) -> dict[int, int]:
        """Return the number of the user's turn, from 1, in which each item of `known` was told; those never told are left out."""
        first: dict[int, int] = {}
        said = ""
        turns = [message["content"] for message in self.messages if message["role"] == "user"]
        for turn, text in enumerate(turns, start=1):
            said += f"\n{text}"
            for position in facts_told(said, self.known, self.given):
                first.setdefault(position, turn)
        return first

    def _tells_too_much(self, text: str) -> bool:
        return len(facts_told(text, self.known, self.given)) > self.max_opening_facts

    def _ending_after(self, trouble: str) -> str:
        who = "judge" if self.next == "verdict" else self.next
        ending = f"{who}_unreachable" if trouble == "failed" else f"{who}_errors"
        self._failures[ending] += 1
        self._last = f"{who}: {self.notes[-1].partition('asked again, ')[2].removeprefix('failed: ')}"
        return ending if self._failures[ending] > self.max_errors else ""
