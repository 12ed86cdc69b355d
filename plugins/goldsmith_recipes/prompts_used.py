"""The prompts that rows were written by, to read in a report."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from goldsmith_distilabel.prompting import Prompt

__all__ = ["prompts_used"]

_PART = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")


def prompts_used(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return each prompt that a row's `provenance` names, the commonest first: `prompt`, `rows`, and its `template` as the package has it,
    with the templates that it is made of.

    The template is None where no package has one of that name and hash: it was another one, or somebody's own.
    """
    named = Counter(
        (str(origin.get("prompt") or ""), str(origin.get("prompt_sha256") or ""))
        for row in rows
        if isinstance(origin := row.get("provenance"), Mapping)
    )
    return [
        {"prompt": name, "rows": count, "template": _template(name, sha256)}
        for (name, sha256), count in named.most_common()
        if name
    ]


def _template(name: str, sha256: str) -> str | None:
    for folder in files("goldsmith_distilabel").iterdir():
        if (
            _file(folder, name).is_file()
            and Prompt(f"goldsmith_distilabel.{folder.name}", name).sha256 == sha256
        ):
            return _with_parts(folder, name)
    return None


def _file(folder: Traversable, name: str) -> Traversable:
    return folder.joinpath("templates", *f"{name}.jinja2".split("/"))


def _with_parts(folder: Traversable, name: str) -> str:
    """Return a template and, behind it, those that it extends, includes or takes from, each under its name."""
    text = _file(folder, name).read_text(encoding="utf-8").strip()
    parts = [f"{{# {part} #}}\n{_with_parts(folder, part)}" for part in dict.fromkeys(_PART.findall(text))]
    return "\n\n".join([text, *parts])
