"""Another try at the rows of a finished batch on which the step raised in an earlier run."""

import pickle
from collections import Counter

from goldsmith_distilabel.pipeline.conducting.batch_journal import BatchRecord
from goldsmith_distilabel.pipeline.working.row_marks import Rows, failure
from goldsmith_distilabel.pipeline.working.step_runner import BatchResult

__all__ = ["failed_rows", "mended"]


def failed_rows(record: BatchRecord) -> Rows:
    """Return the rows on which the step raised, as they were before."""
    rows = [record.rows[number] for number in record.meta["raised"]]
    return [{key: value for key, value in row.items() if key != "error"} for row in rows]


def mended(record: BatchRecord, result: BatchResult) -> BatchResult:
    """Return the batch with what the second try made of those rows in their places.

    The counts are those of the batch as it now stands; tokens, cost and seconds are those of the second try alone.
    """
    places: list[int] = list(record.meta["raised"])
    again: Rows = pickle.loads(result.pickled)  # noqa: S301 - our own worker's
    if len(again) == len(places):
        fresh = dict(zip(places, again, strict=True))
        rows = [fresh.get(number, row) for number, row in enumerate(record.rows)]
        raised = [places[number] for number in result.meta["raised"]]
    else:  # the step gives another number of rows than it takes
        whole = [row for number, row in enumerate(record.rows) if number not in set(places)]
        rows = whole + again
        raised = [len(whole) + number for number in result.meta["raised"]]
    failed = Counter(record.meta["failed"])
    failed.subtract(told["kind"] for number in places if (told := failure(record.rows[number])))
    meta = {
        **result.meta,
        "rows_in": record.meta["rows_in"],
        "rows_out": record.meta["rows_out"] + result.meta["rows_out"],
        "failed": +failed + Counter(result.meta["failed"]),
        "dropped": Counter(record.meta["dropped"]) + Counter(result.meta["dropped"]),
        "raised": raised,
    }
    return BatchResult(pickle.dumps(rows, protocol=5), meta)
