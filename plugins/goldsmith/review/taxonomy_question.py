"""Where in a tree of categories an item belongs."""

from dataclasses import dataclass
from typing import ClassVar

from goldsmith.errors import InputError
from goldsmith.review.labels import checked_labels, label_problem

__all__ = ["STEP_DOWN", "TaxonomyQuestion"]

STEP_DOWN = " > "


@dataclass(frozen=True, slots=True)
class TaxonomyQuestion:
    """One or several leaves of a tree, each named by its path: "Animals > Dogs".

    Label Studio shows a tree; Argilla, which has none, a choice of several labels with whole paths.

    Raises:
        InputError: as for `LabelQuestion`, or a path leads through a leaf, or has an empty part.

    >>> TaxonomyQuestion("topic", "Topic?", ("Animals > Dogs", "Animals > Cats", "Plants")).problem(["Animals"])
    "'Animals' is none of its labels 'Animals > Dogs', 'Animals > Cats', 'Plants'"
    """

    kind: ClassVar[str] = "multi_label"
    name: str
    title: str
    labels: tuple[str, ...]
    required: bool = True

    def __post_init__(self) -> None:
        labels = checked_labels(self.name, self.labels)
        for label in labels:
            parts = label.split(STEP_DOWN)
            inner = {STEP_DOWN.join(parts[:depth]) for depth in range(1, len(parts))}
            if through := inner & set(labels):
                raise InputError(
                    f"question {self.name!r}: {label!r} leads through the leaf {min(through)!r}; name that"
                    f" {min(through) + STEP_DOWN + 'other'!r}"
                )
            if not all(part and part == part.strip() for part in parts):
                raise InputError(f"question {self.name!r}: the path {label!r} has an empty or a padded part")
        object.__setattr__(self, "labels", labels)

    @property
    def options(self) -> tuple[str, ...]:
        """What can be answered."""
        return self.labels

    def problem(self, value: object) -> str | None:
        """Say what is wrong with `value` as an answer, or None."""
        if not isinstance(value, list) or not value:
            return f"{value!r} is not a list of at least one path"
        return next((problem for one in value if (problem := label_problem(one, self.labels))), None)
