"""Mark rows that repeat an earlier one."""

from distilabel.steps import GlobalStep, StepInput
from distilabel.typing import StepColumns, StepOutput

from goldsmith.dedup import exact_duplicates
from goldsmith_distilabel.curate.joined import joined
from goldsmith_distilabel.curate.marks import MARKS, mark, readable

__all__ = ["ExactDuplicates"]


class ExactDuplicates(GlobalStep):
    """Mark rows whose text equals an earlier row's after normalisation.

    Several predecessors may lead here: their rows are joined, in the order in which they were connected, and a column
    that only some of them have is None in the others.

    Attributes:
        column: the text to compare.

    Input columns:
        - text (`str`): the column named by `column`.
        - id (`str`): the row's stable id.

    Output columns:
        - keep (`bool`): False for every repeat; the first of its kind stays.
        - drop_reason (`str`): which row it repeats.
        - duplicate_of (`str`): the id of the row it repeats, or None.

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

    column: str = "text"

    @property
    def inputs(self) -> StepColumns:
        return [self.column, "id"]

    @property
    def outputs(self) -> StepColumns:
        return [*MARKS, "duplicate_of"]

    def process(self, *inputs: StepInput) -> StepOutput:
        rows = joined(inputs)
        first = exact_duplicates(readable(rows, self.column))
        twins = [None if other == index else rows[other]["id"] for index, other in enumerate(first)]
        marked = mark(rows, [twin and f"duplicate: of {twin}" for twin in twins])
        yield [row | {"duplicate_of": twin} for row, twin in zip(marked, twins, strict=True)]
