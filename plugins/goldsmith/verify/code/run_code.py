"""Run a piece of code nobody trusts, and say what became of it."""

import atexit
from collections.abc import Sequence
from functools import cache
from typing import Literal

from goldsmith.errors import InputError
from goldsmith.verify.code.judge import same_output
from goldsmith.verify.code.limits import CodeLimits
from goldsmith.verify.code.sandbox import CodeJob, CodeSandbox
from goldsmith.verify.code.style import TestStyle
from goldsmith.verify.code.verdict import CodeOutcome, CodeTest, CodeVerdict, IOCase

__all__ = ["run_cases", "run_code"]


def run_code(
    source: str,
    tests: str | Sequence[str] | Sequence[IOCase] = (),
    *,
    stdin: str = "",
    style: Literal["auto"] | TestStyle = "auto",
    limits: CodeLimits | None = None,
    sandbox: CodeSandbox | None = None,
) -> CodeVerdict:
    """Run Python source in a sandbox and test it.

    The code has no network, reads nothing but Python's own library, writes nothing but some files in memory that are gone
    afterwards, starts no process, and is ended with all its threads when its time is up. The tests run in another process than
    the code: the code sees the arguments it is called with, never a test or an expected value, and nothing that it does to its own
    process makes a test pass. Without bubblewrap or Landlock nothing is run.

    Args:
        source: the code.
        tests: what to test it with. Python source that uses its names, by themselves or from the module `solution`: asserts,
            unittest's cases or pytest's functions; several sources, each one test; or inputs and outputs of a
            program, each of which runs it anew. Empty: the code is only run.
        stdin: what the program can read; cases bring their own.
        style: how tests in Python are written; found out by default.
        limits: what each run may use; those of the sandbox, or `CodeLimits()`.
        sandbox: where to run it; by default one that this process keeps.

    Returns:
        The verdict, which is true where the code passed.

    Raises:
        SandboxError: no sandbox of this machine holds; the message says why, and what to install.
        InputError: the source is no text, or the tests are of no known kind.

    >>> run_code("def add(a, b): return a + b", "assert add(2, 3) == 5").outcome
    'passed'
    >>> verdict = run_code("def add(a, b): import os; os._exit(0)", "assert add(2, 3) == 5")
    >>> verdict.outcome, verdict.tests[0].message
    ('error', 'the code ended its process')
    >>> run_code("print(int(input()) * 2)", [IOCase("4", "8")]).outcome
    'passed'
    """
    if not isinstance(source, str):
        raise InputError(f"source must be text, got {type(source).__name__}")
    place = sandbox or _shared(limits)
    if sandbox and limits:
        raise InputError("limits belong to the sandbox: give them to CodeSandbox(limits=...)")
    given = [tests] if isinstance(tests, str) or not isinstance(tests, Sequence) else list(tests)
    cases = [case for case in given if isinstance(case, IOCase)]
    if cases and len(cases) == len(given):
        return run_cases(source, cases, place)
    sources = [test for test in given if isinstance(test, str) and test.strip()]
    if len(sources) < len([test for test in given if test]) or (given and not sources):
        raise InputError("tests must be Python source, sources or IOCases, and not empty")
    return place.run(CodeJob(source, sources, stdin, style))


def run_cases(source: str, cases: Sequence[IOCase], sandbox: CodeSandbox) -> CodeVerdict:
    """Run a program once for each input, and compare what it prints; the last run's output is kept."""
    runs = list(sandbox.map(CodeJob(source, stdin=case.stdin) for case in cases))
    tests = tuple(
        _case(f"case {number}", run, case)
        for number, (run, case) in enumerate(zip(runs, cases, strict=True), start=1)
    )
    first = next((number for number, test in enumerate(tests) if test.outcome != "passed"), None)
    shown = runs[-1 if first is None else first]
    outcome: CodeOutcome = "passed"
    reason = f"{len(tests)} of {len(tests)} cases passed"
    if first is not None:
        passed = sum(test.outcome == "passed" for test in tests)
        outcome = "failed" if shown.outcome == "finished" else shown.outcome
        reason = f"{passed} of {len(tests)} cases passed; {tests[first].name}: {tests[first].message}"
    return CodeVerdict(
        outcome,
        reason,
        tests,
        shown.stdout,
        shown.stderr,
        sum(run.seconds for run in runs),
        sum(run.cpu_seconds for run in runs),
        shown.sandbox,
    )


def _case(name: str, run: CodeVerdict, case: IOCase) -> CodeTest:
    if run.outcome != "finished":
        return CodeTest(name, "error", run.reason)
    if same_output(run.stdout, case.stdout):
        return CodeTest(name, "passed")
    return CodeTest(name, "failed", f"printed {run.stdout[:200]!r}, expected {case.stdout[:200]!r}")


@cache
def _shared(limits: CodeLimits | None) -> CodeSandbox:
    """Return the sandbox of this process for these limits."""
    sandbox = CodeSandbox(limits=limits)
    atexit.register(sandbox.close)
    return sandbox
