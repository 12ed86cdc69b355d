"""The recipe `instructions`: tasks of people in, new tasks with inputs and outputs out (Self-Instruct)."""

from pathlib import Path

from goldsmith.data import derived_id
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.curate import RefusalFilter
from goldsmith_distilabel.generate import SelfInstructLoop
from goldsmith_distilabel.llms import llm_from
from goldsmith_recipes.generation_recipe import GenerateOptions, GenerationRecipe
from goldsmith_recipes.run_folder import Rows
from goldsmith_recipes.sft_rows import sft_rows

__all__ = ["RECIPE", "build", "training"]


def build(rows: Rows, options: GenerateOptions, cache: Path | None) -> Pipeline:
    """Return the pipeline: new tasks until there are enough, then their instances, refusals set aside.

    The packaged model stops at no length of its own, so its lists are cut and their whole tasks count.
    """
    weak = options.llm == "local"
    with Pipeline(name="instructions", cache_dir=cache) as pipeline:
        grow = SelfInstructLoop(
            name="grow",
            llm=llm_from(options.llm),
            seeds=rows,
            num_instructions=options.count,
            keep_cut=weak,
            max_new_tokens=300 if weak else 1024,
            instance_max_new_tokens=200 if weak else 1024,
            concurrency=4 if weak else 16,
            rounds_path=_rounds_path(rows, options, cache),
            language=options.language,
            seed=options.seed,
        )
        refusals = RefusalFilter(name="refusals", column="instruction")
        grow >> refusals
    return pipeline


def _rounds_path(rows: Rows, options: GenerateOptions, cache: Path | None) -> str | None:
    if cache is None:
        return None
    cache.mkdir(parents=True, exist_ok=True)
    said = derived_id(str(options), *(str(row["id"]) + row["instruction"] for row in rows))
    return str(cache / f"rounds-{said}.jsonl")  # other tasks or options begin anew, and spoil nothing


def training(rows: Rows) -> Rows:
    r"""Return a conversation for each instance: the instruction with its input, and the output.

    >>> instances = [{"input": "cold", "output": "hot"}, {"input": "late", "output": "early"}]
    >>> row = {"id": "a", "instruction": "Name the opposite.", "instances": instances, "is_classification": False}
    >>> [turn["content"] for turn in training([row])[1]["messages"]]
    ['Name the opposite.\n\nlate', 'early']
    """
    return sft_rows(rows, "instances", ["is_classification"])


RECIPE = GenerationRecipe(
    name="instructions",
    sample="seed_tasks.jsonl",
    licence="Apache-2.0",
    column="instruction",
    build=build,
    training=training,
    shown=("instruction", "instances", "is_classification"),
    grows=True,
)
