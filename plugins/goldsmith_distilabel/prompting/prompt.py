"""Prompts: Jinja2 files that ship with the package that uses them."""

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from distilabel.typing import ChatItem
from jinja2 import Environment, FunctionLoader, StrictUndefined, Template, meta

from goldsmith.text import defused, tagged

__all__ = ["Prompt"]


@dataclass(frozen=True)
class Prompt:
    """A prompt template, `templates/<name>.jinja2` in `package`.

    Values are data: they are never read as a template, and what could end a chat turn in them is broken up. The filter
    `tagged("x")` puts a value between `<x>` and `</x>` and sees to it that the value cannot leave them.

    Attributes:
        package: the import name of the package, as "goldsmith_distilabel.generate".
        name: the template's path below `templates`, without its ending.
    """

    package: str
    name: str

    def text(self, **values: Any) -> str:
        """Return the rendered prompt, without white space around it.

        Raises:
            jinja2.UndefinedError: a value that the template names is missing.
        """
        return _template(self).render(values).strip()

    def chat(self, **values: Any) -> list[ChatItem]:
        """Return the rendered prompt as the only message of a chat."""
        return [{"role": "user", "content": self.text(**values)}]

    @property
    def sha256(self) -> str:
        """The hash of the template and of all that it includes."""
        return _sha256(self)


def _source(prompt: Prompt) -> str:
    file = files(prompt.package).joinpath("templates", *f"{prompt.name}.jinja2".split("/"))
    return file.read_text(encoding="utf-8")


@cache
def _environment(package: str) -> Environment:
    def load(name: str) -> str:
        return _source(Prompt(package, name))

    environment = Environment(
        loader=FunctionLoader(load),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - prompts are not HTML
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["tagged"] = tagged
    return environment


def _shown(value: Any) -> Any:
    return defused(value) if isinstance(value, str) else value


@cache
def _template(prompt: Prompt) -> Template:
    return _environment(prompt.package).get_template(prompt.name)


@cache
def _sha256(prompt: Prompt) -> str:
    source = _source(prompt)
    named = meta.find_referenced_templates(_environment(prompt.package).parse(source))
    parts = sorted(_sha256(Prompt(prompt.package, name)) for name in named if name)
    return hashlib.sha256("\0".join([source, *parts]).encode()).hexdigest()
