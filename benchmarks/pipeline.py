"""What our pipeline costs by itself, against stock Distilabel: steps that do next to nothing, same rows, same run.

Every measurement is a fresh process with an empty cache; only `run()` is timed, so imports count for neither. The two
take turns, so that whatever else the machine does hits both; ours, being short, is measured before and after each of
stock's. Figures are medians. Stock takes some minutes; `--quick` measures smaller sizes, where fixed costs weigh more.

Run with: python benchmarks/pipeline.py [--quick] [--rounds 1]
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from distilabel.steps import LoadDataFromDicts, Step, StepInput
from distilabel.typing import StepColumns, StepOutput

BATCH = 50
KINDS = {"stock": ("distilabel.pipeline", "Pipeline"), "ours": ("goldsmith_distilabel", "Pipeline")}


@dataclass(frozen=True)
class Case:
    """A chain of `steps` trivial steps behind a loader, and how many times as fast as stock ours must be."""

    name: str
    steps: int
    rows: int
    wanted: float


CASES = [
    Case("12 steps x 1,000 rows", 12, 1_000, 10),
    Case("2 steps x 10,000 rows", 2, 10_000, 6),
    Case("start-up: 2 steps x 1 row", 2, 1, 1),
]
QUICK = [
    Case("12 steps x 200 rows", 12, 200, 5),
    Case("2 steps x 2,000 rows", 2, 2_000, 3),
    Case("start-up: 2 steps x 1 row", 2, 1, 1),
]


class AddColumn(Step):
    """Adds a number: as little as a step can do."""

    column: str

    @property
    def inputs(self) -> StepColumns:
        return ["n"]

    @property
    def outputs(self) -> StepColumns:
        return [self.column]

    def process(self, *inputs: StepInput) -> StepOutput:
        yield [row | {self.column: row["n"]} for row in inputs[0]]


@dataclass(frozen=True)
class Figures:
    """One run: seconds of `run()`, and the peak of memory in MB above what imports take, in the main process."""

    seconds: float
    memory: float


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="smaller sizes")
    parser.add_argument("--rounds", type=int, default=1, help="how often stock is measured")
    parser.add_argument("--one", nargs=4, metavar=("KIND", "STEPS", "ROWS", "CACHE"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        kind, steps, rows, cache = args.one
        print(json.dumps(run(kind, int(steps), int(rows), cache)))
        return
    cases = QUICK if args.quick else CASES
    met = [measured(case, args.rounds) for case in cases]
    raise SystemExit(not all(met))


def measured(case: Case, rounds: int) -> bool:
    """Measure a case, print its lines, and return whether ours is as fast as wanted."""
    cold: dict[str, list[Figures]] = defaultdict(list)
    again: dict[str, list[Figures]] = defaultdict(list)
    for _ in range(rounds):
        for kind in ("ours", "stock", "ours"):
            with tempfile.TemporaryDirectory() as cache:
                cold[kind].append(in_a_process(kind, case, cache))
                again[kind].append(in_a_process(kind, case, cache))
    ratio = line(f"{case.name}", cold)
    line("  the same, finished, run again", again)
    return ratio >= case.wanted


def line(name: str, figures: dict[str, list[Figures]]) -> float:
    """Print the medians of a case, and return how many times as fast ours is."""
    seconds = {kind: statistics.median(one.seconds for one in found) for kind, found in figures.items()}
    memory = {kind: statistics.median(one.memory for one in found) for kind, found in figures.items()}
    ratio = seconds["stock"] / seconds["ours"]
    print(
        f"{name:32} stock {seconds['stock']:7.2f} s {memory['stock']:5.0f} MB   "
        f"ours {seconds['ours']:6.2f} s {memory['ours']:5.0f} MB   {ratio:6.1f} times as fast",
        flush=True,
    )
    return ratio


def in_a_process(kind: str, case: Case, cache: str) -> Figures:
    command = [
        sys.executable,
        "-W",
        "ignore",
        __file__,
        "--one",
        kind,
        str(case.steps),
        str(case.rows),
        cache,
    ]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return Figures(**json.loads(done.stdout.splitlines()[-1]))


def run(kind: str, steps: int, rows: int, cache: str) -> dict[str, Any]:
    """Run one pipeline here and now."""
    module, name = KINDS[kind]
    pipeline = getattr(__import__(module, fromlist=[name]), name)(name="bench", cache_dir=Path(cache))
    with pipeline:
        last: Any = LoadDataFromDicts(data=[{"n": n} for n in range(rows)], batch_size=BATCH)
        for number in range(steps):
            last = last >> AddColumn(name=f"step_{number}", column=f"c{number}", input_batch_size=BATCH)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    distiset = pipeline.run()
    seconds = time.perf_counter() - started
    found = distiset["default"]["train"]
    if len(found) != rows or found[rows - 1][f"c{steps - 1}"] != rows - 1:
        raise RuntimeError(
            f"{kind} returned {len(found)} rows of {rows}: no figure without the right dataset"
        )
    return {
        "seconds": seconds,
        "memory": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024,
    }


if __name__ == "__main__":
    main()
