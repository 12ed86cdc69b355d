"""The one who plays the user of a conversation: its prompt, its turns, and whether it may stop."""

from dataclasses import dataclass
from typing import cast

from distilabel.models.llms.base import LLM
from distilabel.typing import ChatItem

from goldsmith.generate import (
    REPORTED_DONE_SCHEMA,
    Conversation,
    Goal,
    derived_seed,
    read_reported_done,
    role_flipped,
    transcript,
)
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt, defused

__all__ = ["AS_SAID", "REPORTED_DONE", "USER", "SimulatedUser", "safe"]

USER = Prompt("goldsmith_distilabel.generate", "simulated_conversation/user")
REPORTED_DONE = Prompt("goldsmith_distilabel.generate", "simulated_conversation/reported_done")
# An assistant is asked without a template, by what was said so far: this is no more than a name for the record.
AS_SAID = Prompt("goldsmith_distilabel.generate", "the conversation")


@dataclass(frozen=True)
class SimulatedUser:
    """Plays the user of one conversation.

    Attributes:
        goal: what the user is after.
        llm: the model that plays it.
        judge: the model that says whether the outcome is reported done; None: the user's word is taken for it.
        language: to write in, "" for that of the goal.
        seed: of the conversation.
        temperature: of the user's turns.
        max_new_tokens: the longest turn.
    """

    goal: Goal
    llm: LLM
    judge: LLM | None
    language: str = ""
    seed: int = 0
    temperature: float = 0.7
    max_new_tokens: int = 256

    async def move(self, talk: Conversation, asking: Asking) -> None:
        """Say the user's next turn, or settle a stop token that awaits its verdict.

        Raises:
            AskingError: the model gives no answer.
        """
        if talk.next == "verdict":
            talk.settle(done=await self._reported_done(talk, asking))
            return
        reply = await asking.ask(
            self.llm,
            self.chat(talk),
            prompt=USER,
            temperature=self.temperature,
            max_new_tokens=self.max_new_tokens,
            seed=derived_seed(self.seed, "user", talk.num_turns, talk.errors),
        )
        if reply.cut:
            talk.note("user cut by the length limit")
        talk.say(reply.text)

    def chat(self, talk: Conversation) -> list[ChatItem]:
        """Return what the model is shown: its part and the rules, then the conversation with the roles flipped."""
        rules = USER.chat(
            **vars(self.goal),
            stop_token=talk.stop_token,
            give_up_token=talk.give_up_token,
            trouble=talk.trouble,
            first=not talk.messages,
            language=self.language,
        )
        return [*rules, *safe(role_flipped(talk.messages))]

    async def _reported_done(self, talk: Conversation, asking: Asking) -> bool:
        if self.judge is None:
            return True
        chat = REPORTED_DONE.chat(
            scenario=self.goal.scenario,
            outcome=self.goal.outcome,
            conversation=transcript(talk.messages),
        )
        try:
            return await asking.read(
                self.judge,
                chat,
                read_reported_done,
                prompt=REPORTED_DONE,
                schema=REPORTED_DONE_SCHEMA,
                temperature=0.0,
                max_new_tokens=256,
            )
        except AskingError as err:
            if err.kind == "unreadable":  # no verdict is no report
                return False
            raise


def safe(messages: list[dict[str, str]]) -> list[ChatItem]:
    """Return the messages with chat turn marks in them broken up."""
    return cast(
        "list[ChatItem]", [message | {"content": defused(message["content"])} for message in messages]
    )
