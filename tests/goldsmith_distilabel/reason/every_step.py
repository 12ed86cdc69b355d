"""Every step for data to reason with, in a state to run: what the tests of all steps go through."""

from tests.goldsmith_distilabel.generate.every_step import Case
from tests.scripted_llm import ScriptedLLM

from goldsmith_distilabel.reason import (
    ChainOfThought,
    CodeFromSnippet,
    DifficultyBand,
    DistinctCode,
    FilterChains,
    PassRates,
    ProcessLabels,
    Rationalize,
    ReasoningGymSeeds,
    RejectionSampling,
    SelfCodeAlign,
    SelfConsistency,
    TestedResponses,
    VerifyCode,
    VerifyMath,
    VerifyReasoningGym,
)

__all__ = ["CASES"]

SUMS = [{"id": f"s{number}", "generation": "The answer is 4.", "answer": str(number)} for number in (4, 5)]
PROGRAMS = [
    {"id": f"c{number}", "generation": "def four():\n    return 4", "tests": f"assert four() == {number}"}
    for number in (4, 5)
]

DOCUMENTS = [
    {"id": f"d{number}", "document": f'def add(x):\n    """Add."""\n    return x + {number}\n'}
    for number in range(2)
] + [{"id": "empty", "document": ""}]
TASKS = [{"id": f"t{number}", "instruction": f"Write `f(x)`, which adds {number}."} for number in range(2)]
GYM = [
    {
        "id": f"g{number}",
        "task": "chain_sum",
        "verifier_entry": '{"answer": "4"}',
        "final_answer": str(number),
    }
    for number in (4, 5)
]
_TESTED = "```python\ndef f(x):\n    return x\n```\n<tests>\n```python\nassert f(1) == 1\n```\n</tests>"
CODER = {
    "^system: You name": '["adding"]',
    "^system: You write coding": "Write `f(x)`.",
    "^system: You are": _TESTED,
}

QUESTIONS = [
    {"id": f"q{number}", "instruction": f"2 + {number}?", "answer": f"{2 + number}"} for number in range(3)
]
FOUR = "<think>\n2 + 2 = 4.\n</think>\n\nAnswer: 4"

CASES: dict[str, Case] = {
    "CodeFromSnippet": Case(
        make=lambda: CodeFromSnippet(
            name="from_snippet", llm=ScriptedLLM(default="[Problem Description]\nAdd.\n[Solution]\nx + 1")
        ),
        rows=DOCUMENTS,
    ),
    "DistinctCode": Case(
        make=lambda: DistinctCode(name="distinct_code", columns=["instruction"]),
        rows=[row | {"id": f"n{number}"} for number, row in enumerate([*TASKS, TASKS[0]])],
    ),
    "ReasoningGymSeeds": Case(make=lambda: ReasoningGymSeeds(name="seeds", tasks={"chain_sum": 2, "gcd": 1})),
    "SelfCodeAlign": Case(
        make=lambda: SelfCodeAlign(name="self_code_align", llm=ScriptedLLM(rules=CODER), n=2, workers=1),
        rows=DOCUMENTS,
    ),
    "TestedResponses": Case(
        make=lambda: TestedResponses(name="responses", llm=ScriptedLLM(rules=CODER), n=2, workers=1),
        rows=TASKS,
    ),
    "ChainOfThought": Case(
        make=lambda: ChainOfThought(name="chain_of_thought", llm=ScriptedLLM(default=FOUR)), rows=QUESTIONS
    ),
    "DifficultyBand": Case(
        make=lambda: DifficultyBand(name="difficulty_band", llm=ScriptedLLM(default=FOUR), n=2),
        rows=QUESTIONS,
    ),
    "FilterChains": Case(
        make=lambda: FilterChains(name="filter_chains"),
        rows=[row | {"id": f"chain {row['id']}"} for row in SUMS],
    ),
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
    "VerifyReasoningGym": Case(make=lambda: VerifyReasoningGym(name="verify_gym"), rows=GYM),
}
