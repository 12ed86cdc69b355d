"""The recipe `code`: real code in; tasks, and responses that pass their own tests, out."""

from pathlib import Path
from typing import Any

from distilabel.steps import LoadDataFromDicts

from goldsmith.data import read_rows
from goldsmith.export import to_dpo
from goldsmith.generate.code import candidate_pairs, read_code_files
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.curate import NearDuplicates
from goldsmith_distilabel.llms import llm_from
from goldsmith_distilabel.reason import CodeFromSnippet, DistinctCode, SelfCodeAlign, TestedResponses
from goldsmith_recipes.code_report import measured, sections
from goldsmith_recipes.generation_recipe import GenerateOptions, GenerationRecipe
from goldsmith_recipes.run_folder import Rows
from goldsmith_recipes.sft_rows import sft_rows

__all__ = ["RECIPE", "build", "pairs", "read", "training"]

_SHORT, _LONG = 200, 1536  # the longest answer, in tokens


def read(path: Path, column: str) -> Rows:
    """Return the files of code of a folder, or the rows of a file.

    Raises:
        InputError: there is nothing that can be read.
    """
    return read_code_files(path, column) if path.is_dir() else read_rows(path, column)


def build(rows: Rows, options: GenerateOptions, cache: Path | None) -> Pipeline:
    """Return the pipeline: of each document a problem (OSS-Instruct), and of each of its functions a task (SelfCodeAlign).

    Both are answered ten times, with tests; what repeats or nearly repeats another is dropped. The packaged model is asked for less, one
    function a document, two examples and three short responses: what it writes hardly ever passes.
    """
    local = options.llm == "local"
    told: dict[str, Any] = {"language": options.language, "seed": options.seed}
    asked: dict[str, Any] = told | {"max_new_tokens": _SHORT if local else _LONG}
    answered: dict[str, Any] = asked | {"n": 3 if local else 10}
    with Pipeline(name="code", cache_dir=cache) as pipeline:
        load = LoadDataFromDicts(name="documents", data=rows)
        problems = CodeFromSnippet(name="problems", llm=llm_from(options.llm), **asked)
        responses = TestedResponses(name="responses", llm=llm_from(options.llm), **answered)
        tasks = SelfCodeAlign(
            name="tasks",
            llm=llm_from(options.llm),
            num_snippets=1 if local else None,
            num_examples=2 if local else 8,
            **answered,
        )
        distinct = DistinctCode(
            name="distinct",
            columns=["snippet", "instruction", "solution", "generation"],
            code_column="code",
        )
        near = NearDuplicates(name="near", column="instruction")
        load >> [problems, tasks]
        problems >> responses
        [responses, tasks] >> distinct >> near
    return pipeline


def training(rows: Rows) -> Rows:
    """Return the rows as conversations, each with its tests.

    >>> row = {"id": "a", "instruction": "Add.", "generation": "a + b", "tests": "assert f(1, 2) == 3", "pass_rate": 0.5}
    >>> training([row | {"snippet": "x"}])[0]["tests"]
    'assert f(1, 2) == 3'
    """
    return sft_rows(rows, "generation", ["tests", "pass_rate", "snippet"])


def pairs(rows: Rows) -> Rows:
    """Return pairs of a response that passed and one that failed, in the form that TRL's DPO trainer takes."""
    found = candidate_pairs(rows)
    return [
        pair | {"rejected_outcome": one["rejected_outcome"]}
        for pair, one in zip(to_dpo(found), found, strict=True)
    ]


RECIPE = GenerationRecipe(
    name="code",
    sample="code",
    licence="Apache-2.0",
    column="document",
    build=build,
    training=training,
    shown=("instruction", "generation", "tests", "pass_rate"),
    measured=measured,
    sections=sections,
    read=read,
    exports={"preferences.jsonl": pairs},
)
