"""Five small pipelines that tell what they compute, for tests that kill them.

Every step appends a line to the file named by `$SHAPES_LOG` when it has computed a batch, and the language model one for
every answer, so that a test can see what was computed again. Each has 60 rows in batches of 10 and takes a few
milliseconds a row.
"""

import asyncio
import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from distilabel.models.llms.base import AsyncLLM
from distilabel.steps import GeneratorStep, GlobalStep, LoadDataFromDicts, Step, StepInput
from distilabel.steps.tasks import TextGeneration
from distilabel.typing import FormattedInput, GenerateOutput, GeneratorStepOutput, StepColumns, StepOutput

__all__ = ["BATCH", "ROWS", "SHAPES", "Oracle", "Work", "notes", "rows_of", "tell"]

ROWS = 60
BATCH = 10
_LOG = "SHAPES_LOG"
_SECONDS_A_ROW = 0.002


def tell(line: str) -> None:
    """Append a line in one write, which the lines of other processes cannot tear."""
    file = os.open(os.environ[_LOG], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        os.write(file, f"{line}\n".encode())
    finally:
        os.close(file)


def notes(log: Path) -> list[str]:
    """Return the lines told so far."""
    return log.read_text().splitlines() if log.exists() else []


class Work(Step):
    """Adds a column, slowly; `by` is a parameter to change between runs."""

    column: str
    by: int = 1

    @property
    def inputs(self) -> StepColumns:
        return ["n"]

    @property
    def outputs(self) -> StepColumns:
        return [self.column]

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        time.sleep(_SECONDS_A_ROW * len(rows))
        worked = [row | {self.column: row["n"] * self.by} for row in rows]
        tell(f"{self.name} {rows[0]['n']}")
        yield worked


class Sum(Step):
    """Merges two branches, row by row."""

    @property
    def inputs(self) -> StepColumns:
        return ["n", "left", "right"]

    @property
    def outputs(self) -> StepColumns:
        return ["sum"]

    def process(self, *inputs: StepInput) -> StepOutput:
        merged = [one | other for one, other in zip(*inputs, strict=True)]
        tell(f"{self.name} {merged[0]['n']}")
        yield [row | {"sum": row["left"] + row["right"]} for row in merged]


class Drip(GeneratorStep):
    """Generates rows slowly, a batch at a time, from any offset."""

    @property
    def outputs(self) -> StepColumns:
        return ["n"]

    def process(self, offset: int = 0) -> GeneratorStepOutput:
        for start in range(offset, ROWS, BATCH):
            time.sleep(_SECONDS_A_ROW * BATCH)
            tell(f"{self.name} {start}")
            yield [{"n": n} for n in range(start, start + BATCH)], start + BATCH >= ROWS


class Rank(GlobalStep):
    """Needs all rows at once, and orders them anew."""

    @property
    def inputs(self) -> StepColumns:
        return ["n"]

    @property
    def outputs(self) -> StepColumns:
        return ["rank"]

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        ordered = sorted(rows, key=lambda row: (row["n"] % 7, row["n"]))
        tell(f"{self.name} {ordered[0]['n']}")
        yield [row | {"rank": rank} for rank, row in enumerate(ordered)]


class MarkOdd(Step):
    """Marks the odd rows as dropped, as our filters do."""

    @property
    def inputs(self) -> StepColumns:
        return ["n"]

    @property
    def outputs(self) -> StepColumns:
        return ["keep", "drop_reason"]

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        tell(f"{self.name} {rows[0]['n']}")
        odd = [row["n"] % 2 == 1 for row in rows]
        yield [
            row | {"keep": not is_odd, "drop_reason": "odd" if is_odd else None}
            for row, is_odd in zip(rows, odd, strict=True)
        ]


class LeaveOut(Step):
    """Leaves rows out, as Distilabel's filters do: the last batch is left empty."""

    @property
    def inputs(self) -> StepColumns:
        return ["n"]

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        tell(f"{self.name} {rows[0]['n']}")
        yield [row for row in rows if row["n"] % 3 and row["n"] < ROWS - 2 * BATCH]


class Oracle(AsyncLLM):
    """Answers after a few milliseconds; the same question gets the same answer in any process."""

    wisdom: str = "deep"

    @property
    def model_name(self) -> str:
        return f"oracle-{self.wisdom}"

    async def agenerate(self, input: FormattedInput, num_generations: int = 1) -> GenerateOutput:  # noqa: A002
        question = str(input[-1]["content"])
        digest = hashlib.sha256(f"{self.wisdom} {question}".encode()).hexdigest()
        await asyncio.sleep(int(digest[:2], 16) / 255 * 0.01)
        tell(f"asked {question} {digest[:12]}")
        return {
            "generations": [digest[:12]] * num_generations,
            "statistics": {
                "input_tokens": [len(question)] * num_generations,
                "output_tokens": [12] * num_generations,
            },
        }


def _load(**columns: Callable[[int], Any]) -> LoadDataFromDicts:
    rows = [{"n": n} | {name: make(n) for name, make in columns.items()} for n in range(ROWS)]
    return LoadDataFromDicts(data=rows, batch_size=BATCH)


def linear(pipeline: Any, llm: AsyncLLM) -> None:
    """Questions to a language model, and a step after it."""
    with pipeline:
        ask = TextGeneration(
            name="ask", llm=llm, template="{{ question }}?", columns="question", input_batch_size=BATCH
        )
        (
            _load(question="what is {}".format)
            >> ask
            >> Work(name="work", column="worked", input_batch_size=BATCH)
        )


def branching(pipeline: Any, _: AsyncLLM) -> None:
    """Two branches that meet again."""
    with pipeline:
        left = Work(name="left", column="left", by=2, input_batch_size=BATCH)
        right = Work(name="right", column="right", by=3, input_batch_size=BATCH // 2)
        _load() >> [left, right] >> Sum(name="sum", input_batch_size=BATCH)


def generating(pipeline: Any, _: AsyncLLM) -> None:
    """A generator that takes its time, and two steps of another batch size."""
    with pipeline:
        first = Work(name="first", column="first", input_batch_size=4)
        (
            Drip(name="drip", batch_size=BATCH)
            >> first
            >> Work(name="second", column="second", input_batch_size=15)
        )


def whole(pipeline: Any, _: AsyncLLM) -> None:
    """A step in the middle that needs all rows at once."""
    with pipeline:
        before = Work(name="before", column="before", input_batch_size=BATCH)
        after = Work(name="after", column="after", input_batch_size=BATCH)
        _load() >> before >> Rank(name="rank") >> after


def filtering(pipeline: Any, _: AsyncLLM) -> None:
    """Rows marked as dropped, and rows left out."""
    with pipeline:
        marked = Work(name="marked", column="marked", input_batch_size=BATCH)
        rest = Work(name="rest", column="rest", input_batch_size=BATCH)
        (
            _load()
            >> MarkOdd(name="odd", input_batch_size=BATCH)
            >> marked
            >> LeaveOut(name="out", input_batch_size=BATCH)
            >> rest
        )


SHAPES = {shape.__name__: shape for shape in (linear, branching, generating, whole, filtering)}


def rows_of(distiset: Any) -> dict[str, Any]:
    """Everything a dataset holds, by configuration: its columns with their types, and its rows."""
    return {
        name: (distiset[name]["train"].features, distiset[name]["train"].to_list())
        for name in sorted(distiset)
    }
