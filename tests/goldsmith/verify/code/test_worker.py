"""Processes are ready before a job comes, serve one, and are gone after it."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest

from goldsmith.verify.code import CodeJob, CodeLimits, CodeSandbox

PATIENCE = 20  # seconds, far more than anything here needs
ADD = "def add(a, b): return a + b"


@pytest.fixture(scope="module", params=["bubblewrap", "landlock"])
def sandbox(request: pytest.FixtureRequest) -> Iterator[CodeSandbox]:
    with CodeSandbox(1, CodeLimits(seconds=20, cpu_seconds=20), kind=request.param) as sandbox:
        yield sandbox


def processes_of(pid: int) -> list[int]:
    """Return a process and all that come of it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except FileNotFoundError:
        return []
    return [pid, *(found for child in children for found in processes_of(int(child)))]


def waiting(pid: int) -> list[int]:
    """Return the processes that a sandbox has forked for its next job, of the code and of its tests; it may just be doing so."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        ready = sorted(found for found in processes_of(pid) if processes_of(found) == [found])
        if len(ready) == 2:
            return ready
        time.sleep(0.01)
    raise AssertionError("it forks nothing")


def is_gone(pid: int) -> bool:
    try:
        return "State:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True


def all_end(pids: list[int]) -> bool:
    """Return whether processes end."""
    deadline = time.monotonic() + PATIENCE
    while not (ended := all(map(is_gone, pids))) and time.monotonic() < deadline:
        time.sleep(0.01)
    return ended


def test_jobs_with_and_without_tests_take_turns(sandbox: CodeSandbox) -> None:
    jobs = [
        CodeJob(ADD, f"assert add({n}, 1) == {n + 1}") if n % 3 else CodeJob("print(1)") for n in range(9)
    ]
    outcomes = [sandbox.run(job).outcome for job in jobs]
    assert outcomes == ["finished", "passed", "passed"] * 3


def test_every_job_has_two_processes_of_its_own(sandbox: CodeSandbox) -> None:
    code = "import os\ncalls = 0\ndef f():\n    global calls\n    calls += 1\n    return calls, os.getpid()"
    tests = "import os\ncalls, pid = f()\nassert calls == 1\nassert False, (pid, os.getpid())"
    told = [sandbox.run(CodeJob(code, tests)).tests for _ in range(3)]
    assert [test.outcome for tests in told for test in tests] == ["passed", "failed"] * 3
    pids = [pid for _, test in told for pid in test.message.strip("()").split(", ")]
    assert len(set(pids)) == 6


def test_what_is_longer_than_a_pipe_goes_through_it(sandbox: CodeSandbox) -> None:
    long = "x" * 300_000
    verdict = sandbox.run(CodeJob(f"def f(): return {long!r}", f"assert f() == {long!r}"))
    assert verdict.outcome == "passed"
    program = sandbox.run(CodeJob("import sys\nprint(len(sys.stdin.read()))", stdin=long * 5))
    assert program.stdout == "1500000\n"


def test_results_that_are_longer_than_a_pipe_are_all_heard(sandbox: CodeSandbox) -> None:
    tests = [f"assert add({n}, 1) == {n + 1 + n % 2}, '{'because ' * 20}'" for n in range(1000)]
    verdict = sandbox.run(CodeJob(ADD, tests))
    assert [test.outcome for test in verdict.tests] == ["passed", "failed"] * 500


@pytest.mark.parametrize(
    "code",
    [
        "import os\ndef f():\n    while True: os.write(1, b'x' * 65536)",
        # It writes nothing more, so that no pipe tells it that nobody is there.
        "import time\ndef f():\n    print('x' * 300000, flush=True)\n    time.sleep(1000)",
    ],
    ids=["floods", "sleeps"],
)
def test_nothing_of_a_job_outlives_a_sandbox_that_had_to_be_ended(sandbox: CodeSandbox, code: str) -> None:
    assert sandbox.run(CodeJob(ADD, "assert add(1, 1) == 2"))
    (outermost,) = sandbox.pids()
    pids = [*waiting(outermost), *processes_of(outermost)]
    assert sandbox.run(CodeJob(code, "assert f()")).outcome == "output"
    assert all_end(pids)


@pytest.mark.parametrize("kind", ["bubblewrap", "landlock"])
def test_all_processes_end_with_the_sandbox(kind: Literal["bubblewrap", "landlock"]) -> None:
    sandbox = CodeSandbox(1, kind=kind)
    assert sandbox.run(CodeJob(ADD, "assert add(1, 1) == 2"))
    (outermost,) = sandbox.pids()
    pids = [*waiting(outermost), *processes_of(outermost)]
    sandbox.close()
    assert all_end(pids)


@pytest.mark.parametrize("number", [0, 1], ids=["code", "tests"])
def test_a_process_that_dies_before_its_job_comes_harms_that_job_alone(
    sandbox: CodeSandbox, number: int
) -> None:
    assert sandbox.run(CodeJob(ADD, "assert add(1, 1) == 2"))
    (outermost,) = sandbox.pids()
    os.kill(waiting(outermost)[number], signal.SIGKILL)
    verdict = sandbox.run(CodeJob(ADD, "assert add(1, 1) == 2"))
    assert verdict.outcome in ("error", "timeout"), verdict
    assert sandbox.run(CodeJob(ADD, "assert add(1, 1) == 2"))
