"""Every step that simulates, in a state to run: what the tests of all of them go through."""

from tests.goldsmith_distilabel.generate.every_step import Case
from tests.scripted_llm import ScriptedLLM

from goldsmith_distilabel.llms import CallableLLM
from goldsmith_distilabel.simulate import UserSimulator

__all__ = ["CASES"]

CASES: dict[str, Case] = {
    "UserSimulator": Case(
        make=lambda: UserSimulator(
            name="users",
            llm=CallableLLM(function="json:dumps"),
            user=ScriptedLLM(
                rules={"You play a person": "Please help me with this."},
                default='{"reason": "No.", "met": false}',
            ),
            num_trials=2,
            max_turns=1,
        ),
        rows=[
            {"scenario": "You want help.", "expected_outcome": "Help is given."},
            {"scenario": "You want more help.", "persona": "A baker."},
        ],
    ),
}
