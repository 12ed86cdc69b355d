"""Bringing reviews home."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from goldsmith.errors import ReviewError
from goldsmith.review.adapter import Project, Response, ReviewAdapter
from goldsmith.review.book import Book, History
from goldsmith.review.ledger import Ledger
from goldsmith.review.reconcile import reconcile
from goldsmith.review.reviews import Review

__all__ = ["PullResult", "pull"]


@dataclass(frozen=True, slots=True)
class PullResult:
    """All reviews of a run in one tool.

    Attributes:
        reviews: submitted, the latest of each reviewer for each item, reviews deleted on the server since included.
        new: answers seen for the first time in this pull, of any status.
        changed: answers that were edited since the last pull.
        drafts: unfinished, never counted as reviews.
        discarded: abstentions.
        stale: those of `reviews` whose text has changed since they were made.
        deleted: those of `reviews` and `discarded` that the server no longer holds.
        missing: ids of items whose records were deleted on the server; the next push restores them.
    """

    reviews: list[Review]
    new: int
    changed: int
    drafts: list[Review]
    discarded: list[Review]
    stale: list[Review]
    deleted: list[Review]
    missing: list[str]


def pull(*, run: str, adapter: ReviewAdapter, ledger: Ledger) -> PullResult:
    """Read every answer to `run` from the server into the ledger, and return the run's reviews.

    The server's times order the versions of an answer, never this machine's clock. A text counts as changed under a
    review from the moment the server stored the new one: who had the old one open and submitted later is not noticed.

    Raises:
        ReviewError: nothing was pushed under this name.
    """
    book = Book(ledger, run, adapter)
    project = adapter.project(run)
    if project is None:
        raise ReviewError(
            f"{adapter.tool} at {adapter.server} has no review project of run {run!r}: push it first, or check the name"
        )
    with book.alone():
        reconcile(book, project, adapter)
    history = book.history()
    current = list(_read(project, adapter, ledger, history))
    new, changed = book.record(current)
    drafts = [review for review in current if review.status == "draft"]
    finished = _latest(_flagged(review, history) for review in book.reviews())
    reviews = [review for review in finished if review.status == "submitted"]
    discarded = [review for review in finished if review.status == "discarded"]
    lost = book.lost({review.remote_id for review in current})
    return PullResult(
        reviews=reviews,
        new=new,
        changed=changed,
        drafts=drafts,
        discarded=discarded,
        stale=[review for review in reviews if review.stale],
        deleted=[review for review in finished if review.remote_id in lost],
        missing=sorted(item_id for item_id, entry in book.entries().items() if entry.state == "gone"),
    )


def _read(project: Project, adapter: ReviewAdapter, ledger: Ledger, history: History) -> Iterator[Review]:
    reviewers: dict[str, str] = {}
    for response in adapter.responses(project):
        if response.user_id not in reviewers:
            reviewers[response.user_id] = ledger.reviewer(
                adapter.server, response.user_id, response.user_name
            )
        yield _review(response, reviewers[response.user_id], history, adapter.tool)


def _review(response: Response, reviewer: str, history: History, tool: str) -> Review:
    return Review(
        item_id=response.item_id,
        reviewer=reviewer,
        status=response.status,
        values=response.values,
        updated_at=response.updated_at,
        remote_id=response.remote_id,
        content_hash=response.content_hash or history.at(response.item_id, response.updated_at),
        tool=tool,
    )


def _flagged(review: Review, history: History) -> Review:
    # No hash but a known present text: the review is older than the first text we know of, so it saw another.
    shown_now = history.now(review.item_id)
    return replace(review, stale=shown_now is not None and review.content_hash != shown_now)


def _latest(reviews: Iterator[Review]) -> list[Review]:
    latest: dict[tuple[str, str], Review] = {}
    for review in sorted(reviews, key=lambda one: (one.updated_at, one.remote_id)):
        if review.status != "draft":
            latest[review.item_id, review.reviewer] = review
    return [latest[key] for key in sorted(latest)]
