"""What is asked about a trial once it has ended: whether it was a success, and what the user made up."""

from dataclasses import dataclass
from typing import Any

from distilabel.models.llms.base import LLM

from goldsmith.errors import UnreadableError
from goldsmith.generate import Goal, goal_text, read_decision, transcript
from goldsmith.named_function import named_function
from goldsmith.simulate import INFRASTRUCTURE, Trial, invented_facts, read_invented
from goldsmith.simulate.invented_facts import INVENTED_SCHEMA
from goldsmith_distilabel.llms.called_in_thread import called_in_thread
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt, Row

__all__ = ["INVENTED", "OUTCOME_MET", "TrialChecks", "Verdict"]

OUTCOME_MET = Prompt("goldsmith_distilabel.simulate", "user_simulator/outcome_met")
INVENTED = Prompt("goldsmith_distilabel.simulate", "user_simulator/invented")
_MET_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"reason": {"type": "string"}, "met": {"type": "boolean"}},
    "required": ["reason", "met"],
    "additionalProperties": False,
}


@dataclass(frozen=True)
class Verdict:
    """Whether a trial was a success.

    Attributes:
        success: whether it was.
        reason: why.
        error: why it could not be told, "" if it could.
    """

    success: bool
    reason: str = ""
    error: str = ""


@dataclass(frozen=True)
class TrialChecks:
    """Judges one trial.

    Attributes:
        goal: what the user was told.
        trial: the trial.
        asking: what asks for its row.
        judge: the model that is asked.
        function: the import name of the function that says whether it was a success; "": the judge does.
        timeout_s: seconds the function may take.
    """

    goal: Goal
    trial: Trial
    asking: Asking
    judge: LLM
    function: str
    timeout_s: float

    async def verdict(self, row: Row) -> Verdict:
        """Return whether what was expected has come about."""
        ended = self.trial.ended
        if ended in (*INFRASTRUCTURE, "assistant_errors"):
            return Verdict(False, reason=f"the conversation broke off: {ended}")
        if self.function:
            return await self._by_function(row)
        expected = goal_text(row.get("expected_outcome")) or self.goal.outcome
        if not expected:
            return Verdict(
                ended == "goal_reached", reason=f"no outcome was expected; the user's ended: {ended}"
            )
        return await self._by_judge(expected)

    async def invented(self, opening: str, *, ask: bool) -> str:
        """Return what the user made up, a line a turn, and what the judge adds if it is asked."""
        given = "\n".join([*vars(self.goal).values(), opening])
        found = invented_facts(self.trial.messages, given)
        lines = [f"turn {turn}: {'; '.join(facts)}" for turn, facts in found.items()]
        if ask and self.trial.messages:
            lines += await self._by_reading(given)
        return "\n".join(lines)

    async def _by_judge(self, expected: str) -> Verdict:
        chat = OUTCOME_MET.chat(
            scenario=self.goal.scenario,
            expected_outcome=expected,
            conversation=transcript(self.trial.messages),
        )
        try:
            met, reason = await self.asking.read(
                self.judge,
                chat,
                lambda output: read_decision(output, "met"),
                prompt=OUTCOME_MET,
                schema=_MET_SCHEMA,
                temperature=0.0,
                max_new_tokens=256,
            )
        except AskingError as err:
            return Verdict(False, error=f"judge: {err}"[:300])
        return Verdict(met, reason)

    async def _by_function(self, row: Row) -> Verdict:
        try:
            answer = await called_in_thread(
                named_function(self.function), dict(row), self.timeout_s, self.function
            )
            return _read(answer, self.function)
        except Exception as err:  # noqa: BLE001 - whatever a user's function raises costs its row
            return Verdict(False, error=f"check: {type(err).__name__}: {err}"[:300])

    async def _by_reading(self, given: str) -> list[str]:
        chat = INVENTED.chat(given=given, conversation=transcript(self.trial.messages))
        try:
            facts = await self.asking.read(
                self.judge,
                chat,
                read_invented,
                prompt=INVENTED,
                schema=INVENTED_SCHEMA,
                temperature=0.0,
                max_new_tokens=256,
            )
        except AskingError as err:
            self.trial.note(f"the judge did not say what was made up: {err}"[:200])
            return []
        return [f"judge: {'; '.join(facts)}"] if facts else []


def _read(answer: Any, name: str) -> Verdict:
    success, reason = answer if isinstance(answer, tuple) and len(answer) == 2 else (answer, "")
    if not isinstance(success, bool):
        raise UnreadableError(f"{name} returned {answer!r:.80}, expected a bool, or a bool and a reason")
    return Verdict(success, str(reason))
