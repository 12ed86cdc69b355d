"""`goldsmith run curate` and `goldsmith preview curate`."""

from pathlib import Path
from typing import Annotated, Any

import typer

__all__ = ["add_curate"]

_KEPT, _SAME, _CHOSEN = "What is kept", "Duplicates", "How much is kept"

Data = Annotated[
    Path | None,
    typer.Option(help="JSONL, JSON, CSV, TSV, Parquet, text or a datasets folder; by default sample data."),
]
TextColumn = Annotated[str, typer.Option(help="The column to curate.")]
Language = Annotated[
    str, typer.Option(help="Keep this language alone, as de. (default: all)", rich_help_panel=_KEPT)
]
Toxicity = Annotated[
    str,
    typer.Option(
        help="What finds toxic rows: words, hatesonar, package.module:scorer, or off.", rich_help_panel=_KEPT
    ),
]
Topic = Annotated[
    list[str] | None,
    typer.Option(
        help='A topic, as "cooking: recipes, food"; may be given several times.', rich_help_panel=_KEPT
    ),
]
Allow = Annotated[
    list[str] | None, typer.Option(help="Keep this topic; others only if allowed too.", rich_help_panel=_KEPT)
]
Deny = Annotated[list[str] | None, typer.Option(help="Drop this topic.", rich_help_panel=_KEPT)]
Against = Annotated[
    Path | None,
    typer.Option(help="A file of evaluation items that no row may have.", rich_help_panel=_KEPT),
]
Semantic = Annotated[
    bool,
    typer.Option(
        "--semantic",
        help="Drop also what says the same in other words (50 rows a second).",
        rich_help_panel=_SAME,
    ),
]
Group = Annotated[
    str, typer.Option(help="A column: rows that differ in it are never duplicates.", rich_help_panel=_SAME)
]
Index = Annotated[
    Path | None,
    typer.Option(
        help="A folder that knows the rows of earlier runs: what repeats one is dropped, the rest is added.",
        rich_help_panel=_SAME,
    ),
]
Budget = Annotated[
    int,
    typer.Option(
        min=0, help="The most rows to keep, chosen to be unlike each other; 0: all.", rich_help_panel=_CHOSEN
    ),
]
Score = Annotated[
    list[str] | None,
    typer.Option(
        help="A column of numbers: the best of duplicates, and of all within the budget, stay. Several are multiplied.",
        rich_help_panel=_CHOSEN,
    ),
]
Balance = Annotated[
    str, typer.Option(help="A column whose values share the budget equally.", rich_help_panel=_CHOSEN)
]
Perplexity = Annotated[
    int,
    typer.Option(
        min=0, help="Measure the local model's perplexity on so many rows, as 200, before and after; 0: not."
    ),
]
Seed = Annotated[int, typer.Option(min=0, help="Of every random choice.")]


def add_curate(run_app: typer.Typer, preview_app: typer.Typer) -> None:
    """Add the commands."""
    run_app.command("curate")(_run)
    preview_app.command("curate")(_preview)


def _run(  # noqa: PLR0917 - each is an option of the command line
    data: Data = None,
    text_column: TextColumn = "text",
    language: Language = "",
    toxicity: Toxicity = "words",
    topic: Topic = None,
    allow: Allow = None,
    deny: Deny = None,
    against: Against = None,
    semantic: Semantic = False,
    group: Group = "",
    index: Index = None,
    budget: Budget = 0,
    score: Score = None,
    balance: Balance = "",
    perplexity: Perplexity = 0,
    seed: Seed = 0,
    to: Annotated[Path, typer.Option("--out", help="The run's folder.")] = Path("runs/curate"),
) -> None:
    """Filter texts that you have, drop duplicates and evaluation items, keep the best, and measure before and after."""
    told = dict(locals())
    from goldsmith_recipes.cli import out, readable_errors, say

    with readable_errors():
        from goldsmith_recipes.generation_commands import print_summary
        from goldsmith_recipes.generation_run import run_generation
        from goldsmith_recipes.run_folder import RunFolder

        recipe, rows, options = _begun(**told)
        folder = RunFolder(to)
        print_summary(run_generation(recipe, rows, options, folder, say), folder, out)


def _preview(  # noqa: PLR0917
    data: Data = None,
    text_column: TextColumn = "text",
    language: Language = "",
    toxicity: Toxicity = "words",
    topic: Topic = None,
    allow: Allow = None,
    deny: Deny = None,
    against: Against = None,
    semantic: Semantic = False,
    group: Group = "",
    budget: Budget = 0,
    score: Score = None,
    balance: Balance = "",
    seed: Seed = 0,
    rows: Annotated[int, typer.Option(min=1, max=50, help="How many rows.")] = 3,
) -> None:
    """Filter the first few rows and show what becomes of them; nothing is written."""
    told = dict(locals())
    from goldsmith_recipes.cli import out, readable_errors

    with readable_errors():
        from goldsmith_recipes.generation_commands import print_rows
        from goldsmith_recipes.generation_run import preview_generation

        recipe, few, options = _begun(**told)
        print_rows(recipe.shown, preview_generation(recipe, few, options), out)


def _begun(
    data: Path | None, text_column: str, rows: int | None = None, **told: Any
) -> tuple[Any, list[dict[str, Any]], Any]:
    """Return the recipe, the rows of the file, the first few if so told, and the options."""
    from goldsmith_recipes.curate_options import CurateOptions
    from goldsmith_recipes.generation_recipe import load_recipe, sample_path

    recipe, source = load_recipe("curate"), data or sample_path(load_recipe("curate"))
    options = CurateOptions(
        language=told["language"],
        toxicity=told["toxicity"],
        topics=tuple(told["topic"] or ()),
        allow=tuple(told["allow"] or ()),
        deny=tuple(told["deny"] or ()),
        semantic=told["semantic"],
        group=told["group"],
        scores=tuple(told["score"] or ()),
        against=str(told["against"] or ""),
        index=str(told.get("index") or ""),
        budget=told["budget"],
        balance=told["balance"],
        perplexity=told.get("perplexity", 0),
        seed=told["seed"],
    )
    raw = recipe.read(source, text_column)[:rows]
    return recipe, recipe.rows(raw, options, source.name, text_column), options
