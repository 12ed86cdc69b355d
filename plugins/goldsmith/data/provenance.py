"""Where a row comes from."""

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["provenance"]


def provenance(
    technique: str,
    *,
    operation: str = "",
    parents: Sequence[Mapping[str, Any]] = (),
    prompt: str = "",
    prompt_sha256: str = "",
    model: str = "",
    seed: int = 0,
) -> dict[str, Any]:
    """Return the column `provenance` of a row that a model wrote.

    Args:
        technique: by which it was made, as "Evol-Instruct".
        operation: of the technique, as "deepen".
        parents: the rows that it was made from; their ids are kept, and their sources and licences pass on.
        prompt: the name of the prompt's template.
        prompt_sha256: the template's hash.
        model: the model's name.
        seed: of the random choices.

    Returns:
        These, with `parents` as ids, and `depth`: how many times text has gone through a model since a person wrote it,
        0 for a row without parents or model.

    >>> seed = {"id": "a", "provenance": {"source": "forum", "licence": "CC BY 4.0", "depth": 0}}
    >>> made = provenance("Evol-Instruct", operation="deepen", parents=[seed], model="m")
    >>> made["parents"], made["source"], made["licence"], made["depth"]
    (['a'], 'forum', 'CC BY 4.0', 1)
    """
    origins = [row["provenance"] for row in parents if isinstance(row.get("provenance"), Mapping)]
    deepest = max((_depth(origin) for origin in origins), default=0)
    return {
        "technique": technique,
        "operation": operation,
        "parents": [str(row["id"]) for row in parents if row.get("id") is not None],
        "prompt": prompt,
        "prompt_sha256": prompt_sha256,
        "model": model,
        "seed": seed,
        "source": _united(origins, "source"),
        "licence": _united(origins, "licence"),
        "depth": deepest + 1 if model else deepest,
    }


def _depth(origin: Mapping[str, Any]) -> int:
    depth = origin.get("depth")
    return depth if isinstance(depth, int) else 0


def _united(origins: Sequence[Mapping[str, Any]], name: str) -> str:
    told = {str(origin[name]) for origin in origins if origin.get(name)}
    return ", ".join(sorted(told))
