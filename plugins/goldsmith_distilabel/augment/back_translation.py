"""A text translated into another language and back."""

from typing import ClassVar

from pydantic import Field, field_validator

from goldsmith.augment import Augmented, Span, rewritten, unchanged
from goldsmith.errors import InputError
from goldsmith_distilabel.augment.translates_rows import TranslatesRows
from goldsmith_distilabel.generate.all_done import each_part
from goldsmith_distilabel.prompting import Asking, AskingError, Row

__all__ = ["BackTranslation"]


class BackTranslation(TranslatesRows):
    """Translate each text into other languages and back, and drop what comes back as it was or says something else.

    Each pivot language gives one new text, so several give several that differ; what two of them give alike is kept once. A row
    behind the original has its columns and label. It is dropped, with its reason, if it is a copy (`overlap`), if numbers, names,
    denials, placeholders or addresses do not agree (`goldsmith.augment.drift`, which says what it does not see), or, with `embeddings`,
    if it is too far from the original. A pivot that fails is a row that says so; the others stand.

    Any translator will do: a language model in `llm`, or a `function`, which gets all texts that wait at once. No translation model is
    shipped. One of your own is a few lines in a module of yours:

        def translate(texts, source, target):  # argostranslate, with its packages for both directions installed
            return [argostranslate.translate.translate(text, source, target) for text in texts]

    Sampled translations differ more than the likeliest ones do (UDA, section 2.2): a model is asked at `temperature`. A text is translated
    as a whole; a function whose model reads single sentences must split it. Spans are found again by their surface; where one is
    not there exactly once the row is dropped.

    Attributes:
        llm: the model; None: a function translates.
        function: "package.module:function", which takes a list of texts and the codes of the source and target language, and
            returns as many texts.
        pivots: languages to go through, as ISO 639-1 codes, or as whatever your function or model calls them.
        column: the text.
        spans_column: of labelled spans in it, `[{"start", "end", "label"}, ...]` in code points; "": it has none.
        keep_originals: whether the given rows come out too.
        text_language: of the texts, ISO 639-1: to translate from and back to, and which denials and number words are compared.
        max_overlap: above it a text is a copy, see `goldsmith.augment.overlap`.
        embeddings: compare the vectors too; None: not.
        min_similarity: the least cosine then.
        max_chars: a longer text is not translated.
        temperature: of a model's translations.
        max_new_tokens: the longest translation of a model.
        seed: of a model's answers.

    Input columns:
        - text (`str`): The text; another column's name in `column`.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - text (`str`): What came back; the original's where nothing did.
        - id (`str`): Its own.
        - operation (`str`): "back-translation: " and the pivot; "" in a given row.
        - keep (`bool`): Whether it holds.
        - drop_reason (`str`): Why not.
        - error (`dict[str, str]`): Why there is no translation.
        - provenance (`dict`): Its parent, prompt, translator, seed.
        - model_name (`str`): The model, or the function.

    Categories:
        - text-generation
        - data-augmentation

    References:
        - [Improving Neural Machine Translation Models with Monolingual Data](https://arxiv.org/abs/1511.06709)
        - [Unsupervised Data Augmentation for Consistency Training](https://arxiv.org/abs/1904.12848)

    Citations:
        ```
        @inproceedings{xie2020unsupervised,
            title={Unsupervised Data Augmentation for Consistency Training},
            author={Xie, Qizhe and Dai, Zihang and Hovy, Eduard and Luong, Minh-Thang and Le, Quoc V.},
            booktitle={NeurIPS},
            year={2020}
        }
        ```

    Examples:
        Through French, with a small model that may lose something on the way:

        ```python
        from goldsmith_distilabel.augment import BackTranslation
        from goldsmith_distilabel.llms import LocalLLM

        step = BackTranslation(llm=LocalLLM(n_ctx=1024), pivots=["fr"], max_new_tokens=40)
        step.load()
        given, made = next(step.process([{"text": "I did not like the film.", "label": "negative"}]))
        step.unload()
        assert made["operation"] == "back-translation: fr" and (made["keep"] or made["drop_reason"])
        ```
    """

    technique: ClassVar[str] = "Back-translation"

    pivots: list[str] = Field(default=["de", "fr"], min_length=1)

    @field_validator("pivots")
    @classmethod
    def _are_different(cls, pivots: list[str]) -> list[str]:
        if len(set(pivots)) < len(pivots) or not all(pivots):
            raise InputError(f"pivots must be different languages, got {pivots}")
        return pivots

    async def texts_of(self, text: str, spans: list[Span], row: Row, asking: Asking) -> list[Augmented]:
        """Return what came back of each pivot.

        Raises:
            AskingError: nothing came of any.
        """
        parts = await each_part(self._there_and_back(text, pivot, row, asking) for pivot in self.pivots)
        names = [f"back-translation: {pivot}" for pivot in self.pivots]
        came = [(name, part) for name, part in zip(names, parts, strict=True) if isinstance(part, str)]
        made = rewritten(
            text,
            [part for _, part in came],
            [name for name, _ in came],
            spans,
            bounds=self.bounds(),
            similarity=self.similarity(),
        )
        lost = [
            unchanged(text, name, str(part), spans)
            for name, part in zip(names, parts, strict=True)
            if isinstance(part, AskingError)
        ]
        return [*made, *lost]

    async def _there_and_back(self, text: str, pivot: str, row: Row, asking: Asking) -> str:
        there = await self.translated(text, self.text_language, pivot, row, asking)
        if not there.strip():
            raise AskingError("no_answer", f"the translation into {pivot} is empty")
        return await self.translated(there, pivot, self.text_language, row, asking)
