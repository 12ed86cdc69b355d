"""The columns that hold a chain of thought."""

from collections.abc import Mapping
from typing import Any

from goldsmith.reason import Chain
from goldsmith_distilabel.prompting import Reply

__all__ = ["CHAIN_COLUMNS", "chain_columns"]

CHAIN_COLUMNS: Mapping[str, Any] = {
    "generation": "",
    "chain": "",
    "steps": [""],  # stock Distilabel cannot save a column that is an empty list in its first rows
    "response": "",
    "final_answer": "",
    "finish_reason": "",
}


def chain_columns(reply: Reply, found: Chain) -> dict[str, Any]:
    """Return what is written of a chain, in the row that holds it.

    >>> from goldsmith.reason import read_chain
    >>> told = chain_columns(Reply("2 + 2 = 4. The answer is 4."), read_chain("2 + 2 = 4. The answer is 4."))
    >>> told["steps"], told["final_answer"], told["finish_reason"]
    (['2 + 2 = 4.'], '4', 'stop')
    """
    return {
        "generation": reply.text,
        "chain": found.chain,
        "steps": list(found.steps) or [""],
        "response": found.response,
        "final_answer": found.final_answer,
        "finish_reason": "length" if reply.cut else "stop",
    }
