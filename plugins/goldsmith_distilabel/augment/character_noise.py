"""Slips of fingers and scanners over rows."""

from typing import Any, ClassVar, Literal, get_args

from pydantic import Field

from goldsmith.augment import Augmented, Span, character_noise
from goldsmith_distilabel.augment.augment_step import AugmentStep

__all__ = ["CharacterNoise"]

Kind = Literal["swap", "drop", "double", "insert", "keyboard", "ocr"]
Keyboard = Literal["qwerty", "qwertz", "azerty", "jcuken", "greek", "hebrew", "arabic"]


class CharacterNoise(AugmentStep):
    """Make new texts of each with slips in them: of the fingers on a keyboard, or of a scanner.

    `goldsmith.augment.character_noise` says what each kind does; what looks like what is known by script, also for Chinese and Arabic. Numbers, addresses,
    placeholders, code and spans keep their letters.

    Attributes:
        rate: the share of letters with a slip, in (0, 1].
        n_aug: new texts of each.
        kinds: of slips.
        keyboard: the layout that the keys beside a key are taken from.
        protect: words and phrases that stay, in whatever case.
        column: the text.
        spans_column: of labelled spans in it, `[{"start", "end", "label"}, ...]` in code points; "": it has none.
        keep_originals: whether the given rows come out too.
        seed: of the random choices.

    Input columns:
        - text (`str`): The text; another column's name in `column`.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - text (`str`): The new text; the original's where there is none.
        - id (`str`): Its own.
        - operation (`str`): "character noise"; "" in a given row.
        - keep (`bool`): Whether there is a new text.
        - drop_reason (`str`): Why not; else "".
        - provenance (`dict`): Technique, operation, parent and seed.

    Categories:
        - text-manipulation

    References:
        - [Synthetic and Natural Noise Both Break Neural Machine Translation](https://arxiv.org/abs/1711.02173)

    Citations:
        ```
        @inproceedings{belinkov2018noise,
            title={Synthetic and Natural Noise Both Break Neural Machine Translation},
            author={Belinkov, Yonatan and Bisk, Yonatan},
            booktitle={International Conference on Learning Representations},
            year={2018}
        }
        ```

    Examples:
        What a scanner may make of a page:

        ```python
        from goldsmith_distilabel.augment import CharacterNoise

        step = CharacterNoise(kinds=["ocr"], protect=["barn"], keep_originals=False)
        step.load()
        (made,) = next(step.process([{"id": "1", "text": "The modern barn"}]))
        step.unload()
        assert made["text"] == "The m0dern barn"
        ```
    """

    technique: ClassVar[str] = "character noise"

    rate: float = Field(default=0.05, gt=0, le=1)
    n_aug: int = Field(default=1, ge=1)
    kinds: list[Kind] = Field(default_factory=lambda: list(get_args(Kind)), min_length=1)
    keyboard: Keyboard = "qwerty"
    protect: list[str] = Field(default_factory=list)

    def _augmented(self, text: str, spans: list[Span], row: dict[str, Any]) -> list[Augmented]:  # noqa: ARG002
        return character_noise(
            text,
            self.rate,
            self.n_aug,
            kinds=self.kinds,
            keyboard=self.keyboard,
            spans=spans,
            protect=self.protect,
            seed=self.seed,
        )
