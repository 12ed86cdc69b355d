"""One round of review: what is asked, which rows, and the label each row ends with."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from goldsmith.errors import InputError
from goldsmith.review import LabelQuestion, Review, ReviewItem, ReviewSchema, Suggestion, TextField
from goldsmith_recipes.run_folder import Rows, RunFolder

__all__ = ["ReviewRound", "final_labels"]

_QUESTION = "label"


@dataclass(frozen=True)
class ReviewRound:
    """What a run asks of people.

    Attributes:
        run: names the project in every tool and in the ledger.
        title: the project's title.
        instruction: what the reviewer is asked.
        classes: label -> what it means.
        simulated: whether the reviewers are simulated.
        reviewers: how many people should see each row.
        accept: the least confidence at which a row is accepted without a person.
    """

    run: str
    title: str
    instruction: str
    classes: dict[str, str]
    simulated: bool
    reviewers: int = 2
    accept: float = 0.8

    def schema(self) -> ReviewSchema:
        """Return what both tools are told to ask."""
        meaning = "\n".join(f"- {label}: {description}" for label, description in self.classes.items())
        notice = "\n\nThe reviews of this project are SIMULATED from known labels." if self.simulated else ""
        return ReviewSchema(
            title=self.title,
            fields=(TextField("text", "Text"),),
            questions=(LabelQuestion(_QUESTION, "Label", tuple(self.classes)),),
            guidelines=f"{self.instruction}\n\n{meaning}{notice}",
            min_reviews=self.reviewers,
        )

    def items(self, rows: Rows) -> list[ReviewItem]:
        """Return the rows routed to review, with what every voter said, in the order in which people should see them."""
        asked = [row for row in rows if row["route"] == "review"]
        return [self._item(row) for row in sorted(asked, key=lambda row: row.get("review_rank", 0))]

    def _item(self, row: dict[str, Any]) -> ReviewItem:
        label = row["label"]
        suggested = (Suggestion(_QUESTION, label, row["confidence"], "label model"),) if label else ()
        return ReviewItem(
            id=row["id"],
            fields={"text": row["text"]},
            suggestions=suggested,
            metadata={
                "source": row["source"],
                "confidence": row["confidence"],
                "review_rank": row.get("review_rank", 0),
            },
            votes=row["votes"],
        )

    def save(self, folder: RunFolder) -> None:
        """Keep it beside the rows, for `goldsmith review`."""
        folder.save_json(asdict(self), folder.review)

    @classmethod
    def load(cls, folder: RunFolder) -> "ReviewRound":
        """Return the round of a folder.

        Raises:
            InputError: no recipe has reached its review in this folder.
        """
        if not folder.review.is_file() or not folder.rows.is_file():
            raise InputError(
                f"{folder.path} holds no run with a review: start one with goldsmith run labels --out {folder.path}"
            )
        return cls(**folder.read_json(folder.review))


def final_labels(rows: Rows, reviews: Mapping[str, Mapping[str, Review]]) -> None:
    """Write into each row its reviews, its final label and whose word that is.

    The reviewers' majority decides. Where they are evenly split the row is disputed: the label model's label decides
    if one of them gave it, else the first in alphabetical order. A row that nobody reviewed keeps the label model's.
    """
    for row in rows:
        given = {
            name: str(review.values[_QUESTION]) for name, review in sorted(reviews.get(row["id"], {}).items())
        }
        counts = Counter(given.values())
        leaders = sorted(label for label, count in counts.items() if count == max(counts.values()))
        row["reviews"] = given
        row["disputed"] = len(counts) > 1
        if leaders:
            row["final_label"] = row["label"] if row["label"] in leaders else leaders[0]
            row["decided_by"] = "people" if len(leaders) == 1 else "people and label model"
        else:
            row["final_label"] = row["label"]
            row["decided_by"] = "label model" if row["route"] == "accept" else "nobody yet"
