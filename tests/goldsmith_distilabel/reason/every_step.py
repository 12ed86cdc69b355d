"""Every step for data to reason with, in a state to run: what the tests of all steps go through."""

from tests.goldsmith_distilabel.generate.every_step import Case

from goldsmith_distilabel.reason import VerifyCode, VerifyMath

__all__ = ["CASES"]

SUMS = [{"id": f"s{number}", "generation": "The answer is 4.", "answer": str(number)} for number in (4, 5)]
PROGRAMS = [
    {"id": f"c{number}", "generation": "def four():\n    return 4", "tests": f"assert four() == {number}"}
    for number in (4, 5)
]

CASES: dict[str, Case] = {
    "VerifyCode": Case(make=lambda: VerifyCode(name="verify_code", workers=1), rows=PROGRAMS),
    "VerifyMath": Case(make=lambda: VerifyMath(name="verify_math"), rows=SUMS),
}
