"""Pairs of a response that passes its tests and one that does not."""

import random
from collections.abc import Iterable, Mapping
from typing import Any

from goldsmith.generate.derived_seed import derived_seed

__all__ = ["candidate_pairs"]

_RAN_AND_FAILED = ("failed", "error", "timeout", "memory", "output")


def candidate_pairs(rows: Iterable[Mapping[str, Any]], seed: int = 0) -> list[dict[str, Any]]:
    """Return `id`, `prompt`, `chosen` and `rejected` of each task that has both, as `goldsmith.export.to_dpo` takes them.

    Chosen is the row's `generation`; rejected is drawn by seed among the responses that were run and did not pass. A response
    that fails its own tests may be right and its tests wrong: read some before you train on them.

    >>> row = {"id": "a", "instruction": "Add.", "generation": "good", "candidate_responses": ["bad", "good"]}
    >>> candidate_pairs([row | {"candidate_outcomes": ["failed", "passed"]}])
    [{'id': 'a', 'prompt': 'Add.', 'chosen': 'good', 'rejected': 'bad', 'rejected_outcome': 'failed'}]

    Args:
        rows: as `TestedResponses` writes them.
        seed: of the draw.
    """
    return [pair for row in rows if (pair := _pair(row, seed))]


def _pair(row: Mapping[str, Any], seed: int) -> dict[str, Any] | None:
    chosen = row.get("generation") or ""
    told = zip(row.get("candidate_responses") or [], row.get("candidate_outcomes") or [], strict=True)
    failed = [
        (text, outcome)
        for text, outcome in told
        if outcome in _RAN_AND_FAILED and text.strip() and text.strip() != chosen.strip()
    ]
    if not chosen.strip() or not failed:
        return None
    rng = random.Random(derived_seed(seed, row["id"], "pair"))  # noqa: S311 - nothing secret
    text, outcome = rng.choice(failed)
    told_of = {"id": row["id"], "prompt": row["instruction"], "chosen": chosen}
    return told_of | {"rejected": text, "rejected_outcome": outcome}
