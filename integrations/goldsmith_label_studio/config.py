"""A review schema as a Label Studio labeling configuration, and back."""

import json
from xml.etree import ElementTree as ET

from goldsmith.review import (
    ContextsField,
    ConversationField,
    Field,
    PairQuestion,
    RankingQuestion,
    ReviewSchema,
    SpanQuestion,
    TaxonomyQuestion,
)
from goldsmith.review.notes import NOTES_FIELD, NOTES_TITLE
from goldsmith.review.questions import Question
from goldsmith.review.schema import OURS, Asked
from goldsmith.review.taxonomy_question import STEP_DOWN
from goldsmith_label_studio.form import read_form
from goldsmith_label_studio.literal import literal

__all__ = ["asked", "label_config"]

# The page runs the lines of a message together, and gives it a time that it does not have.
_DIALOGUE = '[class*="dialoguetext--"] {white-space: pre-wrap} [class*="titleWrapper--"] [class*="time--"] {display: none}'


def label_config(schema: ReviewSchema) -> str:
    """Return the XML. Texts go into `<Text>`, which shows them as they are; `<HyperText>` would run their HTML.

    `valueType` is said because a server in secure mode would take a text for an address and fetch it.
    """
    view = ET.Element("View")
    pairs = [question for question in schema.questions if isinstance(question, PairQuestion)]
    beside: dict[str, ET.Element] = {}
    if any(isinstance(field, ConversationField | ContextsField) for field in schema.fields):
        ET.SubElement(view, "Style").text = _DIALOGUE
    for field in schema.fields:
        _add_field(_place(view, field, pairs, beside), field)
    ET.SubElement(view, "Header", value=NOTES_TITLE, size="5")
    ET.SubElement(view, "Text", name=NOTES_FIELD, value=f"${NOTES_FIELD}", valueType="text")
    for question in schema.questions:
        ET.SubElement(view, "Header", value=literal(question.title), size="5")
        _add_control(view, question, about=schema.fields[0].name)
    return ET.tostring(view, encoding="unicode")


def asked(config: str) -> Asked:
    """Read what a labeling configuration asks."""
    return read_form(config).asked


def _place(
    view: ET.Element, field: Field, pairs: list[PairQuestion], beside: dict[str, ET.Element]
) -> ET.Element:
    """Return where a field stands: the two of a pair side by side, in the place of the first."""
    pair = next((question for question in pairs if field.name in question.of), None)
    if pair is None:
        return view
    if pair.name not in beside:
        beside[pair.name] = ET.SubElement(view, "View", style="display: flex; gap: 16px")
    return ET.SubElement(beside[pair.name], "View", style="flex: 1 1 0; min-width: 0")


def _add_field(view: ET.Element, field: Field) -> None:
    ET.SubElement(view, "Header", value=literal(field.title), size="5")
    common = {"name": field.name, "value": f"${field.name}"}
    dialogue = {"layout": "dialogue", "valueType": "json"}
    match field:
        case ConversationField():
            ET.SubElement(view, "Paragraphs", common | dialogue | {"nameKey": "role", "textKey": "content"})
        case ContextsField():
            ET.SubElement(view, "Paragraphs", common | dialogue | {"nameKey": "name", "textKey": "text"})
        case _:
            ET.SubElement(view, "Text", common | {"valueType": "text"})


def _add_control(view: ET.Element, question: Question, about: str) -> None:
    common = {"name": question.name, "toName": about, "required": "true" if question.required else "false"}
    match question:
        case SpanQuestion():
            labels = ET.SubElement(view, "Labels", common | {"toName": question.field})
            for label in question.labels:
                ET.SubElement(labels, "Label", value=literal(label))
        case RankingQuestion():
            ranked = f"{OURS}{question.name}"
            ET.SubElement(view, "List", name=ranked, value=f"${ranked}")
            # Only we read `options`: a list's items are data, and a changed list has to be noticed.
            ET.SubElement(
                view,
                "Ranker",
                {"name": question.name, "toName": ranked, "options": json.dumps(question.labels)},
            )
        case TaxonomyQuestion():
            taxonomy = ET.SubElement(view, "Taxonomy", common | {"leafsOnly": "true"})
            for label in question.labels:
                _add_path(taxonomy, label.split(STEP_DOWN))
        case _:
            _add_plain(view, question, common)


def _add_plain(view: ET.Element, question: Question, common: dict[str, str]) -> None:
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


def _add_path(parent: ET.Element, path: list[str]) -> None:
    for part in path:
        known = (child for child in parent if child.get("value") == literal(part))
        child = next(known, None)
        parent = ET.SubElement(parent, "Choice", value=literal(part)) if child is None else child
