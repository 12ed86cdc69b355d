"""Run the code of solutions against their tests."""

from typing import Any, Literal

from distilabel.steps import Step, StepInput
from distilabel.typing import StepColumns, StepOutput

from goldsmith.verify import CodeJob, CodeVerdict
from goldsmith_distilabel.reason.code_job import code_job
from goldsmith_distilabel.reason.runs_code import RunsCode
from goldsmith_distilabel.reason.verdicts import VERDICT, with_verdict

__all__ = ["VerifyCode"]


class VerifyCode(RunsCode, Step):
    r"""Run the code of each solution in a sandbox against the tests of its row, and mark what does not pass.

    The code is the solution's last block of Python, or all of it where it has no block. It runs without network, files or
    other processes, and its tests run in another process; see `goldsmith.verify.run_code`. Rows of a batch run side by side.

    Attributes:
        column: the solution.
        tests_column: Python source of the tests, or a list of sources, each one test.
        setup_column: source that stands before the code, as imports or the beginning of a function that the solution goes
            on with; "" for none.
        style: how the tests are written; "auto" finds it out.
        seconds: how long one row may run.
        cpu_seconds: how much processor time it may use.
        memory_mb: MiB of memory it may have.
        packages: names of installed packages that the code may import beside Python's library.
        workers: how many rows run at a time; one for each processor if None.
        drop: whether a row that does not pass is marked to be dropped; else only its verdict is written.

    Input columns:
        - generation (`str`): the column named by `column`.
        - tests (`str` or `list[str]`): the column named by `tests_column`.

    Output columns:
        - verified (`bool`): Whether all tests passed, at least one.
        - verdict_rule (`str`): `passed`, `failed`, `error`, `timeout`, `memory` or `output`; `none` if nothing was run.
        - verdict_reason (`str`): Why, in a sentence.
        - code (`str`): What was run; "" if nothing was.
        - tests_passed (`int`): How many tests passed.
        - tests_run (`int`): How many there are.
        - keep (`bool`): False for a row that did not pass, if `drop`.
        - drop_reason (`str`): `unverified: ` and why; "" for a row that is kept.

    Categories:
        - filtering
        - execution

    Examples:
        Keep what passes:

        ```python
        from goldsmith_distilabel.reason import VerifyCode

        step = VerifyCode(workers=1)
        step.load()
        solution = "Like this:\n```python\ndef double(x):\n    return 2 * x\n```"
        rows = [{"generation": solution, "tests": f"assert double(2) == {right}"} for right in (4, 5)]
        passed, failed = next(step.process(rows))
        step.unload()
        assert passed["keep"] and not failed["keep"]
        ```
    """

    column: str = "generation"
    tests_column: str = "tests"
    setup_column: str = ""
    style: Literal["auto", "assert", "unittest", "pytest"] = "auto"
    drop: bool = True

    @property
    def inputs(self) -> StepColumns:
        return [self.column, self.tests_column, *([self.setup_column] if self.setup_column else [])]

    @property
    def outputs(self) -> StepColumns:
        return [*VERDICT, "code", "tests_passed", "tests_run"]

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        jobs = [self._job(row) for row in rows]
        runnable = [job for job in jobs if isinstance(job, CodeJob)]
        verdicts = iter(list(self.sandbox.map(runnable)))
        yield [
            self._told(row, job, next(verdicts) if isinstance(job, CodeJob) else None)
            for row, job in zip(rows, jobs, strict=True)
        ]

    def _job(self, row: dict[str, Any]) -> CodeJob | str:
        return code_job(
            row,
            column=self.column,
            tests_column=self.tests_column,
            setup_column=self.setup_column,
            style=self.style,
        )

    def _told(self, row: dict[str, Any], job: CodeJob | str, verdict: CodeVerdict | None) -> dict[str, Any]:
        if isinstance(job, str) or verdict is None:
            told = with_verdict(row, verified=False, rule="none", why=str(job), drop=self.drop)
            return told | {"code": "", "tests_passed": 0, "tests_run": 0}
        told = with_verdict(
            row, verified=bool(verdict), rule=verdict.outcome, why=verdict.reason, drop=self.drop
        )
        passed = sum(test.outcome == "passed" for test in verdict.tests)
        return told | {"code": job.code, "tests_passed": passed, "tests_run": len(verdict.tests)}
