"""Labelled texts in another language, with their spans."""

from dataclasses import replace
from typing import ClassVar

from pydantic import Field, field_validator

from goldsmith.augment import Augmented, Bounds, Span, marked, rewritten, unchanged, unmarked
from goldsmith.errors import InputError
from goldsmith_distilabel.augment.translates_rows import TranslatesRows
from goldsmith_distilabel.generate.all_done import each_part
from goldsmith_distilabel.prompting import Asking, AskingError, Row

__all__ = ["TranslateTrain"]


class TranslateTrain(TranslatesRows):
    """Translate labelled texts into other languages, so that a model for those can be trained on them; spans go along.

    Spans are marked in the text before it is translated and read off the translation ("mark, then translate", EasyProject); the marks are
    [[1 and 1]] around the first, and so on. The paper fine-tunes its translator to keep marks; here any translator is asked, a
    language model with a word on the marks, and where one is lost or broken the row is dropped with its reason. Of the rest, numbers,
    placeholders and addresses must agree, and what comes back untranslated is a copy.

    Attributes:
        llm: the model; None: a function translates.
        function: "package.module:function", which takes a list of texts and the codes of the source and target language, and
            returns as many texts.
        targets: languages to translate into, as ISO 639-1 codes, or as whatever your function or model calls them.
        column: the text.
        spans_column: of labelled spans in it, `[{"start", "end", "label"}, ...]` in code points; "": it has none.
        keep_originals: whether the given rows come out too.
        text_language: of the texts, to translate from.
        max_overlap: above it a text is a copy, see `goldsmith.augment.overlap`.
        embeddings: compare the vectors too, of a model that knows both languages; None: not.
        min_similarity: the least cosine then.
        max_chars: a longer text is not translated.
        temperature: of a model's translations.
        max_new_tokens: the longest translation of a model.
        seed: of a model's answers.

    Input columns:
        - text (`str`): The text; another column's name in `column`.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - text (`str`): The translation; the original's where there is none.
        - id (`str`): Its own.
        - operation (`str`): "translate-train: " and the language; "" in a given row.
        - keep (`bool`): Whether it holds.
        - drop_reason (`str`): Why not.
        - error (`dict[str, str]`): Why there is no translation.
        - provenance (`dict`): Its parent, prompt, translator, seed.
        - model_name (`str`): The model, or the function.

    Categories:
        - text-generation
        - data-augmentation

    References:
        - [Frustratingly Easy Label Projection for Cross-lingual Transfer](https://arxiv.org/abs/2211.15613)

    Citations:
        ```
        @inproceedings{chen2023frustratingly,
            title={Frustratingly Easy Label Projection for Cross-lingual Transfer},
            author={Chen, Yang and Jiang, Chao and Ritter, Alan and Xu, Wei},
            booktitle={Findings of ACL},
            year={2023}
        }
        ```

    Examples:
        Into German, with a small model that may lose a mark on the way:

        ```python
        from goldsmith_distilabel.augment import TranslateTrain
        from goldsmith_distilabel.llms import LocalLLM

        step = TranslateTrain(
            llm=LocalLLM(n_ctx=1024), targets=["de"], spans_column="spans", max_new_tokens=40
        )
        step.load()
        row = {"text": "Ada lives here.", "spans": [{"start": 0, "end": 3, "label": "person"}]}
        given, made = next(step.process([row]))
        step.unload()
        assert made["operation"] == "translate-train: de" and (made["keep"] or made["drop_reason"])
        ```
    """

    technique: ClassVar[str] = "Translate-train"

    targets: list[str] = Field(min_length=1)

    @field_validator("targets")
    @classmethod
    def _are_different(cls, targets: list[str]) -> list[str]:
        if len(set(targets)) < len(targets) or not all(targets):
            raise InputError(f"targets must be different languages, got {targets}")
        return targets

    async def texts_of(self, text: str, spans: list[Span], row: Row, asking: Asking) -> list[Augmented]:
        """Return the translations.

        Raises:
            AskingError: there is none.
        """
        names = [f"translate-train: {target}" for target in self.targets]
        with_marks, problem = marked(text, spans)
        if problem:
            return [unchanged(text, names[0], problem, spans)]
        source, markers = self.text_language, bool(spans)
        parts = await each_part(
            self.translated(with_marks, source, target, row, asking, markers=markers)
            for target in self.targets
        )
        return [
            unchanged(text, name, str(part), spans)
            if isinstance(part, AskingError)
            else self._read(text, spans, part, name)
            for name, part in zip(names, parts, strict=True)
        ]

    def _read(self, text: str, spans: list[Span], translation: str, name: str) -> Augmented:
        plain, moved, problem = unmarked(translation, spans)
        (made,) = rewritten(text, [plain], name, bounds=self.bounds(), similarity=self.similarity())
        if made.reason or problem:
            return replace(made, reason=made.reason or problem)
        return replace(made, spans=moved)

    def bounds(self) -> Bounds:
        """Return what a translation must keep to; words of two languages cannot be compared, but for numbers and placeholders."""
        return Bounds("", self.max_overlap, self.min_similarity)
