"""Every step for data to reason with, in a state to run: what the tests of all steps go through."""

from tests.goldsmith_distilabel.generate.every_step import Case
from tests.scripted_llm import ScriptedLLM

from goldsmith_distilabel.reason import (
    CodeFromSnippet,
    DistinctCode,
    ReasoningGymSeeds,
    SelfCodeAlign,
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

CASES: dict[str, Case] = {
    "CodeFromSnippet": Case(
        make=lambda: CodeFromSnippet(
            name="from_snippet", llm=ScriptedLLM(default="[Problem Description]\nAdd.\n[Solution]\nx + 1")
        ),
        rows=DOCUMENTS,
    ),
    "DistinctCode": Case(
        make=lambda: DistinctCode(name="distinct_code", columns=["instruction"]),
        rows=[*TASKS, TASKS[0] | {"id": "t2"}],
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
    "VerifyCode": Case(make=lambda: VerifyCode(name="verify_code", workers=1), rows=PROGRAMS),
    "VerifyMath": Case(make=lambda: VerifyMath(name="verify_math"), rows=SUMS),
    "VerifyReasoningGym": Case(make=lambda: VerifyReasoningGym(name="verify_gym"), rows=GYM),
}
