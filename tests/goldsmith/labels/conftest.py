"""Real sets of labeling functions, texts and gold labels."""

import gzip
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from goldsmith.labels import LabelModelFit, map_em


@dataclass(frozen=True)
class WeakSet:
    texts: list[str]
    gold: np.ndarray
    test_texts: list[str]
    test_gold: np.ndarray
    fit: LabelModelFit


@pytest.fixture(scope="session")
def weak_set(shared_data: Path) -> Callable[[str], WeakSet]:
    folder = shared_data / "weak_supervision"

    def read(name: str) -> WeakSet:
        def texts(split: str) -> list[str]:
            with gzip.open(folder / name / f"{split}.json.gz", "rt") as file:
                return [row["data"]["text"] for row in json.load(file).values()]

        with np.load(folder / name / "L.npz") as data:
            fit = map_em(data["L_train"], 2)
            return WeakSet(texts("train"), data["y_train"], texts("test"), data["y_test"], fit)

    return read
