"""Every step for data to reason with, in a state to run: what the tests of all steps go through."""

from tests.goldsmith_distilabel.generate.every_step import Case
from tests.scripted_llm import ScriptedLLM

from goldsmith_distilabel.reason import (
    ChainOfThought,
    DifficultyBand,
    FilterChains,
    PassRates,
    ProcessLabels,
    Rationalize,
    RejectionSampling,
    SelfConsistency,
    VerifyCode,
    VerifyMath,
)

__all__ = ["CASES"]

SUMS = [{"id": f"s{number}", "generation": "The answer is 4.", "answer": str(number)} for number in (4, 5)]
PROGRAMS = [
    {"id": f"c{number}", "generation": "def four():\n    return 4", "tests": f"assert four() == {number}"}
    for number in (4, 5)
]

QUESTIONS = [
    {"id": f"q{number}", "instruction": f"2 + {number}?", "answer": f"{2 + number}"} for number in range(3)
]
FOUR = "<think>\n2 + 2 = 4.\n</think>\n\nAnswer: 4"

CASES: dict[str, Case] = {
    "ChainOfThought": Case(
        make=lambda: ChainOfThought(name="chain_of_thought", llm=ScriptedLLM(default=FOUR)), rows=QUESTIONS
    ),
    "DifficultyBand": Case(
        make=lambda: DifficultyBand(name="difficulty_band", llm=ScriptedLLM(default=FOUR), n=2),
        rows=QUESTIONS,
    ),
    "FilterChains": Case(make=lambda: FilterChains(name="filter_chains"), rows=SUMS),
    "PassRates": Case(
        make=lambda: PassRates(name="pass_rates"),
        rows=[{"id": f"p{n}", "question_id": "q", "answer": "4", "verified": True} for n in range(3)],
    ),
    "ProcessLabels": Case(
        make=lambda: ProcessLabels(name="process_labels", llm=ScriptedLLM(default=FOUR), n=2),
        rows=[row | {"steps": ["Two first.", "Then the rest."]} for row in QUESTIONS],
    ),
    "Rationalize": Case(
        make=lambda: Rationalize(name="rationalize", llm=ScriptedLLM(default=FOUR)), rows=QUESTIONS
    ),
    "RejectionSampling": Case(
        make=lambda: RejectionSampling(name="rejection_sampling", llm=ScriptedLLM(default=FOUR), n=2),
        rows=QUESTIONS,
    ),
    "SelfConsistency": Case(
        make=lambda: SelfConsistency(name="self_consistency", llm=ScriptedLLM(default=FOUR), n=3),
        rows=QUESTIONS,
    ),
    "VerifyCode": Case(make=lambda: VerifyCode(name="verify_code", workers=1), rows=PROGRAMS),
    "VerifyMath": Case(make=lambda: VerifyMath(name="verify_math"), rows=SUMS),
}
