"""`goldsmith run` and `goldsmith preview` for the recipes that write new data."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

__all__ = ["add_commands", "print_rows", "print_summary"]

RECIPES = {
    "instructions": "Grow new tasks with inputs and outputs from a few human ones (Self-Instruct).",
    "evolve": "Make instructions harder and more varied, and answer them (Evol-Instruct).",
    "documents": "Make questions and answers of documents, each with the words that support it.",
    "personas": "Describe the people behind texts, and write and answer what each would ask (PersonaHub).",
    "conversations": "Let a simulated user and an assistant talk until the user's goal is reached.",
    "users": "Test an assistant (--llm) with simulated users (--judge), four times each: who got what was expected?",
    "redteam": "Test a model (--llm) with attacks and benign look-alikes of behaviours, judged by --judge: where does it give in?",
    "ab-test": "Let simulated personas decide about two variants (A/B), with an A/A check and the power.",
    "chains": "Filter and verify chains of thought that you have, keep questions of middling difficulty, label steps (--label-steps).",
    "preferences": "Answer several times, rate four aspects, pair the best with another (UltraFeedback).",
    "arena": "Let models (--llm, and each --rival) answer the same prompts and a judge compare them in pairs: who is ahead?",
    "code": "Make coding tasks of real code and keep the responses that pass their own tests (OSS-Instruct, SelfCodeAlign).",
    "math": "Solve questions many times, keep the right chains of thought, and pair them with wrong ones (rejection sampling, STaR).",
    "rag-eval": "Make a test set of documents: questions, right answers, contexts, each judged (RAG evaluation).",
}

Data = Annotated[
    Path | None,
    typer.Option(
        help="JSONL, JSON, CSV, TSV, Parquet, text or a datasets folder, for documents, rag-eval and code any folder; by default sample data."
    ),
]
TextColumn = Annotated[str, typer.Option(help="The column to begin with. (default: the recipe's)")]
Llm = Annotated[
    str,
    typer.Option(
        envvar="GOLDSMITH_LLM",
        help="local, local:FILE.gguf, openai:MODEL, ollama:MODEL, http://host/v1#model,"
        " python:package.module:function or json:http://host/chat.",
    ),
]
Judge = Annotated[str, typer.Option(envvar="GOLDSMITH_JUDGE", help="The model that judges. (default: --llm)")]
Count = Annotated[
    int,
    typer.Option(
        min=1,
        help="How many of the given rows to begin with; for instructions and rag-eval, how many to make from all of them.",
    ),
]
Rival = Annotated[
    list[str] | None,
    typer.Option(help="For arena: a model to compare --llm with; may be given several times."),
]
LabelSteps = Annotated[
    bool,
    typer.Option(
        "--label-steps",
        help="For chains: label each step by completions of --llm, with --judge where both agree.",
    ),
]
Language = Annotated[
    str,
    typer.Option(help="Write in it, as German. (default: the material's)"),
]
Seed = Annotated[int, typer.Option(min=0, help="Of every random choice.")]


def add_commands(run_app: typer.Typer, preview_app: typer.Typer) -> None:
    """Add a command a recipe to each of the two."""
    for name, title in RECIPES.items():
        run_app.command(name, help=title)(_run_command(name))
        preview_app.command(name, help=f"{title[:-1]}: a few, to look at; nothing is written.")(
            _preview_command(name)
        )


def _run_command(name: str) -> Any:
    def run(  # noqa: PLR0917 - each is an option of the command line
        data: Data = None,
        text_column: TextColumn = "",
        llm: Llm = "local",
        judge: Judge = "",
        rival: Rival = None,
        count: Count = 20,
        label_steps: LabelSteps = False,
        language: Language = "",
        seed: Seed = 0,
        to: Annotated[Path, typer.Option("--out", help="The run's folder.")] = Path("runs") / name,
    ) -> None:
        from goldsmith_recipes.cli import out, readable_errors, say

        with readable_errors():
            recipe, rows, options = _set_up(
                name,
                data,
                text_column,
                llm=llm,
                judge=judge,
                rivals=tuple(rival or ()),
                label_steps=label_steps,
                count=count,
                language=language,
                seed=seed,
            )
            from goldsmith_recipes.generation_run import run_generation
            from goldsmith_recipes.run_folder import RunFolder

            folder = RunFolder(to)
            print_summary(run_generation(recipe, rows, options, folder, say), folder, out)

    return run


def _preview_command(name: str) -> Any:
    def preview(  # noqa: PLR0917
        data: Data = None,
        text_column: TextColumn = "",
        llm: Llm = "local",
        judge: Judge = "",
        rival: Rival = None,
        label_steps: LabelSteps = False,
        language: Language = "",
        seed: Seed = 0,
        rows: Annotated[int, typer.Option(min=1, max=50, help="How many rows.")] = 3,
    ) -> None:
        from goldsmith_recipes.cli import out, readable_errors

        with readable_errors():
            recipe, given, options = _set_up(
                name,
                data,
                text_column,
                llm=llm,
                judge=judge,
                rivals=tuple(rival or ()),
                label_steps=label_steps,
                count=rows,
                language=language,
                seed=seed,
            )
            from goldsmith_recipes.generation_run import preview_generation

            print_rows(recipe.shown, preview_generation(recipe, given, options), out)

    return preview


def _set_up(name: str, data: Path | None, column: str, **told: Any) -> tuple[Any, list[dict[str, Any]], Any]:
    from goldsmith_recipes.generation_recipe import GenerateOptions, load_recipe, sample_path

    recipe, options = load_recipe(name), GenerateOptions(**told)
    source = data or sample_path(recipe)
    raw = recipe.read(source, column or recipe.column)
    return recipe, recipe.rows(raw, options, source.name, column), options


def print_summary(summary: dict[str, Any], folder: Any, out: Console) -> None:
    """Print what became of the rows, and where the results are."""
    counts = summary["counts"]
    table = Table(title="Summary", title_justify="left", show_header=False, box=None, padding=(0, 2, 0, 0))
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    told: dict[str, Any] = {"given": counts["given"], "kept": counts["kept"]}
    told |= {f"set aside: {reason}": count for reason, count in counts["set_aside"].items()}
    told["distinct words / word pairs"] = " / ".join(
        f"{share:.1%}" for share in summary["diversity"].values()
    )
    told |= {
        name.replace("_", " "): _shown(value) for name, value in summary["measured"].items() if _is_one(value)
    }
    saved = summary["saved_as"]
    title = "training data" if saved == "train" else saved.replace("_", " ")
    told[title] = f"{(folder.path / f'{saved}.jsonl').resolve()} ({counts['training']} rows)"
    told["all rows"] = folder.rows.resolve()
    told["report"] = folder.report.resolve()
    for name, value in told.items():
        table.add_row(Text(name), Text(str(value)))
    out.print(table)


def _is_one(value: Any) -> bool:
    return value is None or isinstance(value, int | float | str)


def _shown(value: float | str | None) -> str:
    return "n/a" if value is None else f"{value:.1%}" if isinstance(value, float) else str(value)


def print_rows(columns: tuple[str, ...], rows: list[dict[str, Any]], out: Console) -> None:
    """Print some columns of rows, and why a row was set aside."""
    table = Table(show_lines=True)
    why = [_why(row) for row in rows]
    for name in (*columns, *(["set aside because"] if any(why) else [])):
        table.add_column(name)
    for row, reason in zip(rows, why, strict=True):
        cells = [str(row.get(name) or "")[:300] for name in columns]
        table.add_row(*map(Text, [*cells, *([reason[:200]] if any(why) else [])]))
    out.print(table)


def _why(row: dict[str, Any]) -> str:
    error = row.get("error") or {}
    return f"{error['kind']}: {error['message']}" if error.get("kind") else str(row.get("drop_reason") or "")
