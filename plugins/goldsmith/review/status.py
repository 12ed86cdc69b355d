"""How far a review has come."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goldsmith.review.adapter import ReviewAdapter
from goldsmith.review.agreement import Agreement, agreement, dissent
from goldsmith.review.book import Book
from goldsmith.review.ledger import Ledger
from goldsmith.review.pull import PullResult, pull
from goldsmith.review.reviews import Review, merge_reviews

__all__ = ["Progress", "Status", "status"]


@dataclass(frozen=True, slots=True)
class Progress:
    """What one reviewer did, over all tools."""

    submitted: int
    drafts: int
    discarded: int


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a run's review, over all tools.

    Attributes:
        items: distinct items on the servers.
        reviewed: those with at least one submitted review.
        reviewers: {reviewer: what they did}; someone who answered an item in both tools counts once for it.
        drafts: unfinished answers.
        disagreements: ids of items on which two reviewers differ, texts that they wrote aside, the most disputed first.
        stale: reviews whose text has changed since.
        deleted: reviews that the servers no longer hold; they count all the same.
        missing: ids of items whose records were deleted on a server.
        agreement: how far reviewers agree on each question that two have answered of one item.
    """

    items: int
    reviewed: int
    reviewers: dict[str, Progress]
    drafts: int
    disagreements: list[str]
    stale: int
    deleted: int
    missing: list[str]
    agreement: list[Agreement]


def status(*, run: str, adapters: Sequence[ReviewAdapter], ledger: Ledger) -> Status:
    """Pull `run` from every tool and count.

    Raises:
        ReviewError: a tool has no project of this run.
    """
    pulls = [pull(run=run, adapter=adapter, ledger=ledger) for adapter in adapters]
    books = [Book(ledger, run, adapter) for adapter in adapters]
    merged = merge_reviews(review for one in pulls for review in [*one.reviews, *one.discarded])
    drafts = [draft for one in pulls for draft in one.drafts]
    kinds = {name: kind for book in books for name, kind in _kinds(book).items()}
    disputed = {item: dissent(by_reviewer, kinds) for item, by_reviewer in merged.items()}
    return Status(
        items=len({id_ for book in books for id_, entry in book.entries().items() if entry.state != "gone"}),
        reviewed=len(merged),
        reviewers=_per_reviewer(pulls, merged, drafts),
        drafts=len(drafts),
        disagreements=sorted(
            (item for item, share in disputed.items() if share), key=lambda item: (-disputed[item], item)
        ),
        stale=sum(review.stale for by_reviewer in merged.values() for review in by_reviewer.values()),
        deleted=sum(len(one.deleted) for one in pulls),
        missing=sorted({item_id for one in pulls for item_id in one.missing}),
        agreement=agreement(merged, kinds),
    )


def _kinds(book: Book) -> dict[str, str]:
    known = book.project()
    return {name: question[0] for name, question in known[1]["questions"].items()} if known else {}


def _per_reviewer(
    pulls: Iterable[PullResult], merged: dict[str, dict[str, Review]], drafts: Iterable[Review]
) -> dict[str, Progress]:
    submitted = Counter(reviewer for by_reviewer in merged.values() for reviewer in by_reviewer)
    drafted = Counter(draft.reviewer for draft in drafts)
    abstained = {(one.item_id, one.reviewer) for pulled in pulls for one in pulled.discarded}
    discarded = Counter(reviewer for item, reviewer in abstained if reviewer not in merged.get(item, {}))
    names = sorted(submitted | drafted | discarded)
    return {name: Progress(submitted[name], drafted[name], discarded[name]) for name in names}
