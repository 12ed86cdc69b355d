"""What steps that write data make of the local model, and how busy they keep its engine.

For each step: rows asked for, kept and set aside by reason; how varied the kept ones are beside what they were made from;
and the engine's tokens/s during the step against the same engine flat out: the very requests of the step, a fresh engine,
and every slot always busy. A step's last requests leave slots idle, so its share grows with the rows. The model is the
packaged one: counts show the mechanics, not quality.

    python benchmarks/generation.py --rows 48 --steps evolve,ratings
"""

import argparse
import os
import tempfile
import time
from collections import Counter

from generating.cases import CASES, Case, Size, outputs
from generating.diversity import print_diversity
from generating.material import Rows
from generating.noting_llm import Notes, NotingLLM

from goldsmith_recipes.reason_kind import reason_kind

WANTED = 0.85  # of the engine's speed


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=48, help="given to each step; rounds of self-instruct")
    parser.add_argument("--tokens", type=int, default=120, help="of an answer, at most")
    parser.add_argument("--steps", default=",".join(CASES), help=f"some of {','.join(CASES)} (default: all)")
    args = parser.parse_args()
    names = args.steps.split(",")
    if unknown := set(names) - set(CASES):
        parser.error(f"no such steps: {', '.join(sorted(unknown))}; there are {', '.join(CASES)}")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GOLDSMITH_RUNTIME_DIR"] = folder  # no engine that somebody else uses,
        os.environ["GOLDSMITH_ENGINE_LINGER"] = "0"  # and a fresh one for each measurement
        found = [measured(name, CASES[name], Size(args.rows, args.tokens)) for name in names]
    shares = [share for share in found if share is not None]
    raise SystemExit(not shares or min(shares) < WANTED)


def measured(name: str, case: Case, size: Size) -> float | None:
    """Print what a step makes of rows, and return its share of the engine's speed; None without the data."""
    try:
        given = case.given(size.rows)
    except FileNotFoundError as err:
        print(f"{name}: left out, as its data is not beside the repository ({err.filename or err})")
        return None
    rows, notes, seconds = run(case, given, size)
    kept = [row for row in rows if row["keep"] and not row["error"]["kind"]]
    aside = Counter(reason_kind(row) for row in rows if not row["keep"] or row["error"]["kind"])
    print(f"{name}: {case.asked * size.rows} rows asked for, {len(rows)} written, {len(kept)} kept")
    for reason, count in aside.most_common():
        print(f"  {count} set aside: {reason}")
    seeds = list(dict.fromkeys(case.seed(row) for row in given))  # few are given more than once
    print_diversity([case.result(row) for row in kept], seeds)
    during, flat = notes.written / seconds, flat_out(notes)
    print(f"  {len(notes.requests)} requests of {notes.written / len(notes.requests):.0f} tokens", end=": ")
    print(
        f"{during:.0f} tokens/s, {flat:.0f} flat out: {during / flat:.0%} (wanted {WANTED:.0%})", flush=True
    )
    return during / flat


def run(case: Case, given: Rows, size: Size) -> tuple[Rows, Notes, float]:
    """Return the rows of a step, its requests, and the seconds that it took."""
    llm = NotingLLM(n_ctx=2048)
    step = case.step(llm, size)
    step.load()
    try:
        warm_up(llm)
        llm.notes.requests.clear()
        llm.notes.written = 0
        started = time.perf_counter()
        rows = [row for batch in outputs(step, given) for row in batch]
        return rows, llm.notes, time.perf_counter() - started
    finally:
        step.unload()


def flat_out(notes: Notes) -> float:
    """Return the tokens/s of a fresh engine that has always something to do."""
    llm = NotingLLM(n_ctx=2048)
    llm.load()
    try:
        warm_up(llm)
        return llm.flat_out(notes.requests)
    finally:
        llm.unload()


def warm_up(llm: NotingLLM) -> None:
    llm.generate_outputs([[{"role": "user", "content": "Hello."}]], max_new_tokens=4)


if __name__ == "__main__":
    main()
