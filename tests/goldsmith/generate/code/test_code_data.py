"""The rules of the papers on code data, and readers that nothing upsets."""

import ast
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strange_outputs import fuzzed

from goldsmith.errors import InputError, UnreadableError
from goldsmith.generate.code import (
    DEMONSTRATIONS,
    candidate_pairs,
    document_problem,
    draw_demonstrations,
    draw_snippet,
    draw_task_kind,
    read_code_files,
    read_concepts,
    read_problem_solution,
    read_tested_response,
    repeated_code,
    seed_functions,
    self_test_problem,
    unfinished,
)
from goldsmith.verify import CodeJob, CodeSandbox

CODE = "".join(f"line {number}\n" for number in range(1, 101))


def test_a_snippet_is_1_to_15_consecutive_lines_of_the_document() -> None:
    drawn = [draw_snippet(CODE, seed) for seed in range(2000)]
    lines = CODE.splitlines(keepends=True)
    for snippet in drawn:
        assert snippet is not None
        assert snippet.text == "".join(lines[snippet.first_line - 1 : snippet.first_line - 1 + snippet.lines])
    lengths = Counter(snippet.lines for snippet in drawn if snippet)
    assert set(lengths) == set(range(1, 16))
    # Any line begins one: 100 of them in 2,000 draws, each left out with probability 0.99^2000 = 2e-9.
    assert {snippet.first_line for snippet in drawn if snippet} == set(range(1, 101))


def test_a_snippet_follows_from_its_seed() -> None:
    assert draw_snippet(CODE, 7) == draw_snippet(CODE, 7)
    assert len({draw_snippet(CODE, seed) for seed in range(20)}) > 15


def test_the_end_of_the_document_ends_the_snippet() -> None:
    # Of a document of 3 lines nothing longer can be drawn, and a draw of its last line is a line long.
    found = {(one.first_line, one.lines) for seed in range(300) if (one := draw_snippet("a\nb\nc\n", seed))}
    assert found == {(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (3, 1)}


def test_lines_that_say_nothing_or_are_too_long_are_drawn_again() -> None:
    for seed in range(100):
        snippet = draw_snippet("}\n\n;\nx = 1\n", seed, max_lines=1)
        assert snippet is None or snippet.text == "x = 1\n"
        short = draw_snippet("x" * 5000 + "\ny\n", seed, max_chars=10)
        assert short is None or short.text == "y\n"
    assert draw_snippet("}\n{\n", 0) is None
    assert draw_snippet("", 0) is None


@given(st.text(max_size=60), st.integers(0, 50))
def test_a_snippet_of_any_text_is_part_of_it(text: str, seed: int) -> None:
    snippet = draw_snippet(text, seed)
    assert snippet is None or snippet.text in text


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ("x = 1", None),
        ("привет = '你好'  # ok", None),
        ("x" * 6_000_000, None),
        ("\x0c def page(): pass", None),
        ("", "document: empty"),
        (" \n}{;\t", "document: empty"),
        ("\x7fELF\x02\x01\x01\x00\x00 main", "document: not text"),
        ("a\ufffd" * 40, "document: not text"),
        (None, "document: a NoneType, wanted a text"),
        (b"x", "document: a bytes, wanted a text"),
    ],
)
def test_a_document_is_text_with_something_in_it(document: object, problem: str | None) -> None:
    assert document_problem(document) == problem


@pytest.mark.parametrize(
    "output",
    [
        "[Problem Description]\nAdd.\n\n[Solution]\nx",
        "Sure!\n\n**[Problem Description]**\nAdd.\n**[Solution]:**\nx\n",
        "## Problem Description\n\nAdd.\n\n## Solution\n\nx",
        "Problem Description: Add.\nSolution: x",
        "1. [Problem Description]: Add.\n2. [Solution]: x",
        "<think>[Solution] first?</think>\n[problem description]\nAdd.\n[SOLUTION]\nx",
        '{"problem": "Add.", "solution": "x"}',
        '```json\n{"Problem Description": "Add.", "Solution": "x"}\n```',
    ],
)
def test_both_sections_are_read_in_many_forms(output: str) -> None:
    assert vars(read_problem_solution(output)) == {"problem": "Add.", "solution": "x"}


@pytest.mark.parametrize(
    ("output", "why"),
    [
        ("Add two numbers.", r"found no \[Problem Description\]"),
        ("[Problem Description]\nAdd.", r"found no \[Solution\]"),
        ("[Solution]\nx\n[Problem Description]\nAdd.", "before"),
        ("[Problem Description]\n\n[Solution]\nx", "the problem is empty"),
        ("[Problem Description]\nAdd.\n[Solution]\n```\n```", "the solution is empty"),
        ('{"problem": 3, "solution": "x"}', "other JSON"),
    ],
)
def test_an_answer_without_both_sections_says_what_is_missing(output: str, why: str) -> None:
    with pytest.raises(UnreadableError, match=why):
        read_problem_solution(output)


def test_concepts_are_read_from_commas_lists_and_json() -> None:
    for output in (
        "binary search, recursion",
        "Concepts: binary search, recursion, recursion.",
        "Here are the key concepts:\n\n- binary search\n- **recursion**",
        "1. binary search\n2. recursion",
        '{"concepts": ["binary search", "recursion"]}',
        '["binary search", "recursion"]',
        '{"concepts": "binary search, recursion"}',
    ):
        assert read_concepts(output) == ["binary search", "recursion"], output
    assert read_concepts("递归，二分查找") == ["递归", "二分查找"]
    for output in ("", "...", "[]", "x" * 500):
        with pytest.raises(UnreadableError):
            read_concepts(output)


def test_half_of_the_tasks_are_functions_and_difficulties_are_even() -> None:
    drawn = [draw_task_kind(seed) for seed in range(6000)]
    categories = Counter(kind.category for kind in drawn)
    # 3,000 functions and 1,500 of each other are expected; the standard deviations are 38.7 and 33.5.
    assert abs(categories["function implementation"] - 3000) < 200
    assert abs(categories["class implementation"] - 1500) < 180
    assert abs(categories["program implementation"] - 1500) < 180
    difficulties = Counter(kind.difficulty for kind in drawn)
    assert set(difficulties) == {"easy", "medium", "hard"}
    assert all(abs(count - 2000) < 190 for count in difficulties.values())


RESPONSE, TESTS = "Twice:\n```python\ndef f(x):\n    return 2 * x\n```", "assert f(2) == 4"
FENCED = f"```python\n{TESTS}\n```"


@pytest.mark.parametrize(
    "output",
    [
        f"<response>\n{RESPONSE}\n</response>\n\n<tests>\n{FENCED}\n</tests>",
        f"<response>\n{RESPONSE}\n</response>\n\n<tests>\n{FENCED}",
        f"{RESPONSE}\n\n### Tests\n{FENCED}\nAll is well.",
        f"### Response\n{RESPONSE}\n\n**Tests:**\n{FENCED}",
        f"[Response]\n{RESPONSE}\n\n[Tests]\nThese show it:\n{FENCED}",
        f"{RESPONSE}\n\n## 2. Unit tests for `f`\n{FENCED}",
        f"{RESPONSE}\n\nTo see that it works:\n\n{FENCED}",
        f"<response>\n{RESPONSE}\n</response>\n<tests>\n{FENCED}\n</tests>\nNext task:\n```python\nassert False\n```",
        f"<think>Easy.</think>{RESPONSE}\n<tests>\n{FENCED}\n</tests>",
    ],
)
def test_a_response_and_its_tests_are_read_in_many_forms(output: str) -> None:
    found = read_tested_response(output)
    assert (found.code, found.tests) == ("def f(x):\n    return 2 * x", TESTS)
    assert found.response.removesuffix("\n\nTo see that it works:") == RESPONSE


def test_all_python_of_a_part_counts_and_other_blocks_do_not() -> None:
    output = (
        "First:\n```python\nx = 1\n```\nOutput:\n```\nTraceback (most recent call last)\n```\n```sh\nls\n```\nthen:\n"
        "```py\ny = input()\nif __name__ == '__main__':\n    print(y)\n```\n<tests>\n```\nassert x\n```\n```python\nassert x == 1\n```"
    )
    found = read_tested_response(output)
    assert found.code == "x = 1\n\ny = input()"
    assert found.tests == "assert x\n\nassert x == 1"


def test_a_mark_inside_a_block_of_code_is_code() -> None:
    output = f"```python\ndef f(x):\n    # Tests\n    return 2 * x\n# tests:\n```\n<tests>\n{FENCED}"
    assert read_tested_response(output).code.endswith("# tests:")


@pytest.mark.parametrize(
    "output", ["", RESPONSE, f"<tests>\n{FENCED}\n</tests>", "<response>x</response><tests>y"]
)
def test_a_response_without_code_or_tests_is_none(output: str) -> None:
    with pytest.raises(UnreadableError):
        read_tested_response(output)


@pytest.mark.parametrize(
    ("tests", "problem"),
    [
        ("assert f(1) == 1", None),
        ("def test_f():\n    assert f(1) == 1", None),
        (
            "import unittest\nclass T(unittest.TestCase):\n    def test_f(self):\n        self.assertEqual(f(1), 1)",
            None,
        ),
        ("import pytest\ndef test_f():\n    with pytest.raises(TypeError):\n        f()", None),
        ("from solution import f as g\nassert g(1) == 1", None),
        ("for x in range(3):\n    assert f(x) == x", None),
        ("result = f(1)\nassert result == 1", None),
        ("f(1)", "tests: nothing is asserted"),
        ("def test_f():\n    f(1)", "tests: nothing is asserted"),
        ("# assert f(1) == 1\nf(1)", "tests: nothing is asserted"),
        ("assert True", "tests: only constants are asserted"),
        ("f(1)\nassert 1, 'fine'", "tests: only constants are asserted"),
        ("assert 1 + 1 == 2", "tests: they use nothing that the code defines"),
        ("def f(x):\n    return 1\nassert f(1) == 1", "tests: they use nothing that the code defines"),
        (
            "def f(x):\n    return 1\ndef test():\n    assert f(1)",
            "tests: they use nothing that the code defines",
        ),
        ("assert g(1) == 1", "tests: they use nothing that the code defines"),
        ("assert (", "tests: not Python"),
    ],
)
def test_tests_must_assert_something_about_the_code(tests: str, problem: str | None) -> None:
    assert self_test_problem("import math\n\ndef f(x):\n    return x", tests) == problem


def test_code_that_is_not_python_cannot_be_tested() -> None:
    assert self_test_problem("function f(x) { return x }", TESTS) == "code: not Python"


@pytest.mark.parametrize("word", ["# TODO", "FIXME:", "your code here", "raise NotImplementedError"])
def test_a_response_that_says_it_is_unfinished_is_found(word: str) -> None:
    assert unfinished(f"def f():\n    {word}")
    assert unfinished("def f():\n    return 1") is None


def test_functions_to_begin_with_keep_the_paper_s_rules() -> None:
    source = (
        'import os\n\ndef good(x):\n    "Double."\n    return 2 * x\n'
        "\ndef silent(x):\n    return x\n"
        '\ndef alone():\n    "One."\n    return 1\n'
        '\ndef shows(x):\n    "Show."\n    print(x)\n'
        '\ndef later(x):\n    "TODO: more."\n    return x\n'
        '\ndef runs(x):\n    "Run."\n    import os\n    return os.system(x)\n'
        '\ndef long(x):\n    "Long."\n' + "    x += 1\n" * 160 + "    return x\n"
        '\nclass Inner:\n    def method(self):\n        "M."\n        return 1\n'
    )
    found = {one.name: one.problem for one in seed_functions(source)}
    assert found == {
        "good": "", "silent": "no docstring", "alone": "no argument", "shows": "nothing is returned",
        "later": 'the words "todo"', "runs": 'the words "import os"', "long": "more than 150 lines",
    }  # fmt: skip
    good = seed_functions(source)[0].snippet
    assert (good.first_line, good.lines, good.text) == (
        3,
        3,
        'def good(x):\n    "Double."\n    return 2 * x\n',
    )
    assert seed_functions("function f() {}") == []


def test_functions_are_found_where_python_counts_their_lines() -> None:
    # A form feed and U+2028 end a line for str.splitlines, not for Python.
    source = 'x = "\u2028"\n\x0c\r\ndef good(x):\r\n    "Double."\r\n    return 2 * x\r\n'
    (good,) = seed_functions(source)
    assert good.snippet.text == 'def good(x):\r\n    "Double."\r\n    return 2 * x\r\n'
    assert (good.snippet.first_line, good.snippet.lines) == (3, 3)


def test_what_repeats_a_snippet_a_problem_or_a_solution_goes() -> None:
    columns = {
        "snippet": ["a b", "ab", "c", "d", ""],
        "problem": ["P1", "P2", "p 1", "P1", ""],
        "solution": ["S1", "S2", "S2", "S3", ""],
    }
    # The second has the first's snippet without white space. It went, so its solution does not count against the third.
    assert repeated_code(columns) == [None, ("snippet", 0), None, ("problem", 0), None]


def test_the_same_names_of_functions_are_the_same_code() -> None:
    code = [
        "def add_two(a): return a",
        "def addTwo(b):\n    return b + 2",
        "class A: pass",
        "x = 1",
        "not python (",
    ]
    assert repeated_code({"instruction": list("abcde")}, code=code) == [None, ("code", 0), None, None, None]


def test_pairs_need_a_response_that_passed_and_one_that_ran_and_failed() -> None:
    row = {
        "id": "a",
        "instruction": "Add.",
        "generation": "good",
        "candidate_responses": ["bad", "good", "cut", "worse"],
        "candidate_outcomes": ["failed", "passed", "cut", "timeout"],
    }
    drawn = {pair["rejected"] for seed in range(30) for pair in candidate_pairs([row], seed)}
    assert drawn == {"bad", "worse"}
    assert candidate_pairs([row | {"generation": ""}]) == []
    assert candidate_pairs([row | {"candidate_outcomes": ["cut", "passed", "cut", "untested"]}]) == []


def test_a_folder_of_code_is_read_with_what_is_no_text_marked(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / ".empty").mkdir()
    (tmp_path / "a.py").write_text("x = 1\n")
    (tmp_path / "deep" / "b.JS").write_text("let x = 'ä';\n", encoding="utf-8")
    (tmp_path / "c.c").write_bytes(bytes(range(128, 256)) * 40)
    (tmp_path / "__init__.py").touch()
    (tmp_path / "notes.txt").write_text("no code")
    (tmp_path / ".git" / "d.py").write_text("x = 2\n")
    rows = {row["id"]: row for row in read_code_files(tmp_path)}
    assert list(rows) == ["a.py", "c.c", "deep/b.JS"]
    assert (rows["deep/b.JS"]["code_language"], rows["deep/b.JS"]["document"]) == (
        "JavaScript",
        "let x = 'ä';\n",
    )
    assert document_problem(rows["c.c"]["document"]) == "document: not text"
    with pytest.raises(InputError, match="holds no code"):
        read_code_files(tmp_path / ".empty")


def test_the_examples_shown_to_models_pass_their_own_tests() -> None:
    with CodeSandbox(workers=1) as sandbox:
        for example in DEMONSTRATIONS:
            said = read_tested_response(
                f"<response>\n{example.response}\n</response>\n\n<tests>\n```python\n{example.tests}\n```\n</tests>"
            )
            assert self_test_problem(said.code, said.tests) is None
            assert unfinished(said.response) is None
            assert sandbox.run(CodeJob(said.code, said.tests)).outcome == "passed", example.task
    assert len({example.task for example in draw_demonstrations(8, 0)}) == 8


@fuzzed
def test_problems_and_solutions_of_any_output(output: str) -> None:
    try:
        found = read_problem_solution(output)
    except UnreadableError:
        return
    assert found.problem
    assert found.solution


@fuzzed
def test_concepts_of_any_output(output: str) -> None:
    try:
        found = read_concepts(output)
    except UnreadableError:
        return
    assert 0 < len(found) <= 20
    assert all(found)


@fuzzed
def test_tested_responses_of_any_output(output: str) -> None:
    try:
        found = read_tested_response(output)
    except UnreadableError:
        return
    assert found.code
    assert found.tests
    self_test_problem(found.code, found.tests)


@fuzzed
def test_functions_and_checks_of_any_source(output: str) -> None:
    for function in seed_functions(output):
        assert function.name
    if self_test_problem(output, output) is None:
        assert ast.parse(output)
