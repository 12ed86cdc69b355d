"""Tests made of asserts come apart as Python would take them apart."""

import ast
import unittest
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.verify.code.steps import steps_of

LIBRARY = sorted(Path(unittest.__file__).parent.glob("*.py"))
PIECES = [
    "x = 1", "assert f(1) == 'é\U0001f600'", "assert x; y = 2", "if x:\n    assert x", "\n", "\r\n", "\r", "\x0c", "# note", ";", " ",
    "'''a\r\nb'''", "@g\n@h(1,\n  2)\ndef check(c):\n    assert c", "check(f)", "\\\n", "assert (1,\n 2)", "\ud800", "\x00", "\u2028", "(",
]  # fmt: skip


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.name)
def test_steps_are_the_statements_of_a_source_on_their_lines(path: Path) -> None:
    source = path.read_text("utf-8")
    steps = steps_of([source])
    nodes = ast.parse(source).body
    assert len(steps) == len(nodes)
    for (_, step), node in zip(steps, nodes, strict=True):
        (found,) = ast.parse(step).body
        assert ast.dump(found) == ast.dump(node)
        assert (found.lineno, found.end_lineno) == (node.lineno, node.end_lineno)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=12).map("".join))
def test_any_source_comes_apart_or_is_left_as_it_is(source: str) -> None:
    steps = steps_of([source])
    try:
        nodes = ast.parse(source).body
    except (ValueError, SyntaxError):
        assert steps == [("", source)]
    else:
        again = [ast.parse(step).body for _, step in steps]
        assert [ast.dump(node) for (node,) in again] == [ast.dump(node) for node in nodes]


def test_what_asserts_and_what_calls_it_are_tests() -> None:
    source = (
        "import m; assert m.x\n"
        "@given\ndef check(c):\n    assert c(1) == 2\n"
        "def helper(): return 1\n"
        "check(f)\nhelper()\n"
        "for n in range(3):\n    assert f(n)\n"
        "with m.x:\n    check(f)\n"
        "class T:\n    def test(self): assert 1"
    )
    named = [name for name, _ in steps_of([source]) if name]
    assert named == [
        "assert m.x",
        "check(f)",
        "for n in range(3):\n    assert f(n)",
        "with m.x:\n    check(f)",
    ]


def test_sources_without_a_statement_are_no_tests() -> None:
    assert steps_of(["# nothing", "assert f()", ""]) == [("assert f()", "assert f()")]
    assert steps_of(["assert f()", "assert ("]) == [("assert f()", "assert f()"), ("assert (", "assert (")]
