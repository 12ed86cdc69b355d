"""Every example in a docstring, the README and the guides runs."""

import os
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.markdown import PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser

from goldsmith_recipes.cli import app

ROOT = Path(__file__).parents[2]
SOURCES = [
    path
    for root in ("plugins", "integrations")
    for path in sorted((ROOT / root).rglob("*.py"))
    if "inside" not in path.parts and (">>>" in (text := path.read_text()) or "```python" in text)
]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
DOCSTRINGS = Sybil(
    parsers=[DocTestParser(), PythonCodeBlockParser()], document_types={".py": PythonDocStringDocument}
)
MARKDOWN = Sybil(parsers=[PythonCodeBlockParser()])


@pytest.mark.parametrize("path", [*SOURCES, *PAGES], ids=lambda path: str(path.relative_to(ROOT)))
def test_examples_run(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    environment = os.environ.copy()
    document = (DOCSTRINGS if path.suffix == ".py" else MARKDOWN).parse(path)
    try:
        for example in document.examples():
            example.evaluate()
    finally:
        os.environ.clear()
        os.environ.update(environment)


CONSOLE = re.compile(r"^```console\n(.*?)^```", re.DOTALL | re.MULTILINE)
COMMANDS = [
    (page.relative_to(ROOT).as_posix(), line)
    for page in [*PAGES, *sorted((ROOT / "notebooks" / "source").glob("*.py"))]
    for block in CONSOLE.findall(
        re.sub(r"^# ?", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
        if page.suffix == ".py"
        else page.read_text(encoding="utf-8")
    )
    for line in block.replace("\\\n", " ").splitlines()
    if line.startswith("goldsmith ")
]


def test_every_command_of_the_guides_is_one_that_the_command_line_takes() -> None:
    assert len(COMMANDS) > 60
    wrong = {
        f"{page}: {line}": told
        for page, line in COMMANDS
        if (told := refused(shlex.split(line, comments=True)[1:]))
    }
    assert wrong == {}


def refused(words: list[str]) -> str:
    """Return what is wrong with a command line, which is read and not run."""
    command: Any = typer.main.get_command(app)
    try:
        while hasattr(command, "commands"):
            context = command.make_context("goldsmith", words)
            words = [*context._protected_args, *context.args]
            name, command, words = command.resolve_command(context, words)
        command.make_context(name, words)
    except typer.Exit:  # --version
        return ""
    except Exception as err:  # noqa: BLE001 - typer has its errors from a copy of click
        return f"{type(err).__name__}: {err}"
    return ""
