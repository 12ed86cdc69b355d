"""Execute the notebooks of `source/` and write them, with their outputs, beside this file.

    python notebooks/write.py            # all, as `make notebooks` does
    python notebooks/write.py evolve     # one

Each runs in a fresh kernel, in an empty folder, with the packaged model on an engine of its own.
"""

import os
import sys
import tempfile
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

HERE = Path(__file__).parent
SOURCES = {path.stem: path for path in sorted((HERE / "source").glob("*.py"))}
TIMEOUT = 600  # seconds a cell
PRIVATE = Config(KernelManager={"transport_encryption": "required"})
METADATA = {
    "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
    "language_info": {"name": "python", "mimetype": "text/x-python", "file_extension": ".py"},
}


def executed(source: Path, folder: Path) -> NotebookNode:
    """Return a notebook with its outputs, run in `folder`; without progress, whose times change.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell raises.
    """
    notebook = unexecuted(source)
    where = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, timeout=TIMEOUT, resources=where, config=PRIVATE).execute()
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # the times at which it ran
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if not is_progress(output)]
    return notebook


def is_progress(output: NotebookNode) -> bool:
    """Return whether an output is stderr, or what Rich shows in a notebook in place of a terminal."""
    if output.output_type == "display_data":
        return output.data.get("text/html", "").startswith("<pre style=")
    return output.get("name") == "stderr"


def unexecuted(source: Path) -> NotebookNode:
    """Return the notebook of a source, its cells named by their place: random names would change every time."""
    notebook = jupytext.read(source, fmt="py:percent")
    notebook.metadata = nbformat.from_dict(METADATA)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for place, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{place}"
    return notebook


def main(names: list[str]) -> None:
    for name in names or SOURCES:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["GOLDSMITH_RUNTIME_DIR"] = os.environ["DISTILABEL_CACHE_DIR"] = folder
            notebook = executed(SOURCES[name], Path(folder))
        nbformat.write(notebook, HERE / f"{name}.ipynb")


if __name__ == "__main__":
    main(sys.argv[1:])
