"""What the recipe `chains` takes: a row for each chain of a question."""

from typing import Any

from goldsmith.data import derived_id
from goldsmith.errors import InputError
from goldsmith.reason import read_chain
from goldsmith_recipes.run_folder import Rows

__all__ = ["chains_of"]

_ONE, _SEVERAL = ("generation", "chain"), ("generations", "chains")


def chains_of(row: dict[str, Any]) -> Rows:
    """Return a row for each chain of a question.

    Raises:
        InputError: it has none.
    """
    given = [row[name] for name in _ONE if isinstance(row.get(name), str) and row[name].strip()][:1]
    several = [text for name in _SEVERAL for text in row.get(name) or []] if not given else []
    texts = given or [text for text in several if isinstance(text, str) and text.strip()]
    if not texts:
        raise InputError(
            f"the question {row['question']!r:.80} has no chain: give it a text as {_ONE[0]}, or a list as {_SEVERAL[0]}"
        )
    rest = {name: value for name, value in row.items() if name not in {"question", "id", *_ONE, *_SEVERAL}}
    question = str(row.get("question_id") or row["id"])
    return [
        _read(text)
        | rest
        | {
            "id": derived_id(str(row["id"]), str(sample)),
            "question_id": question,
            "sample": sample,
            "instruction": row["question"],
            "answer": str(row["answer"]) if row.get("answer") is not None else "",
        }
        for sample, text in enumerate(texts)
    ]


def _read(text: str) -> dict[str, Any]:
    found = read_chain(text)
    return {
        "generation": text,
        "chain": found.chain,
        "steps": list(found.steps),
        "response": found.response,
        "final_answer": found.final_answer,
        "finish_reason": "length" if found.problem.startswith("the reasoning does not end") else "stop",
    }
