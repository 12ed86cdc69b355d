"""Whatever a model says becomes candidates and refusals, and never an error."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldsmith.labels.proposals import Candidate, read_candidates

LABELS = ["ham", "spam"]

plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
trees = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
entries = st.fixed_dictionaries(
    {"label": st.sampled_from(["ham", "spam", " spam ", "eggs", ""]) | plain},
    optional={"keywords": trees, "regex": trees, "python": trees, "why": trees},
)


def check(answer: str) -> None:
    found, refused = read_candidates(answer, LABELS, python=True)
    for one in found:
        assert one.label in LABELS
        assert one.body
        assert all(isinstance(part, str) and part for part in one.body)
        assert one.why.isprintable() or not one.why
    assert all(one.reason and one.what.isprintable() for one in refused)


@settings(max_examples=150)
@given(st.text(max_size=300))
def test_no_text_raises(answer: str) -> None:
    check(answer)


@settings(max_examples=150)
@given(st.lists(entries | trees, max_size=4), st.integers(0, 400), st.booleans())
def test_no_json_raises_cut_off_or_not(told: list[Any], cut: int, whole: bool) -> None:
    answer = json.dumps({"functions": told})
    check(answer if whole else answer[:cut])


def test_each_entry_is_a_candidate_a_kind() -> None:
    answer = """<think>They sell things.</think> Sure:
    ```json
    {"functions": [
        {"label": "spam", "keywords": ["Free", "check  out", "free"], "why": "They\\nadvertise."},
        {"label": "spam", "regex": "https?://", "keywords": "subscribe"},
        {"label": "ham", "python": "def fires(text):\\n    return len(text) < 20"}
    ]}
    ```"""
    found, refused = read_candidates(answer, LABELS, python=True)
    assert found == [
        Candidate("spam", "keywords", ("free", "check out"), "They advertise."),
        Candidate("spam", "keywords", ("subscribe",)),
        Candidate("spam", "regex", ("https?://",)),
        Candidate("ham", "python", ("def fires(text):\n    return len(text) < 20",)),
    ]
    assert refused == []


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ({"label": "eggs", "keywords": ["a"]}, "votes for 'eggs', which is none of ham, spam"),
        ({"label": "spam"}, "has neither keywords nor a regex nor python"),
        ({"label": "spam", "keywords": [" ", ""]}, "there is no word"),
        ({"label": "spam", "keywords": [3]}, "keywords must be strings"),
        ({"label": "spam", "keywords": ["a" * 101]}, "longer than 100 characters"),
        ({"label": "spam", "regex": ["a"]}, "a regex must be a string"),
        ({"label": "spam", "regex": "a" * 501}, "longer than 500 characters"),
        ({"label": "spam", "python": "def fires(text): return True"}, "which was not asked for"),
        ("spam", "is no object with a label"),
    ],
)
def test_what_is_no_candidate_is_refused_with_the_reason(entry: Any, reason: str) -> None:
    found, (refused,) = read_candidates(json.dumps({"functions": [entry]}), LABELS)
    assert (found, reason in refused.reason) == ([], True)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("def fires(text) return 1", "is no Python: SyntaxError"),
        ("import os\ndef fires(text): return 1", "imports os"),
        ("from . import x\ndef fires(text): return 1", "imports"),
        ("def fires(text):\n    from subprocess import run\n    return run('ls')", "imports subprocess"),
        ("print('hi')\ndef fires(text): return 1", "is not one function"),
        ("@print\ndef fires(text): return 1", "is not one function"),
        ("def other(text): return 1", "is not one function"),
        ("def fires(row, text): return 1", "must take one argument"),
        ("def fires(text=print('hi')): return 1", "must take one argument"),
        ("def fires(text: print('hi')): return 1", "an annotation that is more than a name"),
        ("def fires(text): return text.__class__", "uses __class__"),
        ("def fires(text): return __import__('os')", "uses __import__"),
        ("def fires(text): return eval(text)", "uses eval"),
        ("#" * 2001, "longer than 2000"),
        ("x = " + "(" * 500 + ")" * 500, "is no Python"),
        ("def fires(text):\n    return '\0'", "is no Python"),
    ],
)
def test_python_that_is_more_than_a_small_function_is_refused(source: str, reason: str) -> None:
    answer = json.dumps([{"label": "ham", "python": source}])
    found, (refused,) = read_candidates(answer, LABELS, python=True)
    assert (found, reason in refused.reason) == ([], True), refused
