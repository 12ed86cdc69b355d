"""Texts that change between languages."""

from dataclasses import replace
from typing import Any, ClassVar, Self

from distilabel.models.llms.base import LLM
from pydantic import Field, PrivateAttr, model_validator

from goldsmith.augment import (
    Augmented,
    Bounds,
    Span,
    code_switched,
    overlap,
    read_dictionary,
    read_texts,
    rewritten,
    surfaces,
    texts_schema,
)
from goldsmith.errors import InputError
from goldsmith.generate import derived_seed
from goldsmith_distilabel.augment.rewrites_rows import RewritesRows
from goldsmith_distilabel.prompting import Asking, Prompt, Row

__all__ = ["CodeSwitch"]

ASK = Prompt("goldsmith_distilabel.augment", "code_switch/ask")


class CodeSwitch(RewritesRows):
    """Put some words of each text into another language, by a dictionary or by a model: for models that shall read both.

    With a dictionary, words are drawn and one of their translations each, as in CoSDA-ML; several files or languages can be mixed. Order and
    endings stay those of the text's language, which is the matrix. That costs no model, works for every language with a word list,
    and is not how people mix languages: their switches keep to phrases. A model does that better where it knows both
    languages; then numbers, placeholders and addresses must be the same, the text must neither be a copy nor in the other language as a
    whole, and spans are found again by their surface, which the model is told to keep.

    Attributes:
        dictionary: word -> translation, or several.
        dictionary_files: files of two columns, word and translation, as MUSE has them.
        llm: a model, instead of a dictionary.
        matrix: the language of the texts, as "English"; for the model.
        embedded: the language that comes in, as "Hindi"; for the model.
        rate: the share of the words in the dictionary that are switched; to a model, of all words.
        n: texts to make of each.
        in_spans: with a dictionary, also switch words in spans.
        min_overlap: below it a model's text is no mixture any more, see `goldsmith.augment.overlap`.
        column: the text.
        spans_column: of labelled spans in it, `[{"start", "end", "label"}, ...]` in code points; "": it has none.
        keep_originals: whether the given rows come out too.
        max_overlap: above it a model's text is a copy.
        embeddings: compare the vectors too, of a model that knows both languages; None: not.
        min_similarity: the least cosine then.
        max_chars: a longer text is not switched.
        temperature: of a model's answers.
        max_new_tokens: the longest answer.
        seed: of the draws and answers.

    Input columns:
        - text (`str`): The text; another column's name in `column`.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - text (`str`): The new text; the original's where there is none.
        - id (`str`): Its own.
        - operation (`str`): "code-switch"; "" in a given row.
        - keep (`bool`): Whether it holds.
        - drop_reason (`str`): Why not.
        - error (`dict[str, str]`): Why the model gave nothing.
        - provenance (`dict`): Its parent, and prompt, model, seed.
        - model_name (`str`): The model, "" with a dictionary.

    Categories:
        - data-augmentation

    References:
        - [CoSDA-ML: Multi-Lingual Code-Switching Data Augmentation for Zero-Shot Cross-Lingual NLP](https://arxiv.org/abs/2006.06402)
        - [Word Translation Without Parallel Data](https://arxiv.org/abs/1710.04087)

    Citations:
        ```
        @inproceedings{qin2020cosda,
            title={CoSDA-ML: Multi-Lingual Code-Switching Data Augmentation for Zero-Shot Cross-Lingual NLP},
            author={Qin, Libo and Ni, Minheng and Zhang, Yue and Che, Wanxiang},
            booktitle={IJCAI},
            year={2020}
        }
        ```

    Examples:
        Two words that a dictionary has:

        ```python
        from goldsmith_distilabel.augment import CodeSwitch

        step = CodeSwitch(dictionary={"film": "pelicula", "great": "genial"}, rate=1.0)
        step.load()
        given, made = next(step.process([{"text": "The film was great!", "label": "positive"}]))
        step.unload()
        assert made["text"] == "The pelicula was genial!" and made["label"] == "positive"
        ```
    """

    technique: ClassVar[str] = "Code-switch"
    prompts: ClassVar[tuple[Prompt, ...]] = (ASK,)
    fingerprint_ignores: ClassVar[frozenset[str]] = frozenset({"_loop", "_words"})

    dictionary: dict[str, str | list[str]] = Field(default_factory=dict)
    dictionary_files: list[str] = Field(default_factory=list)
    llm: LLM | None = None
    matrix: str = "English"
    embedded: str = ""
    rate: float = Field(default=0.3, gt=0, le=1)
    n: int = Field(default=1, ge=1, le=20)
    in_spans: bool = False
    min_overlap: float = Field(default=0.1, ge=0, le=1)

    _words: dict[str, list[str]] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _one_switches(self) -> Self:
        if (self.llm is None) != bool(self.dictionary or self.dictionary_files):
            raise InputError("give either an llm or a dictionary")
        if self.llm is not None and not self.embedded:
            raise InputError("embedded: say which language the model shall mix in")
        return self

    def load(self) -> None:
        """Load the model, or read the dictionary.

        Raises:
            InputError: a file cannot be read, or is no dictionary.
        """
        super().load()
        given = {word: [told] if isinstance(told, str) else told for word, told in self.dictionary.items()}
        self._words = {}
        for part in (given, *map(read_dictionary, self.dictionary_files)):
            for word, translations in part.items():
                self._words.setdefault(word, []).extend(translations)

    async def texts_of(self, text: str, spans: list[Span], row: Row, asking: Asking) -> list[Augmented]:
        """Return the texts with words of another language.

        Raises:
            AskingError: there is no answer, or none that can be read.
        """
        if self.llm is None:
            return code_switched(
                text, self._words, self.rate, n=self.n, spans=spans, in_spans=self.in_spans, seed=self.seed
            )
        chat = ASK.chat(
            text=text,
            most=self.n,
            matrix=self.matrix,
            embedded=self.embedded,
            percent=round(100 * self.rate),
            verbatim=surfaces(text, spans),
        )
        found = await asking.read(
            self.llm,
            chat,
            lambda output: read_texts(output, self.n),
            prompt=ASK,
            schema=texts_schema(self.n),
            temperature=self.temperature,
            max_new_tokens=self.max_new_tokens,
            seed=derived_seed(self.seed, row["id"]),
        )
        operation = f"code-switch: {self.embedded}"
        made = rewritten(text, found, operation, spans, bounds=self.bounds(), similarity=self.similarity())
        return [one if one.reason else replace(one, reason=self._unmixed(text, one.text)) for one in made]

    def bounds(self) -> Bounds:
        """Return what a new text must keep to; a denial is not the same word any more, so only numbers and placeholders must agree."""
        return Bounds("", self.max_overlap, self.min_similarity)

    def told(self) -> dict[str, Any]:
        """Return what `provenance` tells of the prompt, the model and the seed."""
        return super().told() | ({} if self.llm else {"prompt": "", "prompt_sha256": ""})

    def _unmixed(self, text: str, new: str) -> str:
        alike = overlap(text, new)
        return (
            ""
            if alike >= self.min_overlap
            else f"not mixed: overlap {alike:.2f}, at least {self.min_overlap:g} wanted"
        )
