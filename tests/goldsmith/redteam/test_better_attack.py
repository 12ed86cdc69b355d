"""Reading which of two answers gives away more."""

import pytest
from tests.strange_outputs import fuzzed

from goldsmith.errors import UnreadableError
from goldsmith.redteam import read_better_attack


@pytest.mark.parametrize(
    ("output", "place"),
    [
        ('{"reason": "x", "more": "A"}', 1),
        ('{"reason": "A is longer", "more": "b"}', 2),
        ('{"more": "Answer B."}', 2),
        ("**A**", 1),
        ("B\n\nB lists the steps.", 2),
        ("Neither.", "tie"),
        ('<think>A? B?</think>{"more": "tie"}', "tie"),
    ],
)
def test_the_letter_or_the_tie_is_read(output: str, place: object) -> None:
    assert read_better_attack(output) == place


@pytest.mark.parametrize(
    "output", ["", "A good question.", "A or B", '{"more": "C"}', '{"reason": "A"}', "[1]"]
)
def test_anything_else_is_unreadable(output: str) -> None:
    with pytest.raises(UnreadableError, match="expected"):
        read_better_attack(output)


@fuzzed
def test_any_output_is_a_place_or_unreadable(output: str) -> None:
    for text in (output, f'{{"reason": "x", "more": "{output[:20]}"}}'):
        try:
            place = read_better_attack(text)
        except UnreadableError:
            continue
        assert place in (1, 2, "tie"), text
