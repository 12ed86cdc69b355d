import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strange_outputs import fuzzed

from goldsmith.errors import UnreadableError
from goldsmith.generate import persona_words, read_constrained_instruction, unstated_constraints
from goldsmith.verify import Constraint, draw_constraints, read_constraints

WORDS = ["barometer", "keeper", "lantern"]


def one(kind: str, **parameters: object) -> Constraint:
    return read_constraints(json.dumps([{"kind": kind, **parameters}]))[0]


@given(st.integers(0, 300))
def test_an_instruction_that_quotes_its_constraints_states_them(seed: int) -> None:
    drawn = draw_constraints(f"row {seed}", 3, words=WORDS)
    assert unstated_constraints(" ".join(constraint.text() for constraint in drawn), drawn) == []


@pytest.mark.parametrize(
    ("constraint", "states", "lacks"),
    [
        (one("length_constraints:number_words", count=50), "At least 50 words.", "At least 150 words."),
        (
            one("keywords:existence", keywords=["keeper", "gale"]),
            "Say “keeper” and GALE.",
            "Say keepers, gale.",
        ),
        (one("keywords:letter_frequency", letter="k", count=6), "Use k 6 times.", "Use the letter 6 times."),
        (one("detectable_content:postscript", mark="P.S."), "Add a P.S. to it.", "Add a postscript."),
        (one("startend:end_checker", phrase="Any other questions?"), 'End: "any other questions?"', "End."),
    ],
)
def test_numbers_and_words_of_a_constraint_must_occur(
    constraint: Constraint, states: str, lacks: str
) -> None:
    assert unstated_constraints(states, [constraint]) == []
    assert unstated_constraints(lacks, [constraint]) == [constraint]


def test_an_instruction_that_lacks_a_constraint_is_unreadable_and_says_which() -> None:
    constraints = [one("length_constraints:number_words", count=50), one("punctuation:no_comma")]
    with pytest.raises(UnreadableError, match=r"too.*Answer with at least 50 words\.$"):
        read_constrained_instruction("User instruction: Explain fog without commas.", constraints)


@pytest.mark.parametrize(
    ("persona", "words"),
    [
        ("A nurse, at sea.", []),
        ("Keeper's keeper; KEEPER (lighthouse) x86assembly", ["keeper", "lighthouse"]),
        ("Eine Gärtnerin aus Thüringen", ["gärtnerin", "thüringen"]),
        ("一位退休的灯塔看守人修理气压计", []),
        ("", []),
    ],
)
def test_words_of_a_persona_are_long_bare_and_each_once(persona: str, words: list[str]) -> None:
    assert persona_words(persona) == words


@fuzzed
def test_any_output_is_read_or_unreadable(output: str) -> None:
    persona_words(output)
    drawn = draw_constraints("row 1", 3, words=WORDS)
    with suppress(UnreadableError):
        assert read_constrained_instruction(output, drawn)
