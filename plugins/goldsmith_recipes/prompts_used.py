"""The prompts that rows were written by, to read in a report."""

from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

from goldsmith_distilabel.prompting import Prompt

__all__ = ["prompts_used"]


def prompts_used(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return each prompt that a row's `provenance` names, the commonest first: `prompt`, `rows`, and its `template` as the package has it.

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
        file = folder.joinpath("templates", *f"{name}.jinja2".split("/"))
        if file.is_file() and Prompt(f"goldsmith_distilabel.{folder.name}", name).sha256 == sha256:
            return file.read_text(encoding="utf-8").strip()
    return None
