"""Keep the best rows that are unlike each other, within a budget."""

import math
from typing import Any

import numpy as np
from distilabel.models.embeddings.base import Embeddings
from distilabel.steps import GlobalStep, StepInput
from distilabel.typing import StepColumns, StepOutput
from pydantic import Field

from goldsmith.selection import Selection, select_diverse
from goldsmith_distilabel.curate.joined import joined
from goldsmith_distilabel.curate.marks import MARKS, mark, numbers, readable
from goldsmith_distilabel.llms import MiniLMEmbeddings

__all__ = ["SelectDiverse"]

Row = dict[str, Any]


class SelectDiverse(GlobalStep):
    """Keep up to `budget` rows: by score from the top, none too near one already kept, and if wanted balanced by an attribute.

    As in DEITA a row's score is the product of its numbers, there quality and complexity, and a row is left out if its cosine with a kept one
    is above 0.9. Distilabel's `DeitaFiltering` keeps what is *farther* than 0.9 from its nearest neighbour among all rows, so of two twins
    neither. With `balance` rows come in turn from the value that has the fewest. Rows that an earlier step dropped are left as they are.

    Attributes:
        budget: the most rows to keep.
        scores: columns of numbers, of at least 0, that are multiplied; a row that lacks one is not kept. Without columns the order is random.
        column: the text to embed.
        most_similar: the largest cosine with a kept row; 1 keeps twins.
        embeddings: what makes vectors of texts.
        vectors: a column of vectors that are there already, instead.
        balance: a column whose values are to be kept in equal numbers.
        embedding_batch_size: texts embedded at once.
        seed: of the random order.

    Input columns:
        - text (`str`): the column named by `column`.
        - id (`str`): the row's stable id.

    Output columns:
        - keep (`bool`): Whether the row is in the selection.
        - drop_reason (`str`): the row that is too near, a missing score, or the budget.
        - selection_score (`float`): the product of the scores; NaN where one is missing.

    Categories:
        - filtering

    References:
        - [What Makes Good Data for Alignment? A Comprehensive Study of Automatic Data Selection in Instruction Tuning](https://arxiv.org/abs/2312.15685)

    Citations:
        ```
        @inproceedings{liu2024what,
            title={What Makes Good Data for Alignment? A Comprehensive Study of Automatic Data Selection in Instruction Tuning},
            author={Liu, Wei and Zeng, Weihao and He, Keqing and Jiang, Yong and He, Junxian},
            booktitle={International Conference on Learning Representations},
            year={2024}
        }
        ```

    Examples:
        Two of three, the twin left out:

        ```python
        from goldsmith_distilabel.curate import SelectDiverse

        step = SelectDiverse(budget=2, scores=["quality", "complexity"], vectors="vector")
        step.load()
        rows = next(step.process([
            {"id": "a", "text": "...", "quality": 5, "complexity": 4, "vector": [1, 0]},
            {"id": "b", "text": "...", "quality": 5, "complexity": 3, "vector": [1, 0.1]},
            {"id": "c", "text": "...", "quality": 2, "complexity": 2, "vector": [0, 1]},
        ]))
        assert [row["keep"] for row in rows] == [True, False, True]
        assert rows[1]["drop_reason"] == "selection: too near a (cosine 1.00)"
        ```
    """

    budget: int = Field(ge=1)
    scores: list[str] = Field(default_factory=list)
    column: str = "text"
    most_similar: float = Field(default=0.9, ge=-1, le=1)
    embeddings: Embeddings = Field(default_factory=MiniLMEmbeddings)
    vectors: str | None = None
    balance: str | None = None
    embedding_batch_size: int = Field(default=1024, ge=1)
    seed: int = Field(default=0, ge=0)

    def load(self) -> None:
        """Load the embeddings where they are needed."""
        super().load()
        if self.vectors is None:
            self.embeddings.load()

    def unload(self) -> None:
        """Let the embeddings go."""
        if self.vectors is None:
            self.embeddings.unload()
        super().unload()

    @property
    def inputs(self) -> StepColumns:
        more = (self.vectors, self.balance)
        return [self.column, "id", *self.scores, *(name for name in more if name)]

    @property
    def outputs(self) -> StepColumns:
        return [*MARKS, "selection_score"]

    def process(self, *inputs: StepInput) -> StepOutput:
        rows = joined(inputs)
        places = [place for place, row in enumerate(rows) if row.get("keep") is not False]
        standing = [rows[place] for place in places]
        worth = self._worth(standing)
        found = select_diverse(
            worth,
            self._vectors(standing) if standing else None,
            budget=self.budget,
            most_similar=self.most_similar,
            groups=[str(row.get(self.balance)) for row in standing] if self.balance else None,
        )
        reasons: list[str | None] = [None] * len(rows)
        noted = [row.get("selection_score", math.nan) for row in rows]
        for place, reason, score in zip(places, self._reasons(standing, worth, found), worth, strict=True):
            reasons[place], noted[place] = reason, score
        yield [
            row | {"selection_score": score} for row, score in zip(mark(rows, reasons), noted, strict=True)
        ]

    def _worth(self, rows: list[Row]) -> list[float]:
        if not self.scores:
            order: list[float] = np.random.default_rng(self.seed).random(len(rows)).tolist()
            return order
        columns = [numbers(rows, name) for name in self.scores]
        return [
            math.prod(math.nan if one is None else one for one in parts)
            for parts in zip(*columns, strict=True)
        ]

    def _reasons(self, rows: list[Row], worth: list[float], found: Selection) -> list[str | None]:
        chosen = set(found.chosen.tolist())
        reasons: list[str | None] = []
        for number, (near, cosine) in enumerate(zip(found.similar_to, found.similarity, strict=True)):
            if number in chosen:
                reasons.append(None)
            elif math.isnan(worth[number]):
                reasons.append(f"selection: no number in {', '.join(self.scores)}")
            elif near >= 0:
                reasons.append(f"selection: too near {rows[near]['id']} (cosine {cosine:.2f})")
            else:
                reasons.append(f"selection: beyond the budget of {self.budget}")
        return reasons

    def _vectors(self, rows: list[Row]) -> Any:
        if self.vectors:
            return [row.get(self.vectors) for row in rows]
        texts, size = readable(rows, self.column), self.embedding_batch_size
        return [
            vector
            for begin in range(0, len(texts), size)
            for vector in self.embeddings.encode(texts[begin : begin + size])
        ]
