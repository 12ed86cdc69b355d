"""Words of rows replaced by the synonyms of a list."""

from typing import Any, ClassVar

from pydantic import Field, PrivateAttr

from goldsmith.augment import (
    Augmented,
    Span,
    code_switched,
    inflected_synonyms,
    read_dictionary,
    read_unimorph,
)
from goldsmith_distilabel.augment.augment_step import AugmentStep

__all__ = ["DictionaryReplacement"]


class DictionaryReplacement(AugmentStep):
    r"""Replace some words by synonyms from a list of yours, in the same form where a table of forms tells: for languages without a wordnet.

    With `inflections`, a file of UniMorph, the list is of base forms, and a word is replaced by the synonym's form with the same features
    (`goldsmith.augment.inflected_synonyms`). Without, words are looked up as they stand, without case. Nothing else is touched.

    Attributes:
        synonyms: word -> what may stand for it.
        synonym_files: files of two columns, as `goldsmith.augment.read_dictionary` reads them.
        inflections: files of UniMorph.
        rate: the share of the words in the list that are replaced, at least one.
        n: texts to make of each.
        column: the text.
        spans_column: of labelled spans in it, `[{"start", "end", "label"}, ...]` in code points, whose words stay; "": it has none.
        keep_originals: whether the given rows come out too.
        seed: of the draws.

    Input columns:
        - text (`str`): The text; another column's name in `column`.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - text (`str`): The new text; the original's where there is none.
        - id (`str`): Its own.
        - operation (`str`): "dictionary replacement"; "" in a given row.
        - keep (`bool`): Whether there is a new text.
        - drop_reason (`str`): Why not; else "".
        - provenance (`dict`): Technique, operation, parent and seed.

    Categories:
        - text-manipulation

    References:
        - [UniMorph 4.0: Universal Morphology](https://arxiv.org/abs/2205.03608)

    Citations:
        ```
        @inproceedings{batsuren2022unimorph,
            title={UniMorph 4.0: Universal Morphology},
            author={Batsuren, Khuyagbaatar and others},
            booktitle={Proceedings of LREC},
            year={2022}
        }
        ```

    Examples:
        The plural of a synonym for a plural:

        ```python
        from pathlib import Path

        from goldsmith_distilabel.augment import DictionaryReplacement

        Path("deu.tsv").write_text("Bild\tBilder\tN;NOM;PL\nFoto\tFotos\tN;NOM;PL\n", encoding="utf-8")
        step = DictionaryReplacement(synonyms={"Bild": ["Foto"]}, inflections=["deu.tsv"], keep_originals=False)
        step.load()
        rows = next(step.process([{"text": "Bilder sagen viel."}]))
        assert rows[0]["text"] == "Fotos sagen viel."
        ```
    """

    technique: ClassVar[str] = "Dictionary replacement"

    synonyms: dict[str, list[str]] = Field(default_factory=dict)
    synonym_files: list[str] = Field(default_factory=list)
    inflections: list[str] = Field(default_factory=list)
    rate: float = Field(default=0.3, gt=0, le=1)
    n: int = Field(default=1, ge=1, le=50)

    _dictionary: dict[str, list[str]] = PrivateAttr(default_factory=dict)

    def load(self) -> None:
        """Read the files.

        Raises:
            InputError: one cannot be read.
        """
        super().load()
        known = {word: list(others) for word, others in self.synonyms.items()}
        for file in self.synonym_files:
            for word, others in read_dictionary(file).items():
                known.setdefault(word, []).extend(others)
        forms = [one for file in self.inflections for one in read_unimorph(file)]
        self._dictionary = inflected_synonyms(known, forms)

    def unload(self) -> None:
        """Let the list go."""
        self._dictionary = {}
        super().unload()

    def _augmented(self, text: str, spans: list[Span], row: dict[str, Any]) -> list[Augmented]:
        del row
        operation = "dictionary replacement"
        return code_switched(
            text, self._dictionary, self.rate, n=self.n, spans=spans, seed=self.seed, operation=operation
        )
