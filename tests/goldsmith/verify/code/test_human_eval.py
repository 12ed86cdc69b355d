"""HumanEval: what is right passes, and what fails outside a sandbox does not pass in it."""

import ast
import contextlib
import copy
import gzip
import io
import json
import random
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.forked import in_child

from goldsmith.verify.code import CodeJob, CodeLimits, CodeSandbox

Problem = dict[str, str]
MUTANTS_WANTED = 300
_OTHER: dict[type, type] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv, ast.Lt: ast.LtE,
    ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.And: ast.Or, ast.Or: ast.And,
    ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip


@pytest.fixture(scope="module")
def problems(shared_data: Path) -> list[Problem]:
    with gzip.open(shared_data / "humaneval" / "HumanEval.jsonl.gz", "rt") as file:
        return [json.loads(line) for line in file]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[CodeSandbox]:
    with CodeSandbox(2, CodeLimits(seconds=6, cpu_seconds=1)) as sandbox:
        yield sandbox


def job(problem: Problem, body: str) -> CodeJob:
    return CodeJob(problem["prompt"] + body, f"{problem['test']}\ncheck({problem['entry_point']})")


def test_every_reference_solution_passes(problems: list[Problem], sandbox: CodeSandbox) -> None:
    verdicts = sandbox.map(job(problem, problem["canonical_solution"]) for problem in problems)
    failed = {
        problem["task_id"]: verdict.reason
        for problem, verdict in zip(problems, verdicts, strict=True)
        if not verdict
    }
    assert failed == {}
    assert len(problems) == 164


def test_no_stub_passes(problems: list[Problem], sandbox: CodeSandbox) -> None:
    verdicts = sandbox.map(job(problem, "    pass\n") for problem in problems)
    assert [p["task_id"] for p, verdict in zip(problems, verdicts, strict=True) if verdict] == []


def test_no_mutant_that_fails_outside_passes(problems: list[Problem], sandbox: CodeSandbox) -> None:
    mutants = [(problem, code) for problem in problems for code in mutated(problem, 4)]
    ended = in_child(lambda: [fails_outside(problem, code) for problem, code in mutants], 300).returned
    failing = [mutant for mutant, fails in zip(mutants, ended, strict=True) if fails]
    assert len(failing) >= MUTANTS_WANTED
    jobs = [CodeJob(code, f"{problem['test']}\ncheck({problem['entry_point']})") for problem, code in failing]
    verdicts = list(sandbox.map(jobs))
    assert [
        problem["task_id"] for (problem, _), verdict in zip(failing, verdicts, strict=True) if verdict
    ] == []
    # And what passes outside passes in it.
    good = [mutant for mutant, fails in zip(mutants, ended, strict=True) if not fails]
    jobs = [CodeJob(code, f"{problem['test']}\ncheck({problem['entry_point']})") for problem, code in good]
    assert good
    assert [v.reason for v in sandbox.map(jobs) if not v] == []


def mutated(problem: Problem, count: int) -> list[str]:
    """Return the reference solution with one operator, comparison or number changed, in so many ways at most."""
    tree = ast.parse(problem["prompt"] + problem["canonical_solution"])
    places = [(n, kind) for n, node in enumerate(ast.walk(tree)) if (kind := _kind(node))]
    chosen = random.Random(problem["task_id"]).sample(places, min(count, len(places)))
    return [_changed(tree, number, kind) for number, kind in chosen]


def _kind(node: ast.AST) -> str:
    if isinstance(node, ast.BinOp | ast.BoolOp) and type(node.op) in _OTHER:
        return "op"
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _OTHER:
        return "compare"
    return "number" if isinstance(node, ast.Constant) and type(node.value) is int else ""


def _changed(tree: ast.Module, number: int, kind: str) -> str:
    changed = copy.deepcopy(tree)
    node: Any = list(ast.walk(changed))[number]
    if kind == "op":
        node.op = _OTHER[type(node.op)]()
    elif kind == "compare":
        node.ops[0] = _OTHER[type(node.ops[0])]()
    else:
        node.value += 1
    return ast.unparse(changed)


def fails_outside(problem: Problem, code: str) -> bool:
    """Return whether HumanEval's own way of testing rejects the code: exec, a time limit, any exception."""

    def too_late(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, too_late)
    signal.setitimer(signal.ITIMER_REAL, 1.0)
    scope: dict[str, Any] = {}
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(f"{code}\n{problem['test']}\ncheck({problem['entry_point']})", scope)
    except BaseException:  # noqa: BLE001 - whatever it is
        return True
    else:
        return False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
