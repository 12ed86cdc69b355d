"""What the Hugging Face Hub reads at the head of a card."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["card_metadata"]

_SIZES = (
    *((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M")),
    *((10_000_000, "1M<n<10M"), (100_000_000, "10M<n<100M"), (1_000_000_000, "100M<n<1B")),
)  # of the Hub


def card_metadata(
    name: str,
    licence: str,
    languages: Sequence[str],
    tasks: Sequence[str],
    files: Mapping[str, str],
    *,
    rows: int,
    synthetic: bool,
) -> str:
    """Return the YAML of a card; what is not known is left out.

    >>> print(card_metadata("Sky", "mit", [], [], {"train": "train.jsonl"}, rows=12, synthetic=False))
    license: "mit"
    pretty_name: "Sky"
    size_categories: ["n<1K"]
    tags: ["goldsmith"]
    configs: [{"config_name": "default", "data_files": [{"split": "train", "path": "train.jsonl"}]}]
    """
    size = next((told for most, told in _SIZES if rows < most), "n>1T" if rows >= 10**12 else "1B<n<10B")
    found = [{"split": split, "path": path} for split, path in files.items()]
    told: dict[str, Any] = {
        "license": licence,
        "language": list(languages),
        "task_categories": list(tasks),
        "pretty_name": name,
        "size_categories": [size],
        "tags": ["goldsmith", *(["synthetic", "distilabel"] if synthetic else [])],
        "configs": [{"config_name": "default", "data_files": found}] if found else [],
    }
    # JSON is YAML, whatever a name holds.
    return "\n".join(
        f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in told.items() if value
    )
