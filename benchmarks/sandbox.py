"""Checks a second in the sandbox, against a fresh Python for each check, which stops nothing at all.

python benchmarks/sandbox.py --checks 1000

A machine with other work to do has less time for both; `chrt -r 1` before it, as root, puts this first.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable

from goldsmith.verify import CodeJob, CodeSandbox

CODE = "def add(a, b):\n    return a + b"
WANTED = 300  # checks a second on 2 cores


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--checks", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    args = parser.parse_args()
    jobs = [CodeJob(CODE, f"assert add({n}, 1) == {n + 1}") for n in range(args.checks)]
    rates = {}
    for kind in ("bubblewrap", "landlock"):
        started = time.perf_counter()
        with CodeSandbox(args.workers, kind=kind) as sandbox:
            ready = time.perf_counter() - started
            rates[kind] = per_second(lambda pool=sandbox: sum(map(bool, pool.map(jobs))), len(jobs))
            single = [timed(lambda pool=sandbox: pool.run(jobs[0])) for _ in range(20)]
        print(
            f"{kind}: {rates[kind]:.0f} checks/s, one alone {sorted(single)[10] * 1e3:.1f} ms, ready after {ready * 1e3:.0f} ms"
        )
    fresh = per_second(lambda: sum(map(in_a_fresh_python, jobs[:50])), 50)
    print(f"a fresh Python for each, in turn: {fresh:.0f} checks/s; {rates['bubblewrap'] / fresh:.1f}x")
    raise SystemExit(min(rates.values()) < WANTED)


def per_second(check: Callable[[], int], count: int) -> float:
    started = time.perf_counter()
    passed = check()
    seconds = time.perf_counter() - started
    if passed != count:
        raise SystemExit(f"{count - passed} of {count} checks did not pass")
    return count / seconds


def timed(check: Callable[[], object]) -> float:
    started = time.perf_counter()
    check()
    return time.perf_counter() - started


def in_a_fresh_python(job: CodeJob) -> bool:
    source = "\n".join([job.code, *job.sources])
    return subprocess.run([sys.executable, "-I", "-c", source], check=False).returncode == 0


if __name__ == "__main__":
    main()
