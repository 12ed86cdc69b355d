"""Tell whose code an object is: a library's, which counts by its version, or the user's, which is read."""

import os
import site
import sys
import sysconfig
from functools import cache
from importlib import metadata
from pathlib import Path
from types import ModuleType

__all__ = ["library", "library_of_file", "version_of"]

_PACKAGE_FOLDERS = {"site-packages", "dist-packages"}


def library(module_name: str | None, filename: str | None = None) -> str | None:
    """Return the library a module belongs to, with its version, or None if the code is the user's.

    The standard library and what lies in `site-packages` are libraries; `__main__`, notebooks, scripts and editable
    checkouts are the user's. goldsmith itself is judged the same way.

    Args:
        module_name: the module's name.
        filename: the code's own file, where it is known; "<string>" and the like are judged by the module.
    """
    name = module_name or "__main__"
    if filename and not filename.startswith("<"):
        return version_of(name) if library_of_file(filename) else None
    if name == "__main__":
        return None
    module = sys.modules.get(name)
    if isinstance(module, ModuleType):
        path = getattr(module, "__file__", None)
        ours = not library_of_file(path) if path else name.partition(".")[0] not in sys.stdlib_module_names
        return None if ours else version_of(name)
    return None


@cache
def library_of_file(path: str) -> bool:
    """Return whether a source file belongs to a library."""
    if _PACKAGE_FOLDERS.intersection(Path(path).parts):
        return True
    return os.path.realpath(path).startswith(_library_folders())


@cache
def _library_folders() -> tuple[str, ...]:
    paths = sysconfig.get_paths()
    folders = {paths[key] for key in ("stdlib", "platstdlib", "purelib", "platlib")}
    folders.add(site.getusersitepackages())
    return tuple(os.path.realpath(folder) + os.sep for folder in folders)


def version_of(module_name: str) -> str:
    """Return the distribution that brings a module, with its version; the standard library has Python's.

    >>> version_of("json.decoder").startswith("python 3.")
    True
    """
    return _version(module_name.partition(".")[0])


@cache
def _version(package: str) -> str:
    if package in sys.stdlib_module_names:
        return f"python {sys.version_info.major}.{sys.version_info.minor}"
    try:
        return f"{package} {metadata.version(package)}"
    except metadata.PackageNotFoundError:  # the distribution has another name than what is imported
        pass
    brought_by = [
        owner for owner, record in _records() if f"\n{package}/" in record or f"\n{package}." in record
    ]
    return " ".join([package, *sorted(f"{owner.name} {owner.version}" for owner in brought_by)])


@cache
def _records() -> list[tuple[metadata.Distribution, str]]:
    # metadata.packages_distributions() parses what is only searched here, which takes ten times as long.
    return [(owner, f"\n{owner.read_text('RECORD') or ''}") for owner in metadata.distributions()]
