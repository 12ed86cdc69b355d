"""Our pipeline as its users meet it."""

import io
import json
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from distilabel.models.llms.base import LLM
from distilabel.pipeline import Pipeline as StockPipeline
from distilabel.steps import LoadDataFromDicts, Step, StepInput
from distilabel.steps.tasks import TextGeneration
from distilabel.typing import StepOutput
from pydantic import SecretStr
from rich.console import Console
from tests.running import running

from goldsmith.errors import InputError, PipelineError
from goldsmith_distilabel import Pipeline


class Odd(Step):
    """Drops multiples of five, fails on sevens, and marks the others."""

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        if any(row["n"] == 7 for row in rows):
            raise ValueError("seven")
        yield [
            row | {"odd": row["n"] % 2}
            if row["n"] % 5
            else row | {"keep": False, "drop_reason": f"five: {row['n']}"}
            for row in rows
        ]


def build(folder: Path, n: int = 12, name: str = "numbers", **options: Any) -> Pipeline:
    with Pipeline(name=name, cache_dir=folder, **options) as pipeline:
        loader = LoadDataFromDicts(name="load", data=[{"n": n} for n in range(n)], batch_size=5)
        loader >> Odd(name="odd", input_batch_size=4)
    return pipeline


def shown(pipeline: Pipeline) -> tuple[Any, str]:
    pipeline.console = Console(file=(file := io.StringIO()), width=100)
    return pipeline.run(), file.getvalue()


def test_the_dataset_holds_what_came_through_and_the_rest_is_beside_it_with_reasons(tmp_path: Path) -> None:
    pipeline = build(tmp_path)
    distiset, printed = shown(pipeline)
    assert distiset["default"]["train"]["n"][:] == [1, 2, 3, 4, 6, 8, 9, 11]
    why = {row["n"]: row.get("drop_reason") or row["error"]["message"] for row in pipeline.set_aside}
    assert why == {0: "five: 0", 5: "five: 5", 10: "five: 10", 7: "seven"}
    assert "8 rows out, 1 failed, 3 dropped" in printed
    (aside,) = tmp_path.rglob("set_aside.jsonl")
    assert str(aside) in printed.replace("\n", "")
    assert [json.loads(line) for line in aside.read_text().splitlines()] == pipeline.set_aside


def test_the_report_counts_every_row_of_every_step(tmp_path: Path) -> None:
    pipeline = build(tmp_path)
    shown(pipeline)
    load, odd = pipeline.report.to_dict()["steps"]
    assert (load["step"], load["rows_out"]) == ("load", 12)
    assert (odd["rows_in"], odd["rows_out"]) == (12, 8)
    assert json.loads(next(tmp_path.rglob("report.json")).read_text())["status"] == "complete"


def test_a_complete_run_is_not_run_again_and_a_failed_row_is_tried_again(tmp_path: Path) -> None:
    shown(build(tmp_path))
    pipeline = build(tmp_path)
    distiset, printed = shown(pipeline)
    assert "Nothing has changed" not in printed  # row 7 might come through now
    assert distiset["default"]["train"]["n"][:] == [1, 2, 3, 4, 6, 8, 9, 11]
    shown(build(tmp_path, 7))
    again, printed = shown(build(tmp_path, 7))
    assert "Nothing has changed since this run was completed" in printed
    assert again["default"]["train"]["n"][:] == [1, 2, 3, 4, 6]


def test_without_the_cache_everything_is_made_anew(tmp_path: Path) -> None:
    shown(build(tmp_path, 7))
    pipeline = build(tmp_path, 7)
    pipeline.console = Console(quiet=True)
    pipeline.run(use_cache=False)
    assert pipeline.report.to_dict()["steps"][1]["reused_rows"] == 0


def test_a_preview_shows_rows_and_leaves_no_trace(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pipeline = build(tmp_path / "cache")
    distiset = pipeline.preview(7, parameters={"odd": {"input_batch_size": 1}})
    assert distiset["default"]["train"]["n"][:] == [1, 2, 3, 4, 6]
    printed = capsys.readouterr().out
    assert "five: 5" in printed
    assert not (tmp_path / "cache").exists()
    assert [row["n"] for row in pipeline.set_aside] == [0, 5]
    assert pipeline.dag.get_step("odd")["step"].input_batch_size == 4
    assert len(pipeline.run()["default"]["train"]) == 8


def test_a_dry_run_takes_a_dataset_and_a_run_after_it_another(tmp_path: Path) -> None:
    with Pipeline(name="numbers", cache_dir=tmp_path) as pipeline:
        Odd(name="odd")
    pipeline.console = Console(quiet=True)
    assert pipeline.dry_run(dataset=[{"n": 1}, {"n": 2}])["default"]["train"]["n"][:] == [1]
    assert pipeline.run(dataset=[{"n": 3}, {"n": 4}])["default"]["train"]["n"][:] == [3, 4]
    assert pipeline.run(dataset=[{"n": 6}])["default"]["train"]["n"][:] == [6]


def test_a_loader_without_rows_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="step 'load' was given no rows"):
        build(tmp_path, 0).run()


def test_a_second_run_at_the_same_time_is_refused(tmp_path: Path) -> None:
    from goldsmith.serving.locks import FileLock

    lock = FileLock(tmp_path / "numbers" / "lock")
    assert lock.try_acquire()
    with pytest.raises(PipelineError, match="Another run of pipeline 'numbers' is going on"):
        build(tmp_path).run()
    lock.close()
    shown(build(tmp_path))


def test_a_saved_pipeline_holds_its_data_and_its_class(tmp_path: Path) -> None:
    build(tmp_path, 3).save(tmp_path / "saved.yaml", format="yaml")
    told = Pipeline.from_yaml(tmp_path / "saved.yaml")
    assert type(told) is Pipeline
    told._cache_dir = tmp_path
    assert shown(told)[0]["default"]["train"]["n"][:] == [1, 2]
    stock = StockPipeline.from_yaml(tmp_path / "saved.yaml")  # as Distilabel's command line does
    assert stock.dag.get_step("load")["step"].data == [{"n": 0}, {"n": 1}, {"n": 2}]


def test_a_run_leaves_the_callers_logging_signals_and_environment_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISTILABEL_LOG_LEVEL", raising=False)
    root = logging.getLogger()
    before = root.handlers[:], root.level, signal.getsignal(signal.SIGINT), dict(os.environ)
    shown(build(tmp_path))
    assert (root.handlers[:], root.level, signal.getsignal(signal.SIGINT), dict(os.environ)) == before


class Talks(Step):
    def process(self, *inputs: StepInput) -> StepOutput:
        self._logger.info("working")
        for row in inputs[0]:
            self._logger.warning("strange row %s", row["n"])
        yield inputs[0]


class Collects(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(record.getMessage())


def test_what_steps_log_reaches_the_file_the_callers_handlers_and_in_measure_the_screen(
    tmp_path: Path,
) -> None:
    with Pipeline(name="talk", cache_dir=tmp_path) as pipeline:
        LoadDataFromDicts(data=[{"n": n % 20} for n in range(40)]) >> Talks(name="talks", input_batch_size=40)
    pipeline.console = Console(file=(file := io.StringIO()), width=200)
    handler = Collects()
    pipeline.run(logging_handlers=[handler])
    (log,) = tmp_path.rglob("pipeline.log")
    assert "working" in handler.told
    assert handler.told.count("strange row 3") == log.read_text().count("strange row 3\n") == 2
    printed = file.getvalue()
    assert [f"strange row {n}\n" in printed for n in range(6)] == [True] * 5 + [False]
    assert f"Further warnings of distilabel.step.talks are in {log}" in printed


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
    with running(command, cwd=tmp_path, start_new_session=True, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "at work\n"
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does it: to the run and to its workers
        printed, errors = process.communicate(timeout=60)
    assert printed == "interrupted\n"
    assert "Traceback" not in errors
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


class Leaky(LLM):
    """Says its key wherever it can: in its settings, in what it logs, in what it raises."""

    api_key: SecretStr
    headers: dict[str, str]

    @property
    def model_name(self) -> str:
        return "leaky"

    def generate(self, inputs: list[Any], num_generations: int = 1) -> list[dict[str, Any]]:
        if "a" in inputs[0][-1]["content"]:
            raise ValueError(f"401 for {self.api_key.get_secret_value()} and {self.headers['Authorization']}")
        told = {"input_tokens": [1], "output_tokens": [1]}
        return [{"generations": ["fine"] * num_generations, "statistics": told} for _ in inputs]


def test_no_file_of_a_run_holds_a_models_secrets(tmp_path: Path) -> None:
    llm = Leaky(api_key=SecretStr("sk-planted-1"), headers={"Authorization": "Bearer planted-2"})
    with Pipeline(name="leaky", cache_dir=tmp_path) as pipeline:
        LoadDataFromDicts(data=[{"instruction": "a"}, {"instruction": "b"}]) >> TextGeneration(
            name="write", llm=llm, input_batch_size=1
        )
    _, printed = shown(pipeline)
    assert pipeline.set_aside[0]["error"]["message"] == "401 for *** and ***"
    pipeline.save(tmp_path / "saved.yaml", format="yaml")
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {".yaml", ".journal", ".jsonl", ".json"} <= {path.suffix for path in files}
    held = printed.encode() + b"".join(path.read_bytes() for path in files)
    assert b"planted" not in held
