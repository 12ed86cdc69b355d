"""CPU seconds and memory of dawid_skene and map_em, crowd-kit and a plain numpy Dawid-Skene, on the same votes.

Needs a package that is no dependency of goldsmith: pip install crowd-kit==1.4.2

    python benchmarks/label_models.py --rows 1000000 --columns 20

Each contender has a process of its own and one thread. The voters are 55 to 85 % right about two classes (--classes), and 30 %
of the votes are missing. crowd-kit gets its table of (task, worker, label) ready made. All Dawid-Skenes stop at the same
change of the log-likelihood per row, 1e-5; the plain one computes every row, an [n, k] table a column.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"

import numpy as np  # noqa: E402 - after the number of threads is set

Fit = Callable[[], tuple[np.ndarray, int]]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--columns", type=int, default=10)
    parser.add_argument("--classes", type=int, default=2)
    parser.add_argument("--skip", nargs="*", choices=CONTENDERS, default=[])
    parser.add_argument("--contender", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.contender:
        print(json.dumps(measured(args.contender, args.rows, args.columns, args.classes)))
        return
    sizes = ["--rows", str(args.rows), "--columns", str(args.columns), "--classes", str(args.classes)]
    seconds: dict[str, float] = {}
    for name in CONTENDERS:
        if name in args.skip:
            continue
        if name == "crowd-kit" and find_spec("crowdkit") is None:
            print("crowd-kit is not installed: pip install --no-deps crowd-kit")
            continue
        command = [sys.executable, __file__, "--contender", name, *sizes]
        found = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
        seconds[name] = found["seconds"]
        print(
            f"{name:14} {args.rows:10,} x {args.columns}  {found['seconds']:8.2f} CPU-s  {found['steps']:3} steps  "
            f"{found['added']:6,.0f} MB added ({found['peak']:,.0f} in all)  accuracy {found['accuracy']:.4f}",
            flush=True,
        )
    if "crowd-kit" in seconds:
        print(f"posteriors differ from crowd-kit's by {difference(args.columns, args.classes):.1e} at most")
    for name in seconds.keys() & {"crowd-kit", "numpy"}:
        print(f"dawid_skene is {seconds[name] / seconds['dawid_skene']:.1f} times as fast as {name}")


def made(rows: int, columns: int, classes: int) -> tuple[np.ndarray, np.ndarray]:
    """Return int8 votes [n, m] and the true classes [n]."""
    rng = np.random.default_rng(0)
    truth = rng.integers(classes, size=rows, dtype=np.int8)
    L = np.empty((rows, columns), dtype=np.int8)
    for column, skill in enumerate(np.linspace(0.55, 0.85, columns)):
        wrong = (truth + rng.integers(1, classes, size=rows, dtype=np.int8)) % classes
        L[:, column] = np.where(rng.random(rows) < skill, truth, wrong)
        L[rng.random(rows) < 0.3, column] = -1
    return L, truth


def measured(name: str, rows: int, columns: int, classes: int) -> dict[str, float]:
    """Run one contender, warm."""
    prepared(name, *made(1000, columns, classes)[:1], classes)()
    L, truth = made(rows, columns, classes)
    fit = prepared(name, L, classes)
    before = memory("VmRSS")
    start = time.process_time()
    labels, steps = fit()
    seconds = time.process_time() - start
    peak = memory("VmHWM")
    accuracy = float((labels == truth).mean())
    return {"seconds": seconds, "steps": steps, "added": peak - before, "peak": peak, "accuracy": accuracy}


def prepared(name: str, L: np.ndarray, classes: int) -> Fit:
    return CONTENDERS[name](L, classes)


def memory(field: str) -> float:
    """Return the resident memory in MiB: now ("VmRSS"), or at most since this program began ("VmHWM")."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024


def goldsmith(L: np.ndarray, classes: int) -> Fit:
    from goldsmith.labels import dawid_skene

    def fit() -> tuple[np.ndarray, int]:
        found = dawid_skene(L, classes)
        return found.labels, found.iterations

    return fit


def goldsmith_one_coin(L: np.ndarray, classes: int) -> Fit:
    from goldsmith.labels import dawid_skene

    def fit() -> tuple[np.ndarray, int]:
        found = dawid_skene(L, classes, one_coin=True)
        return found.labels, found.iterations

    return fit


def goldsmith_map_em(L: np.ndarray, classes: int) -> Fit:
    from goldsmith.labels import map_em

    def fit() -> tuple[np.ndarray, int]:
        found = map_em(L, classes)
        return found.labels, found.iterations

    return fit


def difference(columns: int, classes: int) -> float:
    """Return by how much posteriors of 20,000 rows differ after ten steps from crowd-kit's, which has no smoothing."""
    from crowdkit.aggregation.classification.dawid_skene import DawidSkene

    from goldsmith.labels import dawid_skene

    L, _ = made(20_000, columns, classes)
    covered = (L >= 0).any(axis=1)
    theirs = DawidSkene(n_iter=10, tol=0).fit_predict_proba(table_of(L)).sort_index().to_numpy()
    ours = dawid_skene(L, classes, smoothing=0, tolerance=0, max_iterations=10).probabilities[covered]
    return float(np.abs(ours - theirs).max())


def table_of(L: np.ndarray) -> Any:
    import pandas as pd

    task, worker = np.nonzero(L >= 0)
    return pd.DataFrame({"task": task, "worker": worker, "label": L[task, worker]})


def crowd_kit(L: np.ndarray, _classes: int) -> Fit:
    from crowdkit.aggregation.classification.dawid_skene import DawidSkene

    table = table_of(L)

    def fit() -> tuple[np.ndarray, int]:
        model = DawidSkene(n_iter=100, tol=1e-5)
        found = model.fit_predict(table)
        return found.reindex(range(len(L)), fill_value=-1).to_numpy(), len(model.loss_history_)

    return fit


def plain(L: np.ndarray, classes: int) -> Fit:
    def fit() -> tuple[np.ndarray, int]:
        q = np.stack([(L == k).sum(axis=1) for k in range(classes)], axis=1).astype(float)  # noqa: SIM300
        q /= np.maximum(q.sum(axis=1, keepdims=True), 1)
        before = -np.inf
        step = 0
        while step < 100:
            step += 1
            prior = (q.sum(axis=0) + 0.01) / (q.sum() + 0.01 * classes)
            joint = np.tile(np.log(prior), (len(L), 1))
            for votes in L.T:
                counts = np.stack([q[votes == k].sum(axis=0) for k in range(classes)]) + 0.01
                joint += np.vstack([np.log(counts / counts.sum(axis=0)), np.zeros(classes)])[votes]
            highest = joint.max(axis=1, keepdims=True)
            q = np.exp(joint - highest)
            total = q.sum(axis=1, keepdims=True)
            q /= total
            likelihood = float((np.log(total) + highest).mean())
            if abs(likelihood - before) < 1e-5:
                break
            before = likelihood
        return q.argmax(axis=1), step

    return fit


CONTENDERS: dict[str, Callable[[np.ndarray, int], Fit]] = {
    "dawid_skene": goldsmith,
    "one coin": goldsmith_one_coin,
    "map_em": goldsmith_map_em,
    "numpy": plain,
    "crowd-kit": crowd_kit,
}

if __name__ == "__main__":
    main()
