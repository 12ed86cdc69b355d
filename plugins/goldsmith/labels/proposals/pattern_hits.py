"""Where regular expressions that nobody trusts are found."""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from goldsmith.errors import PipelineError

__all__ = ["pattern_hits"]

_WORKER = Path(__file__).with_name("pattern_worker.py")
_PUMPED = 2000  # characters of a text made to be hard: as long as long texts are
_SECONDS = 0.25  # a text of 2,000 characters takes what is quadratic a tenth of that, and what is cubic ten times as much
_ALL_SECONDS = 10.0
_GRACE = 30.0  # of the clock, for a machine that has other things to do
_LITERALS = re.compile(r"[\w@#]|\\[sdw]|[^\w\s\\]")
_CLASSES = {r"\s": " ", r"\d": "1", r"\w": "a"}


def pattern_hits(
    patterns: Sequence[str], texts: Sequence[str], *, seconds: float = _SECONDS
) -> list[list[int] | str]:
    """Return the numbers of the texts in which each pattern is found, or why it is refused; case does not matter.

    A pattern is refused if it does not compile, if it is found in the empty text, or if it takes more than `seconds` on a
    text, 10 on all of them, or more than `seconds` on one of 2,000 characters made of its own pieces: the many ways in which "(a+)+b" fits "aaaa" are what makes such
    expressions take for ever (Davis et al. 2018, "The Impact of Regular Expression Denial of Service (ReDoS) in
    Practice"). All of that happens in a process that can be killed.

    Args:
        patterns: Python's regular expressions, as they come.
        texts: to search in.
        seconds: of the processor, for one pattern and one text.

    >>> pattern_hits(["fre+", "(", "(a+)+$", "x*"], ["free", "no", "FREE"])[0]
    [0, 2]
    >>> [reason[:17] for reason in pattern_hits(["(", "(a+)+$", "x*"], ["free"])]
    ['does not compile:', 'is catastrophic: ', 'is too broad: it ']
    """
    probed = [_pumped(pattern) for pattern in patterns]
    hard = [
        _searched([pattern], probes, seconds)[0] for pattern, probes in zip(patterns, probed, strict=True)
    ]
    standing = [at for at, found in enumerate(hard) if not isinstance(found, str)]
    answers: list[list[int] | str] = [_reason(found, seconds) for found in hard]
    found = _searched([patterns[at] for at in standing], texts, seconds)
    for at, one in zip(standing, found, strict=True):
        answers[at] = _reason(one, seconds)
    return answers


def _reason(found: list[int] | str, seconds: float) -> list[int] | str:
    if found == "slow":
        return f"is catastrophic: it takes more than {seconds} seconds for one text"
    return "is too broad: it fits the empty text" if found == "empty" else found


def _pumped(pattern: str) -> list[str]:
    """Return texts that fit a pattern's pieces over and over, and then something that does not fit."""
    written: list[str] = _LITERALS.findall(pattern)
    pieces = list(dict.fromkeys(_CLASSES.get(piece, piece) for piece in written))[:12]
    units = dict.fromkeys([*pieces, "".join(pieces), "a", " ", "1", "ab", "a "])
    return [(unit * _PUMPED)[:_PUMPED] + ending for unit in units if unit for ending in ("\n\0", "")]


def _searched(patterns: Sequence[str], texts: Sequence[str], seconds: float) -> list[list[int] | str]:
    if not patterns:
        return []
    limits = {"seconds": seconds, "all": _ALL_SECONDS}
    asked = json.dumps({"patterns": list(patterns), "texts": list(texts), **limits})
    command = [sys.executable, "-I", "-S", str(_WORKER)]
    longest = len(patterns) * _ALL_SECONDS + _GRACE
    try:
        run = subprocess.run(command, input=asked.encode(), capture_output=True, timeout=longest, check=False)
    except subprocess.TimeoutExpired:
        return ["slow"] * len(patterns)
    if run.returncode:
        raise PipelineError(f"the search for patterns ended with {run.returncode}: {run.stderr[-500:]!r}")
    found: Any = json.loads(run.stdout)
    return list(found)
