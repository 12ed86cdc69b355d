"""A few rows as a person reads them."""

from collections.abc import Mapping, Sequence
from numbers import Number
from typing import Any

from rich.box import ROUNDED
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from goldsmith_distilabel.pipeline.reporting.harmless import harmless, shorten
from goldsmith_distilabel.pipeline.working.row_marks import drop_reason, failure

__all__ = ["preview_table"]

_LINES = 12
_ITEMS = 6
_NUMBERS = 12
_DEEPEST = 3
_LONGEST_NAME = 60
_ROLES = {"system": "magenta", "user": "green", "assistant": "cyan"}


def preview_table(
    rows: Sequence[Mapping[str, Any]], *, longest: int = 600, title: str | None = None
) -> RenderableType:
    """Return a panel a row, with its columns one below the other.

    A row that failed or was dropped, as the pipeline marks it, is marked, with the reason. Conversations are shown as such.
    What would steer a terminal or hide on it is made visible: nothing in the data has power over the screen.

    Args:
        rows: what a pipeline gave.
        longest: characters shown of one text; of a longer one, or one of many lines, the middle is left out, and how
            much of it said.
        title: a line above the rows.
    """
    panels: list[RenderableType] = [_panel(number, row, longest) for number, row in enumerate(rows, start=1)]
    if title is not None:
        panels.insert(0, Text(harmless(title), style="bold"))
    return Group(*(panels if rows else [*panels, Text("no rows", style="dim")]))


def _panel(number: int, row: Mapping[str, Any], longest: int) -> Panel:
    mark, style, reason = "", "", None
    columns = dict(row)
    if failure(row):
        error = columns.pop("error")
        mark, style = f"failed in {_name(error['step'])}", "red"
        reason = f"{error['kind']}: {error.get('message') or 'no message'}"
        columns |= {"raw output": error["raw_output"]} if error.get("raw_output") is not None else {}
    elif drop_reason(row):
        del columns["keep"]
        mark, style, reason = "dropped", "yellow", str(columns.pop("drop_reason"))
    title = Text(f" row {number} ", style=style or "bold")
    if mark:
        title.append(f"· {mark} ")
    parts: list[RenderableType] = [] if reason is None else [_text(reason, longest, style)]
    parts.append(_columns(columns, longest, depth=0) if columns else Text("no columns", style="dim"))
    return Panel(Group(*parts), title=title, title_align="left", box=ROUNDED, border_style=style or "dim")


def _columns(values: Mapping[Any, Any], longest: int, depth: int) -> Table:
    grid = _grid()
    for key, value in values.items():
        grid.add_row(Text(_name(key), style="bold" if depth == 0 else "dim"), _value(value, longest, depth))
    return grid


def _grid() -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(overflow="fold", max_width=28)
    grid.add_column(overflow="fold")
    return grid


def _value(value: Any, longest: int, depth: int) -> RenderableType:
    if value is None or isinstance(value, Number):
        return Text(str(value), style="dim" if value is None else "")
    if isinstance(value, str):
        return _text(value, longest) if value.strip() else Text(harmless(repr(value)), style="dim")
    if isinstance(value, bytes | bytearray):
        return Text(f"{len(value):,} bytes", style="dim")
    if value and depth < _DEEPEST and isinstance(value, Mapping):
        return _columns(value, longest, depth + 1)
    if value and depth < _DEEPEST and isinstance(value, list | tuple):
        return _list(value, longest, depth + 1)
    return _text(repr(value), longest)


def _text(text: str, longest: int, style: str = "") -> Text:
    return Text(harmless(shorten(text, longest, _LINES)), style=style)


def _list(items: Sequence[Any], longest: int, depth: int) -> RenderableType:
    if all(isinstance(item, Number) for item in items):
        more = f", … {len(items) - _NUMBERS:,} more" if len(items) > _NUMBERS else ""
        return Text(
            f"[{', '.join(f'{item:.4g}' if isinstance(item, float) else str(item) for item in items[:_NUMBERS])}{more}]"
        )
    grid = _grid()
    for number, item in enumerate(items[:_ITEMS], start=1):
        if isinstance(item, Mapping) and {"role", "content"} <= item.keys():
            grid.add_row(_role(item["role"]), _message(item, longest, depth))
        else:
            grid.add_row(Text(f"{number}.", style="dim"), _value(item, longest, depth))
    if len(items) > _ITEMS:
        grid.add_row(Text("…", style="dim"), Text(f"{len(items) - _ITEMS:,} more", style="dim"))
    return grid


def _role(role: Any) -> Text:
    return Text(_name(role), style=_ROLES.get(role, "") if isinstance(role, str) else "")


def _message(message: Mapping[str, Any], longest: int, depth: int) -> RenderableType:
    rest = {
        key: value for key, value in message.items() if key not in {"role", "content"} and value is not None
    }
    content = _value(message["content"], longest, depth)
    return Group(content, _columns(rest, longest, depth)) if rest else content


def _name(name: Any) -> str:
    return harmless(shorten(str(name), _LONGEST_NAME)).replace("\n", "␊").replace("\t", "␉")
