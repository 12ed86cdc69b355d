"""Where rows come from that a user gives, or that the sample of comments holds."""

from pathlib import Path
from typing import Any

from goldsmith.data import provenance

__all__ = ["SAMPLE", "given_by"]

SAMPLE = Path(__file__).parent / "data" / "youtube_comments.jsonl"
_LICENCE = "CC BY 4.0"  # of the sample


def given_by(data: str | Path) -> dict[str, Any]:
    """Return the `provenance` of the rows of a file: people wrote them; only of the sample is the licence known.

    >>> origin = given_by(SAMPLE)
    >>> origin["source"], origin["licence"], origin["depth"], given_by("mine.csv")["licence"]
    ('youtube_comments.jsonl', 'CC BY 4.0', 0, '')
    """
    path = Path(data)
    return provenance("given") | {"source": path.name, "licence": _LICENCE if path == SAMPLE else ""}
