"""Where stock Distilabel works, our pipeline gives the same dataset, row for row.

But for one thing: stock keeps the column `distilabel_metadata` without `enable_metadata` too, as it looks for the column
among the splits of a dataset and does not find it there. Ours leaves it out, as the option says.
"""

import random
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from datasets import Dataset
from distilabel.pipeline import Pipeline as StockPipeline
from distilabel.pipeline import routing_batch_function, sample_n_steps
from distilabel.steps import (
    CombineOutputs,
    ExpandColumns,
    GeneratorStep,
    GlobalStep,
    GroupColumns,
    KeepColumns,
    LoadDataFromDicts,
    Step,
    StepInput,
    StepResources,
    step,
)
from distilabel.steps.tasks import TextGeneration
from distilabel.typing import GeneratorStepOutput, StepColumns, StepOutput
from tests.forked import Child
from tests.pipeline_shapes import SHAPES, Oracle, Work, rows_of
from tests.stock import play

from goldsmith_distilabel import Pipeline

ROWS = [{"n": n, "text": f"row {n}"} for n in range(23)]  # no multiple of any batch size here

METADATA = "distilabel_metadata"

NewPipeline = Callable[..., Any]


class Letters(GeneratorStep):
    """Another generator to merge with, which starts where it is told to."""

    @property
    def outputs(self) -> StepColumns:
        return ["letter"]

    def process(self, offset: int = 0) -> GeneratorStepOutput:
        letters = [{"letter": chr(97 + n % 26)} for n in range(len(ROWS))]
        for start in range(offset, len(letters), self.batch_size):
            batch = letters[start : start + self.batch_size]
            yield batch, start + self.batch_size >= len(letters)


class Beside(Step):
    """Puts the rows of its predecessors side by side."""

    def process(self, *inputs: StepInput) -> StepOutput:
        merged = []
        for rows in zip(*inputs, strict=True):
            row: dict[str, Any] = {}
            for part in rows:
                row |= part
            merged.append(row)
        yield merged


class Thrice(Step):
    """Gives every row three times."""

    def process(self, *inputs: StepInput) -> StepOutput:
        yield [row | {"copy": copy} for row in inputs[0] for copy in range(3)]


class NotByFive(Step):
    """Leaves out every fifth row."""

    def process(self, *inputs: StepInput) -> StepOutput:
        yield [row for row in inputs[0] if row["n"] % 5]


class Upper(Step):
    """Works on columns of names of its own."""

    @property
    def inputs(self) -> StepColumns:
        return ["given"]

    @property
    def outputs(self) -> StepColumns:
        return ["made"]

    def process(self, *inputs: StepInput) -> StepOutput:
        yield [row | {"made": row["given"].upper()} for row in inputs[0]]


class Share(GlobalStep):
    """Needs all rows."""

    def process(self, *inputs: StepInput) -> StepOutput:
        whole = sum(row["n"] for row in inputs[0])
        yield [row | {"share": row["n"] / whole} for row in inputs[0]]


class Keeper(Step):
    """Leaves something beside the dataset."""

    def load(self) -> None:
        super().load()
        self.save_artifact(
            "about", lambda folder: (folder / "about.txt").write_text("kept"), {"kind": "text"}
        )

    def process(self, *inputs: StepInput) -> StepOutput:
        yield inputs[0]


@step(inputs=["n"], outputs=["more"])
def add(inputs: StepInput, by: int = 1) -> StepOutput:
    yield [row | {"more": row["n"] + by} for row in inputs]


def load(batch_size: int = 10, **how: Any) -> LoadDataFromDicts:
    return LoadDataFromDicts(name="load", data=ROWS, batch_size=batch_size, **how)


def shape(name: str, new: NewPipeline) -> Any:
    pipeline = new()
    SHAPES[name](pipeline, Oracle())
    return pipeline.run()


def two_generators(new: NewPipeline) -> Any:
    with new() as pipeline:
        [load(7), Letters(name="letters", batch_size=12)] >> Beside(name="beside", input_batch_size=9)
    return pipeline.run()


def routed_to_one(new: NewPipeline) -> Any:
    random.seed(4)
    with new() as pipeline:
        ways = [
            Work(name=name, column="worked", by=by, input_batch_size=10) for name, by in (("a", 2), ("b", 3))
        ]
        load() >> sample_n_steps(1) >> ways >> Work(name="last", column="last", input_batch_size=10)
    return pipeline.run()


@routing_batch_function()
def first_and_last(steps: list[str]) -> list[str]:
    ordered = sorted(steps)
    return [ordered[0], ordered[-1]]


def routed_to_two_of_three(new: NewPipeline) -> Any:
    with new() as pipeline:
        ways = [Work(name=name, column=name, input_batch_size=10) for name in ("a", "b", "c")]
        load() >> first_and_last >> ways >> Beside(name="beside", input_batch_size=10)
    return pipeline.run()


def replicas(new: NewPipeline) -> Any:
    with new() as pipeline:
        twins = Work(name="twins", column="worked", input_batch_size=5, resources=StepResources(replicas=2))
        load() >> twins  # with a global step after it, stock hangs
    return pipeline.run()


def mapped_columns(new: NewPipeline) -> Any:
    with new() as pipeline:
        renamed = Upper(
            name="upper",
            input_mappings={"given": "text"},
            output_mappings={"made": "loud"},
            input_batch_size=10,
        )
        load(output_mappings={}) >> renamed
    return pipeline.run()


def mapped_over_a_column_of_that_name(new: NewPipeline) -> Any:
    data = [{"given": f"hidden {n}", "text": f"shown {n}"} for n in range(12)]
    with new() as pipeline:
        renamed = Upper(name="upper", input_mappings={"given": "text"}, input_batch_size=5)
        LoadDataFromDicts(data=data, batch_size=4) >> renamed
    return pipeline.run()


def one_step_after_the_other(new: NewPipeline) -> Any:
    with new() as pipeline:
        load() >> Work(name="one", column="one") >> Work(name="two", column="two")
    return pipeline.run(load_groups="sequential_step_execution")


def groups_of_steps(new: NewPipeline) -> Any:
    with new() as pipeline:
        (
            load()
            >> Work(name="one", column="one")
            >> Work(name="two", column="two")
            >> Work(name="three", column="three")
        )
    return pipeline.run(load_groups=[["two", "three"]])


def several_leaves(new: NewPipeline) -> Any:
    with new() as pipeline:
        one, other = (Work(name=name, column=name, input_batch_size=10) for name in ("one", "other"))
        load() >> one >> [other, NotByFive(name="fewer", input_batch_size=10)]
    return pipeline.run()


def leaves_at_different_depths(new: NewPipeline) -> Any:
    with new() as pipeline:
        loader = load()
        loader >> Work(name="near", column="near", input_batch_size=10)
        loader >> Work(name="between", column="between") >> Share(name="far")
    return pipeline.run()


def batches_of_all_sizes(new: NewPipeline) -> Any:
    with new() as pipeline:
        (
            load(7)
            >> Thrice(name="thrice", input_batch_size=4)
            >> NotByFive(name="fewer", input_batch_size=11)
            >> Work(name="work", column="worked", input_batch_size=6)
        )
    return pipeline.run()


def several_answers_a_row(new: NewPipeline) -> Any:
    with new() as pipeline:
        apart = TextGeneration(
            name="apart",
            llm=Oracle(),
            template="{{ text }}",
            columns="text",
            num_generations=3,
            input_batch_size=8,
        )
        load() >> apart
    return pipeline.run()


def grouped_answers_expanded(new: NewPipeline) -> Any:
    with new() as pipeline:
        grouped = TextGeneration(
            name="grouped",
            llm=Oracle(),
            template="{{ text }}",
            columns="text",
            num_generations=2,
            group_generations=True,
            input_batch_size=8,
        )
        load() >> grouped >> ExpandColumns(columns=["generation"]) >> KeepColumns(columns=["n", "generation"])
    return pipeline.run()


def two_models_side_by_side(new: NewPipeline) -> Any:
    with new() as pipeline:
        models = [
            TextGeneration(
                name=name, llm=Oracle(wisdom=name), template="{{ text }}", columns="text", input_batch_size=8
            )
            for name in ("deep", "shallow")
        ]
        load() >> models >> GroupColumns(columns=["generation", "model_name"], input_batch_size=8)
    return pipeline.run()


def combined(new: NewPipeline) -> Any:
    with new() as pipeline:
        ways = [Work(name=name, column=name, input_batch_size=8) for name in ("a", "b")]
        load() >> ways >> CombineOutputs(input_batch_size=8)
    return pipeline.run()


def with_metadata(new: NewPipeline) -> Any:
    with new(enable_metadata=True) as pipeline:
        load() >> TextGeneration(name="ask", llm=Oracle(), template="{{ text }}", columns="text")
    return pipeline.run()


def parameters_at_run_time(new: NewPipeline) -> Any:
    with new() as pipeline:
        load() >> add(name="add", input_batch_size=10)
    return pipeline.run(parameters={"load": {"batch_size": 6}, "add": {"by": 100}})


def a_dataset_given(new: NewPipeline) -> Any:
    with new() as pipeline:
        Work(name="work", column="worked", input_batch_size=10)
    return pipeline.run(dataset=Dataset.from_list(ROWS), dataset_batch_size=8)


def batches_through_files(new: NewPipeline) -> Any:
    with new() as pipeline:
        load() >> Work(name="work", column="worked", input_batch_size=10) >> Share(name="share")
    return pipeline.run(
        use_fs_to_pass_data=True, storage_parameters={"path": f"file://{pipeline._cache_dir}/passed"}
    )


def a_generator_alone(new: NewPipeline) -> Any:
    with new() as pipeline:
        load()
    return pipeline.run()


SCENARIOS: list[Callable[[NewPipeline], Any]] = [
    *(partial(shape, name) for name in ("linear", "branching", "generating", "whole")),
    two_generators,
    routed_to_one,
    routed_to_two_of_three,
    mapped_columns,
    mapped_over_a_column_of_that_name,
    one_step_after_the_other,
    groups_of_steps,
    several_leaves,
    leaves_at_different_depths,
    batches_of_all_sizes,
    several_answers_a_row,
    grouped_answers_expanded,
    two_models_side_by_side,
    combined,
    with_metadata,
    parameters_at_run_time,
    a_dataset_given,
    batches_through_files,
    a_generator_alone,
]


def name_of(scenario: Any) -> str:
    return scenario.args[0] if isinstance(scenario, partial) else scenario.__name__


def without(column: str, *mappings: dict[str, Any]) -> None:
    for mapping in mappings:
        mapping.pop(column, None)


def on_both(
    scenario: Callable[[NewPipeline], Any], tell: Callable[[Any], Any], tmp_path: Path
) -> tuple[Any, Any]:
    """What a scenario tells on stock and on ours, played at the same time."""

    def on(kind: Any, cache: Path) -> Any:
        def told(_: Any) -> Any:
            return tell(scenario(lambda **how: kind(name="drop-in", cache_dir=cache / "cache", **how)))

        return Child(lambda: play(kind, cache, told))

    with on(StockPipeline, tmp_path / "stock") as stock, on(Pipeline, tmp_path / "ours") as ours:
        return stock.wait(60).returned, ours.wait(60).returned


@pytest.mark.parametrize("scenario", SCENARIOS, ids=name_of)
def test_the_dataset_is_the_same_row_for_row(scenario: Any, tmp_path: Path) -> None:
    stock, ours = on_both(scenario, rows_of, tmp_path)
    assert list(ours) == list(stock)
    for name, (features, rows) in stock.items():
        assert rows, "a comparison of nothing proves nothing"
        if scenario is not with_metadata:
            without(METADATA, features, *rows)
        assert ours[name][1] == rows
        assert ours[name][0] == features


def test_replicas_give_the_same_rows_and_ours_in_order(tmp_path: Path) -> None:
    # Stock appends batches as they arrive from its two workers.
    stock, ours = on_both(replicas, lambda distiset: distiset["default"]["train"].to_list(), tmp_path)
    assert sorted(ours, key=lambda row: row["n"]) == sorted(stock, key=lambda row: row["n"])
    assert [row["n"] for row in ours] == list(range(len(ROWS)))


def test_what_belongs_to_a_distiset_is_there(tmp_path: Path) -> None:
    def scenario(new: NewPipeline) -> Any:
        with new() as pipeline:
            load() >> Keeper(name="keeper")
        return pipeline.run()

    def told(distiset: Any) -> Any:
        folder = distiset.log_filename_path.parent / "saved"
        distiset.save_to_disk(folder)
        return {
            "artifact": (distiset.artifacts_path / "keeper" / "about" / "about.txt").read_text(),
            "steps": distiset.pipeline_path.read_text().count("type_info"),
            "saved": sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()),
        }

    stock, ours = on_both(scenario, told, tmp_path)
    assert stock.pop("artifact") == ours.pop("artifact") == "kept"
    assert set(ours["saved"]) >= set(stock["saved"])
    assert ours["steps"] == stock["steps"]
