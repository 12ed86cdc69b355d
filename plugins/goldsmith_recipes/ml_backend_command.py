"""`goldsmith serve ml-backend`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

if TYPE_CHECKING:
    from goldsmith_label_studio import LabelStudioAdapter

__all__ = ["add_ml_backend"]


def add_ml_backend(serve_app: typer.Typer) -> None:
    """Add the command."""
    serve_app.command("ml-backend")(_ml_backend)


def _ml_backend(  # noqa: PLR0917 - each is an option of the command line
    data: Annotated[
        Path | None,
        typer.Argument(help="A run of goldsmith run labels, or a file of labelled texts. (default: none)"),
    ] = None,
    text_column: Annotated[str, typer.Option(help="The texts of a file.")] = "text",
    label_column: Annotated[str, typer.Option(help="The labels of a file; rows may lack one.")] = "label",
    project: Annotated[
        str | None,
        typer.Option(
            help="The number of a Label Studio project to serve and to order. (default: you add the address there)"
        ),
    ] = None,
    question: Annotated[
        str | None, typer.Option(help="The Choices to answer. (default: the only one)")
    ] = None,
    llm: Annotated[
        str | None,
        typer.Option(
            help="A model that answers while people have labelled little, as in goldsmith run labels."
        ),
    ] = None,
    task: Annotated[
        Path | None, typer.Option(help="With --llm: a Python file that defines TASK, for what labels mean.")
    ] = None,
    takeover: Annotated[
        int,
        typer.Option(min=1, help="With --llm: how many texts people label before the classifier takes over."),
    ] = 20,
    answers: Annotated[
        Path | None,
        typer.Option(help="Keeps what people answer. (default: in the run, or beside the file)"),
    ] = None,
    host: Annotated[
        str, typer.Option(help="The address to listen on; other than loopback needs --token.")
    ] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(help="(default: 9090, else a free one)")] = None,
    token: Annotated[
        str | None,
        typer.Option(envvar="GOLDSMITH_ML_TOKEN", help="What callers must know, 12 characters or more."),
    ] = None,
    url: Annotated[
        str | None, typer.Option(help="Where Label Studio reaches it, if it is on another machine.")
    ] = None,
) -> None:
    """Serve live predictions to Label Studio, learn from what people submit, put the unsure tasks first."""
    from goldsmith_recipes.cli import readable_errors, say

    with readable_errors():
        from contextlib import ExitStack

        from goldsmith_label_studio import serve_ml_backend
        from goldsmith_recipes.labelled_texts import labelled_texts
        from goldsmith_recipes.review_tools import open_tools

        labelled = labelled_texts(data, text_column, label_column) if data else {}
        ask = _asked(llm, data, task, labelled) if llm else None
        kept = answers or _beside(data)
        with ExitStack() as stack:
            backend = stack.enter_context(
                serve_ml_backend(
                    labelled, question=question, ask=ask, asked_of=llm or "", takeover=takeover, answers=kept,
                    host=host, port=port, token=token,
                )
            )  # fmt: skip
            say(f"ML backend: {backend.url}")
            say(f"  model     {backend.version or 'none yet: it needs two labels'}")
            say(f"  answers   {kept or 'are forgotten at the end: keep them with --answers'}")
            if project:
                (tool,) = stack.enter_context(open_tools(["label-studio"], say))
                adapter = cast("LabelStudioAdapter", tool.adapter)
                backend.connect(adapter, project, url=url)
                say(f"Connected: {adapter.server}/projects/{project}/data")
            else:
                say("Add this address in Label Studio: Settings, Model, Connect Model.")
            say("Ctrl-C stops it.")
            backend.wait()
            say("Stopped.")


def _beside(data: Path | None) -> Path | None:
    if data is None:
        return None
    return data / "ml-backend.sqlite" if data.is_dir() else data.with_name(f"{data.name}.answers.sqlite")


def _asked(llm: str, data: Path | None, task: Path | None, labelled: Any) -> Any:
    """Return the model's labels for texts, by `LLMLabel`."""
    from goldsmith.errors import InputError
    from goldsmith_distilabel.label import LLMLabel
    from goldsmith_distilabel.llms import llm_from
    from goldsmith_recipes.review_round import ReviewRound
    from goldsmith_recipes.run_folder import RunFolder
    from goldsmith_recipes.task import load_task

    known: dict[str, Any]
    if task:
        told = load_task(task)
        known = {
            "instruction": told.instruction, "labels": told.classes, "examples": told.examples, "words": told.words,
        }  # fmt: skip
    elif data and data.is_dir():
        round_ = ReviewRound.load(RunFolder(data))
        known = {"instruction": round_.instruction, "labels": round_.classes}
    else:
        names = sorted({label for shares in labelled.values() for label in shares})
        if len(names) < 2:
            raise InputError(
                f"--llm needs two labels to choose between, {data or 'no data'} has {len(names)}: give --task"
            )
        known = {"labels": {name: name for name in names}}
    step = LLMLabel(llm=llm_from(llm), **known)
    step.load()

    def ask(texts: Sequence[str]) -> list[tuple[str, float] | None]:
        (rows,) = step.process([{"text": text} for text in texts])
        return [
            None
            if row["llm_label"] is None
            else (row["llm_label"], row["llm_confidence"] or 1 / len(step.labels))
            for row in rows
        ]

    return ask
