"""The review tools there are, by the names the command line knows."""

from typing import Literal, get_args

from goldsmith.errors import InputError

__all__ = ["ToolName", "tool_names"]

ToolName = Literal["argilla", "label-studio"]


def tool_names(text: str) -> list[ToolName]:
    """Read a comma-separated list of tools.

    Raises:
        InputError: an unknown one, or none.

    >>> tool_names("argilla, label-studio")
    ['argilla', 'label-studio']
    """
    names = [name.strip() for name in text.split(",") if name.strip()]
    known = get_args(ToolName)
    if not names or set(names) - set(known):
        raise InputError(f"--tools {text!r}: wanted one or both of {', '.join(known)}, separated by a comma")
    return [name for name in known if name in names]
