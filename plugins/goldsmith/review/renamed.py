"""Answers to earlier questions as answers to present ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from goldsmith.errors import InputError
from goldsmith.review.questions import Question, Value
from goldsmith.review.schema import ReviewSchema

__all__ = ["Renamed"]


@dataclass(frozen=True, slots=True)
class Renamed:
    """What is called otherwise since; all else keeps its name or is not asked any more.

    Attributes:
        questions: {old name: new name}.
        labels: {new name of the question: {old label: new label}}; two old ones may become one.

    >>> from goldsmith.review import LabelQuestion, TextField
    >>> schema = ReviewSchema("Spam", (TextField("text", "Text"),), (LabelQuestion("kind", "Kind?", ("spam", "fine", "unsure")),))
    >>> renamed = Renamed({"label": "kind"}, {"kind": {"ham": "fine"}})
    >>> renamed.answers({"label": "ham"}, schema), renamed.answers({"label": "eggs"}, schema), renamed.answers({"sure": 3}, schema)
    ({'kind': 'fine'}, {}, {})
    """

    questions: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def check(self, schema: ReviewSchema) -> None:
        """Check that the new names are asked.

        Raises:
            InputError: one is not; the message names it.
        """
        for name in (*self.questions.values(), *self.labels):
            schema.question(name)
        for name, labels in self.labels.items():
            options = schema.question(name).options
            if lost := [new for new in labels.values() if new not in options]:
                raise InputError(f"labels of {name!r} are to become {lost[0]!r}, expected one of {options}")

    def answers(self, values: Mapping[str, Value], schema: ReviewSchema) -> dict[str, Value]:
        """Return the answers that still are answers: those to a question, or with a label, that is gone are left out whole."""
        questions = {question.name: question for question in schema.questions}
        found: dict[str, Value] = {}
        for old, value in values.items():
            question = questions.get(self.questions.get(old, old))
            if question:
                answer = self._answer(value, question)
                if not question.problem(answer):
                    found[question.name] = answer
        return found

    def _answer(self, value: Value, question: Question) -> Value:
        new = self.labels.get(question.name, {})
        match value:
            case str():
                return new.get(value, value)
            case dict():
                return {new.get(label, label): rank for label, rank in value.items()}
            case [str(), *_]:
                labels = [new.get(label, label) for label in cast("list[str]", value)]
                return list(dict.fromkeys(labels))
            case [dict(), *_]:
                return [
                    span | {"label": new.get(str(span["label"]), span["label"])}
                    for span in value
                    if isinstance(span, dict)
                ]
        return value
