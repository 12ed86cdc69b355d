"""What comes back from review."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from goldsmith.review.questions import Value

__all__ = ["Review", "ReviewState", "merge_reviews", "utc"]

ReviewState = Literal["submitted", "draft", "discarded"]


@dataclass(frozen=True, slots=True)
class Review:
    """One person's answer to one item.

    Attributes:
        status: only "submitted" counts; a "draft" is unfinished, "discarded" is an abstention.
        values: {question name: answer}.
        updated_at: the server's time, aware, UTC.
        remote_id: of the answer (not of the record) in `tool`.
        content_hash: of the text the reviewer saw, None when it is not known.
        stale: the text has changed since.
    """

    item_id: str
    reviewer: str
    status: ReviewState
    values: Mapping[str, Value]
    updated_at: datetime
    remote_id: str
    content_hash: str | None
    tool: str
    stale: bool = False


def utc(timestamp: str) -> datetime:
    """Read a server's timestamp as aware UTC; Argilla's have no zone and mean UTC.

    >>> utc("2026-01-02T03:04:05.6") == utc("2026-01-02T04:04:05.6+01:00")
    True
    """
    read = datetime.fromisoformat(timestamp)
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)


def merge_reviews(reviews: Iterable[Review]) -> dict[str, dict[str, Review]]:
    """Return {item id: {reviewer: their latest submitted review}} over all tools.

    Drafts are passed over. An abstention later than an answer takes the answer back, so give it `reviews` and
    `discarded` of every pull. The order of `reviews` does not matter.
    """
    latest: dict[tuple[str, str], Review] = {}
    for review in sorted(reviews, key=lambda one: (one.updated_at, one.tool, one.remote_id)):
        if review.status != "draft":
            latest[review.item_id, review.reviewer] = review
    merged: dict[str, dict[str, Review]] = {}
    for (item_id, reviewer), review in sorted(latest.items()):
        if review.status == "submitted":
            merged.setdefault(item_id, {})[reviewer] = review
    return merged
