"""GSM8K: every gold answer agrees with its own solution, and no wrong variant of one does."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from goldsmith.verify import final_answer, math_equal


@pytest.fixture(scope="module")
def solutions(shared_data: Path) -> list[str]:
    lines = (shared_data / "gsm8k" / "test.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["answer"] for line in lines]


def gold_of(solution: str) -> str:
    return solution.rpartition("####")[2].strip()


def digit_changed(gold: str) -> str:
    at = next(i for i, c in enumerate(gold) if c.isdigit())
    return (
        gold[:at] + str(int(gold[at]) % 9 + 1) + gold[at + 1 :]
    )  # 9 becomes 1: never the same, never a leading nought


def off_by_one(gold: str) -> str:
    return str(int(gold.replace(",", "")) + 1)


def sign_changed(gold: str) -> str:
    # Nought has no other sign: its own wrong variant is one.
    return gold[1:] if gold.startswith("-") else f"-{gold}" if gold != "0" else "1"


WRONG: dict[str, Callable[[str], str]] = {
    "digit": digit_changed,
    "sign": sign_changed,
    "off by one": off_by_one,
}


def test_every_gold_answer_equals_its_own_solution(solutions: list[str]) -> None:
    assert len(solutions) == 1319
    assert [s for s in solutions if not math_equal(gold_of(s), s)] == []
    assert [s for s in solutions if not math_equal(gold_of(s), final_answer(s) or "")] == []


@pytest.mark.parametrize("kind", WRONG)
def test_no_wrong_number_is_accepted(kind: str, solutions: list[str]) -> None:
    variants = [(gold_of(s), WRONG[kind](gold_of(s))) for s in solutions]
    assert [pair for pair in variants if math_equal(*pair)] == []


def test_no_other_unit_is_accepted(solutions: list[str]) -> None:
    # Nought of anything is nothing: cents and dollars are told apart by their amount.
    golds = [gold_of(s) for s in solutions if gold_of(s) != "0"]
    assert [g for g in golds if math_equal(g, f"{g} cents", unit="dollars")] == []
    assert [g for g in golds if math_equal(f"{g} apples", f"{g} hours")] == []


def test_no_other_rows_answer_is_accepted(solutions: list[str]) -> None:
    golds = [gold_of(s) for s in solutions]
    number = [int(g.replace(",", "")) for g in golds]
    pairs = [(g, solutions[i - 1]) for i, g in enumerate(golds) if number[i] != number[i - 1]]
    assert len(pairs) > 1250
    assert [pair for pair in pairs if math_equal(*pair)] == []
