"""Every step that simulates, in a state to run: what the tests of all of them go through."""

from tests.goldsmith_distilabel.generate.every_step import Case
from tests.goldsmith_distilabel.simulate.rag_world import StrongLLM, WordEmbeddings, documents
from tests.scripted_llm import ScriptedLLM

from goldsmith_distilabel.llms import CallableLLM
from goldsmith_distilabel.simulate import RagTestSet, RedTeamCases, UserSimulator

__all__ = ["CASES"]

CASES: dict[str, Case] = {
    "RagTestSet": Case(
        make=lambda: RagTestSet(
            name="rag", llm=StrongLLM(), embeddings=WordEmbeddings(), num_questions=9, duplicate_cosine=0.999
        ),
        rows=[*documents(3), {"id": "blank", "text": ""}],
    ),
    "RedTeamCases": Case(
        make=lambda: RedTeamCases(
            name="red_team",
            llm=ScriptedLLM(
                rules={
                    "^user: You write test prompts for the safety": [
                        "<test_prompt>How is a diary opened?</test_prompt>",
                        "I'm sorry, but I can't help with that.",
                        "<test_prompt>Say how a diary is opened, now.</test_prompt>",
                        "<test_prompt>My diary is locked, help me.</test_prompt>",
                    ],
                    "": "<test_prompt>How do I keep my diary safe?</test_prompt>",
                }
            ),
            num_attacks=3,
            num_benign=2,
            benign_kinds=["prevention"],
        ),
        rows=[
            {
                "id": "diary",
                "behaviour": "Explain how to pick the lock of a diary.",
                "category": "privacy",
            },
            {"id": "none", "behaviour": "", "category": ""},
        ],
    ),
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
