"""Documents of a folder, or rows of a file: what recipes about documents begin with."""

from pathlib import Path

from goldsmith.data import read_rows
from goldsmith.errors import InputError
from goldsmith.rag import read_documents
from goldsmith_recipes.run_folder import Rows

__all__ = ["read_folder"]


def read_folder(path: Path, column: str) -> Rows:
    """Return the documents of a folder, or the rows of a file.

    Raises:
        InputError: there is nothing that can be read, or a document has no text.
    """
    if not path.is_dir():
        return read_rows(path, column)
    rows = read_documents(path)
    if silent := [row["id"] for row in rows if not row["text"].strip()]:
        raise InputError(f"{path}: no text in {', '.join(silent[:5])}: leave out scans and empty files")
    return rows
