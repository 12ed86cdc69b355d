"""Answers a person would call equal are equal, others are not, and the rule that decides is named."""

import pytest

from goldsmith.errors import InputError
from goldsmith.verify import math_equal

EQUAL = [
    ("choice", "A", "(A)"),
    ("choice", "(B)", "B. 12 apples"),
    ("choice", "C", r"The answer is \text{(C)}."),
    ("choice", "D", "Option D: none"),
    ("literal", "18", "$18$"),
    ("literal", r"\text{Monday}", "monday"),
    ("literal", "no solution", r"\emptyset"),
    ("literal", r"\infty", "infinity"),
    ("literal", r"\left(3,\ \dfrac12\right)", r"(3,\frac{1}{2})"),
    ("clock", "5:00 PM", "17:00"),
    ("choice", "B", "(B) 42"),
    ("number", "3", "three apples"),
    ("number", "18 dollars", "$18/day"),
    ("number", "20%", "20% off"),
    ("number", "3 km/h", "3 kilometers per hour"),
    ("literal", "15", r"\approx 15"),
    ("number", r"11,\! 111", "11111"),
    ("clock", "12:30", "12:30 p.m."),
    ("clock", "5 pm", "5:00"),
    ("clock", "3:2", "6:4"),
    ("clock", "3:2", "1.5"),
    ("clock", r"\frac{2}{3}", "2 to 3"),
    ("measured", r"\frac{\pi}{4}", r"45^\circ"),
    ("measured", "60 degrees", "π/3 radians"),
    ("number", "70000", r"\$70,000.00"),
    ("number", "$18", "18 dollars"),
    ("number", "5 km", "5000 m"),
    ("number", "1 square yard", "9 ft^2"),  # 3 ft by 3 ft
    ("number", "1.5 hours", "90 minutes"),
    ("number", "$2", "200 cents"),
    ("number", "5 apples", "5 red apples"),
    ("number", "50%", "0.5"),
    ("number", "1/2", r"50\%"),
    ("number", "60", "60%"),
    ("number", "3/2", r"1\frac{1}{2}"),
    ("number", "3½", "7/2"),
    ("number", "0.5", "½"),
    ("number", "2.5 million", "2,500,000"),
    ("number", r"3 \times 10^{5}", "300000"),
    ("number", "1.2e-3", "0.0012"),
    ("number", "1/3", r"0.\overline{3}"),
    ("number", "-10", "−10.0"),
    ("number", "30", r"30^\circ"),
    ("number", "1 000 000", "1{,}000{,}000"),
    ("number", "12,34,567", "1234567"),  # as written in India
    ("matrix", r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "[[1, 2], [3, 4.0]]"),
    ("interval", "[0,1)", "0<=x<1"),
    ("interval", "[0,1)", r"1 > x \ge 0"),
    ("interval", r"(-\infty,0)\cup(3,\infty)", "x > 3 or x < 0"),
    ("interval", "x > 3", "3 < x"),
    ("interval", "(0, 2)", "0 < x < 2"),
    ("interval", r"x \in [0, 1/2)", "[0, 0.5)"),
    ("collection", r"\{1, 2\}", "{2, 1.0}"),
    ("collection", r"x = \pm 2", "-2, 2"),
    ("collection", "1, 2 and 3", "3, 2, 1"),
    ("collection", "(1, 2)", "(1, 4/2)"),
    ("collection", "[0, 1/2]", "x in [0, 0.5]"),
    ("collection", "5", r"\{5.0\}"),
    ("equation", "x = 5", "5"),
    ("equation", "5", "2 + 3 = 5"),
    ("equation", "x = 1/2", "x = 0.5"),
    ("sentence", "18", "She makes $18 every day."),
    ("measured", r"25\pi", r"25\pi \text{ cm}^2"),
    ("symbolic", "x^2 + 2x + 1", "(x+1)^2"),
    ("symbolic", r"\sqrt{-4}", "2i"),
    ("symbolic", r"e^{i\pi}", "-1"),
    ("symbolic", r"\frac{\sqrt{2}}{2}", r"1/\sqrt{2}"),
    ("symbolic", r"2\sqrt{3}", "sqrt(12)"),
    ("symbolic", r"\ln 2 + \ln 3", r"\ln 6"),
    ("symbolic", "y = 2x + 1", "2x - y + 1 = 0"),
    ("symbolic", "1024", "2^10"),
    ("symbolic", r"\frac{3}{4}x", "0.75x"),
]
DIFFERENT = [
    ("choice", "A", "(B)"),
    ("literal", "Monday", "Tuesday"),
    ("literal", "18", ""),
    ("clock", "12:30", "2/5"),
    ("clock", "5:00 am", "5:00 pm"),
    ("clock", "3:2", "2:3"),
    ("clock", "3:2", "2/3"),
    ("clock", "12:30", "0.4"),
    ("measured", r"\frac{\pi}{3}", r"45^\circ"),
    ("number", "100", "101"),
    ("number", "1/3", "0.3333333"),
    ("number", "3", "3.0000000001"),
    ("number", "18 dollars", "18 cents"),
    ("number", "$18", "18 euros"),
    ("number", "$18", "18%"),
    ("number", "5 apples", "5 oranges"),
    ("number", "5 m", "5 m^2"),
    ("number", "18", "-18"),
    ("number", "1234", "1.234"),
    ("matrix", "[[1, 2], [3, 4]]", "[[1, 2], [4, 3]]"),
    ("matrix", "[[1, 2]]", "[[1], [2]]"),
    ("interval", "[0,1)", "0<=x<=1"),
    ("interval", "[0,1)", "(0,1]"),
    ("interval", "x > 3", "x < 3"),
    ("collection", "[0,1]", "(0,1)"),
    ("collection", "(1, 2)", "(2, 1)"),
    ("collection", "1, 2", "1, 2, 3"),
    ("collection", "1, 1, 2", "1, 2, 2"),
    ("collection", "{1, 2}", "(1, 2)"),
    ("equation", "x = 5", "y = 5"),
    ("equation", "x = 5", "x = 6"),
    ("collection", "18", "18 or 19"),
    ("sentence", "18", "She makes $19 every day."),
    ("none", "18", "It is not 18 at all"),
    ("number", "1/3", "33.33%"),
    ("number", "1e400", "1e401"),
    ("measured", r"25\pi \text{ cm}", r"25\pi \text{ mm}"),
    ("symbolic", "18", "1 8"),
    ("symbolic", "12_8", "12_{9}"),
    ("symbolic", r"\sqrt{2}", "1.41421356"),
    ("symbolic", r"\frac{1}{3}x", "0.3333333x"),
    ("symbolic", "2x", "2y"),
    ("symbolic", "5m", "5"),
    ("equation", "y = 2x + 1", "y = 2x - 1"),
    ("symbolic", "y = 2x + 1", "2x - y = 1"),
    ("none", "18", "about eighteen"),
]


@pytest.mark.parametrize(("rule", "gold", "answer"), EQUAL)
def test_equal_answers_are_accepted(rule: str, gold: str, answer: str) -> None:
    verdict = math_equal(gold, answer)
    assert (verdict.equal, verdict.rule) == (True, rule), verdict.why


@pytest.mark.parametrize(("rule", "gold", "answer"), DIFFERENT)
def test_different_answers_are_refused(rule: str, gold: str, answer: str) -> None:
    verdict = math_equal(gold, answer)
    assert (verdict.equal, verdict.rule) == (False, rule), verdict.why


def test_a_tolerance_is_a_share_of_the_gold_number() -> None:
    # |0.3333333 - 1/3| is 1e-7 of 1/3; |101 - 100| is a hundredth of 100.
    assert math_equal("1/3", "0.3333333", tolerance=1.1e-7)
    assert not math_equal("1/3", "0.3333333", tolerance=0.9e-7)
    assert math_equal("100", "101", tolerance=0.011)
    assert math_equal(r"\sqrt{2}", "1.41421356", tolerance=1e-8)


def test_the_unit_that_was_asked_for_tells_cents_from_dollars() -> None:
    assert math_equal("18", "18 cents")
    assert not math_equal("18", "18 cents", unit="dollars")
    assert math_equal("18", "1800 cents", unit="dollars")
    assert not math_equal("18", "18%", unit="dollars")


def test_without_the_symbolic_rule_an_undecided_pair_is_refused_by_name() -> None:
    assert math_equal("x+x", "2x", symbolic=False).rule == "none"


@pytest.mark.parametrize("options", [{"tolerance": -1.0}, {"tolerance": float("nan")}, {"timeout": 0.0}])
def test_impossible_options_are_refused(options: dict[str, float]) -> None:
    with pytest.raises(InputError, match="must be finite"):
        math_equal("1", "1", **options)
