"""The one question of a labeling configuration that a backend answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree as ET

from goldsmith.errors import InputError
from goldsmith_label_studio.form import Form, read_form
from goldsmith_label_studio.values import results, values

__all__ = ["Question", "read_question"]


@dataclass(frozen=True)
class Question:
    """A classification question and the column of a task's data that it is about."""

    name: str
    column: str
    form: Form

    def text(self, data: Mapping[str, Any]) -> str | None:
        """Return the text asked about, None where the task has none."""
        text = data.get(self.column)
        return text if isinstance(text, str) else None

    def result(self, label: str, data: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Return an answer in Label Studio's form."""
        return results({self.name: label}, self.form, data)

    def label(self, regions: list[Mapping[str, Any]]) -> str | None:
        """Return what an annotation answers, None where it leaves the question open."""
        answer = values(regions, self.form, finished=True).get(self.name)
        return answer if isinstance(answer, str) else None

    def refuse_unknown(self, labels: tuple[str, ...]) -> None:
        """Raise InputError unless people can answer every one of these labels."""
        lost = sorted(set(labels) - set(self.form.controls[self.name].options))
        if lost:
            raise InputError(
                f"the model knows labels that question {self.name!r} of this project does not offer: {lost[:5]}"
            )


@lru_cache(maxsize=32)
def read_question(config: str, wanted: str | None) -> Question:
    """Find the question named `wanted`, or the only one that asks for one label.

    Raises:
        InputError: the configuration is no XML of Label Studio's, has no such question, or several and none is wanted.
    """
    try:
        form = read_form(config)
        shown = {one.get("name"): one.get("value", "") for one in ET.fromstring(config).iter()}  # noqa: S314 - no entities are resolved
    except Exception as err:  # the SDK's parser raises whatever it meets
        raise InputError(
            f"the labeling configuration cannot be read: {type(err).__name__}: {err}"[:300]
        ) from err
    asked = [name for name, control in form.controls.items() if control.kind == "label"]
    if wanted is not None and wanted not in asked:
        raise InputError(
            f"no <Choices> for one label is named {wanted!r}; there are: {', '.join(asked) or 'none'}"
        )
    if wanted is None and len(asked) != 1:
        raise InputError(
            f"wanted one <Choices> for one label, got {len(asked)}: {', '.join(asked) or 'none'}"
        )
    name = wanted or asked[0]
    column = shown.get(form.controls[name].to, "")
    if not column.startswith("$"):
        raise InputError(f"question {name!r} is not about a column of the tasks but about {column!r}")
    return Question(name, column.removeprefix("$"), form)
