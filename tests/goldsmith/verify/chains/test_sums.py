import pytest
from tests.strange_outputs import fuzzed

from goldsmith.verify import ChainLimits, chain_problems
from goldsmith.verify.chains import sums


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("3 * 4 = 12", True),
        ("3 x 4 = 13", False),
        ("3 × 4 = 13", False),
        ("12 : 4 = 3", True),
        ("12 : 4 = 4", False),
        (r"\frac{1}{2} + \frac{1}{4} = \frac{3}{4}", True),
        (r"$\frac{1}{2} \times 4 = 3$", False),
        ("2^10 = 1000", False),
        ("2**3 = 8", True),
        ("3² + 4² = 25", True),
        ("2(3 + 4) = 14", True),
        ("W = 1 1/2 / 1/2 = 3", True),  # three halves by one half
        ("**3 * 4 = 13**", False),
        ("1. 3 + 4 = 8", False),
        ("- 3 + 4 = 7", True),  # an item of a list
        ("- 3 + 4 = 1", True),  # or minus three
        ("1,000 + 2,000 = 3,500", False),
        ("1.000 + 2.500 = 3.500", True),
        ("1 000 + 2 000 = 3 500", False),
        ("1,00,000 + 1 = 1,00,001", True),
        ("3,5 * 2 = 7,0", True),
        ("5×3=15，15+2=17", True),
        ("10 / 3 = 3.33", True),  # rounded to its decimals
        ("10 / 3 = 3.34", False),
        ("10 / 3 = 3", True),  # three, and one is left
        ("7 / 2 = 4", False),
        ("3.5 * 3 = 10", False),
        ("0.1 + 0.2 = 0.4", False),
        ("10 / 3 ≈ 3.4", True),
        ("10 / 3 ≈ 4", False),
        ("20% + 30% = 60%", False),
        ("40 / 80 * 100 = 50%", True),
        ("50% * 80 = 40", True),
        ("$5 + $3 = $9", False),
        ("60 km/h * 2 = 120 km", None),
        ("$20/hour * 35 hours/week = $710/week", False),
        ("3 яблока + 4 яблока = 8 яблок", False),
        ("他每天卖3×4=13个。", False),
        ("٣ × ٤ = ١٣", False),
        # What may be more than arithmetic is left alone.
        ("2x + 3 = 7", None),
        ("f(3) + 4 = 9", None),
        ("sin 30 + 1 = 1.5", None),
        ("half of 3 + 5 = 4", None),
        ("20% of 50 + 5 = 15", None),
        ("5 km + 300 m = 5.3 km", None),
        ("30 km / 30 min = 60 km/h", None),
        ("2 million / 1000 = 2000", None),
        ("50 - 10% = 45", None),
        ("9 + 5 = 2 (mod 12)", None),
        ("Is 3 * 4 = 13?", None),
        ("3 * 4 != 13", None),
        ("x = 5", None),
        ("5! + 3 = 123", None),
        ("|3 - 5| = 2", None),
        ("`x == 3 * 4`", None),
        ("```\nx = 3 * 4 = 13\n```", None),
        ("1 / 0 = 7", None),
        ("3 * 4 = 12x", None),
    ],
)
def test_a_statement_is_true_false_or_left_alone(text: str, true: bool | None) -> None:
    found = [one.true for one in sums(text)]
    assert found == [] if true is None else set(found) == {true}, found


def test_a_result_that_is_computed_on_is_no_false_statement() -> None:
    assert [one.true for one in sums("3 * 4 = 12 + 5 = 17 - 2 = 16")] == [True, True, False]


def test_a_sum_that_is_put_right_later_is_no_fault() -> None:
    assert chain_problems("3 * 4 = 13. Wait, 3 * 4 = 12.", answer="12") == []
    (one,) = chain_problems("3 * 4 = 13. So 13 it is.", answer="13")
    assert (one.kind, one.score) == ("false_sum", 1.0)


@fuzzed
def test_no_text_makes_it_raise(output: str) -> None:
    limits = ChainLimits(mixed_languages=None)
    chain_problems(output, question=output[::-1], answer=output[:40], gold=output[-40:], limits=limits)


@pytest.mark.parametrize(
    "piece",
    [
        "1+",
        "(",
        "1 = ",
        "= 1 + 1 ",
        "a ",
        "<think>",
        "答案是",
        "answer: ",
        "\\boxed{",
        "$$",
        "((1)/(2)) + ",
        "Wait, ",
        "1,1",
        "x\n",
        "「",
    ],
)
def test_a_long_text_of_one_piece_comes_to_an_end(piece: str) -> None:
    text = piece * (50_000 // len(piece))
    chain_problems(text, question=text[:2000], answer="12", limits=ChainLimits(mixed_languages=None))
