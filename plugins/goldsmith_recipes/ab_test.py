"""The recipe `ab-test`: personas and two variants in, simulated decisions and what they amount to out."""

from pathlib import Path
from typing import Any

from distilabel.steps import LoadDataFromDicts

from goldsmith.abtest import ab_analysis, ab_sections
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.llms import llm_from
from goldsmith_distilabel.simulate import ABScenario
from goldsmith_recipes.generation_recipe import GenerateOptions, GenerationRecipe
from goldsmith_recipes.run_folder import Rows

__all__ = ["RECIPE", "build", "training"]

METRICS = {
    "appeal": "How much what you read appeals to you.",
    "trust": "How far you trust those who wrote it.",
}
_KEPT = (
    *("id", "persona_id", "persona", "test", "variant", "draw", "position", "shown_as", "converted"),
    *(f"rating_{name}" for name in METRICS),
    *("reason", "simulated", "provenance"),
)


def build(rows: Rows, options: GenerateOptions, cache: Path | None) -> Pipeline:
    """Return the pipeline: each persona decides four times about both variants, and four times in the A/A check.

    What a yes means stands in the rows' column `action`.
    """
    with Pipeline(name="ab-test", cache_dir=cache) as pipeline:
        load = LoadDataFromDicts(name="personas", data=rows)
        expose = ABScenario(
            name="expose",
            llm=llm_from(options.llm),
            metrics=METRICS,
            language=options.language,
            seed=options.seed,
            max_new_tokens=100 if options.llm == "local" else 200,
            input_batch_size=4,  # personas: 32 requests at a time, and a finished batch is not asked for again
        )
        load >> expose
    return pipeline


def training(rows: Rows) -> Rows:
    """Return the exposures with a decision; each says that it is simulated."""
    return [{name: row[name] for name in _KEPT} for row in rows]


def measured(rows: Rows) -> dict[str, Any]:
    """Return what the exposures say about the variants, with the A/A check and the power."""
    return ab_analysis(rows).to_dict()


RECIPE = GenerationRecipe(
    name="ab-test",
    sample="ab_personas.jsonl",
    licence="Apache-2.0",
    column="persona",
    build=build,
    training=training,
    shown=("reason", "test", "variant", "converted", "persona"),
    makes="simulated exposures",
    simulated=True,
    measured=measured,
    sections=ab_sections,
)
