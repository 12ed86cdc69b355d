"""Each notebook runs in a fresh kernel with the packaged model, and the one that is committed is in step with its source."""

import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from notebooks.write import HERE, SOURCES, executed, unexecuted

NAMES = sorted(SOURCES)
FOLDERS = re.compile(r"/(home|root|Users|tmp|var|work|opt|usr)/")


def outputs(notebook: Any) -> list[Any]:
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def committed(name: str) -> Any:
    return nbformat.read(HERE / f"{name}.ipynb", as_version=4)


def test_there_is_a_notebook_for_each_source() -> None:
    assert sorted(path.stem for path in HERE.glob("*.ipynb")) == NAMES
    assert NAMES


@pytest.mark.parametrize("name", NAMES)
def test_it_runs(name: str, tmp_path: Path) -> None:
    notebook = executed(SOURCES[name], tmp_path)  # raises where a cell does
    nbformat.validate(notebook)
    assert outputs(notebook)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_committed_is_in_step_with_its_source(name: str) -> None:
    # `make notebooks` writes it anew
    want, found = unexecuted(SOURCES[name]), committed(name)
    assert [(cell.cell_type, cell.source) for cell in found.cells] == [
        (cell.cell_type, cell.source) for cell in want.cells
    ]
    assert found.metadata == want.metadata
    assert all(cell.execution_count for cell in found.cells if cell.cell_type == "code")


@pytest.mark.parametrize("name", NAMES)
def test_what_is_committed_shows_nothing_of_the_machine(name: str) -> None:
    said = json.dumps(outputs(committed(name)))
    assert FOLDERS.search(said) is None
    assert "Warning" not in said
