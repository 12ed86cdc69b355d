"""Mark rows that have something of the user's evaluation sets in them."""

from dataclasses import asdict
from typing import Any

from distilabel.models.embeddings.base import Embeddings
from distilabel.steps import Step, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field, PrivateAttr

from goldsmith.data import read_rows
from goldsmith.dedup import LANGUAGES
from goldsmith.errors import InputError
from goldsmith.filters import EvaluationItems, Overlap, contamination_reason
from goldsmith_distilabel.curate.marks import MARKS, mark, readable

__all__ = ["Decontaminate"]


class Decontaminate(Step):
    """Mark rows that have an item of an evaluation set in them: word for word, edited, or, with embeddings, paraphrased.

    Runs of words that many items share are boilerplate and count for nothing; `goldsmith.filters.EvaluationItems` has the rule.
    `goldsmith.quality.contamination_page(rows)` shows every match side by side. Translations are not found.

    Attributes:
        column: the text to look at.
        against: files of evaluation items, as `goldsmith.data.read_rows` reads them; one numbering goes on over all of them.
        against_column: the column of these files: give the question alone, or question and answer as one text.
        n: words of a run.
        covered: the share of an item's words that a row may have.
        most_items: items that may share a run before it is boilerplate.
        least: words of an item that are enough; fewer must be the whole item, and more than `covered` of the row.
        embeddings: what finds paraphrases, such as `MiniLMEmbeddings()`; None looks for none.
        cosine: the least of a paraphrase, whose numbers, names and negations must agree besides.
        language: of the texts, ISO 639-1, for that agreement.

    Input columns:
        - text (`str`): the column named by `column`; a missing text has nothing.

    Output columns:
        - keep (`bool`): False where an item stands in the row.
        - drop_reason (`str`): the item that is there most, and how much of it.
        - contamination (`list[dict]`): each match: `item`, its `text`, the `share` of its words, these `words`, `item_spans` and
            `row_spans` (code points), and the `cosine` of a paraphrase, else None.

    Categories:
        - filtering

    References:
        - [Language Models are Few-Shot Learners, appendix C](https://arxiv.org/abs/2005.14165)

    Citations:
        ```
        @inproceedings{brown2020language,
            title={Language Models are Few-Shot Learners},
            author={Brown, Tom B. and Mann, Benjamin and Ryder, Nick and others},
            booktitle={Advances in Neural Information Processing Systems},
            volume={33},
            year={2020}
        }
        ```

    Examples:
        Mark a question of a test set:

        ```python
        from pathlib import Path

        from goldsmith_distilabel.curate import Decontaminate

        Path("test.jsonl").write_text('{"text": "Which river flows through Vienna, Budapest and Belgrade?"}')
        step = Decontaminate(against=["test.jsonl"])
        step.load()
        asked = "Quiz: which river flows through Vienna, Budapest, and Belgrade? The Danube."
        rows = next(step.process([{"text": asked}, {"text": "Which river flows through Rome?"}]))
        assert rows[0]["drop_reason"] == "contamination: has 100% of evaluation item 0"
        assert rows[1]["keep"]
        ```
    """

    column: str = "text"
    against: list[str] = Field(min_length=1)
    against_column: str = "text"
    n: int = Field(default=4, ge=1)
    covered: float = Field(default=0.4, ge=0, lt=1)
    most_items: int = Field(default=10, ge=1)
    least: int = Field(default=8, ge=0)
    embeddings: Embeddings | None = None
    cosine: float = Field(default=0.8, gt=0, le=1)
    language: str = "en"

    _items: EvaluationItems | None = PrivateAttr(default=None)

    def load(self) -> None:
        """Read the evaluation sets.

        Raises:
            InputError: a file cannot be read, or paraphrases are looked for in a language of which nothing is known.
        """
        super().load()
        texts = [
            row[self.against_column] for file in self.against for row in read_rows(file, self.against_column)
        ]
        vectors = None
        if self.embeddings:
            if self.language not in LANGUAGES:
                raise InputError(
                    f"paraphrases are found in {', '.join(LANGUAGES)}, not in {self.language!r}: leave embeddings out"
                )
            self.embeddings.load()
            vectors = self.embeddings.encode(texts)
        self._items = EvaluationItems(
            texts,
            n=self.n,
            covered=self.covered,
            most_items=self.most_items,
            least=self.least,
            vectors=vectors,
            cosine=self.cosine,
            language=self.language,
        )

    def unload(self) -> None:
        """Let the evaluation sets and the embeddings go."""
        self._items = None
        if self.embeddings:
            self.embeddings.unload()
        super().unload()

    @property
    def inputs(self) -> StepColumns:
        return [self.column]

    @property
    def outputs(self) -> StepColumns:
        return [*MARKS, "contamination"]

    def process(self, *inputs: StepInput) -> StepOutput:
        (rows,) = inputs
        if self._items is None:
            raise InputError("Decontaminate is not loaded: call its load() before process()")
        texts = readable(rows, self.column)
        found = self._items.overlaps(texts, self.embeddings.encode(texts) if self.embeddings else None)
        marked = mark(rows, [contamination_reason(overlaps) for overlaps in found])
        yield [
            row | {"contamination": [_noted(one, self._items.items) for one in overlaps]}
            for row, overlaps in zip(marked, found, strict=True)
        ]


def _noted(overlap: Overlap, items: list[str]) -> dict[str, Any]:
    noted = asdict(overlap) | {"text": items[overlap.item], "words": list(overlap.words)}
    return noted | {name: [list(span) for span in noted[name]] for name in ("item_spans", "row_spans")}
