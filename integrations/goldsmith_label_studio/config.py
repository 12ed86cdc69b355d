"""A review schema as a Label Studio labeling configuration, and back."""

from xml.etree import ElementTree as ET

from label_studio_sdk.label_interface.interface import LabelInterface

from goldsmith.review import ReviewSchema
from goldsmith.review.notes import NOTES_FIELD, NOTES_TITLE
from goldsmith.review.questions import Question
from goldsmith.review.schema import OURS, Asked, asked_of
from goldsmith_label_studio.literal import literal, original

__all__ = ["asked", "label_config"]


def label_config(schema: ReviewSchema) -> str:
    """Return the XML. Texts go into `<Text>`, which shows them as they are; `<HyperText>` would run their HTML.

    `valueType` is said because a server in secure mode would take a text for an address and fetch it.
    """
    view = ET.Element("View")
    for field in schema.fields:
        ET.SubElement(view, "Header", value=literal(field.title), size="5")
        ET.SubElement(view, "Text", name=field.name, value=f"${field.name}", valueType="text")
    ET.SubElement(view, "Header", value=NOTES_TITLE, size="5")
    ET.SubElement(view, "Text", name=NOTES_FIELD, value=f"${NOTES_FIELD}", valueType="text")
    for question in schema.questions:
        ET.SubElement(view, "Header", value=literal(question.title), size="5")
        _add_control(view, question, about=schema.fields[0].name)
    return ET.tostring(view, encoding="unicode")


def _add_control(view: ET.Element, question: Question, about: str) -> None:
    common = {"name": question.name, "toName": about, "required": "true" if question.required else "false"}
    match question.kind:
        case "rating":
            ET.SubElement(view, "Rating", common | {"maxRating": question.options[-1]})
        case "text":
            ET.SubElement(view, "TextArea", common | {"rows": "3", "maxSubmissions": "1", "editable": "true"})
        case _:
            choice = "multiple" if question.kind == "multi_label" else "single"
            choices = ET.SubElement(view, "Choices", common | {"choice": choice})
            for option in question.options:
                ET.SubElement(choices, "Choice", value=literal(option))


def asked(config: str) -> Asked:
    """Read what a labeling configuration asks."""
    interface = LabelInterface(config)
    objects = [item.name for item in interface.objects if item.name and not item.name.startswith(OURS)]
    return asked_of(
        objects, ((one.name, *_kind(one.tag, one.attr, one.labels)) for one in interface.controls)
    )


def _kind(tag: str, attributes: dict[str, str], labels: list[str]) -> tuple[str, list[str]]:
    match tag:
        case "Choices":
            return ("multi_label" if attributes.get("choice") == "multiple" else "label"), [
                original(label) for label in labels
            ]
        case "Rating":
            return "rating", [str(rating) for rating in range(1, int(attributes.get("maxRating", 5)) + 1)]
        case "TextArea":
            return "text", []
        case _:
            return tag, list(labels)
