"""The recipe `conversations`: situations in, conversations to train on out."""

from pathlib import Path

from distilabel.steps import LoadDataFromDicts

from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.curate import NearDuplicates, PromptLeakFilter
from goldsmith_distilabel.generate import SimulatedConversation
from goldsmith_distilabel.llms import llm_from
from goldsmith_recipes.generation_recipe import GenerateOptions, GenerationRecipe
from goldsmith_recipes.run_folder import Rows

__all__ = ["RECIPE"]


def build(rows: Rows, options: GenerateOptions, cache: Path | None) -> Pipeline:
    """Return the pipeline: simulate, then set aside what leaks its prompt or nearly repeats another."""
    with Pipeline(name="conversations", cache_dir=cache) as pipeline:
        load = LoadDataFromDicts(name="situations", data=rows)
        talk = SimulatedConversation(
            name="talk",
            llm=llm_from(options.llm),
            user=llm_from(options.judge) if options.judge else None,
            language=options.language,
            seed=options.seed,
            max_turns=4,
            max_new_tokens=256,
            user_max_new_tokens=128,
        )
        leaks = PromptLeakFilter(name="leaks", column="transcript", prompt_columns=["scenario"])
        repeats = NearDuplicates(name="repeats", column="transcript")
        load >> talk >> leaks >> repeats
    return pipeline


def training(rows: Rows) -> Rows:
    """Return the rows in the form that chat templates and TRL's SFT trainer take."""
    return [{name: row[name] for name in ("id", "messages", "ended", "provenance")} for row in rows]


RECIPE = GenerationRecipe(
    name="conversations",
    sample="conversation_scenarios.jsonl",
    licence="Apache-2.0",
    column="scenario",
    build=build,
    training=training,
    shown=("transcript", "ended", "num_turns"),
)
