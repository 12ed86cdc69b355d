"""Any value to JSON, and any JSON into a page."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from pathlib import PurePosixPath

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.quality.html_report.embed import embed
from goldsmith.quality.html_report.plain import plain
from goldsmith.quality.html_report.visible import visible

text = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    ["</script>", "<!--", "]]>", "\u2028"]
)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | text | st.binary() | st.datetimes()
values = st.recursive(
    scalars, lambda inner: st.lists(inner) | st.dictionaries(text, inner) | st.tuples(inner), max_leaves=12
)


class Route(Enum):
    REVIEW = "review"


@dataclass
class Vote:
    label: int


@given(values)
def test_any_value_survives_the_page_as_its_plain_self(value: object) -> None:
    assert json.loads(embed(plain(value))) == plain(value)


@given(values)
def test_nothing_embedded_can_leave_its_script_element(value: object) -> None:
    written = embed(plain(value))
    assert not re.search("[<>&\u2028\u2029]", written)
    written.encode("utf-8")


@given(values)
def test_making_plain_twice_changes_nothing(value: object) -> None:
    assert plain(plain(value)) == plain(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (float("inf"), "Infinity"),
        (float("-inf"), "-Infinity"),
        (np.float64("nan"), "NaN"),
        (2**53 - 1, 2**53 - 1),
        (-(2**53), "-9007199254740992"),
        (np.int64(3), 3),
        (np.array([[1.5, np.nan]]), [[1.5, "NaN"]]),
        (True, True),
        (date(2026, 1, 2), "2026-01-02"),
        (datetime(2026, 1, 2, 3), "2026-01-02T03:00:00"),  # noqa: DTZ001 - naive times stay naive
        (time(3, 4), "03:04:00"),
        (b"a\xff", "a\\xff"),
        ({"b", "a"}, ["a", "b"]),
        (Route.REVIEW, "review"),
        ([Vote(1)], [{"label": 1}]),
        ({None: 1, 2: 3}, {"None": 1, "2": 3}),
        (Decimal("0.10"), "0.10"),
        (PurePosixPath("a/b"), "a/b"),
    ],
)
def test_values_json_does_not_know_become_what_they_say(value: object, expected: object) -> None:
    assert plain(value) == expected


def test_a_list_that_holds_itself_ends() -> None:
    loop: list = []
    loop.append(loop)
    assert "…" in json.dumps(plain(loop), ensure_ascii=False)


def test_an_integer_too_long_to_print_is_hexadecimal() -> None:
    assert plain(1 << 20_000) == hex(1 << 20_000)


def test_lone_surrogates_are_escaped_and_come_back() -> None:
    assert embed("a\ud800") == '"a\\ud800"'
    assert json.loads(embed("a\ud800")) == "a\ud800"


def test_any_mapping_will_do() -> None:
    class Lazy(Mapping):
        def __getitem__(self, key: str) -> str:
            return key.upper()

        def __iter__(self) -> object:
            return iter("ab")

        def __len__(self) -> int:
            return 2

    assert plain(Lazy()) == {"a": "A", "b": "B"}


@given(st.text())
def test_visible_text_has_a_utf8_form_and_keeps_its_length(value: str) -> None:
    shown = visible(value)
    assert len(shown) == len(value)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", shown)
    shown.encode("utf-8")
