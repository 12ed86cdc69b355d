"""The recipe `users`: goldens in, trials of an assistant out."""

from pathlib import Path
from typing import Any

from distilabel.steps import LoadDataFromDicts

from goldsmith.errors import InputError
from goldsmith.quality import Column, Section, Table, Text
from goldsmith.simulate import user_simulation_report
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.llms import llm_from
from goldsmith_distilabel.llms.assistant_llm import AssistantLLM
from goldsmith_distilabel.simulate import UserSimulator
from goldsmith_recipes.generation_recipe import GenerateOptions, GenerationRecipe
from goldsmith_recipes.run_folder import Rows

__all__ = ["RECIPE"]

_KEPT = (
    "id",
    "task_id",
    "trial",
    "messages",
    "ended",
    "success",
    "success_reason",
    "user_facts_invented",
    "provenance",
)
_COLUMNS = {
    "task_id": Column("golden"),
    "successes": Column("successes", hint="c: trials in which what was expected came about"),
    "trials": Column("trials", hint="n: trials that say something about the assistant"),
    "infrastructure_errors": Column(
        "infrastructure errors",
        hint="trials that broke off for another reason; neither success nor failure",
    ),
    "with_invented_facts": Column(
        "user made up a fact", hint="of the n; read these before you trust the result"
    ),
}
_LAPTOP, _MODEL = (2, 3, 96), (4, 6, 256)  # trials of a golden, answers of the assistant, tokens of each
_METHOD = """\
The users are simulated: a model plays each, and knows the situation and what it can tell, not what is expected. A user ends \
the conversation once the assistant has reported that all is done. Then a judge compares what was said with what was expected.

A small model plays users badly: look at the conversations before you look at the numbers."""


def build(rows: Rows, options: GenerateOptions, cache: Path | None) -> Pipeline:
    """Return the pipeline: four trials of each golden.

    The packaged model is given two, and short ones: the mechanics, in minutes.

    Raises:
        InputError: what is tested is no language model, and none is named to play the user.
    """
    assistant = llm_from(options.llm)
    if isinstance(assistant, AssistantLLM) and not options.judge:
        raise InputError(
            f"{options.llm} cannot play the user: name a model that can with --judge, as 'local'"
        )
    trials, turns, tokens = _LAPTOP if options.llm == "local" else _MODEL
    with Pipeline(name="users", cache_dir=cache) as pipeline:
        load = LoadDataFromDicts(name="goldens", data=rows)
        users = UserSimulator(
            name="users",
            llm=assistant,
            user=llm_from(options.judge) if options.judge else None,
            language=options.language,
            seed=options.seed,
            num_trials=trials,
            max_turns=turns,
            max_new_tokens=tokens,
            user_max_new_tokens=tokens // 2,
        )
        load >> users
    return pipeline


def training(rows: Rows) -> Rows:
    """Return the trials that say something about the assistant, successes and failures."""
    return [{name: row[name] for name in _KEPT} for row in rows]


def measured(rows: Rows) -> dict[str, Any]:
    """Return successes, trials and infrastructure errors of each golden and of all."""
    return user_simulation_report(rows).to_dict()


def sections(found: dict[str, Any]) -> list[Section]:
    """Return the table of goldens."""
    goldens = sorted(found["goldens"], key=lambda golden: (golden["successes"], golden["task_id"]))
    cells = [[golden[name] for name in _COLUMNS] for golden in goldens]
    return [Text("How it was tested", _METHOD), Table("Goldens", list(_COLUMNS.values()), cells)]


RECIPE = GenerationRecipe(
    name="users",
    sample="conversation_scenarios.jsonl",
    licence="Apache-2.0",
    column="scenario",
    build=build,
    training=training,
    shown=("transcript", "success", "ended", "success_reason"),
    makes="simulated trials",
    measured=measured,
    sections=sections,
)
