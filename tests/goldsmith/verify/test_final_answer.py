"""The final answer is found where solutions mark it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.verify import final_answer

ANY_TEXT = st.text(st.characters())
MARKED = {
    "5 + 5 = 10\n#### 10": "10",
    "#### 1\nNo:\n####  -1,234 \n": "-1,234",
    r"so $\boxed{\frac{1}{\sqrt{2}}}$.": r"\frac{1}{\sqrt{2}}",
    r"\boxed{1} and \boxed{2}": "2",
    r"\boxed{a \boxed{b} c}": r"a \boxed{b} c",
    r"\boxed{\{1, 2\}}": r"\{1, 2\}",
    r"\boxed{3} then \boxed{4": "3",
    "The answer is 42.": "42",
    "the final answer is: 3.5. I checked it.": "3.5",
    "Answer: (B)": "(B)",
    "The answer is 5 a.m.": "5 a.m",
    "nothing here": None,
    "": None,
    r"\boxed{}": None,
}


@pytest.mark.parametrize(("text", "expected"), MARKED.items())
def test_a_marked_answer_is_found(text: str, expected: str | None) -> None:
    assert final_answer(text) == expected


@given(ANY_TEXT, ANY_TEXT.filter(lambda text: text.strip() and "\n" not in text))
def test_what_follows_the_last_hashes_is_the_answer_whatever_stands_before(before: str, answer: str) -> None:
    answer = answer.strip()
    if "####" not in answer and not any(c.isspace() for c in answer):
        assert final_answer(f"{before}\n#### {answer}") == answer


@pytest.mark.parametrize("piece", [r"\boxed{", "}", "{", "#### ", "answer is ", "\\", ". "])
def test_a_megabyte_of_marks_takes_no_longer_than_a_megabyte_should(piece: str) -> None:
    start = time.perf_counter()
    final_answer(piece * (1_000_000 // len(piece)))
    assert time.perf_counter() - start < 10  # linear: about 0.3 s; quadratic would be minutes
