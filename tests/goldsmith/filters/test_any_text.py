"""Any string gets an answer, in time that grows with its length; anything else a clear error."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldsmith.errors import InputError, UnreadableError
from goldsmith.filters import (
    ToxicWords,
    echoed_share,
    encoding_damage,
    fences_reason,
    find_pii,
    find_refusal,
    json_reason,
    mend_encoding,
    python_reason,
    quality_scores,
    read_toxicity,
    repetition_scores,
    template_markers,
)

FILTERS: dict[str, Callable[[Any], Any]] = {
    "repetition": repetition_scores,
    "quality": quality_scores,
    "pii": find_pii,
    "refusal": find_refusal,
    "markers": template_markers,
    "echo": lambda text: echoed_share(text, text),
    "damage": encoding_damage,
    "mend": mend_encoding,
    "json": json_reason,
    "python": python_reason,
    "fences": fences_reason,
    "toxic": lambda text: ToxicWords()([text]),
}
# Pieces on which careless patterns take forever, or a parser falls over.
PIECES = [
    "a",
    ".",
    '"',
    "'a ",
    "`",
    "```\n",
    "{{ a ",
    "[",
    "<|a",
    "Ã©",
    "\ud800",
    "#",
    "a@b.",
    "\x1b[",
    "1 23-",
]
PIECES += [
    "\n",
    " ",
    "sorry i ",
    "als ki ",
    "DE89 ",
    "a:",
    "(415) ",
    "我",
    "[INSERT ",
    "1.1.",
    "</s> ",
    "« ",
    "f*",
    "你是",
    "jews are ",
]


@pytest.mark.parametrize("name", FILTERS)
@given(text=st.text(st.characters()) | st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=60)
def test_no_string_is_too_much(name: str, text: str) -> None:
    FILTERS[name](text)


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("value", [None, 7, b"bytes", ["list"]])
def test_what_is_no_string_is_an_input_error(name: str, value: object) -> None:
    with pytest.raises(InputError, match=f"got {type(value).__name__}"):
        FILTERS[name](value)


@pytest.mark.parametrize("name", FILTERS)
def test_long_runs_of_anything_take_linear_time(name: str) -> None:
    # Quadratic, 30,000 characters would be a minute and more; linear, all pieces together are well under a second.
    began = time.process_time()
    for piece in PIECES:
        FILTERS[name](piece * (30_000 // len(piece)))
    assert time.process_time() - began < 20


def toxicity_read(text: str) -> bool:
    try:
        scores, reason = read_toxicity(text, ["insult", "threat"])
    except UnreadableError:
        return False
    return set(scores) == {"insult", "threat"} and isinstance(reason, str)


@given(text=st.text(st.characters()) | st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=60)
def test_no_answer_of_a_judge_is_too_much(text: str) -> None:
    toxicity_read(text)
    assert toxicity_read(f'{{"insult": "none", "threat": "mild", "reason": {json.dumps(text)}}}')


def test_long_answers_of_a_judge_are_read_in_linear_time() -> None:
    began = time.process_time()
    for piece in [*PIECES, '{"insult": ', '{"a": [', "none, ", "\\"]:
        assert not toxicity_read(piece * (30_000 // len(piece)))
        assert not toxicity_read('{"insult": "none", "reason": "' + piece * (30_000 // len(piece)))
    assert time.process_time() - began < 20


def test_a_hundred_thousand_identical_lines_and_ten_megabytes_on_one() -> None:
    began = time.process_time()
    lines = repetition_scores("the same line again\n" * 100_000)
    assert lines["duplicate_lines"] == pytest.approx(1 - 1 / 100_000)
    wide = repetition_scores("lorem ipsum dolor sit amet " * 400_000)
    assert wide["duplicate_10gram_characters"] == pytest.approx(1, abs=1e-5)
    assert time.process_time() - began < 60
