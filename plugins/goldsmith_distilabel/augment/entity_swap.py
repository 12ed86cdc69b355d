"""Entities replaced by others of the same kind from the same rows."""

from typing import Any, ClassVar

from distilabel.steps import GlobalStep, StepInput
from distilabel.typing import StepOutput
from pydantic import Field, PrivateAttr

from goldsmith.augment import Augmented, Span, entity_swapped, surfaces_by_label
from goldsmith_distilabel.augment.augment_step import AugmentStep, is_augmented, spans_of

__all__ = ["EntitySwap"]


class EntitySwap(AugmentStep, GlobalStep):
    """Replace labelled spans by others with the same label from the given rows: mention replacement, for NER and slot filling.

    The spans follow: each covers what now stands in its place. A surface that is a span several times in a text is replaced by the same one
    everywhere, at least one is replaced, and spans that overlap another stay. It knows no grammar and nothing of the world: "born in Rome
    in 1815" may become "born in Paris in 1815". It takes all rows at once, to learn what surfaces there are; give it training rows only, or
    test entities come into training texts.

    Attributes:
        column: the text.
        spans_column: of its spans, `[{"start", "end", "label"}, ...]` in code points.
        keep_originals: whether the given rows come out too.
        n: texts to make of each.
        rate: how likely each entity is replaced.
        surfaces: more of them, label -> surfaces.
        seed: of the draws.

    Input columns:
        - text (`str`): The text; another column's name in `column`.
        - spans (`list[dict]`): Its spans; another column's name in `spans_column`.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - text (`str`): The new text; the original's where there is none.
        - spans (`list[dict]`): Where its spans are.
        - id (`str`): Its own.
        - operation (`str`): "entity swap"; "" in a given row.
        - keep (`bool`): Whether there is a new text.
        - drop_reason (`str`): Why not.
        - provenance (`dict`): Its parent and seed.

    Categories:
        - data-augmentation

    References:
        - [An Analysis of Simple Data Augmentation for Named Entity Recognition](https://arxiv.org/abs/2010.11683)

    Citations:
        ```
        @inproceedings{dai2020analysis,
            title={An Analysis of Simple Data Augmentation for Named Entity Recognition},
            author={Dai, Xiang and Adel, Heike},
            booktitle={COLING},
            year={2020}
        }
        ```

    Examples:
        Two people change places:

        ```python
        from goldsmith_distilabel.augment import EntitySwap

        step = EntitySwap(rate=1.0)
        step.load()
        rows = [
            {"text": "Ada sings.", "spans": [{"start": 0, "end": 3, "label": "person"}]},
            {"text": "I saw Grace.", "spans": [{"start": 6, "end": 11, "label": "person"}]},
        ]
        out = next(step.process(rows))
        step.unload()
        assert out[1]["text"] == "Grace sings." and out[1]["spans"][0]["end"] == 5
        ```
    """

    technique: ClassVar[str] = "Entity swap"

    spans_column: str = Field(default="spans", min_length=1)
    n: int = Field(default=1, ge=1, le=50)
    rate: float = Field(default=0.5, gt=0, le=1)
    surfaces: dict[str, list[str]] = Field(default_factory=dict)

    _known: dict[str, list[str]] = PrivateAttr(default_factory=dict)

    def process(self, *inputs: StepInput) -> StepOutput:
        """Learn the surfaces, and make the new rows.

        Args:
            inputs: the rows.

        Yields:
            The rows, each with those made of it behind it.

        Raises:
            InputError: spans are no list of mappings, or lie outside their text.
        """
        rows = [row for part in inputs for row in part]
        given = [row for row in rows if row.get("keep") is not False and not is_augmented(row)]
        texts = [str(row.get(self.column) or "") for row in given]
        found = surfaces_by_label(texts, [spans_of(row, self.spans_column) for row in given])
        labels = dict.fromkeys([*found, *self.surfaces])
        self._known = {
            label: list(dict.fromkeys([*found.get(label, []), *self.surfaces.get(label, [])]))
            for label in labels
        }
        yield from super().process(rows)

    def _augmented(self, text: str, spans: list[Span], row: dict[str, Any]) -> list[Augmented]:
        del row
        return entity_swapped(text, spans, self._known, self.rate, n=self.n, seed=self.seed)
