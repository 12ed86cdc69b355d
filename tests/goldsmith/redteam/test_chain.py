"""A chain applies its converters in turn, remembers each text, and goes back the same way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.redteam import CONVERTERS, convert, converter, gives_back, invert_chain

SHORT = [name for name in CONVERTERS if name not in ("binary", "html_entities", "code_points", "nato")]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.text(max_size=30), st.lists(st.sampled_from(SHORT), max_size=3), st.integers(0, 2**31 - 1))
def test_a_chain_that_gives_back_gives_back(text: str, chain: list[str], seed: int) -> None:
    converted = convert(text, chain, seed)
    assert converted.lineage[0] == text
    assert converted.lineage[-1] == converted.text
    assert len(converted.lineage) == len(chain) + 1
    if gives_back(text, chain, seed):
        assert invert_chain(converted.text, chain) == text


def test_the_lineage_is_each_converter_s_text() -> None:
    # "ab" moved by 13 is "no"; its bytes are 6e and 6f.
    converted = convert("ab", ["rot13", "hex", "reversed"])
    assert converted.lineage == ("ab", "no", "6e6f", "f6e6")
    assert converted.chain == ("rot13", "hex", "reversed")
    assert invert_chain("f6e6", ["rot13", "hex", "reversed"]) == "ab"


def test_no_converter_is_a_chain_too() -> None:
    assert convert("ab", []).lineage == ("ab",)
    assert invert_chain("ab", []) == "ab"


def test_the_same_converter_twice_draws_twice() -> None:
    once, twice = (convert("a" * 40, ["random_case"] * times, 3).lineage[1:] for times in (1, 2))
    assert once[0] == twice[0] != twice[1]


def test_a_chain_without_a_way_back_names_the_converter() -> None:
    assert not gives_back("ab", ["hex", "pig_latin"])
    with pytest.raises(InputError, match="no inverse of pig_latin"):
        invert_chain("ab", ["hex", "pig_latin"])


@pytest.mark.parametrize("name", ["rot14", "caesar_0", "caesar_26", "caesar_", ""])
def test_an_unknown_converter_is_named_with_those_there_are(name: str) -> None:
    with pytest.raises(InputError, match=r"base64|1 to 25"):
        converter(name)


def test_a_string_is_no_chain() -> None:
    with pytest.raises(InputError, match="list of names"):
        convert("ab", "hex")
