"""What a labeling configuration shows and asks, read from its XML."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree as ET

from label_studio_sdk.label_interface.interface import LabelInterface

from goldsmith.review.schema import OURS, Asked, asked_of
from goldsmith.review.taxonomy_question import STEP_DOWN
from goldsmith_label_studio.literal import original

__all__ = ["Control", "Form", "read_form"]


@dataclass(frozen=True, slots=True)
class Control:
    """One question.

    Attributes:
        tag: the XML element's, e.g. "Choices".
        to: the object it hangs on.
        kind: ours; the tag where somebody added a control that we do not know.
        options: what can be answered.
    """

    tag: str
    to: str
    kind: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The objects {name: form of our field} and the controls {name: control}."""

    fields: Mapping[str, list[str]]
    controls: Mapping[str, Control]

    @property
    def asked(self) -> Asked:
        """What gives an answer its meaning."""
        questions = ((name, control.kind, control.options) for name, control in self.controls.items())
        return asked_of(self.fields, questions)


@lru_cache(maxsize=32)
def read_form(config: str) -> Form:
    """Read a labeling configuration."""
    interface = LabelInterface(config)
    elements = {element.get("name"): element for element in ET.fromstring(config).iter()}  # noqa: S314 - the server's own
    fields = {
        item.name: ["conversation"] if elements[item.name].get("nameKey") == "role" else []
        for item in interface.objects
        if item.name and not item.name.startswith(OURS)
    }
    controls = {
        one.name: _control(elements[one.name], one.to_name[0], list(one.labels)) for one in interface.controls
    }
    return Form(fields, controls)


def _control(element: ET.Element, to: str, labels: list[str]) -> Control:
    kind, options = element.tag, [original(label) for label in labels]
    match element.tag:
        case "Choices":
            kind = "multi_label" if element.get("choice") == "multiple" else "label"
        case "Taxonomy":
            kind, options = "multi_label", list(_paths(element))
        case "Labels":
            kind = f"spans in {to}"
        case "Ranker":
            kind, options = "ranking", json.loads(element.get("options", "[]"))
        case "Rating":
            highest = int(element.get("maxRating", 5))
            kind, options = "rating", [str(rating) for rating in range(1, highest + 1)]
        case "TextArea":
            kind, options = "text", []
    return Control(element.tag, to, kind, tuple(options))


def _paths(parent: ET.Element) -> Iterator[str]:
    for child in parent.findall("Choice"):
        name = original(child.get("value", ""))
        deeper = [f"{name}{STEP_DOWN}{path}" for path in _paths(child)]
        yield from deeper or [name]
