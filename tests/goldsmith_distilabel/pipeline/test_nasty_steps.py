"""Whatever a step does, a run ends by itself, tells the truth about its rows, and leaves no process."""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from distilabel.steps import GeneratorStep, GlobalStep, LoadDataFromDicts, Step, StepInput
from distilabel.typing import GeneratorStepOutput, StepColumns, StepOutput
from rich.console import Console
from tests.forked import Ended, in_child

from goldsmith_distilabel import Pipeline

N = 20


class Unpicklable(Exception):  # noqa: N818
    """Cannot be sent from one process to another."""

    def __init__(self, lock: Any) -> None:
        super().__init__("not to be sent")
        self.lock = lock


def raising(error: Callable[[], BaseException]) -> Callable[[list[Any]], Any]:
    def deed(_: list[Any]) -> Any:
        raise error()

    return deed


def logging_much(rows: list[Any]) -> Any:
    for number in range(3000):
        logging.getLogger("distilabel.step").warning("%s %s", number, "x" * 200)
    return rows


def printing_much(rows: list[Any]) -> Any:
    sys.stdout.write("x" * 500_000)
    return rows


def starting_a_process(rows: list[Any]) -> Any:
    subprocess.run(["true"], check=True)
    return rows


def starting_a_thread_that_never_ends(rows: list[Any]) -> Any:
    threading.Thread(target=threading.Event().wait, daemon=True).start()
    return rows


def changing_what_it_is_given(rows: list[Any]) -> Any:
    for row in rows:
        row["n"] = -1
    rows.pop()
    return rows


# What a step does with a batch of rows, and how the run must end: a part of the error, or the rows that come out.
DEEDS: dict[str, tuple[Callable[[list[Any]], Any], str | int]] = {
    "raises what cannot be pickled": (raising(lambda: Unpicklable(threading.Lock())), "not to be sent"),
    "raises without a word": (raising(ValueError), "ValueError"),
    "raises a very long text": (raising(lambda: ValueError("long " * 100_000)), "long long"),
    "raises half a character": (raising(lambda: ValueError("\ud83d")), "ValueError"),
    "runs out of memory": (raising(MemoryError), "MemoryError"),
    "calls itself for ever": (raising(RecursionError), "RecursionError"),
    "stops iterating": (raising(StopIteration), "StopIteration"),
    "leaves": (raising(lambda: SystemExit(3)), "deed"),
    "leaves as if all were well": (raising(lambda: SystemExit(0)), "deed"),
    "is interrupted": (raising(KeyboardInterrupt), "deed"),
    "vanishes": (lambda _: os._exit(0), "deed"),
    "crashes": (lambda _: os.kill(os.getpid(), signal.SIGSEGV), "SIGSEGV"),
    "is terminated": (lambda _: os.kill(os.getpid(), signal.SIGTERM), "deed"),
    "gives what is no row": (lambda rows: [1 for _ in rows], "deed"),
    "gives None": (lambda _: None, "deed"),
    "gives what cannot be pickled": (lambda rows: [row | {"lock": threading.Lock()} for row in rows], "deed"),
    "gives columns of no common type": (
        lambda rows: [row | {"x": [1, "a"][row["n"] % 2]} for row in rows],
        "'x'",
    ),
    "gives half a character": (lambda rows: [row | {"x": "\ud83d"} for row in rows], N),
    "gives much": (lambda rows: [row | {"x": "x" * 500_000} for row in rows], N),
    "gives nothing": (lambda _: [], 0),
    "gives every row thrice": (lambda rows: rows * 3, 3 * N),
    "logs much": (logging_much, N),
    "prints much": (printing_much, N),
    "starts a process": (starting_a_process, N),
    "starts a thread that never ends": (starting_a_thread_that_never_ends, N),
    "changes what it is given": (changing_what_it_is_given, N - N // 5),
}


class Deed(Step):
    """Does the deed of its name to each batch."""

    of: str

    def process(self, *inputs: StepInput) -> StepOutput:
        yield DEEDS[self.of][0](inputs[0])


class GlobalDeed(GlobalStep):
    """Does it to all rows at once."""

    of: str

    def process(self, *inputs: StepInput) -> StepOutput:
        yield DEEDS[self.of][0](inputs[0])


class After(Step):
    """Takes what comes."""

    def process(self, *inputs: StepInput) -> StepOutput:
        yield inputs[0]


class CannotLoad(After):
    """Fails before it has any rows."""

    def load(self) -> None:
        super().load()
        raise OSError("the model is not there")


class CannotUnload(After):
    """Fails after all its rows."""

    def unload(self) -> None:
        raise OSError("the model does not let go")


class NeverYields(Step):
    """Forgets to yield."""

    def process(self, *inputs: StepInput) -> StepOutput:  # noqa: ARG002
        yield from ()


class Generates(GeneratorStep):
    """Gives batches as it was told: numbers of rows, and whether it says that one is the last."""

    batches: list[int]
    says_last: bool = True

    @property
    def outputs(self) -> StepColumns:
        return ["n"]

    def process(self, offset: int = 0) -> GeneratorStepOutput:  # noqa: ARG002
        for number, size in enumerate(self.batches):
            yield [{"n": n} for n in range(size)], self.says_last and number == len(self.batches) - 1


def run(folder: Path, *kinds: Callable[[], Any], first: Callable[[], Any] | None = None) -> Ended:
    """How a chain of steps ends in a process of its own: what it returns is the number of rows, and of those set aside."""

    def play() -> Any:
        with Pipeline(name="nasty", cache_dir=folder) as pipeline:
            rows = [{"n": n} for n in range(N)]
            last: Any = first() if first else LoadDataFromDicts(data=rows, batch_size=5)
            for kind in kinds:
                last = last >> kind()
        pipeline.console = Console(quiet=True)
        return len(pipeline.run()["default"]["train"]), len(pipeline.set_aside)

    return in_child(play, 60)


def check(ended: Ended, expected: str | int) -> None:
    assert ended.left == ()
    if isinstance(expected, int):
        assert ended.returned == (expected, 0)
    else:
        assert ended.error.startswith("PipelineError"), ended
        assert expected in ended.error
        assert len(ended.error) < 2000


@pytest.mark.parametrize("deed", DEEDS)
def test_a_run_survives_a_step_that(deed: str, tmp_path: Path) -> None:
    check(run(tmp_path, lambda: Deed(name="deed", of=deed, input_batch_size=5), After), DEEDS[deed][1])


@pytest.mark.parametrize(
    "deed", ["raises what cannot be pickled", "vanishes", "leaves", "gives None", "gives nothing"]
)
def test_a_run_survives_a_global_step_that(deed: str, tmp_path: Path) -> None:
    check(run(tmp_path, lambda: GlobalDeed(name="deed", of=deed), After), DEEDS[deed][1])


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (partial(CannotLoad, name="loads"), "step 'loads' cannot be loaded: OSError: the model is not there"),
        (CannotUnload, N),
        (NeverYields, 0),
    ],
    ids=["loading", "unloading", "yielding"],
)
def test_a_run_survives_a_step_that_fails_at(kind: Any, expected: str | int, tmp_path: Path) -> None:
    check(run(tmp_path, kind, After), expected)


@pytest.mark.parametrize(
    ("batches", "says_last", "rows"),
    [
        ([], True, 0),
        ([0], True, 0),
        ([3, 0], True, 3),
        ([0, 3], True, 3),
        ([3, 2], False, 5),
        ([3, 0, 2], False, 5),
    ],
)
def test_a_generator_may_give_batches_of_any_size_and_forget_to_say_which_is_the_last(
    batches: list[int], says_last: bool, rows: int, tmp_path: Path
) -> None:
    check(run(tmp_path, After, first=lambda: Generates(batches=batches, says_last=says_last)), rows)
