"""Every step that curates, in a state to run: what the tests of all of them go through."""

import json
from pathlib import Path
from typing import Any

from distilabel.models.embeddings.base import Embeddings
from tests.goldsmith_distilabel.generate.every_step import Case
from tests.goldsmith_distilabel.simulate import every_step as simulate
from tests.scripted_llm import ScriptedLLM

from goldsmith_distilabel.curate import (
    Decontaminate,
    EncodingFilter,
    ExactDuplicates,
    FormatFilter,
    LanguageFilter,
    LengthFilter,
    NearDuplicates,
    PiiFilter,
    PromptLeakFilter,
    RefusalFilter,
    RepetitionFilter,
    SelectDiverse,
    SemanticDuplicates,
    TextQualityFilter,
    TopicFilter,
    ToxicityFilter,
    ToxicityJudge,
)

__all__ = ["CASES", "ByLength"]


class ByLength(Embeddings):
    """Puts texts of one length in one place."""

    @property
    def model_name(self) -> str:
        return "by-length"

    def encode(self, inputs: list[str]) -> list[list[int | float]]:
        return [[len(text), 1.0] for text in inputs]


def _of(name: str, kind: Any, dropped: str, **options: Any) -> Case:
    """Give the step a text to keep, one to drop, and none; the names of the rows are its own."""
    texts = {
        "kept": "The bus to the lake comes at nine, and it waits for nobody.",
        "dropped": dropped,
        "none": None,
    }
    rows = [{"id": f"{name} {key}", "text": text, "worth": len(text or "")} for key, text in texts.items()]
    return Case(make=lambda: kind(name=f"curate_{name}", **options), rows=rows)


_ITEMS = str(Path(__file__).parents[2] / "data" / "filters" / "decontaminate.jsonl")
_REPEATED = "The bus to the lake comes at nine, and it waits for nobody!"
CASES: dict[str, Case] = {
    "Decontaminate": _of(
        "items",
        Decontaminate,
        "Q: A baker sells forty loaves each morning and half as many in the afternoon, how many in a day?",
        against=[_ITEMS],
        against_column="item",
    ),
    "EncodingFilter": _of("encoding", EncodingFilter, "The cafÃ© on the corner \ufffd closes."),
    "ExactDuplicates": _of(
        "copies", ExactDuplicates, "the BUS to the lake comes at nine, and it waits for nobody."
    ),
    "FormatFilter": _of("format", FormatFilter, "{", column="text", format="json"),
    "LanguageFilter": _of(
        "language",
        LanguageFilter,
        "Essa música é a melhor que eu já ouvi na minha vida inteira",
        allow=["en"],
    ),
    "LengthFilter": _of("length", LengthFilter, "ok", min_words=2),
    "NearDuplicates": _of("near", NearDuplicates, _REPEATED),
    "PiiFilter": _of("personal", PiiFilter, "Write to jo@example.org."),
    "PromptLeakFilter": _of("leaks", PromptLeakFilter, "<|im_start|>", column="text", prompt_columns=[]),
    "RefusalFilter": _of(
        "refusals", RefusalFilter, "As an AI language model, I have no opinion.", column="text"
    ),
    "RepetitionFilter": _of("repetition", RepetitionFilter, "and so on " * 30),
    "RubricJudge": simulate.CASES["RubricJudge"],
    "SelectDiverse": _of(
        "selection", SelectDiverse, "Bees.", budget=1, scores=["worth"], embeddings=ByLength()
    ),
    "SemanticDuplicates": _of("meaning", SemanticDuplicates, _REPEATED, embeddings=ByLength()),
    "TextQualityFilter": _of("quality", TextQualityFilter, "##"),
    "TopicFilter": _of("topics", TopicFilter, "Bees.", topics={"bus": "", "bees": ""}, embeddings=ByLength()),
    "ToxicityFilter": _of("toxicity", ToxicityFilter, "You are an id1ot!"),
    "ToxicityJudge": _of(
        "judge",
        ToxicityJudge,
        "You are an id1ot!",
        llm=ScriptedLLM(default=json.dumps({"reason": "Because.", "insult": "none"})),
        categories={"insult": "insults somebody"},
    ),
}
