"""Every step that labels, in a state to run: what the tests of all steps go through."""

from tests.goldsmith_distilabel.generate.every_step import Case
from tests.goldsmith_distilabel.label.scoring_llm import ScoringLLM
from tests.scripted_llm import ScriptedLLM

from goldsmith_distilabel.label import (
    LLMLabel,
    LLMMultiLabel,
    LLMRating,
    LLMSpans,
    RouteByConfidence,
    SelectForReview,
    WeakLabels,
)

__all__ = ["CASES"]

TEXTS = ["Win free money now", "See you at home", "Free prize, click here", "Home at six"]
VOTED = [
    {"id": f"v{number}", "text": text, "link": link, "llm": llm, "sure": sure}
    for number, (text, link, llm, sure) in enumerate(
        zip(TEXTS, ["spam", "", "spam", ""], ["spam", "ham", "", ""], [0.9, 0.8, 0.0, 0.0], strict=True)
    )
]
LABELLED = [
    {"id": f"l{number}", "text": text, "label": "spam", "confidence": sure, "probabilities": [1 - sure, sure]}
    for number, (text, sure) in enumerate(zip(TEXTS, [0.95, 0.55, 0.9, 0.6], strict=True))
]

CASES: dict[str, Case] = {
    "LLMLabel": Case(
        make=lambda: LLMLabel(
            name="ask",
            llm=ScoringLLM(default="spam"),
            labels={"spam": "advertising", "ham": "anything else"},
            calibrate=False,
        ),
        rows=[{"id": f"t{number}", "text": text} for number, text in enumerate(TEXTS)],
    ),
    "LLMMultiLabel": Case(
        make=lambda: LLMMultiLabel(
            name="ask_each",
            llm=ScoringLLM(default="yes", other="no"),
            labels={"offer": "it sells something", "home": "it is about home"},
        ),
        rows=[{"id": f"m{number}", "text": text} for number, text in enumerate(TEXTS)],
    ),
    "LLMRating": Case(
        make=lambda: LLMRating(
            name="rate",
            llm=ScoringLLM(default="2", other="1"),
            labels={"1": "dull", "2": "lively"},
            calibrate=False,
        ),
        rows=[{"id": f"r{number}", "text": text} for number, text in enumerate(TEXTS)],
    ),
    "LLMSpans": Case(
        make=lambda: LLMSpans(
            name="mark",
            llm=ScriptedLLM(
                rules={"(?s)<text>.*[Ff]ree": '{"spans": [{"text": "free", "label": "offer"}]}'},
                default='{"spans": []}',
            ),
            labels={"offer": "what is offered"},
        ),
        rows=[{"id": f"s{number}", "text": text} for number, text in enumerate(TEXTS)],
    ),
    "RouteByConfidence": Case(
        make=lambda: RouteByConfidence(name="route", by="budget", budget=0.25), rows=LABELLED
    ),
    "SelectForReview": Case(make=lambda: SelectForReview(name="select", count=2), rows=LABELLED),
    "WeakLabels": Case(
        make=lambda: WeakLabels(
            name="weak_labels",
            labels=["ham", "spam"],
            functions=["goldsmith_recipes.youtube:short_comment"],
            vote_columns=["link", "llm"],
            confidence_columns={"llm": "sure"},
        ),
        rows=VOTED,
    ),
}
