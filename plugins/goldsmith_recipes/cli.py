"""The goldsmith command. It only reads options and prints; everything it does is in the modules it calls."""

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

import typer
from rich.console import Console

from goldsmith import __version__
from goldsmith.errors import GoldsmithError
from goldsmith.extras import HOSTS, missing
from goldsmith_recipes.active_command import add_active_learning
from goldsmith_recipes.augment_command import add_augment
from goldsmith_recipes.backup_commands import add_backups
from goldsmith_recipes.cost_command import add_cost
from goldsmith_recipes.curate_command import add_curate
from goldsmith_recipes.export_command import add_export
from goldsmith_recipes.generation_commands import add_commands
from goldsmith_recipes.given_rows import SAMPLE
from goldsmith_recipes.ml_backend_command import add_ml_backend

__all__ = ["app", "main"]

app = typer.Typer(
    name="goldsmith",
    help="Turn raw LLM output into gold-standard training data.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
run_app = typer.Typer(help="Run a recipe.", no_args_is_help=True)
preview_app = typer.Typer(help="Run a recipe on a few rows, show them, keep nothing.", no_args_is_help=True)
review_app = typer.Typer(
    help="Send a finished run to review and bring the reviews home.", no_args_is_help=True
)
serve_app = typer.Typer(
    help="Start a review server, or a model for one, on this machine, from pip alone.", no_args_is_help=True
)
app.add_typer(run_app, name="run")
app.add_typer(preview_app, name="preview")
app.add_typer(review_app, name="review")
app.add_typer(serve_app, name="serve")

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def say(line: str) -> None:
    """Print a line of progress; what comes from data is never read as markup."""
    out.print(line, markup=False)


@contextmanager
def readable_errors() -> Iterator[None]:
    """End with one line and exit code 1 on an error a user can mend, and with 130 on Ctrl-C."""
    try:
        yield
    except GoldsmithError as error:
        fail(str(error))
    except (
        ModuleNotFoundError
    ) as error:  # recipes are written as their reader would: they import hosts at the top
        if error.name not in HOSTS:
            raise
        fail(missing(error.name, HOSTS[error.name]))
    except KeyboardInterrupt:
        err.print("Stopped. Finished stages are kept: run the same command to go on.")
        raise typer.Exit(130) from None


def fail(message: str) -> NoReturn:
    """Print an error and exit with code 1."""
    err.print("[bold red]error:[/]", end=" ")
    err.print(message, markup=False)
    raise typer.Exit(1) from None


Data = Annotated[
    Path | None,
    typer.Option(help="JSONL, JSON, CSV, TSV, Parquet or text; by default sample YouTube comments."),
]
TextColumn = Annotated[str, typer.Option(help="The column to label.")]
GoldColumn = Annotated[
    str | None, typer.Option(help="A column of known labels, held back to score the result.")
]
Task = Annotated[
    Path | None,
    typer.Option(help="A Python file that defines TASK: classes, instruction, labeling functions."),
]
Llm = Annotated[
    str,
    typer.Option(
        envvar="GOLDSMITH_LLM",
        help="local, local:FILE.gguf, openai:MODEL, ollama:MODEL or http://host/v1#model.",
    ),
]
Language = Annotated[str, typer.Option(help="Rows surely in another language are dropped (ISO 639-1).")]
RunArgument = Annotated[Path, typer.Argument(help="A run's folder.")]
Tools = Annotated[str, typer.Option(help="Review tools, separated by commas.")]


def _label_setup(
    data: Path | None, text_column: str, gold_column: str | None, **more: Any
) -> tuple[list[dict[str, Any]], Any]:
    """Return the file's rows and the options. It comes before the heavy imports, as most mistakes are made here."""
    from goldsmith.data import read_rows
    from goldsmith_recipes.label_data import LabelOptions

    if data is None:
        data, text_column, gold_column = SAMPLE, "text", "label"
    options = LabelOptions(data=data, text_column=text_column, gold_column=gold_column, **more)
    return read_rows(options.data, options.text_column), options


def _label_task(task: Path | None) -> Any:
    from goldsmith_recipes.task import load_task
    from goldsmith_recipes.youtube import TASK

    return TASK if task is None else load_task(task)


@run_app.command("labels")
def run_labels_command(  # noqa: PLR0917 - each is an option of the command line
    data: Data = None,
    text_column: TextColumn = "text",
    gold_column: GoldColumn = None,
    task: Task = None,
    llm: Llm = "local",
    language: Language = "en",
    budget: Annotated[int, typer.Option(min=0, help="How many rows people review.")] = 60,
    accept: Annotated[
        float, typer.Option(min=0, max=1, help="The least confidence accepted without a person.")
    ] = 0.8,
    review: Annotated[
        Literal["simulated", "me", "later", "none"] | None,
        typer.Option(
            help="Who reviews; simulated needs known labels. (default: simulated for the sample, else later)"
        ),
    ] = None,
    tools: Tools = "argilla,label-studio",
    error_rate: Annotated[
        float, typer.Option(min=0, max=1, help="How often a simulated reviewer errs.")
    ] = 0.05,
    to: Annotated[Path, typer.Option("--out", help="The run's folder.")] = Path("runs/labels"),
) -> None:
    """Label texts: curate, ask an LLM, join labeling functions, send the unsure rows to review."""
    with readable_errors():
        from goldsmith_recipes.tool_names import tool_names

        names = tuple(tool_names(tools))
        more = {"llm": llm, "language": language, "budget": budget, "accept": accept}
        raw, options = _label_setup(data, text_column, gold_column, **more)
        chosen = _label_task(task)

        from goldsmith_recipes.labels_run import ReviewMode, ReviewPlan, run_labels
        from goldsmith_recipes.run_folder import RunFolder
        from goldsmith_recipes.terminal import print_label_summary

        mode: ReviewMode = review or ("simulated" if data is None else "later")
        folder, plan = RunFolder(to), ReviewPlan(mode, names, error_rate)
        summary = run_labels(raw, options, chosen, folder=folder, plan=plan, say=say)
        print_label_summary(summary, folder, out)


@preview_app.command("labels")
def preview_labels_command(  # noqa: PLR0917
    data: Data = None,
    text_column: TextColumn = "text",
    gold_column: GoldColumn = None,
    task: Task = None,
    llm: Llm = "local",
    language: Language = "en",
    rows: Annotated[int, typer.Option(min=1, max=50, help="How many rows.")] = 5,
) -> None:
    """Label a few rows and show them; nothing is written."""
    with readable_errors():
        raw, options = _label_setup(data, text_column, gold_column, llm=llm, language=language)
        chosen = _label_task(task)

        from goldsmith_recipes.label_data import take_rows
        from goldsmith_recipes.labels import preview_rows
        from goldsmith_recipes.terminal import print_label_preview

        few, _ = take_rows(raw[:rows], options, chosen.classes)
        print_label_preview(preview_rows(few, chosen, options), out)


add_active_learning(run_app, preview_app)
add_augment(run_app, preview_app)
add_curate(run_app, preview_app)
add_cost(run_app, preview_app)
add_commands(run_app, preview_app)


@app.command()
def report(run: RunArgument = Path("runs/labels")) -> None:
    """Write a run's HTML report anew from its rows, and say where it is."""
    with readable_errors():
        from goldsmith_recipes.labelled_run import LabelledRun

        say(f"Report: {LabelledRun.load(run).rewrite_report()}")


@review_app.command("push")
def review_push(run: RunArgument = Path("runs/labels"), tools: Tools = "argilla,label-studio") -> None:
    """Send the rows routed to review; what is there already stays as it is."""
    with readable_errors():
        from goldsmith_recipes.review_commands import push_again
        from goldsmith_recipes.tool_names import tool_names

        push_again(run, tool_names(tools), say)


@review_app.command("pull")
def review_pull(run: RunArgument = Path("runs/labels"), tools: Tools = "argilla,label-studio") -> None:
    """Bring the reviews home and write the final labels, the gold data and the report anew."""
    with readable_errors():
        from goldsmith_recipes.review_commands import pull_again
        from goldsmith_recipes.tool_names import tool_names

        pull_again(run, tool_names(tools), say)


@review_app.command("status")
def review_status(run: RunArgument = Path("runs/labels"), tools: Tools = "argilla,label-studio") -> None:
    """Show how far the review is: per reviewer, drafts, disagreements, agreement."""
    with readable_errors():
        from goldsmith_recipes.review_commands import show_status
        from goldsmith_recipes.tool_names import tool_names

        show_status(run, tool_names(tools), say)


ServerData = Annotated[
    Path | None, typer.Option(help="The data folder. (default: the server's name, in $GOLDSMITH_HOME)")
]
Host = Annotated[str, typer.Option(help="The address to listen on; other than loopback needs --password.")]
Port = Annotated[
    int | None, typer.Option(help="(default: the server's usual one, 6900 or 8080, else a free one)")
]
Password = Annotated[
    str | None,
    typer.Option(envvar="GOLDSMITH_PASSWORD", help="The owner's password. (default: generated)"),
]


@serve_app.command("argilla")
def serve_argilla(
    data: ServerData = None, host: Host = "127.0.0.1", port: Port = None, password: Password = None
) -> None:
    """Start Argilla: the real server, on SQLite, without Docker, Elasticsearch or Redis."""
    with readable_errors():
        from goldsmith_argilla import serve

        _serve("Argilla", lambda: serve(data=data, host=host, port=port, password=password))


@serve_app.command("label-studio")
def serve_label_studio(
    data: ServerData = None, host: Host = "127.0.0.1", port: Port = None, password: Password = None
) -> None:
    """Start Label Studio: the real server, on SQLite."""
    with readable_errors():
        from goldsmith_label_studio import serve

        _serve("Label Studio", lambda: serve(data=data, host=host, port=port, password=password))


add_ml_backend(serve_app)
add_export(app)
add_backups(app)


def _serve(title: str, start: Callable[[], Any]) -> None:
    server = start()
    say(f"{title}: {server.url}{' (already running)' if server.found else ''}")
    say(f"  user      {server.username}")
    say(f"  password  {server.password}")
    say(f"  API key   {server.api_key}")
    if not server.found:
        say("Ctrl-C stops it; its data stays.")
        server.wait()
        say("Stopped.")


@app.command()
def doctor(
    run: Annotated[
        Path | None,
        typer.Argument(help="A run's folder, for what licences of its sources and terms of models forbid."),
    ] = None,
) -> None:
    """Check versions, the model and the servers, and say what to do; of a run, what its licences and terms forbid."""
    from goldsmith_recipes.doctor import examine
    from goldsmith_recipes.run_terms import run_terms

    healthy = True
    with readable_errors():
        for finding in examine() if run is None else run_terms(run):
            healthy = healthy and finding.ok
            mark = "[yellow]note[/]" if finding.note else "[green]ok  [/]" if finding.ok else "[red]no  [/]"
            out.print(f"{mark} ", end="")
            say(f"{finding.what}{'' if finding.ok else f': {finding.remedy}'}")
    if not healthy:
        raise typer.Exit(1)


def _version(value: bool) -> None:
    if value:
        say(f"goldsmith {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    # Distilabel's and Argilla's models set field options that pydantic now warns of on every import.
    warnings.filterwarnings("ignore", message="The 'default' attribute with value None")


def main() -> None:
    """Run the command."""
    app(prog_name="goldsmith")


if __name__ == "__main__":
    main()
