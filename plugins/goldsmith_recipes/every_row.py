"""Every row that came out of a labelling pipeline, those that a step failed on included."""

from typing import Any

from distilabel.distiset import Distiset

from goldsmith_distilabel import Pipeline
from goldsmith_recipes.run_folder import Rows

__all__ = ["every_row"]


def every_row(distiset: Distiset, pipeline: Pipeline) -> Rows:
    """Return the rows of a run's only leaf, then those set aside; of these the failed ones are dropped with their reason."""
    aside = [_dropped(row, number) for number, row in enumerate(pipeline.set_aside)]
    return [*map(dict, distiset["default"]["train"]), *aside]


def _dropped(row: dict[str, Any], number: int) -> dict[str, Any]:
    if not (error := row.get("error")):
        return row
    known = {"id": f"failed-{number}", "text": "", "source": "synthetic"} | row
    return known | {"keep": False, "drop_reason": f"{error['step']} failed: {error['message']}"}
