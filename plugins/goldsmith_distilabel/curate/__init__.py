"""Steps that mark rows: `keep` and `drop_reason` say what became of each, none is deleted."""

from typing import TYPE_CHECKING, Any

from goldsmith_distilabel.curate.decontaminate import Decontaminate
from goldsmith_distilabel.curate.encoding_filter import EncodingFilter
from goldsmith_distilabel.curate.exact_duplicates import ExactDuplicates
from goldsmith_distilabel.curate.format_filter import FormatFilter
from goldsmith_distilabel.curate.language_filter import LanguageFilter
from goldsmith_distilabel.curate.length_filter import LengthFilter
from goldsmith_distilabel.curate.near_duplicates import NearDuplicates
from goldsmith_distilabel.curate.pii_filter import PiiFilter
from goldsmith_distilabel.curate.prompt_leak_filter import PromptLeakFilter
from goldsmith_distilabel.curate.refusal_filter import RefusalFilter
from goldsmith_distilabel.curate.repetition_filter import RepetitionFilter
from goldsmith_distilabel.curate.select_diverse import SelectDiverse
from goldsmith_distilabel.curate.semantic_duplicates import SemanticDuplicates
from goldsmith_distilabel.curate.text_quality_filter import TextQualityFilter
from goldsmith_distilabel.curate.topic_filter import TopicFilter
from goldsmith_distilabel.curate.toxicity_filter import ToxicityFilter
from goldsmith_distilabel.curate.toxicity_judge import ToxicityJudge

if TYPE_CHECKING:
    from goldsmith_distilabel.simulate import Criterion, RubricJudge

__all__ = [
    "Criterion",
    "Decontaminate",
    "EncodingFilter",
    "ExactDuplicates",
    "FormatFilter",
    "LanguageFilter",
    "LengthFilter",
    "NearDuplicates",
    "PiiFilter",
    "PromptLeakFilter",
    "RefusalFilter",
    "RepetitionFilter",
    "RubricJudge",
    "SelectDiverse",
    "SemanticDuplicates",
    "TextQualityFilter",
    "TopicFilter",
    "ToxicityFilter",
    "ToxicityJudge",
]


def __getattr__(name: str) -> Any:
    """Find the judge, which curates and simulates; its package imports this one, so it is imported when asked for."""
    if name not in {"Criterion", "RubricJudge"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from goldsmith_distilabel import simulate

    return getattr(simulate, name)
