"""The report of a run that wrote new data."""

from collections.abc import Mapping
from typing import Any

from goldsmith.quality import Column, Flow, Histogram, Numbers, Report, Section, Stage, Table, Tile
from goldsmith.quality import Rows as RowsBrowser
from goldsmith_recipes.generation_recipe import GenerationRecipe
from goldsmith_recipes.run_folder import Rows

__all__ = ["generation_report"]

_STEP_COLUMNS = {
    "step": Column("step"),
    "rows_in": Column("rows in"),
    "rows_out": Column("rows out"),
    "input_tokens": Column("tokens read"),
    "output_tokens": Column("tokens written"),
}


def generation_report(
    recipe: GenerationRecipe, summary: Mapping[str, Any], kept: Rows, aside: Rows
) -> Report:
    """Return the report of a run from its summary and its rows."""
    counts, diversity = summary["counts"], summary["diversity"]
    main = recipe.shown[0]
    lengths = [len(str(row.get(main) or "").split()) for row in kept]
    tiles = [
        Tile("Given", counts["given"], "rows the recipe began with"),
        Tile("Kept", counts["kept"], f"rows; {sum(counts['set_aside'].values())} were set aside"),
        Tile(recipe.makes.capitalize(), counts["training"], f"in {recipe.file}.jsonl and {recipe.file}/"),
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
            [[step.get(name) for name in _STEP_COLUMNS] for step in summary["steps"]],
        ),
        Histogram(f"Length of {main}", lengths, bins=20, x_label="words"),
        RowsBrowser(
            "Rows",
            [_shown(recipe, row) for row in [*kept, *aside]],
            columns=(*recipe.shown, "drop_reason"),
            facets=("technique", "operation", "state"),
            note="Every row, those set aside included; open one to see where it comes from and what the model said.",
        ),
    ]
    return Report(
        f"{recipe.name.capitalize()}: {counts['training']} {recipe.makes}",
        f"{counts['given']} rows given, {counts['kept']} kept",
        sections,
    )


def _shown(recipe: GenerationRecipe, row: Mapping[str, Any]) -> dict[str, Any]:
    origin, error = row.get("provenance") or {}, row.get("error") or {}
    state = "failed" if error.get("kind") else "dropped" if row.get("keep") is False else "kept"
    told = {name: row.get(name) for name in recipe.shown}
    told |= {
        "state": state,
        "technique": origin.get("technique", ""),
        "operation": origin.get("operation", ""),
        "drop_reason": f"{error['step']}: {error['message']}"
        if state == "failed"
        else row.get("drop_reason"),
    }
    return told | {name: value for name, value in row.items() if name not in told}
