"""Python code with other names for its local variables does the same."""

import ast
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldsmith.augment import renamed_code
from goldsmith.errors import InputError


def test_reference_solutions_pass_their_tests_under_other_names(shared_data: Path) -> None:
    with gzip.open(shared_data / "humaneval" / "HumanEval.jsonl.gz", "rt") as lines:
        tasks = [json.loads(line) for line in lines]
    renamed = 0
    for task in tasks:
        code = task["prompt"] + task["canonical_solution"]
        for made in renamed_code(code, 2):
            if made.reason:
                continue
            renamed += 1
            space: dict[str, object] = {}
            exec(f"{made.text}\n{task['test']}", space)
            space["check"](space[task["entry_point"]])  # type: ignore[operator]
    assert renamed > 100


@pytest.mark.parametrize(
    ("code", "kept"),
    [
        ("def f(x):\n    return x", "no variable"),
        ("def f():\n    global y\n    y = 1\n    return y", "no variable"),
        ("def f():\n    y = 1\n    return f'{y}'", "no variable"),
        ("def f():\n    y = 1\n    return locals()", "no variable"),
        ("def f():\n    import y\n    y = y.z\n    return y", "no variable"),
        ("def f():\n    try:\n        pass\n    except E as y:\n        y = 1", "no variable"),
        ("def f():\n    class y:\n        z = 1\n    return y", "no variable"),
        # The y that is returned is the module's: the comprehension has one of its own.
        ("def f(z):\n    [y for y in z]\n    return y", "no variable"),
        ("def f():\n    def g():\n        y = 1\n    return y", "no variable"),
        ("y = 1", "no variable"),
        ("def f(:", "no Python"),
        ("\0", "no Python"),
        ("", "no variable"),
        ("some words", "no Python"),
    ],
)
def test_what_may_not_be_renamed_stays_and_the_reason_is_told(code: str, kept: str) -> None:
    (made,) = renamed_code(code)
    assert made.text == code
    assert made.reason.startswith(kept)


def test_a_default_is_evaluated_outside_and_keeps_its_name() -> None:
    (made,) = renamed_code("y = 2\ndef f(x=y):\n    y = x + 1\n    return y\n")
    assert made.text.startswith("y = 2\ndef f(x=y):\n")
    space: dict[str, object] = {}
    exec(made.text, space)
    assert space["f"]() == 3  # type: ignore[operator]


def test_a_closure_sees_the_new_name() -> None:
    (made,) = renamed_code("def f():\n    y = 1\n    def g():\n        return y\n    return g()\n")
    space: dict[str, object] = {}
    exec(made.text, space)
    assert space["f"]() == 1  # type: ignore[operator]
    assert "y" not in {node.id for node in ast.walk(ast.parse(made.text)) if isinstance(node, ast.Name)}


def test_comments_strings_and_layout_stay() -> None:
    code = 'def f(größe):\n    y  =  "y é" # y\n    return   y # 你好\n'
    (made,) = renamed_code(code)
    new = made.text.split("  =  ")[0].split()[-1]
    assert made.text == f'def f(größe):\n    {new}  =  "y é" # y\n    return   {new} # 你好\n'


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(codec=None), max_size=60))
def test_any_text_comes_back_or_has_a_reason(code: str) -> None:
    assert all(made.text for made in renamed_code(code)) or not code


def test_options_out_of_bounds_are_told() -> None:
    with pytest.raises(InputError, match="n must be"):
        renamed_code("x = 1", 0)
