"""CPU seconds of apply_lfs against Snorkel's PandasLFApplier, on the same rows and the same functions.

    python benchmarks/apply_lfs.py --rows 100000

Ten functions on texts of 18 words on average, with two columns beside them: `ordinary` ones are Snorkel's decorator over Python functions (keywords
in a lower-cased text, regular expressions, a look-up, a length), `column-wise` ones say the same by `keyword_lf`, `regex_lf` and `lookup_lf`. Snorkel's
applier runs both kinds, row by row. The votes must be equal, to the last one; processes and Ray (--ray) must give the same too, and
are shown by the clock, as CPU seconds of others do not count here. Each figure is the median of three runs.
"""

import argparse
import re
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from snorkel.labeling import LabelingFunction, PandasLFApplier

from goldsmith_snorkel import apply_lfs, keyword_lf, lookup_lf, regex_lf

WORDS = [
    "video",
    "music",
    "out",
    "please",
    "subscribe",
    "channel",
    "check",
    "free",
    "money",
    "cash",
    "love",
    "best",
    "great",
    "amazing",
    "new",
    "visit",
    "click",
    "www.",
    "http://x.example/watch?v=1",
    "$5",
]
COMMON = [
    f"{start}{end}"
    for start in ["b", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w"]
    for end in ["a", "e", "i", "o", "u", "an", "en", "in", "on", "un", "as", "es", "is", "os", "us"]
]
KEYWORDS = {
    "subscribe": (["subscribe", "channel"], 1),
    "check": (["check out"], 1),
    "free": (["free", "money", "cash"], 1),
    "please": (["please"], 1),
    "love": (["love", "best"], 0),
    "praise": (["amazing", "great"], 0),
}
PATTERNS = {"link": (r"https?://|www\.", 1), "price": (r"[$€]\s?\d", 1)}
AUTHORS = {"shop": 1, "fan": 0}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--ray", action="store_true")
    args = parser.parse_args()
    frame = made(args.rows)
    rows = frame.to_dict("records")
    print(f"a function votes on {(apply_lfs(ordinary(), rows) >= 0).mean():.0%} of {args.rows:,} rows")
    kinds = {"ordinary": ordinary(), "column-wise": columnwise()}
    for kind, lfs in kinds.items():
        expected, slow = timed(lambda lfs=lfs: PandasLFApplier(lfs).apply(frame, progress_bar=False))
        print(f"{kind:12} PandasLFApplier          {slow:7.2f} CPU-s")
        for name, data in (("rows", rows), ("DataFrame", frame)):
            L, seconds = timed(lambda lfs=lfs, data=data: apply_lfs(lfs, data))
            same = "equal votes" if (expected == L).all() else "VOTES DIFFER"
            print(
                f"{kind:12} apply_lfs on a {name:9} {seconds:7.2f} CPU-s  {slow / seconds:5.1f}x  {same}, {L.dtype}"
            )
        for workers in (args.workers, *(["ray"] if args.ray else [])):
            apply_lfs(lfs, rows[:10], workers=workers)
            start = time.perf_counter()
            L = apply_lfs(lfs, rows, workers=workers)
            print(
                f"{kind:12} workers={workers!s:16} {time.perf_counter() - start:7.2f} s by the clock  "
                f"{'equal votes' if (expected == L).all() else 'VOTES DIFFER'}",
                flush=True,
            )


def timed(run: Callable[[], Any], repeats: int = 3) -> tuple[Any, float]:
    """Return what it gives, and the median of its CPU seconds."""
    seconds = []
    for _ in range(repeats):
        start = time.process_time()
        found = run()
        seconds.append(time.process_time() - start)
    return found, statistics.median(seconds)


def made(rows: int) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    lengths = rng.integers(4, 33, rows)
    telling = rng.random(int(lengths.sum())) < 0.1
    words = iter(
        np.where(telling, rng.choice(WORDS, len(telling)), rng.choice(COMMON, len(telling))).tolist()
    )
    texts = [" ".join(next(words) for _ in range(length)).capitalize() for length in lengths]
    authors = rng.choice(["shop", "fan", "", "someone"], rows)
    return pd.DataFrame({"text": texts, "author": authors, "likes": rng.integers(0, 50, rows)})


def ordinary() -> list[LabelingFunction]:
    found = [LabelingFunction(name, spoken(words, label)) for name, (words, label) in KEYWORDS.items()]
    found += [LabelingFunction(name, matching(pattern, label)) for name, (pattern, label) in PATTERNS.items()]
    return [
        *found,
        LabelingFunction("author", lambda row: AUTHORS.get(row.author, -1)),
        LabelingFunction("short", lambda row: 0 if len(row.text) < 40 else -1),
    ]


def spoken(words: list[str], label: int) -> Callable[[Any], int]:
    return lambda row: label if any(word in row.text.lower() for word in words) else -1


def matching(pattern: str, label: int) -> Callable[[Any], int]:
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda row: label if compiled.search(row.text) else -1


def columnwise() -> list[LabelingFunction]:
    return [
        *(keyword_lf(name, words, label) for name, (words, label) in KEYWORDS.items()),
        *(regex_lf(name, pattern, label) for name, (pattern, label) in PATTERNS.items()),
        lookup_lf("author", AUTHORS, column="author"),
        regex_lf("short", r"^.{0,39}$", 0),
    ]


if __name__ == "__main__":
    main()
