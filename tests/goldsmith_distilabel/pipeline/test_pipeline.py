"""Our pipeline tells the truth where the stock one loses rows or says nothing."""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from distilabel.pipeline import Pipeline as StockPipeline
from distilabel.steps import GlobalStep, LoadDataFromDicts, Step, StepInput
from distilabel.typing import StepOutput
from distilabel.utils.logging import stop_logging

from goldsmith.errors import PipelineError
from goldsmith_distilabel import Pipeline


@pytest.fixture(autouse=True)
def _stock_runs_that_fail_leave_no_listener() -> Iterator[None]:
    yield
    stop_logging()


class LateColumn(Step):
    """Gives a column whose first fifty values are None and whose later ones are text."""

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        yield [row | {"note": "late" if row["n"] >= 50 else None} for row in rows]


class Raises(GlobalStep):
    """Fails as a user's step may."""

    def process(self, *inputs: StepInput) -> StepOutput:
        raise ZeroDivisionError("the judge divided by zero")
        yield inputs


def build(pipeline: Any, step: Any) -> Any:
    with pipeline:
        LoadDataFromDicts(data=[{"n": n} for n in range(60)], batch_size=50) >> step(input_batch_size=50)
    return pipeline


def test_a_column_that_is_none_at_first_keeps_its_later_values(tmp_path: Path) -> None:
    rows = build(Pipeline(cache_dir=tmp_path), LateColumn).run(use_cache=False)["default"]["train"]
    assert rows["note"][:] == [None] * 50 + ["late"] * 10


def test_the_stock_pipeline_cannot_read_that_column_back(tmp_path: Path) -> None:
    # What the test above guards against; when a new Distilabel mends it, our write buffer can go.
    with pytest.raises(Exception, match="cast"):
        build(StockPipeline(cache_dir=tmp_path), LateColumn).run(use_cache=False)


def test_a_failing_global_step_raises_and_says_why(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="the judge divided by zero") as error:
        build(Pipeline(cache_dir=tmp_path), Raises).run(use_cache=False)
    assert "delivered no rows" in str(error.value)


def test_a_run_leaves_the_callers_logging_signals_and_environment_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISTILABEL_LOG_LEVEL", raising=False)
    before = logging.getLogger().handlers[:], logging.getLogger().level, signal.getsignal(signal.SIGINT)
    build(Pipeline(cache_dir=tmp_path), LateColumn).run(use_cache=False)
    after = logging.getLogger().handlers[:], logging.getLogger().level, signal.getsignal(signal.SIGINT)
    assert after == before
    assert "DISTILABEL_LOG_LEVEL" not in os.environ


SLOW = """
import time
from distilabel.steps import LoadDataFromDicts, Step, StepInput
from goldsmith_distilabel import Pipeline

class Slow(Step):
    def process(self, *inputs: StepInput):
        (rows,) = inputs
        print("at work", flush=True)
        time.sleep(600)
        yield rows

if __name__ == "__main__":
    with Pipeline(cache_dir="cache") as pipeline:
        LoadDataFromDicts(data=[{"n": 1}]) >> Slow()
    try:
        pipeline.run(use_cache=False)
    except KeyboardInterrupt:
        print("interrupted", flush=True)
"""


def test_ctrl_c_ends_a_run_at_once_and_leaves_no_process(tmp_path: Path) -> None:
    script = tmp_path / "slow.py"
    script.write_text(SLOW)
    command = [sys.executable, str(script)]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "at work\n"
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does it: to the run and to its workers
        printed, errors = process.communicate(timeout=60)
    assert printed == "interrupted\n"
    assert "Exception in thread" not in errors
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


def test_progress_counts_every_row_of_every_step(tmp_path: Path) -> None:
    from rich.console import Console

    from goldsmith_distilabel.pipeline.progress import PipelineProgress

    pipeline = build(StockPipeline(cache_dir=tmp_path), LateColumn)
    pipeline.dag.get_step("late_column_0")["step"].use_cache = False
    with (
        PipelineProgress(pipeline, 60, Console(stderr=True)) as progress,
        pytest.raises(Exception, match="cast"),
    ):
        pipeline.run(use_cache=False)
    assert progress.rows["late_column_0"] == 60
    assert "_process_batch" not in pipeline.__dict__
