"""Near-duplicates of millions of short texts, in the memory of one process or in a folder, and on Ray Data: time, memory, the same answer?

    python benchmarks/near_duplicates_on_ray.py --rows 5000000          # Ray beside one process
    python benchmarks/near_duplicates_on_ray.py --rows 10000000 --only memory,folder

Texts have 8 to 15 random words; a fifth are copies of others with one word replaced, or none. Each way has a process of its own. Memory of one
process is the most it had resident (getrusage), on Ray the sum of the proportional set sizes of all of Ray's processes and the driver,
looked at every two seconds. Ray has two CPUs and an object store of 1.5 GB, and spills to the temporary folder. The answers are compared row by row: who
stays for each, how similar, and the cluster.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

BLOCK = 50_000
WORDS = np.array(
    [
        a + b + c + d
        for a in "bcdfgklmnprstvz"
        for b in "aeiou"
        for c in "bdgklmnrstz"
        for d in ("a", "en", "is", "o")
    ],
    dtype=object,
)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--only", default="memory,folder,ray")
    parser.add_argument("--way", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.way:
        print(json.dumps(WAYS[args.way](args.rows, args.folder)))
        return
    with tempfile.TemporaryDirectory() as folder:
        for way in args.only.split(","):
            command = [sys.executable, __file__, "--rows", args.rows, "--way", way, "--folder", folder]
            done = subprocess.run([str(part) for part in command], capture_output=True, check=False)
            if done.returncode:
                raise SystemExit(done.stderr.decode()[-3000:])
            told = json.loads(done.stdout.splitlines()[-1])
            print(f"{way:7} {args.rows:11,} rows  {told['seconds']:6,.0f} s  {told['cpu']:6,.0f} CPU s  {told['gb']:5.2f} GB at most  "
                  f"{told['dropped']:,} dropped", flush=True)  # fmt: skip
        answers = [np.load(file) for file in sorted(Path(folder).glob("*.npz"))]
        same = all(
            np.array_equal(answers[0][name], other[name])
            for other in answers[1:]
            for name in ("rows", "similarity", "clusters")
        )
        print(f"{len(answers)} answers are {'the same' if same else 'NOT the same'}")
        raise SystemExit(not same)


def mixed(numbers: np.ndarray) -> np.ndarray:
    h = numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    h = (h ^ (h >> np.uint64(31))) * np.uint64(0xBF58476D1CE4E5B9)
    return h ^ (h >> np.uint64(29))


def texts(begin: int, end: int) -> list[str]:
    """Return some of the texts: each depends on its number alone."""
    number = np.arange(begin, end)
    drawn = mixed(number)
    copies = (number % 5 == 4) & (number > 10)
    source = np.where(copies, (drawn >> np.uint64(8)).astype(np.int64) % np.maximum(number, 1), number)
    source -= copies & (source % 5 == 4)
    words = mixed(source[:, None] * 16 + np.arange(15)) % np.uint64(len(WORDS))
    lengths = 8 + (mixed(source + 7) % np.uint64(8)).astype(np.int64)
    place = (drawn % np.uint64(11)).astype(
        np.int64
    )  # beyond the eighth it may be beyond the end: an exact copy
    changed = np.flatnonzero(copies)
    words[changed, place[changed]] = drawn[changed] % np.uint64(len(WORDS))
    chosen = WORDS[words]
    return [" ".join(row[:length]) for row, length in zip(chosen.tolist(), lengths.tolist(), strict=True)]


def each(rows: int) -> Iterator[str]:
    for begin in range(0, rows, BLOCK):
        yield from texts(begin, min(begin + BLOCK, rows))


def in_memory(rows: int, folder: Path, on_disk: bool = False) -> dict[str, float]:
    from goldsmith.dedup import NearDuplicateIndex

    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as place:
        index = NearDuplicateIndex(place if on_disk else None)
        index.add(each(rows))
        found = index.find()
        duplicates, similarity = found.duplicates()
    told = {"seconds": time.perf_counter() - began, "cpu": time.process_time(), "gb": resident()}
    np.savez(
        folder / f"{'folder' if on_disk else 'memory'}.npz",
        rows=duplicates,
        similarity=similarity,
        clusters=found.cluster_ids,
    )
    return told | {"dropped": int((duplicates != np.arange(rows)).sum())}


def in_folder(rows: int, folder: Path) -> dict[str, float]:
    return in_memory(rows, folder, on_disk=True)


def resident() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def on_ray(rows: int, folder: Path) -> dict[str, float]:
    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "RAY_raylet_start_wait_time_s": "180"}
    import pyarrow as pa
    import ray

    from goldsmith_distilabel.ray_data import near_duplicates_on_ray

    began = time.perf_counter()
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, object_store_memory=1_500_000_000)
    watch = Watch()
    ray.data.DataContext.get_current().execution_options.preserve_order = True
    made = ray.remote(lambda begin: pa.table({"text": texts(begin, min(begin + BLOCK, rows))}))
    dataset = ray.data.from_arrow_refs([made.remote(begin) for begin in range(0, rows, BLOCK)])
    columns = ["row", "duplicate_of_row", "similarity", "cluster_row"]
    parts: list[list[np.ndarray]] = []
    for ref in near_duplicates_on_ray(dataset).select_columns(columns).to_arrow_refs():
        table = ray.get(ref)
        own = table["row"].to_numpy()
        stays = table["duplicate_of_row"].to_pandas().fillna(-1).to_numpy().astype(np.int64)
        close = table["similarity"].to_pandas().fillna(1).to_numpy()
        parts.append([np.where(stays < 0, own, stays), close, table["cluster_row"].to_numpy()])
    told = {"seconds": time.perf_counter() - began, "cpu": watch.cpu(), "gb": watch.most()}
    found, similarity, clusters = (np.concatenate(column) for column in zip(*parts, strict=True))
    np.savez(folder / "ray.npz", rows=found, similarity=similarity, clusters=clusters)
    ray.shutdown()
    return told | {"dropped": int((found != np.arange(rows)).sum())}


class Watch:
    """The memory and CPU seconds of this process and all below it."""

    def __init__(self) -> None:
        self._most, self._ended = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def most(self) -> float:
        self._ended.set()
        self._thread.join()
        return self._most / 2**20

    def cpu(self) -> float:
        ticks = 0
        for process in below(os.getpid()):
            fields = (process / "stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))
        return ticks / os.sysconf("SC_CLK_TCK")

    def _look(self) -> None:
        while not self._ended.wait(2):
            self._most = max(self._most, sum(map(proportional, below(os.getpid()))))


def below(root: int) -> list[Path]:
    parents = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(process.name)] = int((process / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, waiting = [], [root]
    while waiting:
        one = waiting.pop()
        found.append(Path("/proc", str(one)))
        waiting += [child for child, parent in parents.items() if parent == one]
    return found


def proportional(process: Path) -> int:
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


WAYS = {"memory": in_memory, "folder": in_folder, "ray": on_ray}

if __name__ == "__main__":
    main()
