"""The recipe `documents`: documents -> questions and answers with their evidence -> without near-duplicates -> chat training rows."""

from pathlib import Path

from distilabel.steps import LoadDataFromDicts

from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.curate import NearDuplicates
from goldsmith_distilabel.generate import DocumentQuestions
from goldsmith_distilabel.llms import llm_from
from goldsmith_recipes.generation_recipe import GenerateOptions, GenerationRecipe
from goldsmith_recipes.read_folder import read_folder
from goldsmith_recipes.run_folder import Rows
from goldsmith_recipes.sft_rows import sft_rows

__all__ = ["RECIPE", "build", "grounded", "training"]


def build(rows: Rows, options: GenerateOptions, cache: Path | None) -> Pipeline:
    """Return the pipeline: three pairs a passage; the packaged model is asked for one of a short passage, which it can do."""
    pairs, longest = (1, 800) if options.llm == "local" else (3, 2_000)
    with Pipeline(name="documents", cache_dir=cache) as pipeline:
        load = LoadDataFromDicts(name="documents", data=rows)
        ask = DocumentQuestions(
            name="ask",
            llm=llm_from(options.llm),
            num_pairs=pairs,
            max_chars=longest,
            language=options.language,
            seed=options.seed,
        )
        distinct = NearDuplicates(name="distinct", column="instruction", seed=options.seed + 1)
        load >> ask >> distinct
    return pipeline


def training(rows: Rows) -> Rows:
    """Return question and answer as conversations: what a model shall know by heart.

    >>> row = {"id": "a", "instruction": "Who?", "generation": "Ada.", "passage": "Ada did.", "passage_index": 0, "evidence": "Ada did"}
    >>> [turn["content"] for turn in training([row])[0]["messages"]]
    ['Who?', 'Ada.']
    """
    return sft_rows(rows, "generation", ["passage_index", "evidence"])


def grounded(rows: Rows) -> Rows:
    r"""Return the same with the passage before the question: what a model shall read off a text that it is given.

    >>> row = {"id": "a", "instruction": "Who?", "generation": "Ada.", "passage": "Ada did.", "passage_index": 0, "evidence": "Ada did"}
    >>> grounded([row])[0]["messages"][0]["content"]
    'Ada did.\n\nWho?'
    """
    return training([row | {"instruction": f"{row['passage']}\n\n{row['instruction']}"} for row in rows])


RECIPE = GenerationRecipe(
    name="documents",
    sample="documents",
    licence="Apache-2.0",
    column="text",
    build=build,
    training=training,
    shown=("instruction", "generation", "evidence", "passage"),
    read=read_folder,
    exports={"grounded.jsonl": grounded},
)
