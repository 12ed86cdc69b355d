"""The recipe `chains`: chains of thought from anywhere -> verified, of middling difficulty, without flaws -> files for trainers."""

from pathlib import Path
from typing import Any

from distilabel.steps import LoadDataFromDicts

from goldsmith.errors import InputError
from goldsmith.export import to_chain_dpo, to_reasoning_sft, to_rlvr
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.llms import llm_from
from goldsmith_distilabel.reason import DifficultyBand, FilterChains, PassRates, ProcessLabels, VerifyMath
from goldsmith_recipes.chain_rows import chains_of
from goldsmith_recipes.chains_report import labelled_steps, measured, sections
from goldsmith_recipes.generation_recipe import GenerateOptions, GenerationRecipe
from goldsmith_recipes.run_folder import Rows

__all__ = ["RECIPE", "build", "labelled_steps", "measured", "sections", "training"]

_FEWEST = 4  # chains of a question from which on its pass rate says something
_LAPTOP, _MODEL = (2, 64), (8, 512)  # completions of a step, tokens of each


def build(rows: Rows, options: GenerateOptions, cache: Path | None) -> Pipeline:
    """Return the pipeline: verify, label the steps if asked to, count the right ones, filter by difficulty and by flaws.

    Steps are labelled before wrong chains are set aside, since a reward model learns from these.

    Raises:
        InputError: a question has no chain, or no answer where steps are to be labelled.
    """
    chains = [chain for row in rows for chain in chains_of(row)]
    if options.label_steps and (lost := [row["instruction"] for row in chains if not row["answer"]]):
        raise InputError(
            f"--label-steps needs the answer of every question, and there is none to: {lost[0]:.80}"
        )
    with Pipeline(name="chains", cache_dir=cache) as pipeline:
        last: Any = LoadDataFromDicts(name="chains", data=chains)
        for step in _steps(options):
            last >> step
            last = step
    return pipeline


def _steps(options: GenerateOptions) -> list[Any]:
    steps: list[Any] = [VerifyMath(name="verify", column="final_answer", drop=False)]
    if options.label_steps:
        n, tokens = _LAPTOP if options.llm == "local" else _MODEL
        label = ProcessLabels(
            name="label",
            llm=llm_from(options.llm),
            judge=llm_from(options.judge) if options.judge else None,
            method="consensus" if options.judge else "rollouts",
            n=n,
            max_new_tokens=tokens,
            language=options.language,
            seed=options.seed,
        )
        steps.append(label)
    band = DifficultyBand(name="difficulty", fewest=_FEWEST)
    return [*steps, PassRates(name="pass_rates"), band, FilterChains(name="filter")]


def training(rows: Rows) -> Rows:
    """Return the kept chains as conversations, each answer behind its `<think>` block."""
    return to_reasoning_sft(rows)


RECIPE = GenerationRecipe(
    name="chains",
    sample="chains.jsonl",
    licence="Apache-2.0",
    column="question",
    build=build,
    training=training,
    shown=("instruction", "chain", "final_answer", "answer", "pass_rate"),
    makes="chains of thought",
    measured=measured,
    sections=sections,
    labels_steps=True,
    exports={"prompts.jsonl": to_rlvr},
    exports_of_all={"pairs.jsonl": to_chain_dpo, "steps.jsonl": labelled_steps},
)
