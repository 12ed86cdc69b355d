"""The recipe `arena`: the same prompts to several models, every pair of responses judged in both orders, a leaderboard."""

from pathlib import Path
from typing import Any

from distilabel.steps import LoadDataFromDicts, MergeColumns
from distilabel.steps.tasks import TextGeneration

from goldsmith.errors import InputError
from goldsmith.judging import leaderboard, leaderboard_sections, matches_of
from goldsmith.quality import Section, Text
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.llms import llm_from
from goldsmith_distilabel.llms.generation_parameters import generation_parameters
from goldsmith_distilabel.simulate import PairwiseJudge
from goldsmith_recipes.generation_recipe import GenerateOptions, GenerationRecipe
from goldsmith_recipes.run_folder import Rows

__all__ = ["RECIPE", "build", "contestants", "training"]

_KEPT = (
    *("id", "prompt_id", "instruction", "model_a", "model_b", "response_a", "response_b"),
    *("preferred", "verdict", "preferences", "reasons", "flipped", "provenance"),
)
_METHOD = """\
Every model answers every prompt, and a judge sees each pair of responses twice, in both orders and without names. Only who is preferred in both
orders has won; all else is a tie.

A judge favours what it would have written itself: let none of the models judge. A small model judges by place and length, which the flip rate
and the share of longer responses below show."""


def contestants(options: GenerateOptions) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return who takes part: name -> the model and what it generates with. A model alone meets itself at another temperature.

    >>> list(contestants(GenerateOptions(llm="local")))
    ['local, temperature 0.2', 'local, temperature 1.2']

    Raises:
        InputError: a model is named twice, or one alone has no temperature.
    """
    specs = [options.llm, *options.rivals]
    if len(set(specs)) < len(specs):
        raise InputError(
            f"a model is named twice: {', '.join(specs)}; name different ones with --llm and --rival"
        )
    longest = {"max_new_tokens": 200 if "local" in specs else 1024}
    if len(specs) > 1:
        return {spec: (spec, longest) for spec in specs}
    if "temperature" not in generation_parameters(llm_from(options.llm)):
        raise InputError(f"{options.llm} alone has nobody to meet: name another model with --rival")
    return {
        f"{options.llm}, temperature {temperature}": (options.llm, longest | {"temperature": temperature})
        for temperature in (0.2, 1.2)
    }


def build(rows: Rows, options: GenerateOptions, cache: Path | None) -> Pipeline:
    """Return the pipeline: a response of each model, then a judge on each pair.

    Raises:
        InputError: as `contestants` does.
    """
    models = contestants(options)
    columns = [f"generation_{number}" for number in range(1, len(models) + 1)]
    with Pipeline(name="arena", cache_dir=cache) as pipeline:
        last: Any = LoadDataFromDicts(name="prompts", data=rows)
        for number, (spec, told) in enumerate(models.values(), start=1):
            known = generation_parameters(llm_from(spec))
            answer = TextGeneration(
                name=f"answer_{number}",
                llm=llm_from(spec, **{key: value for key, value in told.items() if key in known}),
                output_mappings={"generation": f"generation_{number}", "model_name": f"model_{number}"},
            )
            last >> answer
            last = answer
        group = MergeColumns(name="group", columns=columns, output_column="generations")
        judge = PairwiseJudge(
            name="judge",
            llm=llm_from(options.judge or options.llm),
            models=list(models),
            max_new_tokens=256,
            language=options.language,
            seed=options.seed,
        )
        last >> group >> judge
    return pipeline


def training(rows: Rows) -> Rows:
    """Return the pairs that have a verdict."""
    return [{name: row[name] for name in _KEPT} for row in rows]


def measured(rows: Rows) -> dict[str, Any]:
    """Return the leaderboard of all pairs, those without a verdict included."""
    return leaderboard(matches_of(rows)).to_dict()


def sections(found: dict[str, Any]) -> list[Section]:
    """Return the leaderboard."""
    return [*leaderboard_sections(found), Text("How it was judged", _METHOD)]


RECIPE = GenerationRecipe(
    name="arena",
    sample="mt_bench_questions.jsonl",
    licence="Apache-2.0",
    column="instruction",
    build=build,
    training=training,
    shown=("response_a", "response_b", "preferred", "model_a", "model_b", "instruction"),
    makes="verdicts",
    measured=measured,
    sections=sections,
    compares=True,
)
