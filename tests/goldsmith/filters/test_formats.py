"""What a program must read is read by its own parser, and never run."""

from pathlib import Path

import pytest

from goldsmith.errors import InputError
from goldsmith.filters import fences_reason, json_reason, python_reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[1, 2]", None),
        ("```json\n[1]\n```\n```\nnot json\n```", None),
        ("", "format: json: Expecting value, line 1 column 1"),
        ("[1,\n x]", "format: json: Expecting value, line 2 column 2"),
        ("[NaN]", "format: json: NaN is no JSON"),
        ("[" * 100_000, "format: json: nested too deeply"),
        ("```json\n[1]\n```\n```json\n[\n```", "format: json: Expecting value, line 1 column 2"),
    ],
)
def test_json_is_what_the_standard_says(text: str, reason: str | None) -> None:
    assert json_reason(text) == reason


def test_a_schema_is_held_to_and_a_broken_one_is_refused() -> None:
    schema = {"type": "object", "required": ["a"], "properties": {"a": {"enum": [1, 2]}}}
    assert json_reason('{"a": 1}', schema) is None
    assert json_reason("{}", schema) == "format: json: 'a' is a required property at $"
    assert json_reason('{"a": 3}', schema) == "format: json: 3 is not one of [1, 2] at $.a"
    with pytest.raises(InputError, match="no JSON schema"):
        json_reason("{}", {"type": "no such type"})


def test_a_schema_elsewhere_is_not_fetched() -> None:
    with pytest.raises(InputError, match="refers to"):
        json_reason("{}", {"$ref": "https://example.org/schema.json"})


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("x = 1", True),
        ("", True),
        ("Look:\n```python\nx = 1\n```\n", True),
        ("```py\nx = \n```\n", False),
        ("print 'x'", False),
        ("a\0b", False),
        ("'\ud800'", False),
        ("-" * 100_000 + "1", False),
        ("(" * 1_000, False),
        ("x = 1\n" * 200_000, False),  # longer than is parsed
        ('"\\d"', True),  # a warning is no error
    ],
)
def test_python_is_what_parses(text: str, valid: bool) -> None:
    reason = python_reason(text)
    assert (reason is None) is valid
    assert reason is None or reason.startswith("format: python: ")


def test_nothing_is_run(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    assert python_reason(f"open({str(trace)!r}, 'w').close()") is None
    assert not trace.exists()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("no fence", None),
        ("```\na\n```", None),
        ("a\n```\nb", 2),
        ("````\n```\n````", None),
        ("````\n```", 1),
        ("~~~\n```\n~~~", None),
        ("~~~\n```", 1),
        ("```\n    ```", 1),  # four blanks: an indented line, no fence
        ("```\n``` not a closing one", 1),
        ("``` `inline` ```", None),
    ],
)
def test_fences_are_commonmarks(text: str, line: int | None) -> None:
    expected = line and f"format: fences: the one opened on line {line} is not closed"
    assert fences_reason(text) == expected
