"""A test set in the form in which tools that evaluate RAG read one."""

from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["to_ragas"]


def to_ragas(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the accepted rows of `RagTestSet` with the columns of Ragas' test sets, and the rest that matters.

    `user_input`, `reference` and `reference_contexts` are what `ragas.EvaluationDataset.from_list` reads, and many other
    tools can be told to. In a conversation, `user_input` holds the messages before the question too, a line each. A
    question out of scope has no contexts, and `expected` "refuse".

    >>> row = {"id": "a", "keep": True, "question": "Who?", "answer": "Ada.", "contexts": [{"id": "c", "text": "Ada did."}]}
    >>> to_ragas([row])[0]["reference_contexts"]
    ['Ada did.']
    """
    return [_sample(row) for row in rows if row.get("keep", True) and row.get("question")]


def _sample(row: Mapping[str, Any]) -> dict[str, Any]:
    said = [turn for turn in row.get("conversation") or () if turn.get("content")]
    lines = [f"{turn['role'].capitalize()}: {turn['content']}" for turn in said]
    question = "\n".join([*lines, f"User: {row['question']}"]) if lines else row["question"]
    contexts = [one for one in row.get("contexts") or () if one.get("text")]
    return {
        "id": row.get("id", ""),
        "user_input": question,
        "reference": row["answer"],
        "reference_contexts": [one["text"] for one in contexts],
        "reference_context_ids": [one["id"] for one in contexts],
        "expected": row.get("expected", "answer"),
        "synthesizer_name": row.get("kind", ""),
        "persona_name": row.get("persona", ""),
        "query_style": row.get("style", ""),
        "query_length": row.get("length", ""),
    }
