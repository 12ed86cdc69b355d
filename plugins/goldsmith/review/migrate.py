"""Asking something else of rows that have been reviewed, without asking all over again."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from goldsmith.errors import InputError, ReviewError
from goldsmith.review.adapter import Response, ReviewAdapter
from goldsmith.review.book import Book
from goldsmith.review.items import ReviewItem, content_hash
from goldsmith.review.ledger import Ledger
from goldsmith.review.pull import pull
from goldsmith.review.push import PushResult, bring_in_line
from goldsmith.review.renamed import Renamed
from goldsmith.review.reviews import Review
from goldsmith.review.schema import ReviewSchema

__all__ = ["MigrationResult", "migrate"]

NO_ITEM = "not among the items"
NO_ANSWER = "answers nothing that is still asked"


@dataclass(frozen=True, slots=True)
class MigrationResult:
    """What became of a run's reviews in a new run.

    Attributes:
        pushed: what was done with the items.
        complete: reviews and abstentions that stand in the new project, under their authors' names; of what was given in the old
            project after a record had moved, only the ledger knows.
        open: reviews that count in every pull for what they answer; in the new project their authors are asked again, because a
            required question is new, an answer has gone, or the text is another.
        left: {reason: how many reviews have no place in the new run}.
    """

    pushed: PushResult
    complete: int
    open: int
    left: dict[str, int]


def migrate(
    items: Iterable[ReviewItem],
    schema: ReviewSchema,
    *,
    run: str,
    to: str,
    adapter: ReviewAdapter,
    ledger: Ledger,
    renamed: Renamed | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> MigrationResult:
    """Push `items` under the run `to`, which asks `schema`, and carry the reviews of `run` there.

    Neither tool lets a project that has answers ask something else, so there is a new one; the old one stays as it is, and reviewers go on
    in the new. Nobody's answer is changed or made up: a review is put into the new project, as its author's, where it answers every
    required question and saw the present text; else it stays in the ledger, counts for what it does answer, and its author is asked again.
    A record that has reached the new project is not touched again, so an interrupted migration can be repeated. A later repetition also
    brings the reviews that were given in the old project meanwhile, into the ledger. Drafts stay behind.

    Args:
        renamed: what is called otherwise in `schema`.

    Raises:
        InputError: an item or `renamed` does not fit the schema, or both runs are one; nothing was sent.
        ReviewError: `run` has no project.
        SchemaDriftError: `to` has a project already, and it asks something else.
    """
    items, renamed = list(items), renamed or Renamed()
    if run == to:
        raise InputError(f"run {run!r} cannot be migrated to itself: name another, e.g. to={run + '-2'!r}")
    renamed.check(schema)
    kept, left = _translated(_reviews(run, adapter, ledger), renamed, schema, {item.id for item in items})
    users = _users(run, adapter)
    shown = {item.id: content_hash(item) for item in items}
    carried: dict[str, list[Response]] = {}
    for review in kept:
        if review.remote_id in users and _is_whole(review, schema, shown):
            response = _as_response(review, users[review.remote_id])
            carried.setdefault(review.item_id, []).append(response)
    pushed = bring_in_line(
        items, schema, run=to, adapter=adapter, ledger=ledger, progress=progress, carried=carried
    )
    Book(ledger, to, adapter).record(
        replace(review, remote_id=f"{run}: {review.remote_id}") for review in kept
    )
    complete = sum(map(len, carried.values()))
    return MigrationResult(pushed, complete, len(kept) - complete, dict(left))


def _reviews(run: str, adapter: ReviewAdapter, ledger: Ledger) -> list[Review]:
    pulled = pull(run=run, adapter=adapter, ledger=ledger)
    return [*pulled.reviews, *pulled.discarded]


def _users(run: str, adapter: ReviewAdapter) -> dict[str, str]:
    """Return {id of an answer: its author's id}."""
    project = adapter.project(run)
    if project is None:
        raise ReviewError(f"{adapter.tool} at {adapter.server} has no review project of run {run!r} any more")
    return {one.remote_id: one.user_id for one in adapter.responses(project)}


def _translated(
    reviews: Iterable[Review], renamed: Renamed, schema: ReviewSchema, item_ids: set[str]
) -> tuple[list[Review], Counter[str]]:
    kept: list[Review] = []
    left: Counter[str] = Counter()
    for review in reviews:
        values = renamed.answers(review.values, schema)
        if review.item_id not in item_ids:
            left[NO_ITEM] += 1
        elif review.status == "submitted" and not values:
            left[NO_ANSWER] += 1
        else:
            kept.append(replace(review, values=values))
    return kept, left


def _is_whole(review: Review, schema: ReviewSchema, shown: Mapping[str, str]) -> bool:
    asked = {question.name for question in schema.questions if question.required}
    answered = review.status == "discarded" or asked <= review.values.keys()
    return answered and not review.stale and review.content_hash == shown[review.item_id]


def _as_response(review: Review, user_id: str) -> Response:
    return Response(
        item_id=review.item_id,
        remote_id=review.remote_id,
        user_id=user_id,
        user_name=review.reviewer,
        status=review.status,
        values=review.values,
        updated_at=review.updated_at,
    )
