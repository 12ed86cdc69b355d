"""Every step that writes data, in a state to run: what the tests of all of them go through."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.scripted_llm import ScriptedLLM

from goldsmith_distilabel.generate import AutoEvolInstruct, EvolInstructLoop

__all__ = ["CASES", "Case"]


@dataclass(frozen=True)
class Case:
    """A step with a scripted model.

    Attributes:
        make: makes the step; call it inside a pipeline or outside.
        rows: what it is given; empty for a generator.
    """

    make: Callable[[], Any]
    rows: list[dict[str, Any]] = field(default_factory=list)


FINAL = "<finally_rewritten_instruction>Name five rivers.</finally_rewritten_instruction>"
QUESTIONS = [{"id": f"q{number}", "instruction": f"Name {number} rivers."} for number in range(3)]

CASES: dict[str, Case] = {
    "AutoEvolInstruct": Case(
        make=lambda: AutoEvolInstruct(
            name="auto_evol", llm=ScriptedLLM(rules={"^user: You rewrite instructions": FINAL}), steps=1
        ),
        rows=QUESTIONS,
    ),
    "EvolInstructLoop": Case(
        make=lambda: EvolInstructLoop(
            name="evolve",
            llm=ScriptedLLM(
                rules={
                    "^user: (?:Make|Write)": ["Name five rivers.", "Name six."],
                    "^user: Compare": "Not Equal",
                }
            ),
            epochs=2,
        ),
        rows=QUESTIONS,
    ),
}
