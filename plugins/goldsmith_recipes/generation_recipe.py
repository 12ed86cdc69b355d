"""What a recipe that writes new data is: a pipeline, sample data to begin with, and the training data it ends in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from goldsmith.data import provenance, read_rows, row_ids
from goldsmith.errors import InputError
from goldsmith.quality import Report, Section
from goldsmith_distilabel import Pipeline
from goldsmith_recipes.run_folder import Rows

__all__ = ["GenerateOptions", "GenerationRecipe", "load_recipe", "sample_path"]


@dataclass(frozen=True)
class GenerateOptions:
    """What a run can be told.

    Attributes:
        llm: a model as `goldsmith_distilabel.llms.llm_from` names it.
        judge: the model that judges, likewise; "" takes `llm`.
        count: how many of the given rows the recipe begins with; of one that grows its rows, how many new ones it makes.
        language: the language to write in, as "German"; "" for that of the material.
        seed: of every random choice.
        rivals: more models, for a recipe that compares them.
        label_steps: whether each step of a chain is labelled, for a recipe that can.
    """

    llm: str = "local"
    judge: str = ""
    count: int = 20
    language: str = ""
    seed: int = 0
    rivals: tuple[str, ...] = ()
    label_steps: bool = False


def _nothing(_: Rows) -> dict[str, Any]:
    return {}


def _no_sections(_: dict[str, Any]) -> list[Section]:
    return []


@dataclass(frozen=True)
class GenerationRecipe:
    """A recipe; its module holds one by the name of RECIPE.

    Attributes:
        name: as on the command line.
        sample: the file or folder of `goldsmith_recipes/data` that it takes without `--data`.
        licence: of the sample.
        column: the column that every row of a file must have, and hold text.
        build: makes the pipeline of rows, options and a folder for its cache (None: Distilabel's own).
        training: makes training rows of the rows that were kept.
        shown: the columns to look at first.
        grows: whether it begins with all given rows and makes `count` new ones.
        makes: what the rows that it ends in are.
        saved_as: the name of their file and folder.
        measured: what the recipe measures on all rows, those set aside included; plain values, for the summary.
        sections: the report's sections about that.
        simulated: whether people are only simulated in what it measures; every part of the report then says so.
        compares: whether it takes several models.
        labels_steps: whether it can label the steps of chains.
        asks_a_model: whether there is any model to ask.
        takes_blanks: whether a row may have nothing in its column.
        read: reads the file or folder of `--data`, given it and the column.
        exports: further files, name -> what makes their rows of those that were kept.
        exports_of_all: likewise, of those that were kept and those set aside.
        pages: further reports, name -> what makes them of the rows as they were given, of all rows at the end and of the options, or
            None where there is nothing to tell.
    """

    name: str
    sample: str
    licence: str
    column: str
    build: Callable[[Rows, Any, Path | None], Pipeline]
    training: Callable[[Rows], Rows]
    shown: tuple[str, ...]
    grows: bool = False
    makes: str = "training rows"
    saved_as: str = "train"
    measured: Callable[[Rows], dict[str, Any]] = _nothing
    sections: Callable[[dict[str, Any]], list[Section]] = _no_sections
    simulated: bool = False
    compares: bool = False
    labels_steps: bool = False
    asks_a_model: bool = True
    takes_blanks: bool = False
    read: Callable[[Path, str], Rows] = read_rows
    exports: Mapping[str, Callable[[Rows], Rows]] = field(default_factory=dict)
    exports_of_all: Mapping[str, Callable[[Rows], Rows]] = field(default_factory=dict)
    pages: Mapping[str, Callable[[Rows, Rows, Any], Report | None]] = field(default_factory=dict)

    def rows(self, raw: Rows, options: GenerateOptions, source: str, column: str = "") -> Rows:
        """Return the given rows as the pipeline takes them, each with an id and its provenance.

        Raises:
            InputError: a row has nothing in its column, or there are rivals or steps to label that the recipe has no use for.
        """
        if options.rivals and not self.compares:
            raise InputError(f"the recipe {self.name} takes one model: leave --rival out")
        if options.label_steps and not self.labels_steps:
            raise InputError(f"the recipe {self.name} has no chains to label: leave --label-steps out")
        column = column or self.column
        few = raw if self.grows else raw[: options.count]
        for number, row in enumerate(few, start=1):
            if not self.takes_blanks and not str(row.get(column) or "").strip():
                raise InputError(f"row {number} has no {column}: leave such rows out")
        ids = [str(row["id"]) for row in few if row.get("id")]
        if len(set(ids)) < len(few):
            ids = row_ids([row[column] for row in few])
        licence = self.licence if source == self.sample else ""
        given = provenance("given") | {"source": source, "licence": licence}
        return [
            {name: value for name, value in row.items() if name != column and value is not None}
            | {self.column: row[column], "id": key, "provenance": given}
            for key, row in zip(ids, few, strict=True)
        ]


def load_recipe(name: str) -> GenerationRecipe:
    """Return the recipe of `goldsmith_recipes/<name>.py`, where a hyphen of the name is an underscore."""
    recipe: GenerationRecipe = import_module(f"goldsmith_recipes.{name.replace('-', '_')}").RECIPE
    return recipe


def sample_path(recipe: GenerationRecipe) -> Path:
    """Return the sample data of a recipe."""
    return Path(__file__).parent / "data" / recipe.sample
