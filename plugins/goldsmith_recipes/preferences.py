"""Questions -> four answers each -> ratings of four aspects (UltraFeedback) -> the best beside another: pairs for DPO."""

from pathlib import Path

from distilabel.steps import LoadDataFromDicts
from distilabel.steps.tasks import TextGeneration

from goldsmith.export import to_dpo
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.generate import AspectRatings, PreferencePairs
from goldsmith_distilabel.llms import llm_from
from goldsmith_recipes.generation_recipe import GenerateOptions, GenerationRecipe
from goldsmith_recipes.run_folder import Rows

__all__ = ["RECIPE", "build", "training"]


def build(rows: Rows, options: GenerateOptions, cache: Path | None) -> Pipeline:
    """Return the pipeline. The packaged model rates like a coin: its pairs show the form, not a preference."""
    with Pipeline(name="preferences", cache_dir=cache) as pipeline:
        load = LoadDataFromDicts(name="questions", data=rows)
        answer = TextGeneration(
            name="answer",
            llm=llm_from(options.llm, temperature=1.0, max_new_tokens=200),
            num_generations=4,
            group_generations=True,
            output_mappings={"generation": "generations"},
        )
        rate = AspectRatings(
            name="rate",
            llm=llm_from(options.judge or options.llm),
            max_new_tokens=300,
            language=options.language,
            seed=options.seed,
        )
        pair = PreferencePairs(name="pair", seed=options.seed)
        load >> answer >> rate >> pair
    return pipeline


def training(rows: Rows) -> Rows:
    """Return the pairs in the form that TRL's DPO trainer takes."""
    more = ("chosen_score", "rejected_score", "margin", "length_difference")
    return [pair | {name: row[name] for name in more} for pair, row in zip(to_dpo(rows), rows, strict=True)]


RECIPE = GenerationRecipe(
    name="preferences",
    sample="mt_bench_questions.jsonl",
    licence="Apache-2.0",
    column="instruction",
    build=build,
    training=training,
    shown=("chosen", "rejected", "margin", "instruction"),
)
