"""A run that is killed at any moment goes on where it was, and ends with the dataset of one that was not."""

import json
import os
import pickle
import random
import resource
import shutil
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from distilabel.steps import LoadDataFromDicts, Step, StepInput
from distilabel.typing import StepOutput
from rich.console import Console
from tests.forked import Child
from tests.pipeline_shapes import SHAPES, Oracle, notes, rows_of, tell

from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.llms import JournaledLLM
from goldsmith_distilabel.pipeline.batch_journal import _records

SECONDS = 60  # far more than a run takes
KILLS_BEFORE_THE_END = (1, 2, 3)  # six kills of each of five shapes


def run(shape: str, home: Path) -> tuple[Any, list[dict[str, Any]]]:
    """Everything a run gives: its dataset and the rows set aside."""
    os.environ["SHAPES_LOG"] = str(home / "log")
    pipeline = Pipeline(name="killed", cache_dir=home / "cache")
    pipeline.console = Console(quiet=True)
    SHAPES[shape](pipeline, JournaledLLM(llm=Oracle(), path=str(home / "answers.sqlite")))
    return rows_of(pipeline.run()), sorted(pipeline.set_aside, key=lambda row: row["n"])


def started(shape: str, home: Path) -> Child:
    home.mkdir(exist_ok=True)
    return Child(lambda: run(shape, home))


def completed(shape: str, home: Path) -> Any:
    with started(shape, home) as child:
        ended = child.wait(SECONDS)
    assert ended.left == ()
    return ended.returned


@pytest.fixture(scope="module")
def uninterrupted(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Any, int]]:
    """What a shape gives if nothing happens, and how many lines it tells, from a run of its own."""

    @cache
    def of(shape: str) -> tuple[Any, int]:
        home = tmp_path_factory.mktemp(shape)
        return completed(shape, home), len(notes(home / "log"))

    return of


def kept_answers(home: Path) -> set[str]:
    """The answers in the language model's journal."""
    if not (home / "answers.sqlite").exists():
        return set()
    with closing(sqlite3.connect(home / "answers.sqlite")) as journal:
        if not journal.execute("SELECT 1 FROM sqlite_master WHERE name = 'replies'").fetchone():
            return set()
        outputs = journal.execute("SELECT output FROM replies").fetchall()
    return {generation for (output,) in outputs for generation in json.loads(output)["generations"]}


def kept_batches(home: Path) -> list[tuple[str, bytes, Any]]:
    """The finished batches on disk: step, key and number of the first row."""
    kept = []
    for path in (home / "cache").rglob("*.journal"):
        with path.open("rb") as file:
            file.readline()  # the mark of the format
            for key, _, pickled, _ in _records(file):
                first, *_ = [*pickle.loads(pickled), {"n": None}]
                kept.append((path.name.rpartition("-")[0], key, first["n"]))
    return kept


def kept_work(home: Path) -> set[str]:
    """What must never be told again, as it would be told: answers, and batches of steps that give what they get."""
    batches = {f"{step} {first}" for step, _, first in kept_batches(home) if step != "out"}
    return batches | kept_answers(home)


def told_since(home: Path, lines: int) -> set[str]:
    return {line.split()[-1] if line.startswith("asked ") else line for line in notes(home / "log")[lines:]}


def kill(shape: str, home: Path, line: int, seconds: float) -> bool:
    """Start a run, kill its main process `seconds` after the log has so many lines; return whether it still ran."""
    with started(shape, home) as child:
        wait_for(lambda: child.ended or len(notes(home / "log")) >= line)
        time.sleep(seconds)
        if child.ended:
            return False
        child.kill()
        assert child.left() == (), "workers outlive their pipeline"
    return True


@pytest.mark.parametrize("kills", KILLS_BEFORE_THE_END)
@pytest.mark.parametrize("shape", SHAPES)
def test_a_run_killed_at_random_moments_ends_as_if_nothing_had_been(
    shape: str, kills: int, uninterrupted: Callable[[str], tuple[Any, int]], tmp_path: Path
) -> None:
    expected, lines = uninterrupted(shape)
    moments = random.Random(f"{shape} {kills}")
    home, done = tmp_path / "0", 0
    while done < kills:
        kept, told = kept_work(home), len(notes(home / "log"))
        line = moments.randrange(min(told, lines - 1), lines)
        longest = 0.5 if line == told else 0.03  # before its first line a run starts its processes
        if kill(shape, home, line, moments.uniform(0, longest)):
            assert not kept & told_since(home, told), "what was finished is done again"
            done += 1
        else:  # it was faster than that: begin again
            home, done = tmp_path / str(int(home.name) + 1), 0
    kept, batches, told = kept_work(home), kept_batches(home), len(notes(home / "log"))
    assert completed(shape, home) == expected
    assert not kept & told_since(home, told), "what was finished is done again"
    keys = Counter((step, key) for step, key, _ in kept_batches(home))
    assert [key for key, times in keys.items() if times > 1] == [], "a finished batch is done again"
    assert {(step, key) for step, key, _ in batches} <= keys.keys(), "a finished batch is thrown away"


@pytest.mark.parametrize("shape", SHAPES)
def test_a_complete_run_computes_nothing_when_run_again(shape: str, tmp_path: Path) -> None:
    first = completed(shape, tmp_path)
    told = notes(tmp_path / "log")
    assert completed(shape, tmp_path) == first
    assert notes(tmp_path / "log") == told


@pytest.mark.parametrize("shape", ["linear", "whole"])
def test_ctrl_c_ends_a_run_and_it_goes_on_afterwards(
    shape: str, uninterrupted: Callable[[str], tuple[Any, int]], tmp_path: Path
) -> None:
    expected, _ = uninterrupted(shape)
    with started(shape, tmp_path) as child:
        wait_for(lambda: len(notes(tmp_path / "log")) >= 3)
        child.signal_group(signal.SIGINT)
        ended = child.wait(SECONDS)
    assert ended.error == "KeyboardInterrupt: "
    assert ended.left == ()
    kept, told = kept_work(tmp_path), len(notes(tmp_path / "log"))
    assert kept
    assert completed(shape, tmp_path) == expected
    assert not kept & told_since(tmp_path, told)


class Deaf(Step):
    """Does not listen when it is told to end."""

    def process(self, *inputs: StepInput) -> StepOutput:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        tell("at work")
        time.sleep(SECONDS)
        yield inputs[0]


def test_a_second_ctrl_c_ends_a_run_whose_step_does_not_listen(tmp_path: Path) -> None:
    def deaf() -> Any:
        os.environ["SHAPES_LOG"] = str(tmp_path / "log")
        with Pipeline(name="deaf", cache_dir=tmp_path) as pipeline:
            LoadDataFromDicts(data=[{"n": 1}]) >> Deaf()
        pipeline.run()

    with Child(deaf) as child:
        wait_for(lambda: notes(tmp_path / "log"))
        os.kill(child.pid, signal.SIGINT)
        time.sleep(0.5)  # it is waiting for its worker now
        os.kill(child.pid, signal.SIGINT)
        ended = child.wait(SECONDS / 2)
    assert ended.error == "KeyboardInterrupt: "
    assert ended.left == ()


@pytest.mark.parametrize("shape", SHAPES)
def test_a_torn_last_write_costs_no_row(
    shape: str, uninterrupted: Callable[[str], tuple[Any, int]], tmp_path: Path
) -> None:
    expected, _ = uninterrupted(shape)
    completed(shape, tmp_path / "home")
    damage = random.Random(shape)
    for _ in range(3):
        shutil.rmtree(
            tmp_path / "home" / "cache" / "killed" / "runs"
        )  # or the finished dataset would be returned
        for journal in (tmp_path / "home" / "cache").rglob("*.journal"):
            tear(journal, damage)
        assert completed(shape, tmp_path / "home") == expected


def tear(file: Path, damage: random.Random) -> None:
    """Do to a file what a power loss may: cut it anywhere, or leave the end of it garbled or zero."""
    content = bytearray(file.read_bytes())
    where = damage.randrange(len(content))
    match damage.choice(["cut", "garbled", "zero", "one bit"]):
        case "cut":
            del content[where:]
        case "garbled":
            content[where:] = damage.randbytes(len(content) - where)
        case "zero":
            content[where:] = bytes(len(content) - where)
        case "one bit":
            content[where] ^= 1 << damage.randrange(8)
    file.write_bytes(content)


def test_a_second_run_of_the_same_pipeline_is_refused_while_the_first_goes_on(
    uninterrupted: Callable[[str], tuple[Any, int]], tmp_path: Path
) -> None:
    expected, _ = uninterrupted("generating")
    with started("generating", tmp_path) as first:
        wait_for(lambda: notes(tmp_path / "log"))
        first.signal_group(signal.SIGSTOP)  # so that it is surely not done before the second is
        with started("generating", tmp_path) as second:
            refused = second.wait(SECONDS)
        first.signal_group(signal.SIGCONT)
        assert first.wait(SECONDS).returned == expected
    assert refused.error.startswith("PipelineError: Another run")
    assert "'killed'" in refused.error
    assert str(tmp_path) in refused.error


def test_a_full_disk_is_said_and_the_run_goes_on_once_there_is_room(
    uninterrupted: Callable[[str], tuple[Any, int]], tmp_path: Path
) -> None:
    expected, _ = uninterrupted("generating")

    def cramped() -> Any:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
        return run("generating", tmp_path)

    with Child(cramped) as child:
        ended = child.wait(SECONDS)
    assert ended.error.startswith("PipelineError")
    assert str(tmp_path) in ended.error
    assert "room" in ended.error
    assert ended.left == ()
    kept, told = kept_work(tmp_path), len(notes(tmp_path / "log"))
    assert kept
    assert completed("generating", tmp_path) == expected
    assert not kept & told_since(tmp_path, told)


def test_a_worker_killed_once_costs_nothing_that_was_finished(
    uninterrupted: Callable[[str], tuple[Any, int]], tmp_path: Path
) -> None:
    expected, _ = uninterrupted("whole")
    with started("whole", tmp_path) as child:
        wait_for(lambda: len(notes(tmp_path / "log")) >= 3)
        for pid in child.descendants():
            os.kill(pid, signal.SIGKILL)
        ended = child.wait(SECONDS)
    assert ended.error.startswith("PipelineError")
    assert "killed (signal 9)" in ended.error
    assert ended.left == ()
    kept, told = kept_work(tmp_path), len(notes(tmp_path / "log"))
    assert kept
    assert completed("whole", tmp_path) == expected
    assert not kept & told_since(tmp_path, told)


def wait_for(condition: Callable[[], Any]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.005)
