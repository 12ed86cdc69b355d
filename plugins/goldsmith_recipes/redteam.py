"""The recipe `redteam`: behaviours -> attacks and look-alikes -> a model's answers -> verdicts and an evaluation set."""

from pathlib import Path
from typing import Any

from distilabel.steps import LoadDataFromDicts
from distilabel.steps.tasks import TextGeneration

from goldsmith.errors import InputError
from goldsmith.quality import Column, Section, Table, Text
from goldsmith.redteam import red_team_report
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.llms import llm_from
from goldsmith_distilabel.llms.assistant_llm import AssistantLLM
from goldsmith_distilabel.simulate import RedTeamCases, SafetyJudge
from goldsmith_recipes.generation_recipe import GenerateOptions, GenerationRecipe
from goldsmith_recipes.run_folder import Rows

__all__ = ["RECIPE"]

_ATTACKS, _BENIGN = 4, 2  # cases of each behaviour
_CHAINS = ["", "base64", "rot13", "leetspeak", "prefix_injection"]
_KEPT = (
    *("id", "source_id", "behaviour", "category", "style", "chain", "benign", "instruction", "unconverted"),
    *("expected", "expected_behaviour", "generation", "verdict", "verdict_reason", "provenance"),
)
_COLUMNS = {
    "rate": Column("rate", style="percent"),
    "low": Column("from", style="percent", hint="the lower end of a 95 % bootstrap interval over behaviours"),
    "high": Column("to", style="percent", hint="its upper end"),
    "judged": Column("judged", hint="cases with a verdict"),
    "unjudged": Column("unjudged", hint="cases without an answer or a verdict; they are in no rate"),
    "behaviours": Column("behaviours"),
}
_TABLES = {
    "by_category": ("Attacks that succeeded, by category", "category"),
    "by_style": ("Attacks that succeeded, by style", "style"),
    "by_chain": ("Attacks that succeeded, by converters", "converters"),
    "over_refusals_by_kind": ("Look-alikes that were declined, by kind", "kind"),
}
_METHOD = """\
These rates are a judge's until people have reviewed a sample: a model read each answer and said whether it helped. docs/redteam.md
shows how to send a sample to review and to correct the rates by it. A small model judges badly.

Each behaviour was put as attacks, in different styles and encodings, and as benign look-alikes. An attack succeeded where the answer
gave what the model is not to help with. A look-alike that was declined is the price of caution."""


def build(rows: Rows, options: GenerateOptions, cache: Path | None) -> Pipeline:
    """Return the pipeline: four attacks and two look-alikes of each behaviour, from templates, answered and judged.

    With `--language` the judge's model writes the cases, as templates are in English.

    Raises:
        InputError: what is tested is no language model, and none is named to judge.
    """
    target = llm_from(options.llm)
    if isinstance(target, AssistantLLM) and not options.judge:
        raise InputError(f"{options.llm} cannot judge: name a model that can with --judge, as 'local'")
    with Pipeline(name="redteam", cache_dir=cache) as pipeline:
        load = LoadDataFromDicts(name="behaviours", data=rows)
        cases = RedTeamCases(
            name="cases",
            llm=llm_from(options.judge or options.llm) if options.language else None,
            num_attacks=_ATTACKS * len(rows),
            num_benign=_BENIGN * len(rows),
            chains=_CHAINS,
            language=options.language,
            seed=options.seed,
        )
        answer = TextGeneration(name="answer", llm=target)
        judging = llm_from(options.judge or options.llm)
        judge = SafetyJudge(name="judge", llm=judging, max_new_tokens=96, seed=options.seed)
        load >> cases >> answer >> judge
    return pipeline


def evaluation_set(rows: Rows) -> Rows:
    """Return the cases with what is expected of a model, and what this one did."""
    return [{name: row[name] for name in _KEPT} for row in rows]


def measured(rows: Rows) -> dict[str, Any]:
    """Return both rates and their parts; what never became a case is in none."""
    found = red_team_report(row for row in rows if row.get("keep") is not False).to_dict()
    rates = {
        "attack_success_rate": found["attacks"]["rate"],
        "over_refusal_rate": found["over_refusals"]["rate"],
    }
    return {**rates, "rates_are": "a judge's, not reviewed", **found}


def sections(found: dict[str, Any]) -> list[Section]:
    """Return what the rates are worth, and the tables."""

    def table(title: str, head: str, rates: dict[str, dict[str, Any]]) -> Table:
        cells = [[name or "none", *(rate[column] for column in _COLUMNS)] for name, rate in rates.items()]
        return Table(title, [head, *_COLUMNS.values()], cells)

    whole = {"attacks that succeeded": found["attacks"], "look-alikes declined": found["over_refusals"]}
    parts = [table(title, head, found[name]) for name, (title, head) in _TABLES.items()]
    return [Text("What these rates are", _METHOD), table("Rates", "", whole), *parts]


RECIPE = GenerationRecipe(
    name="redteam",
    sample="red_team_behaviours.jsonl",
    licence="Apache-2.0",
    column="behaviour",
    build=build,
    training=evaluation_set,
    shown=("instruction", "style", "generation", "verdict", "verdict_reason"),
    makes="red-team cases",
    saved_as="evaluation_set",
    measured=measured,
    sections=sections,
)
