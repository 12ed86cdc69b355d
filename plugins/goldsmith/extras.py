"""Optional dependencies, imported where they are used and named by the extra that brings them."""

from importlib import import_module
from types import ModuleType

from goldsmith.errors import MissingExtraError

__all__ = ["HOSTS", "missing", "require"]

HOSTS = {"distilabel": "distilabel", "snorkel": "snorkel", "label_studio_sdk": "label-studio"}
"""Hosts whose classes whole packages and recipes are made of, and the extra that brings each."""


def require(module: str, extra: str) -> ModuleType:
    """Import `module`, or say which extra of goldsmith installs it.

    What is missing *inside* an installed package is raised as it is: reinstalling the extra would not mend it.

    Raises:
        MissingExtraError: the package itself is not installed.

    >>> require("json", extra="none").dumps([1])
    '[1]'
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as err:
        if err.name is None or err.name.partition(".")[0] != module.partition(".")[0]:
            raise
        raise MissingExtraError(missing(module, extra)) from err


def missing(module: str, extra: str) -> str:
    """Return what to tell somebody who lacks a module."""
    return f"{module} is not installed. Install it with: pip install 'goldsmith[{extra}]'"
