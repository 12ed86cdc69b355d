"""The texts that a model is asked for, for a label or turned to another."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from distilabel.typing import ChatItem

from goldsmith.augment import flip_reason, new_text_reason, seeded
from goldsmith.data import derived_id, provenance
from goldsmith_distilabel.augment.rewrites_rows import told_of
from goldsmith_distilabel.prompting import Asking, Prompt, Row

__all__ = ["FLIP", "WRITE", "Wanted", "WantedTexts"]

WRITE = Prompt("goldsmith_distilabel.augment", "attribute_variation/write")
FLIP = Prompt("goldsmith_distilabel.augment", "attribute_variation/flip")


@dataclass(frozen=True)
class Wanted:
    """A text to be asked for.

    Attributes:
        row: without its text.
        prompt: the request's.
        chat: the request; empty if there is nothing to ask.
        reason: text, letters and digits of all texts there are, texts of the label kept so far -> why it is none to keep, or "".
        asking: what asks for it.
    """

    row: Row
    prompt: Prompt
    chat: list[ChatItem]
    reason: Callable[[str, set[str], list[str]], str]
    asking: Asking = field(default_factory=Asking)


@dataclass(frozen=True)
class WantedTexts:
    """Puts requests into words, by the options of an `AttributeVariation`.

    Attributes:
        options: the step's fields named in `OPTIONS`.
        technique: as in `provenance`.
        rows: the given ones, with texts and labels.
        labels: as a string -> as it stands in the rows.
    """

    OPTIONS: ClassVar[tuple[str, ...]] = (
        "llm",
        "what",
        "column",
        "label_column",
        "meanings",
        "examples",
        "max_overlap",
        "min_overlap",
        "language",
        "seed",
    )

    options: dict[str, Any]
    technique: str
    rows: Sequence[Row]
    labels: dict[str, Any]

    def new(self, label: str, number: int, attributes: dict[str, str]) -> Wanted:
        """Return the request for a text of a label with these attributes."""
        drawn = self._drawn(self.options["examples"], label, str(number))
        shown = [row[self.options["column"]] for row in drawn]
        told = json.dumps(attributes, ensure_ascii=False)
        chat = WRITE.chat(
            **self._named(label),
            others=[other for other in self.labels if other != label],
            examples=shown,
            attributes=attributes,
        )
        return Wanted(
            self.blank(WRITE, "attribute variation", drawn, label, str(number), told) | {"attributes": told},
            WRITE,
            chat,
            lambda text, known, kept: new_text_reason(
                text, known, [*shown, *kept], self.options["max_overlap"]
            ),
        )

    def flips(self, count: int) -> list[Wanted]:
        """Return the requests to turn up to `count` texts of each label to another; the other labels take turns."""
        others = {label: [other for other in self.labels if other != label] for label in self.labels}
        return [
            self._flip(row, label, others[label][number % len(others[label])])
            for label in self.labels
            if others[label]
            for number, row in enumerate(self._drawn(count, label, "counterfactual"))
        ]

    def blank(self, prompt: Prompt, operation: str, parents: Sequence[Row], label: str, *parts: str) -> Row:
        """Return a row of a label without a text."""
        seed = self.options["seed"]
        told = told_of(prompt, self.options["llm"].model_name, seed)
        return {
            self.options["column"]: "",
            self.options["label_column"]: self.labels[label],
            "id": derived_id(self.technique, operation, str(seed), label, *parts),
            "operation": operation,
            "provenance": provenance(self.technique, operation=operation, parents=parents, **told),
        }

    def _flip(self, row: Row, label: str, target: str) -> Wanted:
        original = row[self.options["column"]]
        chat = FLIP.chat(
            **self._named(label),
            text=original,
            target=target,
            target_meaning=self.options["meanings"].get(target, ""),
        )
        return Wanted(
            row | self.blank(FLIP, "counterfactual", [row], target, row["id"]),
            FLIP,
            chat,
            lambda text, known, _: flip_reason(original, text, known, self.options["min_overlap"]),
        )

    def _named(self, label: str) -> dict[str, Any]:
        told = {name: self.options[name] for name in ("what", "language")}
        return told | {"label": label, "meaning": self.options["meanings"].get(label, "")}

    def _drawn(self, count: int, label: str, purpose: str) -> list[Row]:
        same = [row for row in self.rows if str(row[self.options["label_column"]]) == label]
        return seeded(self.options["seed"], label, purpose).sample(same, min(count, len(same)))
