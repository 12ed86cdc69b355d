"""Rows as a person reads them."""

import io
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from goldsmith_distilabel.pipeline.reporting.harmless import harmless, shorten
from goldsmith_distilabel.pipeline.reporting.preview_table import preview_table


def shown(*rows: dict[str, Any], width: int = 60, **options: Any) -> list[str]:
    """The lines of the preview, without the frame and the spaces at their ends."""
    out = io.StringIO()
    Console(file=out, width=width).print(preview_table(rows, **options))
    return [line.strip("│╭╮╰╯─ ").rstrip() for line in out.getvalue().splitlines()]


def test_a_row_has_its_columns_one_below_the_other() -> None:
    row = {
        "id": 7,
        "instruction": "Add\n1 and 1",
        "score": 0.5,
        "right": True,
        "note": None,
        "generation": "",
    }
    assert shown(row, title="Preview of 'sums'") == [
        "Preview of 'sums'",
        "row 1",
        "id           7",
        "instruction  Add",
        "1 and 1",
        "score        0.5",
        "right        True",
        "note         None",
        "generation   ''",
        "",
    ]


def test_a_dropped_row_and_a_failed_row_say_why() -> None:
    dropped = {"text": "a", "keep": False, "drop_reason": "length: 1 word"}
    error = {"step": "judge", "kind": "parse", "message": "no JSON in the answer", "raw_output": "Well, …"}
    assert shown(dropped, {"text": "b", "error": error}) == [
        "row 1 · dropped",
        "length: 1 word",
        "text  a",
        "",
        "row 2 · failed in judge",
        "parse: no JSON in the answer",
        "text        b",
        "raw output  Well, …",
        "",
    ]


@pytest.mark.parametrize("row", [{"error": "disk full", "keep": True}, {"error": {"code": 5}, "keep": False}])
def test_columns_of_the_users_own_are_columns_whatever_their_names(row: dict[str, Any]) -> None:
    lines = shown(row)
    assert lines[0] == "row 1"
    assert [line.split()[0] for line in lines[1:3]] == ["error", "keep"]


def test_a_conversation_reads_as_one() -> None:
    said = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "2 + 2?\nQuick!"},
        {"role": "assistant", "content": None, "tool_calls": [{"name": "add", "arguments": [2, 2]}]},
    ]
    assert shown({"conversation": said}, width=100) == [
        "row 1",
        "conversation  system     Be brief.",
        "user       2 + 2?",
        "Quick!",
        "assistant  None",
        "tool_calls  1.  name       add",
        "arguments  [2, 2]",
        "",
    ]


def test_the_middle_of_a_long_text_is_left_out_and_how_much_is_said() -> None:
    # Of 1,000 characters 60 are kept, 40 from the beginning and 20 from the end.
    lines = shown({"text": "a" * 500 + "b" * 500}, width=120, longest=60)
    assert lines[1] == f"text  {'a' * 40}[… 940 characters left out …]{'b' * 20}"


def test_the_middle_of_a_text_of_many_lines_is_left_out() -> None:
    # Of 100 lines "n\n" twelve are kept, eight from the beginning and four from the end (the last is empty).
    text = "n\n" * 100
    assert shorten(text, 600, 12) == "n\n" * 7 + "n[… 178 characters left out …]" + "\nn" * 3 + "\n"


def test_long_lists_are_counted() -> None:
    row = {"embedding": [number / 3 for number in range(768)], "texts": ["t"] * 10}
    lines = shown(row, width=100)
    assert (
        lines[1]
        == "embedding  [0, 0.3333, 0.6667, 1, 1.333, 1.667, 2, 2.333, 2.667, 3, 3.333, 3.667, … 756 more]"
    )
    assert lines[2:9] == ["texts      1.  t", *(f"{number}.  t" for number in range(2, 7)), "…   4 more"]


def test_nested_columns_stand_beside_their_names_and_bytes_are_counted() -> None:
    assert shown({"statistics": {"input_tokens": 12, "deep": {"a": {"b": {"c": 1}}}}, "image": b"12345"}) == [
        "row 1",
        "statistics  input_tokens  12",
        "deep          a  b  {'c': 1}",
        "image       5 bytes",
        "",
    ]


def test_no_rows_and_rows_without_columns_are_said() -> None:
    assert shown() == ["no rows"]
    assert shown({}) == ["row 1", "no columns", ""]


def test_markup_is_shown_literally() -> None:
    assert shown({"[red]key[/red]": "[bold]value[/] :smile: [/nothing]"})[1] == (
        "[red]key[/red]  [bold]value[/] :smile: [/nothing]"
    )


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("\x9b2J", "<U+009B>2J"),
        ("over\rwritten\x08\x7f", "over␍written␈␡"),
        ("\u202egnp.exe\u2066", "<U+202E>gnp.exe<U+2066>"),
        ("a\u200bb\ufeff\U000e0041", "a<U+200B>b<U+FEFF><U+E0041>"),
        ("👩\u200d🔬 می\u200cخواهم\ttab\nline", "👩\u200d🔬 می\u200cخواهم\ttab\nline"),
        ("\ud800", "\ufffd"),
    ],
)
def test_what_a_terminal_would_obey_or_hide_is_visible(text: str, seen: str) -> None:
    assert harmless(text) == seen


any_text = st.text(st.characters(exclude_categories=()))
any_value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | any_text | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(any_text, inner, max_size=3),
    max_leaves=8,
)


@given(
    st.lists(
        st.dictionaries(any_text | st.sampled_from(["error", "keep"]), any_value, max_size=4), max_size=3
    ),
    st.integers(1, 100),
    st.integers(1, 700),
)
def test_no_row_raises_or_reaches_the_terminal_raw(
    rows: list[dict[str, Any]], width: int, longest: int
) -> None:
    out = io.StringIO()
    Console(file=out, width=width, force_terminal=True, color_system=None).print(
        preview_table(rows, longest=longest)
    )
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out.getvalue())
    out.getvalue().encode()


@given(any_text, st.integers(1, 50), st.none() | st.integers(1, 9))
def test_a_text_is_whole_or_the_count_of_what_is_left_out_is_right(
    text: str, longest: int, lines: int | None
) -> None:
    short = shorten(text, longest, lines)
    if short != text:
        head, left_out, tail = re.split(r"\[… ([\d,]+) characters left out …\]", short, maxsplit=1)
        assert len(head) + int(left_out.replace(",", "")) + len(tail) == len(text)
        assert text.startswith(head)
        assert text.endswith(tail)
        assert len(head) + len(tail) <= longest
        assert lines is None or head.count("\n") + tail.count("\n") <= lines
