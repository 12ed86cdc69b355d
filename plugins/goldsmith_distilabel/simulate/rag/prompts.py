"""What is asked for a test set."""

from collections.abc import Iterable

from goldsmith.rag import Chunk
from goldsmith_distilabel.prompting import Prompt

__all__ = [
    "ASK",
    "ATTEMPT",
    "CLAIMS",
    "NOTES",
    "OUT_OF_SCOPE",
    "PROMPTS",
    "SAME_ANSWER",
    "SELF_CONTAINED",
    "shown",
]

_PACKAGE = "goldsmith_distilabel.simulate"
NOTES = Prompt(_PACKAGE, "rag_test_set/notes")
ASK = Prompt(_PACKAGE, "rag_test_set/ask")
OUT_OF_SCOPE = Prompt(_PACKAGE, "rag_test_set/out_of_scope")
CLAIMS = Prompt(_PACKAGE, "rag_test_set/claims")
ATTEMPT = Prompt(_PACKAGE, "rag_test_set/attempt")
SAME_ANSWER = Prompt(_PACKAGE, "rag_test_set/same_answer")
SELF_CONTAINED = Prompt(_PACKAGE, "rag_test_set/self_contained")
PROMPTS = (NOTES, ASK, OUT_OF_SCOPE, CLAIMS, ATTEMPT, SAME_ANSWER, SELF_CONTAINED)


def shown(chunks: Iterable[Chunk], *, headings: bool = False) -> list[dict[str, str]]:
    """Return chunks as the prompts show them: to judges without their headings, which are no part of the contexts."""
    return [{"text": chunk.text, "heading": chunk.heading if headings else ""} for chunk in chunks]
