"""What steps have in common that let a simulated user talk to an assistant."""

from distilabel.models.llms.base import LLM
from pydantic import Field

from goldsmith.generate import Conversation, Goal, derived_seed
from goldsmith_distilabel.generate.simulated_user import AS_SAID, SimulatedUser, safe
from goldsmith_distilabel.prompting import Asking, AskingError, Row, RowByRow

__all__ = ["TalksWithUser"]


class TalksWithUser(RowByRow):
    """A step that drives conversations; `SimulatedConversation` says what the fields are."""

    llm: LLM
    user: LLM | None = None
    judge: LLM | None = None
    check_outcome: bool = True
    system_prompt: str = ""
    first_message: str = "instruction"
    max_turns: int = Field(default=8, ge=1)
    max_errors: int = Field(default=3, ge=0)
    stop_token: str = Field(default="###STOP###", min_length=1)
    give_up_token: str = "###GIVE_UP###"  # noqa: S105 (no secret)
    temperature: float = Field(default=0.7, ge=0)
    max_new_tokens: int = Field(default=512, ge=1)
    user_temperature: float = Field(default=0.7, ge=0)
    user_max_new_tokens: int = Field(default=256, ge=1)

    def system_of(self, row: Row) -> str:
        """Return the system prompt of the row's assistant, "" for none."""
        return row.get("system_prompt") or self.system_prompt

    async def converse(self, row: Row, talk: Conversation, seed: int, asking: Asking) -> AskingError | None:
        """Let the two talk until the end; return what the last request failed with, if it did."""
        user = self._user(Goal.of(row), seed)
        self._open(talk, row)
        failed: AskingError | None = None
        while talk.next != "end":
            failed = None
            try:
                if talk.next == "assistant":
                    await self._answer(talk, self.system_of(row), seed, asking)
                else:
                    await user.move(talk, asking)
            except AskingError as err:
                failed = err
                talk.fail(why=str(err)[:200])
        return failed

    def _user(self, goal: Goal, seed: int) -> SimulatedUser:
        llm = self.user or self.llm
        return SimulatedUser(
            goal,
            llm,
            (self.judge or llm) if self.check_outcome else None,
            language=self.language,
            seed=seed,
            temperature=self.user_temperature,
            max_new_tokens=self.user_max_new_tokens,
        )

    def _open(self, talk: Conversation, row: Row) -> None:
        opening = row.get(self.first_message) if self.first_message else None
        if isinstance(opening, str) and opening.strip():
            talk.open(opening)

    async def _answer(self, talk: Conversation, system: str, seed: int, asking: Asking) -> None:
        reply = await asking.ask(
            self.llm,
            safe(talk.for_assistant(system)),
            prompt=AS_SAID,
            temperature=self.temperature,
            max_new_tokens=self.max_new_tokens,
            seed=derived_seed(seed, "assistant", talk.num_turns, talk.errors),
        )
        if reply.cut:
            talk.note("assistant cut by the length limit")
        talk.say(reply.text)
