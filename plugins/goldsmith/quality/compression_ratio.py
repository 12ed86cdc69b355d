"""How much shorter texts become when they are compressed."""

import gzip
from collections.abc import Sequence

from goldsmith.text import well_formed

__all__ = ["compression_ratio"]


def compression_ratio(texts: Sequence[str]) -> float:
    r"""Return the bytes of the texts, a line each, over those of the same compressed with gzip, at least 0.

    Shaib et al. 2024, "Standardizing the Measurement of Text Diversity" (arXiv 2403.00553): the higher, the more
    is said again. gzip sees repetition within 32 KB only. It grows with the text, so compare sets of the same size. NaN
    without any text.

    >>> compression_ratio(["How do I sort a list?"] * 100) > 20 > compression_ratio(["How do I sort a list?"])
    True
    """
    raw = well_formed("\n".join(texts)).encode()
    return len(raw) / len(gzip.compress(raw, 9, mtime=0)) if raw else float("nan")
