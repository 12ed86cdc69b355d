"""The rows that are still wanted."""

from collections.abc import Sequence
from typing import Any

from goldsmith_distilabel.pipeline.working.row_marks import failure

__all__ = ["live_rows"]


def live_rows(rows: Sequence[dict[str, Any]]) -> list[int]:
    """Return the places of the rows that no filter dropped and no step failed on.

    >>> live_rows([{"keep": False}, {}, {"keep": True}])
    [1, 2]
    """
    return [at for at, row in enumerate(rows) if row.get("keep") is not False and not failure(row)]
