"""The ways tests are written: asserts, unittest's cases, pytest's functions. Each runner tells what became of each test."""

import io
import linecache
import os
import sys
import types
import unittest
from collections.abc import Callable
from typing import Any

__all__ = ["RUNNERS"]

Tell = Callable[[dict[str, Any]], None]
_MESSAGE = 2000  # characters


def _told(name: str, outcome: str, message: str = "") -> dict[str, Any]:
    return {"test": name[:200], "outcome": outcome, "message": message[:_MESSAGE]}


def _of_error(error: BaseException, name: str, otherwise: str = "") -> dict[str, Any]:
    if isinstance(error, AssertionError):
        return _told(name, "failed", str(error) or otherwise)
    if isinstance(error, EOFError) and str(error) == "the other side is gone":
        return _told(name, "error", "the code ended its process")
    return _told(name, "error", _said(error))


def _said(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".removesuffix(": ")


def _asserts(steps: list[list[str]], scope: types.ModuleType, tell: Tell) -> None:
    """Run steps: those with a name are tests, what stands between prepares for the next ones."""
    codes = [compile(source, "tests.py", "exec", dont_inherit=True) for _, source in steps]
    tell({"plan": [name for name, _ in steps if name]})
    blocked = ""
    for code, (name, source) in zip(codes, steps, strict=True):
        if blocked:
            if name:
                tell(_told(name, "not run", blocked))
            continue
        try:
            exec(code, vars(scope))  # noqa: S102 - this is the sandbox
        except BaseException as err:  # noqa: BLE001 - whatever it is, the test did not pass
            if name:
                tell(_of_error(err, name, name))
            else:
                blocked = f"{source.strip().splitlines()[0]} raised {type(err).__name__}: {err}"
        else:
            if name:
                tell(_told(name, "passed"))


class _Told(unittest.TestResult):
    def __init__(self, tell: Tell) -> None:
        super().__init__()
        self._tell = tell

    def _say(self, test: unittest.TestCase, outcome: str, message: str = "") -> None:
        self._tell(_told(test.id().partition(".")[2], outcome, message))

    def addSuccess(self, test: unittest.TestCase) -> None:  # noqa: N802 - unittest's names
        self._say(test, "passed")

    def addFailure(self, test: unittest.TestCase, err: Any) -> None:  # noqa: N802
        self._say(test, "failed", str(err[1]))

    def addError(self, test: unittest.TestCase, err: Any) -> None:  # noqa: N802
        self._tell(_of_error(err[1], test.id().partition(".")[2]))

    def addSubTest(self, test: unittest.TestCase, subtest: unittest.TestCase, err: Any) -> None:  # noqa: N802
        if err is not None:
            self._tell(
                _of_error(err[1], subtest.id().partition(".")[2]) | {"test": test.id().partition(".")[2]}
            )

    def addSkip(self, test: unittest.TestCase, reason: str) -> None:  # noqa: N802
        self._say(test, "skipped", reason)

    def addExpectedFailure(self, test: unittest.TestCase, err: Any) -> None:  # noqa: ARG002, N802
        self._say(test, "passed")

    def addUnexpectedSuccess(self, test: unittest.TestCase) -> None:  # noqa: N802
        self._say(test, "failed", "it was expected to fail")


def _unittest(sources: list[str], scope: types.ModuleType, tell: Tell) -> None:
    _load(sources, scope)
    suite = unittest.TestLoader().loadTestsFromModule(scope)
    tell({"plan": [test.id().partition(".")[2] for test in _flat(suite)]})
    suite.run(_Told(tell))


def _flat(suite: unittest.TestSuite) -> list[unittest.TestCase]:
    found: list[unittest.TestCase] = []
    for test in suite:
        found += _flat(test) if isinstance(test, unittest.TestSuite) else [test]
    return found


def _load(sources: list[str], scope: types.ModuleType) -> None:
    for source in sources:
        linecache.cache["tests.py"] = (len(source), None, source.splitlines(keepends=True), "tests.py")
        exec(compile(source, "tests.py", "exec", dont_inherit=True), vars(scope))  # noqa: S102 - this is the sandbox


class _Reports:
    """A plugin of pytest that takes the tests from memory and tells what becomes of them."""

    def __init__(self, scope: types.ModuleType, tell: Tell) -> None:
        self._scope, self._tell = scope, tell

    def pytest_pycollect_makemodule(self, module_path: Any, parent: Any) -> Any:
        import pytest

        scope = self._scope

        class InMemory(pytest.Module):
            def _getobj(self) -> types.ModuleType:
                return scope

        return InMemory.from_parent(parent, path=module_path)

    def pytest_collection_finish(self, session: Any) -> None:
        self._tell({"plan": [_pytest_name(item.nodeid) for item in session.items]})

    def pytest_runtest_logreport(self, report: Any) -> None:
        name = _pytest_name(report.nodeid)
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            message = crash.message if crash else str(report.longrepr)
            in_test = report.when == "call" and message.startswith(("AssertionError", "assert ", "Failed"))
            if crash and message == "AssertionError":
                message = linecache.getline("tests.py", crash.lineno).strip()
            self._tell(_told(name, "failed" if in_test else "error", message))
        elif report.skipped:
            expected = hasattr(report, "wasxfail")
            self._tell(
                _told(name, "passed") if expected else _told(name, "skipped", str(report.longrepr[-1]))
            )
        elif report.when == "call":
            self._tell(_told(name, "passed"))

    def pytest_internalerror(self, excrepr: Any) -> None:
        self._tell({"broken": str(excrepr)[-_MESSAGE:]})

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            raise RuntimeError(str(report.longrepr)[-_MESSAGE:])


def _pytest_name(nodeid: str) -> str:
    return nodeid.partition("::")[2]


def _pytest(sources: list[str], scope: types.ModuleType, tell: Tell) -> None:
    import pytest

    _load(sources, scope)
    # pytest wants a file that exists; what it holds is never read.
    folder = os.path.dirname(io.__file__)  # noqa: PTH120 - pathlib is not loaded here
    options = ["-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:faulthandler", "--capture=no"]
    status = pytest.main(
        [*options, "-c", "/dev/null", f"--rootdir={folder}", f"--confcutdir={folder}", io.__file__],
        plugins=[_Reports(scope, tell)],
    )
    if status not in (0, 1, 5):
        raise RuntimeError(f"pytest ended with status {int(status)}")


def _checked(
    run: Callable[[list[Any], types.ModuleType, Tell], None],
) -> Callable[[list[Any], types.ModuleType, Tell], None]:
    """Have a runner that cannot load or run the tests say so, instead of ending as if there were none."""

    def runner(sources: list[Any], scope: types.ModuleType, tell: Tell) -> None:
        try:
            run(sources, scope, tell)
        except BaseException as err:  # noqa: BLE001 - a test that cannot be run is one that did not pass
            tell({"broken": _said(err)[-_MESSAGE:]})
        finally:
            sys.stdout.flush()

    return runner


RUNNERS = {"assert": _checked(_asserts), "unittest": _checked(_unittest), "pytest": _checked(_pytest)}
