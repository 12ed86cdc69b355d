"""Run the example in each step's docstring with the packaged model, and write what came out into docs/gallery.md.

python docs/generate/write_gallery.py           # the steps whose entry is missing, or shows an example that has changed
python docs/generate/write_gallery.py LLMLabel  # one anew; all: every one
"""

import json
import logging
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

from distilabel.steps.base import GeneratorStep, _Step
from step_pages import STEP_PACKAGES, code_of, first_sentence, steps_of

GALLERY = Path(__file__).parents[1] / "gallery.md"
Row = dict[str, Any]

_BOOKKEEPING = ("provenance", "distilabel_metadata", "model_name", "error", "id")
_WITHOUT_ROWS = "It stands in a pipeline like this; what it does is seen in a review tool."
_HEAD = """\
# Gallery

Every step of `goldsmith_distilabel` once: the example of its docstring as it stands, and a row that came out of it. Where a model is
asked it is the packaged one, of 135 million parameters: look at what a step does, not at how well it writes. Columns that only
keep the books (`provenance`, `model_name`, `id`, hashes) are left out, long texts are cut. A row that failed or was dropped says why, as it would
in your run.
`python docs/generate/write_gallery.py` adds the steps that it does not have, and those whose example has changed.
"""


@contextmanager
def recorded(step: type[_Step]) -> Iterator[list[tuple[list[Row], list[Row]]]]:
    """Note what instances of a step take and give."""
    seen: list[tuple[list[Row], list[Row]]] = []
    process: Callable[..., Any] = step.process

    @wraps(process)
    def noted(self: Any, *inputs: Any, **offset: Any) -> Iterator[Any]:
        given = [dict(row) for rows in inputs for row in rows]
        for out in process(self, *inputs, **offset):
            rows = out[0] if isinstance(self, GeneratorStep) else out
            seen.append((given, [dict(row) for row in rows]))
            yield out

    own = "process" in vars(step)
    step.process = noted  # type: ignore[method-assign]
    try:
        yield seen
    finally:
        if own:
            step.process = process  # type: ignore[method-assign]
        else:
            del step.process


def entry(name: str, step: type[_Step]) -> str:
    """Return the part of a step: its first sentence, the code, the row."""
    examples = code_of(step)
    with tempfile.TemporaryDirectory() as folder, chdir(folder), recorded(step) as seen:
        for code in examples:
            exec(compile(code, name, "exec"), {"__name__": "gallery"})  # noqa: S102 - our own docstrings
    made = shown(*seen[0]) if seen else _WITHOUT_ROWS
    return f"{opening(name, step)}\n{made}\n"


def opening(name: str, step: type[_Step]) -> str:
    """Return what an entry begins with: the step's first sentence and its example."""
    code = "\n\n".join(code_of(step))
    return f"### {name}\n\n{first_sentence(step)}\n\n```py\n{code}\n```\n"


def shown(given: list[Row], made: list[Row]) -> str:
    """Return the row that shows most, as what it has beyond those that went in."""
    row = max(
        made,
        key=lambda one: (
            not (one.get("error") or {}).get("kind"),
            one.get("keep") is not False,
            len(str(one)),
        ),
    )
    before = max(
        given, key=lambda one: sum(row.get(column) == value for column, value in one.items()), default={}
    )
    new = {
        column: value
        for column, value in row.items()
        if not (column in _BOOKKEEPING or column.endswith("sha256") or (column, value) == ("keep", True))
        and value not in (None, "", [], {})
        and before.get(column) != value
    }
    if (error := row.get("error") or {}).get("kind"):
        new["error"] = {key: error[key] for key in ("kind", "message")}
    lines = [f"| `{column}` | {_cell(value)} |" for column, value in new.items()]
    count = f"{len(given)} in, {len(made)} out" if given else f"{len(made)} out"
    return "\n".join(
        [f"One row of those ({count}), what is new in it:", "", "| column | value |", "|---|---|", *lines]
    )


def _cell(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(_rounded(value), ensure_ascii=False, default=str)
    told = " ".join(text.split())
    told = told if len(told) <= 300 else f"{told[:300]} …"
    return (
        re.sub(r"([|*_`<>\[\]\\])", r"\\\1", told)
        .replace("\\<", "&lt;")
        .replace("\\>", "&gt;")
        .replace("\\`", "'")
    )


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, dict):
        return {key: _rounded(one) for key, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list | tuple) else value


def kept() -> dict[str, str]:
    """Return the entries that the page has, by step."""
    page = GALLERY.read_text(encoding="utf-8") if GALLERY.exists() else ""
    found = re.findall(r"^### (\w+)\n(.*?)(?=^### |^## |\Z)", page, re.MULTILINE | re.DOTALL)
    return {name: f"### {name}\n{text.rstrip()}\n" for name, text in found}


def main(names: list[str]) -> None:
    logging.disable(logging.WARNING)
    os.environ["GOLDSMITH_ENGINE_LINGER"] = "60"  # one engine for all examples
    known = {} if names == ["all"] else {name: text for name, text in kept().items() if name not in names}
    parts = [_HEAD]
    for package in STEP_PACKAGES:
        parts.append(
            f"## {package}\n\nParameters and columns: [goldsmith_distilabel.{package}](steps/{package}.md).\n"
        )
        for name, step in steps_of(package).items():
            if not known.get(name, "").startswith(opening(name, step)):
                print(f"{package}.{name}", flush=True)
                known[name] = entry(name, step)
            parts.append(known[name])
    GALLERY.write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
