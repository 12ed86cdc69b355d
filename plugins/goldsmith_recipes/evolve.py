"""Questions -> harder and rarer ones with responses (Evol-Instruct) -> without near-duplicates -> chat training rows."""

from pathlib import Path

from distilabel.steps import LoadDataFromDicts

from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.curate import NearDuplicates
from goldsmith_distilabel.generate import EvolInstructLoop
from goldsmith_distilabel.llms import llm_from
from goldsmith_recipes.generation_recipe import GenerateOptions, GenerationRecipe
from goldsmith_recipes.run_folder import Rows
from goldsmith_recipes.sft_rows import sft_rows

__all__ = ["RECIPE", "build", "training"]


def build(rows: Rows, options: GenerateOptions, cache: Path | None) -> Pipeline:
    """Return the pipeline: two epochs, so that a laptop is done in minutes (the paper's four: `EvolInstructLoop`'s own).

    The packaged model finds any two instructions equal, so where it would judge, it is not asked.
    """
    judge = options.judge or options.llm
    with Pipeline(name="evolve", cache_dir=cache) as pipeline:
        load = LoadDataFromDicts(name="questions", data=rows)
        evolve = EvolInstructLoop(
            name="evolve",
            llm=llm_from(options.llm),
            judge=llm_from(judge),
            information_gain=judge != "local",
            epochs=2,
            max_new_tokens=400,
            max_response_tokens=400,
            language=options.language,
            seed=options.seed,
        )
        # An evolved instruction keeps most words of its parent: only those of the same epoch are compared.
        distinct = NearDuplicates(name="distinct", column="instruction", group="epoch")
        load >> evolve >> distinct
    return pipeline


def training(rows: Rows) -> Rows:
    """Return the rows as conversations, those without a response or with a cut one left out.

    >>> row = {"id": "a", "instruction": "Hi.", "generation": "Hello.", "generation_cut": False, "operation": "deepen"}
    >>> [turn["content"] for turn in training([row | {"root_id": "s", "epoch": 1}])[0]["messages"]]
    ['Hi.', 'Hello.']
    """
    whole = [row for row in rows if row["generation"].strip() and not row["generation_cut"]]
    return sft_rows(whole, "generation", ["root_id", "epoch", "operation"])


RECIPE = GenerationRecipe(
    name="evolve",
    sample="mt_bench_questions.jsonl",
    licence="Apache-2.0",
    column="instruction",
    build=build,
    training=training,
    shown=("instruction", "generation", "operation", "epoch"),
)
