"""The verdict on a run, made where the code cannot reach."""

import json
import signal
import struct
from typing import Any

from goldsmith.verify.code.limits import CodeLimits
from goldsmith.verify.code.verdict import CodeOutcome, CodeTest, CodeVerdict
from goldsmith.verify.code.worker import RawRun

__all__ = ["judged", "same_output"]


def judged(run: RawRun, limits: CodeLimits, sandbox: str, *, tested: bool) -> CodeVerdict:
    """Return the verdict on a run.

    Args:
        run: what came out of the sandbox.
        limits: what was allowed.
        sandbox: its kind.
        tested: whether there were tests, so that a run without their results has not passed.
    """
    results = _results(run.results)
    tests = _tests(results)
    outcome, reason = _outcome(run, limits, results, tests, tested=tested)
    if outcome == "timeout":
        tests = tuple(
            CodeTest(test.name, "not run", "the time was up") if test.message == _UNHEARD else test
            for test in tests
        )
    ended = run.ended or {"wall": limits.seconds, "cpu": 0.0}
    return CodeVerdict(
        outcome,
        reason,
        tests,
        run.stdout[: limits.output].decode(errors="replace"),
        run.stderr[: limits.output].decode(errors="replace"),
        float(ended["wall"]),
        float(ended["cpu"]),
        sandbox,
    )


_UNHEARD = "nothing was heard of it"


def _results(written: bytearray) -> list[dict[str, Any]]:
    """Return the whole messages; the process that wrote them may have been ended within one."""
    found = []
    place = 0
    while len(written) >= place + 4:
        (length,) = struct.unpack_from("<I", written, place)
        body = written[place + 4 : place + 4 + length]
        place += 4 + length
        if len(body) == length:
            found.append(json.loads(body))
    return found


def _tests(results: list[dict[str, Any]]) -> tuple[CodeTest, ...]:
    """Return what became of each test of the plan; of several results of one the worst counts."""
    planned = [str(name)[:200] for result in results for name in result.get("plan", ())]
    heard: dict[str, list[CodeTest]] = {}
    for result in results:
        if "test" in result:
            heard.setdefault(result["test"], []).append(
                CodeTest(result["test"], result["outcome"], result["message"])
            )
    tests = []
    for name in planned:
        found = heard.get(name)
        if not found:
            tests.append(CodeTest(name, "not run", _UNHEARD))
            continue
        failed = [test for test in found if test.outcome not in ("passed", "skipped")]
        alone = planned.count(name) == 1
        tests.append(failed.pop(0) if failed and alone else found[-1] if alone else found.pop(0))
    return tuple(tests)


def _outcome(
    run: RawRun,
    limits: CodeLimits,
    results: list[dict[str, Any]],
    tests: tuple[CodeTest, ...],
    *,
    tested: bool,
) -> tuple[CodeOutcome, str]:
    if stopped := _stopped(run, limits):
        return stopped
    if not tested:
        return _of_program(run)
    for result in results:
        if problem := result.get("not loaded"):
            memory = str(problem).startswith("MemoryError")
            return ("memory" if memory else "error"), f"the code could not be loaded: {problem}"
        if problem := result.get("broken"):
            return "error", f"the tests could not be run: {problem}"
    return _of_tests(tests, done=any("done" in result for result in results))


def _stopped(run: RawRun, limits: CodeLimits) -> tuple[CodeOutcome, str] | None:
    """Return why the run was ended from outside, if it was."""
    if run.too_much:
        return "output", f"it printed more than {limits.output:,} bytes"
    if run.ended is None:
        return "error", "the sandbox had to be ended before it could say how the code ended"
    if run.ended["timeout"]:
        return "timeout", f"it was not finished after {limits.seconds:g} s"
    if run.ended["code"] in (-signal.SIGXCPU, -signal.SIGKILL):
        return "timeout", f"it used more than {limits.cpu_seconds:g} s of processor time"
    return None


def _of_program(run: RawRun) -> tuple[CodeOutcome, str]:
    status = run.ended["code"] if run.ended else None
    if status == 0:
        return "finished", "it ran to its end"
    if status is not None and status < 0:
        return "error", f"it was ended by {_signal(-status)}"
    last = run.stderr.decode(errors="replace").strip().rpartition("\n")[2]
    return ("memory" if last == "MemoryError" else "error"), f"it ended with status {status}" + (
        f": {last}" if last else ""
    )


def _of_tests(tests: tuple[CodeTest, ...], *, done: bool) -> tuple[CodeOutcome, str]:
    if not tests:
        return "error", "there is no test among the tests"
    passed = sum(test.outcome == "passed" for test in tests)
    skipped = sum(test.outcome == "skipped" for test in tests)
    if done and passed and passed + skipped == len(tests):
        return "passed", f"{passed} of {len(tests)} tests passed"
    bad = next((test for test in tests if test.outcome in ("failed", "error")), None)
    if bad is None:
        return (
            "error",
            "the process of the tests ended before they were all run"
            if not done
            else "every test was skipped",
        )
    if "MemoryError" in bad.message:
        return "memory", f"{bad.name}: {bad.message}"
    outcome: CodeOutcome = "failed" if bad.outcome == "failed" else "error"
    return outcome, f"{passed} of {len(tests)} tests passed; {bad.name}: {bad.message}"


def _signal(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def same_output(printed: str, expected: str) -> bool:
    r"""Return whether two outputs are the same but for spaces at the ends of lines and blank lines at the end.

    >>> same_output("1 2 \n3\n\n", "1 2\n3")
    True
    >>> same_output("12", "1 2")
    False
    """
    return _lines(printed) == _lines(expected)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip().split("\n")]
