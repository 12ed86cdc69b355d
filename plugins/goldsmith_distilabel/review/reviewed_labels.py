"""Begin a pipeline at the review."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from distilabel.steps.base import GeneratorStep
from distilabel.typing import GeneratorStepOutput, StepColumns
from pydantic import Field

from goldsmith.errors import ReviewError
from goldsmith.review import Decided, Question, Review, decided, kept_rows, merge_reviews, pull
from goldsmith_distilabel.curate.marks import MARKS
from goldsmith_distilabel.review.review_desk import ReviewDesk

__all__ = ["ReviewedLabels"]

_BATCH = 50


class ReviewedLabels(GeneratorStep, ReviewDesk):
    """Give the rows that people have reviewed, each with what most of its reviewers say.

    Answers are pulled when the pipeline runs, every time it runs. A row that `PushToReview` sent and that has fewer than `min_reviews`
    reviews is left for a later run; nothing that was only suggested is given as an answer. Drafts do not count, an abstention takes an
    answer back. Reviews of a text that has changed since count only with `stale`.

    A row whose reviewers are evenly split is dropped with its reason. Of a question for a text the latest answer is given.

    Attributes:
        tool: the import name of what connects to the tool: "goldsmith_argilla:connect", "goldsmith_label_studio:connect".
        url: where the tool is.
        api_key_env: the name of the environment variable that holds the key; "" for a tool that wants none.
        options: what else it is connected with, as {"workspace": "reviews"}.
        run: the run that `PushToReview` pushed.
        review_schema: what was asked: a `goldsmith.review.ReviewSchema`, or what `save_schema` makes of one.
        ledger: the file that `PushToReview` wrote.
        columns: columns of the pushed rows to give.
        min_reviews: how many reviews a row must have to be given.
        stale: whether reviews of an earlier text count.

    Output columns:
        - id (`str`): The row's id.
        - dynamic: The columns named by `columns`, and `reviewed_<question>` for every question: the answer, None where nobody gave one.
        - reviewers (`list[str]`): Who reviewed it.
        - reviews (`str`): What each of them answered, as JSON: {reviewer: {question: answer}}.
        - review_agreement (`float`): The share of reviewers that gave the answer, of the question where it is lowest.
        - keep (`bool`): False where they are evenly split.
        - drop_reason (`str`): Who said what there.

    Categories:
        - load

    Examples:
        The comments that two people have reviewed:

        ```python
        from goldsmith.review import LabelQuestion, ReviewSchema, TextField
        from goldsmith_distilabel import Pipeline
        from goldsmith_distilabel.review import ReviewedLabels

        schema = ReviewSchema(
            "Spam or not", (TextField("text", "Comment"),), (LabelQuestion("label", "Spam?", ("spam", "ham")),)
        )
        with Pipeline(name="from-review") as pipeline:
            reviewed = ReviewedLabels(
                tool="goldsmith_label_studio:connect",
                url="http://127.0.0.1:8080",
                api_key_env="LABEL_STUDIO_API_KEY",
                run="spam-1",
                review_schema=schema,
                ledger="review.db",
                columns=["text"],
                min_reviews=2,
            )
        assert "reviewed_label" in reviewed.outputs
        ```
    """

    columns: list[str] = Field(default_factory=list)
    min_reviews: int = Field(default=1, ge=1)
    stale: bool = False
    use_cache: bool = False

    @property
    def outputs(self) -> StepColumns:
        answers = [f"reviewed_{question.name}" for question in self.asked.questions]
        about = ["reviewers", "reviews", "review_agreement"]
        return list(dict.fromkeys(["id", *self.columns, *answers, *about, *MARKS]))

    def load(self) -> None:
        """Load the step and reach the tool; see `ReviewDesk.open_desk`."""
        super().load()
        self.open_desk()

    def process(self, offset: int = 0) -> GeneratorStepOutput:
        """Give the reviewed rows in the order in which they were pushed, from the first that is not counted in `offset`.

        Raises:
            ReviewError: nothing was pushed under this name, or the ledger does not hold the rows.
        """
        rows = self._rows()[offset:]
        size = self.batch_size or _BATCH
        for start in range(0, len(rows) or 1, size):
            yield rows[start : start + size], start + size >= len(rows)

    def _rows(self) -> list[dict[str, Any]]:
        pulled = pull(run=self.run, adapter=self._adapter, ledger=self._ledger)
        valid = [review for review in pulled.reviews if self.stale or not review.stale]
        merged = merge_reviews([*valid, *pulled.discarded])
        kept = {row["id"]: row for row in kept_rows(self._ledger, self.run)}
        if lost := sorted(merged.keys() - kept.keys()):
            raise ReviewError(
                f"{self.ledger} does not hold the rows of {len(lost)} reviewed items of run {self.run!r}, the first {lost[0]!r}: use the"
                " ledger of the PushToReview that sent them, or push the same rows with it once more"
            )
        enough = [row_id for row_id in kept if len(merged.get(row_id, {})) >= self.min_reviews]
        questions = self.asked.questions
        return [self._row(kept[row_id], merged[row_id], questions) for row_id in enough]

    def _row(
        self, row: Mapping[str, Any], reviews: Mapping[str, Review], questions: Sequence[Question]
    ) -> dict[str, Any]:
        together = decided(reviews, questions)
        answers = {name: dict(review.values) for name, review in sorted(reviews.items())}
        return {
            "id": row["id"],
            **{column: row.get(column) for column in self.columns},
            **{f"reviewed_{question.name}": together.values.get(question.name) for question in questions},
            "reviewers": list(answers),
            "reviews": json.dumps(answers, ensure_ascii=False, sort_keys=True),
            "review_agreement": together.agreement,
            "keep": not together.tied,
            "drop_reason": _split(together),
        }


def _split(together: Decided) -> str | None:
    for name, answers in together.tied.items():
        said = " or ".join(json.dumps(answer, ensure_ascii=False) for answer in answers)
        return f"review: reviewers are evenly split on {name}: {said}"
    return None
