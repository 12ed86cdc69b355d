"""A text in other words, several at once."""

import math
from dataclasses import replace
from typing import ClassVar, Literal

from distilabel.models.llms.base import LLM
from pydantic import Field

from goldsmith.augment import Augmented, Span, read_texts, rewritten, surfaces, texts_schema
from goldsmith.generate import derived_seed
from goldsmith_distilabel.augment.rewrites_rows import RewritesRows
from goldsmith_distilabel.prompting import Asking, Prompt, Row

__all__ = ["Paraphrase"]

_LENGTHS = {"": (0.0, math.inf), "shorter": (0.0, 0.9), "same": (2 / 3, 1.5), "longer": (1.1, math.inf)}
ASK = Prompt("goldsmith_distilabel.augment", "paraphrase/ask")


class Paraphrase(RewritesRows):
    """Put each text in other words with a model, several at once, and drop what is a copy or does not say the same.

    One request gives all paraphrases of a text, so that they differ from each other. Each is a row behind its original, with the
    original's columns and label. It is dropped, with its reason, if it is the original or one before it over again (`overlap`), if
    numbers, names, denials, placeholders or addresses do not agree (`goldsmith.augment.drift`, which says what it does not see), if
    it is a refusal, not as long as asked for, or, with `embeddings`, too far from the original. Whether a label survived more subtle
    changes is for a judge or a classifier to say.

    Spans are found again by their surface, which the model is told to keep; a paraphrase in which one is not there exactly once is
    dropped.

    Attributes:
        llm: the model.
        n: paraphrases of each text.
        style: how to write, as "a forum post by a teenager"; "": as the text does.
        formality: the register, as "formal" or "informal"; "": that of the text.
        length: "shorter" (up to 0.9 of the characters), "same" (from two thirds to one and a half) or "longer" (from 1.1); "": any.
        column: the text.
        spans_column: of labelled spans in it, `[{"start", "end", "label"}, ...]` in code points; "": it has none.
        keep_originals: whether the given rows come out too.
        text_language: ISO 639-1, of the texts: which denials and number words are compared.
        max_overlap: above it a text is a copy, see `goldsmith.augment.overlap`.
        embeddings: compare the vectors too; None: not.
        min_similarity: the least cosine then.
        max_chars: a longer text is not asked for.
        temperature: of the answers.
        max_new_tokens: the longest answer, with all paraphrases.
        language: to write in, as "German"; "": that of the text.
        seed: of the answers.

    Input columns:
        - text (`str`): The text; another column's name in `column`.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - text (`str`): A paraphrase; the original's where there is none.
        - id (`str`): Its own.
        - operation (`str`): "paraphrase" and the controls; "" in a given row.
        - keep (`bool`): Whether it holds.
        - drop_reason (`str`): Why not.
        - error (`dict[str, str]`): Why the model gave nothing.
        - provenance (`dict`): Its parent, prompt, model, seed.
        - model_name (`str`): The model.

    Categories:
        - text-generation
        - data-augmentation

    Examples:
        One paraphrase of a review, from a small model that may copy it:

        ```python
        from goldsmith_distilabel.augment import Paraphrase
        from goldsmith_distilabel.llms import LocalLLM

        step = Paraphrase(llm=LocalLLM(n_ctx=1024), n=1, max_new_tokens=60)
        step.load()
        given, made = next(step.process([{"text": "The film was a joy to watch.", "label": "positive"}]))
        step.unload()
        assert made["label"] == "positive" and (made["keep"] or made["drop_reason"])
        ```
    """

    technique: ClassVar[str] = "Paraphrase"
    prompts: ClassVar[tuple[Prompt, ...]] = (ASK,)

    llm: LLM
    n: int = Field(default=3, ge=1, le=20)
    style: str = ""
    formality: str = ""
    length: Literal["", "shorter", "same", "longer"] = ""

    async def texts_of(self, text: str, spans: list[Span], row: Row, asking: Asking) -> list[Augmented]:
        """Return the paraphrases.

        Raises:
            AskingError: there is no answer, or none that can be read.
        """
        chat = ASK.chat(
            text=text,
            most=self.n,
            style=self.style,
            register=self.formality,
            length=self.length,
            verbatim=surfaces(text, spans),
            language=self.language,
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
        made = rewritten(
            text, found, self._operation(), spans, bounds=self.bounds(), similarity=self.similarity()
        )
        return [one if one.reason else replace(one, reason=self._length(text, one.text)) for one in made]

    def _operation(self) -> str:
        controls = ", ".join(one for one in (self.style, self.formality, self.length) if one)
        return f"paraphrase: {controls}" if controls else "paraphrase"

    def _length(self, text: str, new: str) -> str:
        low, high = _LENGTHS[self.length]
        share = len(new) / len(text)
        return "" if low <= share <= high else f"length: {share:.2f} of the original's, {self.length} wanted"
