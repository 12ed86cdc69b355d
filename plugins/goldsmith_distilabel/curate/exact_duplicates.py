"""Mark rows that repeat an earlier one."""

from distilabel.steps import GlobalStep, StepInput
from distilabel.typing import StepColumns, StepOutput

from goldsmith.dedup import exact_duplicates
from goldsmith_distilabel.curate.joined import joined
from goldsmith_distilabel.curate.marks import MARKS, columns_of, mark, numbers

__all__ = ["ExactDuplicates"]


class ExactDuplicates(GlobalStep):
    """Mark rows whose text equals that of a row that stays, after normalisation.

    Rows that an earlier step dropped are left as they are, so that nothing is dropped in favour of them. Several predecessors may lead here: their rows are joined, in the order in which they were connected, and a column
    that only some of them have is None in the others.

    Attributes:
        column: the text to compare, or several that must all be equal.
        group: a column; rows that differ in it are never duplicates of each other.
        score: a column of numbers; of equal rows the one with the highest stays. By default the first does.

    Input columns:
        - text (`str`): the column, or each of those, named by `column`; a missing text is empty.
        - id (`str`): the row's stable id.

    Output columns:
        - keep (`bool`): False for every repeat; one of its kind stays.
        - drop_reason (`str`): which row it repeats.
        - duplicate_of (`str`): the id of the row it repeats, or None.
        - cluster (`str`): the id of the one of its kind that stays; None for a row that was not compared.

    Categories:
        - filtering

    Examples:
        Mark a comment that differs only in case and blanks:

        ```python
        from goldsmith_distilabel.curate import ExactDuplicates

        step = ExactDuplicates()
        step.load()
        rows = next(step.process([{"id": "a", "text": "Nice song"}, {"id": "b", "text": "nice  SONG"}]))
        assert [row["duplicate_of"] for row in rows] == [None, "a"]
        ```
    """

    column: str | list[str] = "text"
    group: str | None = None
    score: str | None = None

    @property
    def inputs(self) -> StepColumns:
        columns = [self.column] if isinstance(self.column, str) else self.column
        return [*columns, "id", *(name for name in (self.group, self.score) if name)]

    @property
    def outputs(self) -> StepColumns:
        return [*MARKS, "duplicate_of", "cluster"]

    def process(self, *inputs: StepInput) -> StepOutput:
        rows = joined(inputs)
        places = [place for place, row in enumerate(rows) if row.get("keep") is not False]
        standing = [rows[place] for place in places]
        found = exact_duplicates(
            columns_of(standing, self.column),
            scores=numbers(standing, self.score) if self.score else None,
            groups=[row.get(self.group) for row in standing] if self.group else None,
        )
        reasons: list[str | None] = [None] * len(rows)
        noted = [{"duplicate_of": row.get("duplicate_of"), "cluster": row.get("cluster")} for row in rows]
        for place, other in zip(places, found.tolist(), strict=True):
            twin = standing[other]["id"]
            noted[place] = {"duplicate_of": None, "cluster": twin}
            if places[other] != place:
                reasons[place] = f"duplicate: of {twin}"
                noted[place]["duplicate_of"] = twin
        yield [row | more for row, more in zip(mark(rows, reasons), noted, strict=True)]
