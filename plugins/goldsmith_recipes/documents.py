"""The recipe `documents`: documents -> questions and answers with their evidence -> without near-duplicates -> chat training rows."""

from pathlib import Path
from typing import Any

from distilabel.steps import LoadDataFromDicts

from goldsmith.data import derived_id
from goldsmith.generate import split_passages
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.curate import NearDuplicates
from goldsmith_distilabel.generate import DocumentQuestions, InstructionFromText
from goldsmith_distilabel.llms import llm_from
from goldsmith_recipes.generation_recipe import GenerateOptions, GenerationRecipe
from goldsmith_recipes.read_folder import read_folder
from goldsmith_recipes.run_folder import Rows
from goldsmith_recipes.sft_rows import sft_rows

__all__ = ["RECIPE", "build", "grounded", "passages", "training"]

_SHORT = 600  # characters that the packaged model can read at once


def build(rows: Rows, options: GenerateOptions, cache: Path | None) -> Pipeline:
    """Return the pipeline: three pairs of question and answer a passage, each with its evidence.

    The packaged model is no match for that: it writes the instruction that a passage answers (instruction back-translation).
    """
    local = options.llm == "local"
    with Pipeline(name="documents", cache_dir=cache) as pipeline:
        load = LoadDataFromDicts(name="documents", data=passages(rows) if local else rows)
        told: dict[str, Any] = {
            "name": "ask",
            "llm": llm_from(options.llm),
            "language": options.language,
            "seed": options.seed,
        }
        ask: Any = (
            InstructionFromText(**told, max_new_tokens=48)
            if local
            else DocumentQuestions(**told, num_pairs=3)
        )
        distinct = NearDuplicates(name="distinct", column="instruction", seed=options.seed + 1)
        load >> ask >> distinct
    return pipeline


def passages(rows: Rows) -> Rows:
    """Return each passage of each document as a row.

    >>> [row["text"] for row in passages([{"id": "a", "text": "Rain. " * 200}])][1][:5]
    'Rain.'
    """
    return [
        row | {"id": derived_id(str(row["id"]), str(number)), "text": text}
        for row in rows
        for number, text in enumerate(split_passages(str(row["text"]), _SHORT))
    ]


def training(rows: Rows) -> Rows:
    """Return question and answer as conversations: what a model shall know by heart.

    >>> row = {"id": "a", "instruction": "Who?", "generation": "Ada.", "passage": "Ada did.", "evidence": "Ada did"}
    >>> [turn["content"] for turn in training([row])[0]["messages"]]
    ['Who?', 'Ada.']
    """
    return sft_rows(rows, "generation", [])


def grounded(rows: Rows) -> Rows:
    r"""Return the same with the passage before the question, of rows that have one: what a model shall read off a text.

    >>> row = {"id": "a", "instruction": "Who?", "generation": "Ada.", "passage": "Ada did.", "evidence": "Ada did"}
    >>> grounded([row])[0]["messages"][0]["content"]
    'Ada did.\n\nWho?'
    """
    asked = [row for row in rows if row.get("passage")]
    return training([row | {"instruction": f"{row['passage']}\n\n{row['instruction']}"} for row in asked])


RECIPE = GenerationRecipe(
    name="documents",
    sample="documents",
    licence="Apache-2.0",
    column="text",
    build=build,
    training=training,
    shown=("instruction", "generation"),
    read=read_folder,
    exports={"grounded.jsonl": grounded},
)
