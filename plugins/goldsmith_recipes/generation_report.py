"""The report of a run that wrote new data."""

from collections.abc import Mapping
from typing import Any

from goldsmith.abtest import simulated
from goldsmith.quality import Column, Flow, Histogram, Numbers, Report, Section, Stage, Table, Tile
from goldsmith.quality import Rows as RowsBrowser
from goldsmith_recipes.generation_recipe import GenerationRecipe
from goldsmith_recipes.prompts_used import prompts_used
from goldsmith_recipes.quality_sections import quality_sections
from goldsmith_recipes.reason_kind import reason_kind
from goldsmith_recipes.run_folder import Rows

__all__ = ["generation_report"]

_STEP_COLUMNS = {
    "step": Column("step"),
    "rows_in": Column("rows in"),
    "rows_out": Column("rows out"),
    "failed": Column("failed", hint="rows with which the step could do nothing"),
    "dropped": Column("dropped", hint="rows that a filter set aside"),
    "input_tokens": Column("tokens read"),
    "output_tokens": Column("tokens written"),
    "cost": Column("cost", hint="in the unit of the price table; n/a where a price is not known"),
    "seconds": Column("seconds"),
}


def generation_report(
    recipe: GenerationRecipe, summary: Mapping[str, Any], given: Rows, kept: Rows, aside: Rows
) -> Report:
    """Return the report of a run from its summary, the rows that it began with and those that it ended with."""
    counts, diversity = summary["counts"], summary["diversity"]
    main = recipe.shown[0]
    lengths = [len(str(row.get(main) or "").split()) for row in kept]
    shown = [_shown(recipe, row) for row in [*kept, *aside]]
    tiles = [
        Tile("Given", counts["given"], "rows the recipe began with"),
        Tile("Kept", counts["kept"], f"rows; {sum(counts['set_aside'].values())} were set aside"),
        Tile(
            recipe.makes.capitalize(),
            counts["training"],
            f"in {recipe.saved_as}.jsonl and {recipe.saved_as}/",
        ),
        Tile("Distinct-2", diversity["distinct_2"], f"different word pairs among all of {main}", "percent"),
    ]
    sections: list[Section] = [
        Numbers("At a glance", tiles),
        *recipe.sections(summary["measured"]),
        Flow(
            "What became of the rows",
            [
                Stage("written", counts["kept"] + sum(counts["set_aside"].values())),
                Stage("kept", counts["kept"], lost=counts["set_aside"]),
            ],
        ),
        Table(
            "Steps",
            list(_STEP_COLUMNS.values()),
            [[_told(step.get(name)) for name in _STEP_COLUMNS] for step in summary["steps"]],
        ),
        Histogram(f"Length of {main}", lengths, bins=20, x_label="words"),
        RowsBrowser(
            "Rows",
            shown,
            columns=(*recipe.shown, "drop_reason"),
            facets=_facets(shown),
            note="Every row, those set aside included; open one to see where it comes from and what the model said.",
        ),
    ]
    if prompts := prompts_used([*kept, *aside]):
        sections.append(RowsBrowser("Prompts", prompts, note="Open one to read its template."))
    sections += quality_sections(given, kept, main)
    return Report(
        f"{recipe.name.capitalize()}: {counts['training']} {recipe.makes}",
        f"{counts['given']} rows given, {counts['kept']} kept",
        [simulated(section) for section in sections] if recipe.simulated else sections,
        banner="Simulated: no person took part in what this report measures." if recipe.simulated else None,
    )


def _shown(recipe: GenerationRecipe, row: Mapping[str, Any]) -> dict[str, Any]:
    origin, error = row.get("provenance") or {}, row.get("error") or {}
    state = "failed" if error.get("kind") else "dropped" if row.get("keep") is False else "kept"
    told = {name: row.get(name) for name in recipe.shown}
    told |= {
        "state": state,
        "set_aside_by": error.get("step")
        if state == "failed"
        else _filter(row)
        if state == "dropped"
        else None,
        "reason": reason_kind(row) if state != "kept" else None,
        "technique": origin.get("technique", ""),
        "operation": origin.get("operation", ""),
        "drop_reason": f"{error['step']}: {error['message']}"
        if state == "failed"
        else row.get("drop_reason"),
    }
    return told | {name: value for name, value in row.items() if name not in told}


_FACETS = (
    "state",
    "set_aside_by",
    "reason",
    "technique",
    "operation",
    "label",
    "kind",
    "category",
    "language",
)
_MOST_SCORES = 3


def _facets(rows: Rows) -> list[str]:
    """Return the columns to filter by: some that hold kinds, and the first ones of numbers, where rows differ in them."""
    columns = {
        name: [row.get(name) for row in rows] for name in dict.fromkeys(n for row in rows for n in row)
    }
    scores = [
        name
        for name, values in columns.items()
        if _numbers(values) and not name.endswith(("_low", "_high")) and len(set(values)) > 1
    ]
    kinds = [name for name in _FACETS if len(set(map(str, columns.get(name, ())))) > 1]
    return [*kinds, *scores[:_MOST_SCORES]]


def _numbers(values: list[Any]) -> bool:
    found = {type(value) for value in values} - {type(None)}
    return bool(found) and found <= {int, float}


def _filter(row: Mapping[str, Any]) -> str:
    return str(row.get("drop_reason") or "").partition(":")[0]


def _told(value: Any) -> Any:
    """Return the number of rows that reasons stand for, and everything else as it is."""
    return sum(reason["rows"] for reason in value) if isinstance(value, list) else value
