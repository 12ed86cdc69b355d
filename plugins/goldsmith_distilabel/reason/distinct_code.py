"""Mark rows of code data that repeat an earlier one."""

from typing import Any

from distilabel.steps import GlobalStep, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field

from goldsmith.generate.code import Repeat, repeated_code
from goldsmith_distilabel.curate.joined import joined
from goldsmith_distilabel.curate.marks import MARKS, readable
from goldsmith_distilabel.pipeline.working.row_marks import is_set_aside

__all__ = ["DistinctCode"]

Row = dict[str, Any]


class DistinctCode(GlobalStep):
    r"""Mark rows that repeat an earlier one in any of some columns, as the papers on code data clean theirs.

    Texts are the same if they are without any white space. OSS-Instruct drops what repeats a snippet, a problem or a solution:
    the default. SelfCodeAlign drops what repeats a task or a response, or the names of all its functions or of all its
    classes: `columns=["instruction", "generation"], code_column="code"`. What was dropped repeats nothing for others. Both papers draw an
    order first; here the rows' own order counts.

    Attributes:
        columns: the texts to compare.
        code_column: the Python whose functions and classes are compared by name; "" for none.

    Input columns:
        - snippet, problem, solution (`str`): the columns named by `columns`.
        - id (`str`): The row's stable id.

    Output columns:
        - keep (`bool`): False for every repeat.
        - drop_reason (`str`): What it repeats, and in which column.
        - duplicate_of (`str`): The id of the row it repeats, or "".

    Categories:
        - filtering

    Examples:
        Two problems from the same snippet:

        ```python
        from goldsmith_distilabel.reason import DistinctCode

        step = DistinctCode(columns=["snippet", "problem"])
        step.load()
        rows = [
            {"id": "a", "snippet": "x = 1", "problem": "Set x."},
            {"id": "b", "snippet": "x  = 1\n", "problem": "Count."},
        ]
        first, second = next(step.process(rows))
        assert first["keep"] and second["drop_reason"] == "repeated snippet: of a"
        ```
    """

    columns: list[str] = Field(default_factory=lambda: ["snippet", "problem", "solution"], min_length=1)
    code_column: str = ""

    @property
    def inputs(self) -> StepColumns:
        return [*self.columns, *([self.code_column] if self.code_column else []), "id"]

    @property
    def outputs(self) -> StepColumns:
        return [*MARKS, "duplicate_of"]

    def process(self, *inputs: StepInput) -> StepOutput:
        rows = joined(inputs)
        there = [row for row in rows if not is_set_aside(row)]
        found = repeated_code(
            {name: readable(there, name) for name in self.columns},
            code=readable(there, self.code_column) if self.code_column else None,
        )
        twins = iter(found)
        yield [_told(row, None if is_set_aside(row) else next(twins), there) for row in rows]


def _told(row: Row, repeats: Repeat, rows: list[Row]) -> Row:
    if is_set_aside(row):
        return row | {
            "keep": bool(row.get("keep")),
            "drop_reason": row.get("drop_reason") or "",
            "duplicate_of": "",
        }
    first = str(rows[repeats[1]]["id"]) if repeats else ""
    reason = f"repeated {repeats[0]}: of {first}" if repeats else ""
    return row | {"keep": not repeats, "drop_reason": reason, "duplicate_of": first}
