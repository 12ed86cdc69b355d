"""Where candidates fire."""

import json
import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from goldsmith.errors import SandboxError
from goldsmith.labels.proposals.candidate import Candidate
from goldsmith.labels.proposals.pattern_hits import pattern_hits
from goldsmith.verify import CodeLimits, CodeSandbox, run_code

__all__ = ["Fires", "fires", "pattern_of"]

Fires = npt.NDArray[np.bool_] | str
"""The texts on which a candidate fires, [n], or why it is refused."""

_HARNESS = """
import json as _json, sys as _sys
_texts = _json.load(_sys.stdin)
_sys.stdout.write("\\n" + _json.dumps([bool(fires(_text)) for _text in _texts]))
"""


def fires(
    candidates: Sequence[Candidate], texts: Sequence[str], *, sandbox: CodeSandbox | None = None
) -> list[Fires]:
    """Return where each candidate fires.

    Patterns are searched for in a process that can be killed, Python runs in the sandbox and nowhere else; where no
    sandbox of this machine holds, Python is refused.

    Args:
        candidates: from `read_candidates`.
        texts: n texts.
        sandbox: where Python runs; by default one that this process keeps.

    >>> where = fires([Candidate("spam", "keywords", ("free", "win"))], ["Free!", "freedom", "you win"])
    >>> where[0].tolist()
    [True, False, True]
    """
    patterns = {at: pattern_of(one) for at, one in enumerate(candidates) if one.kind != "python"}
    found = dict(zip(patterns, pattern_hits(list(patterns.values()), texts), strict=True))
    for at, one in enumerate(candidates):
        if one.kind == "python":
            found[at] = _run(one.body[0], texts, sandbox)
    return [_mask(found[at], len(texts)) for at in range(len(candidates))]


def pattern_of(candidate: Candidate) -> str:
    r"""Return the regular expression of keywords or of a regex; keywords are whole words.

    >>> pattern_of(Candidate("spam", "keywords", ("check out", "http:")))
    '(?<!\\w)(?:check\\s+out|http:)(?!\\w)'
    """
    if candidate.kind == "regex":
        return candidate.body[0]
    words = [r"\s+".join(re.escape(part) for part in word.split()) for word in candidate.body]
    return rf"(?<!\w)(?:{'|'.join(words)})(?!\w)"


def _mask(found: list[int] | str, n: int) -> Fires:
    if isinstance(found, str):
        return found
    mask = np.zeros(n, dtype=bool)
    mask[found] = True
    return mask


def _run(source: str, texts: Sequence[str], sandbox: CodeSandbox | None) -> list[int] | str:
    limits = None if sandbox else CodeLimits(output=max(256 << 10, 16 * len(texts)))
    try:
        verdict = run_code(
            f"{source}\n{_HARNESS}", stdin=json.dumps(list(texts)), limits=limits, sandbox=sandbox
        )
    except SandboxError as err:
        return f"is Python, and there is no sandbox to run it in: {err}"
    if verdict.outcome != "finished":
        return f"does not run: {verdict.reason}"
    try:
        told = json.loads(verdict.stdout.rpartition("\n")[2])
    except ValueError:
        told = None
    if not isinstance(told, list) or len(told) != len(texts):
        return "does not say of each text whether it fires"
    return [number for number, fired in enumerate(told) if fired is True]
