"""End a pipeline at the review."""

from typing import Any

from distilabel.steps import Step, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field, PrivateAttr

from goldsmith.errors import InputError
from goldsmith.review import ReviewItem, ReviewSchema, Suggestion, keep_rows, push
from goldsmith.review.items import check_items
from goldsmith_distilabel.curate.marks import MARKS, mark
from goldsmith_distilabel.review.review_desk import ReviewDesk

__all__ = ["PushToReview"]


class PushToReview(Step, ReviewDesk):
    """Send rows to people, in Argilla, Label Studio or any other tool with an adapter.

    However often it runs, the tool holds one record a row: a row that is there and has not changed is not sent again, one that has changed
    is brought up to date, and what people answered is never touched. The rows are kept in the ledger, where `ReviewedLabels` finds them. So
    the step is done again in every run, also in a pipeline that resumes.

    A row that no tool could show (a field that is no text, a suggestion that is none of the labels) is not sent; it says why.

    Attributes:
        tool: the import name of what connects to the tool: "goldsmith_argilla:connect", "goldsmith_label_studio:connect".
        url: where the tool is.
        api_key_env: the name of the environment variable that holds the key; "" for a tool that wants none.
        options: what else it is connected with, as {"workspace": "reviews"}.
        run: names the project in the tool and in the ledger.
        review_schema: what is asked: a `goldsmith.review.ReviewSchema`, or what `save_schema` makes of one.
        ledger: the file that notes what was pushed.
        columns: field -> the column it is read from, where that has another name.
        suggestions: question -> the column with the answer to suggest; None suggests nothing.
        scores: question -> the column that says how sure that is, in [0, 1].
        agent: who suggests.
        votes: the column that holds {voter: vote}, "" for none.
        metadata: columns to filter by in the tool.

    Input columns:
        - id (`str`): The row's stable id, by which its review comes home.
        - dynamic: The columns named by `columns`, `suggestions`, `scores`, `votes` and `metadata`.

    Output columns:
        - review_url (`str`): Where the rows are reviewed; "" for one that was not sent.
        - keep (`bool`): False for a row that was not sent.
        - drop_reason (`str`): Why it was not.

    Categories:
        - save

    Examples:
        Comments with a model's label as a suggestion, on a server that `goldsmith serve argilla` has started:

        ```python
        from distilabel.steps import LoadDataFromDicts

        from goldsmith.review import LabelQuestion, ReviewSchema, TextField
        from goldsmith_distilabel import Pipeline
        from goldsmith_distilabel.review import PushToReview

        schema = ReviewSchema(
            "Spam or not", (TextField("text", "Comment"),), (LabelQuestion("label", "Spam?", ("spam", "ham")),)
        )
        with Pipeline(name="to-review") as pipeline:
            LoadDataFromDicts(data=[{"id": "1", "text": "Subscribe!", "label": "spam"}]) >> PushToReview(
                tool="goldsmith_argilla:connect",
                url="http://127.0.0.1:6900",
                api_key_env="ARGILLA_API_KEY",
                run="spam-1",
                review_schema=schema,
                ledger="review.db",
                suggestions={"label": "label"},
            )
        ```
    """

    columns: dict[str, str] = Field(default_factory=dict)
    suggestions: dict[str, str] = Field(default_factory=dict)
    scores: dict[str, str] = Field(default_factory=dict)
    agent: str = ""
    votes: str = ""
    metadata: list[str] = Field(default_factory=list)
    use_cache: bool = False

    _sent: set[str] = PrivateAttr(default_factory=set)

    @property
    def inputs(self) -> StepColumns:
        """The id, and every column that is shown."""
        shown = [self.columns.get(field.name, field.name) for field in self.asked.fields]
        beside = [*self.suggestions.values(), *self.scores.values(), *self.metadata, self.votes]
        return list(dict.fromkeys(["id", *shown, *filter(None, beside)]))

    @property
    def outputs(self) -> StepColumns:
        return ["review_url", *MARKS]

    def load(self) -> None:
        """Load the step and reach the tool; see `ReviewDesk.open_desk`.

        Raises:
            InputError: a suggestion or a score is for a question that is not asked.
        """
        super().load()
        asked = self.asked
        for name in [*self.suggestions, *self.scores]:
            asked.question(name)
        self.open_desk()
        self._sent = set()

    def process(self, *inputs: StepInput) -> StepOutput:
        """Push a batch."""
        (rows,) = inputs
        asked = self.asked
        marked = mark(rows, self._reasons(rows, asked))
        sent = [row for row in marked if row["keep"]]
        url = ""
        if sent:
            keep_rows(self._ledger, self.run, sent)
            items = [self._item(row, asked) for row in sent]
            url = push(items, asked, run=self.run, adapter=self._adapter, ledger=self._ledger).url
            self._sent |= {item.id for item in items}
        yield [row | {"review_url": url if row["keep"] else ""} for row in marked]

    def _reasons(self, rows: list[dict[str, Any]], asked: ReviewSchema) -> list[str | None]:
        reasons: list[str | None] = []
        seen = set(self._sent)
        for row in rows:
            reasons.append(None if row.get("keep") is False else self._reason(row, seen, asked))
            if reasons[-1] is None and row.get("keep") is not False:
                seen.add(row["id"])
        return reasons

    def _reason(self, row: dict[str, Any], seen: set[str], asked: ReviewSchema) -> str | None:
        if row["id"] in seen:
            return f"review: a row before it has the id {row['id']!r}"
        try:
            check_items([self._item(row, asked)], asked)
        except InputError as err:
            return f"review: {err}"
        return None

    def _item(self, row: dict[str, Any], asked: ReviewSchema) -> ReviewItem:
        fields = {field.name: row[self.columns.get(field.name, field.name)] for field in asked.fields}
        return ReviewItem(
            row["id"],
            fields,
            [
                Suggestion(question, row[column], self._score(row, question), self.agent or None)
                for question, column in self.suggestions.items()
                if row[column] is not None
            ],
            {column: row[column] for column in self.metadata if row[column] is not None},
            {voter: vote for voter, vote in (row[self.votes] or {}).items() if vote is not None}
            if self.votes
            else {},
        )

    def _score(self, row: dict[str, Any], question: str) -> float | None:
        return row[self.scores[question]] if question in self.scores else None
