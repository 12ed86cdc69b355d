"""What became of a run of code."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["CodeOutcome", "CodeTest", "CodeVerdict", "IOCase", "TestOutcome"]

CodeOutcome = Literal["passed", "failed", "error", "timeout", "memory", "output", "finished"]
TestOutcome = Literal["passed", "failed", "error", "skipped", "not run"]


@dataclass(frozen=True)
class IOCase:
    """A program's input and the output that is expected of it.

    Attributes:
        stdin: what it can read.
        stdout: what it should print. Spaces at the ends of lines and blank lines at the end do not count.
    """

    stdin: str
    stdout: str


@dataclass(frozen=True)
class CodeTest:
    """One test and what became of it.

    Attributes:
        name: an assert's source, a function's or a method's name, or `case 1`.
        outcome: `passed`; `failed`: what it asserts is not so; `error`: something was raised; `skipped`; `not run`.
        message: why, for people to read.
    """

    name: str
    outcome: TestOutcome
    message: str = ""


@dataclass(frozen=True)
class CodeVerdict:
    """What became of a piece of code; true where it passed.

    Attributes:
        outcome: `passed`: there was a test, and every test that was not skipped passed, at least one; `failed`: a test failed;
            `error`: the code or a test raised an error, ended its process or could not be loaded; `timeout`: the time or
            the CPU time was up; `memory`, `output`: more than the limit; `finished`: it ran to its end with status 0
            and there was nothing to test.
        reason: why, in a sentence.
        tests: one for each test that there is.
        stdout: what it printed, cut at the limit.
        stderr: what it printed there, cut at the limit.
        seconds: how long it took; not the same twice, and so no part of what decides unless it is over the limit.
        cpu_seconds: of processor time.
        sandbox: `bubblewrap` or `landlock`.
    """

    outcome: CodeOutcome
    reason: str
    tests: tuple[CodeTest, ...]
    stdout: str
    stderr: str
    seconds: float
    cpu_seconds: float
    sandbox: str

    def __bool__(self) -> bool:
        """Return whether it passed."""
        return self.outcome == "passed"
