"""The word embeddings that a sentence encoder has at its input."""

import re
from pathlib import Path
from typing import Any

from goldsmith.augment import WordNeighbours
from goldsmith.errors import ModelError
from goldsmith.extras import require
from goldsmith_distilabel.llms.mini_lm_embeddings import MINILM, sentence_model_folder

__all__ = ["word_neighbours"]

_WORD = re.compile(r"[^\W\d_]{3,}\Z")
_TABLE = "embeddings.word_embeddings.weight"


def word_neighbours(model: str = MINILM) -> WordNeighbours:
    """Return the whole words of a BERT-like encoder's vocabulary, with the vectors it reads them as.

    Args:
        model: a folder of sentence-transformers, or `pkg:<import name>/<folder>`.

    Raises:
        MissingExtraError: safetensors is not installed.
        ModelError: there is no such model, or it has no table of words.
    """
    folder = sentence_model_folder(model)
    try:
        vocabulary = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
        weights = _weights(folder)
    except (OSError, KeyError) as err:
        raise ModelError(
            f"{folder} has no vocab.txt or no {_TABLE} in model.safetensors: give a BERT-like encoder ({err})"
        ) from err
    words = {word: place for place, word in enumerate(vocabulary[: len(weights)]) if _WORD.match(word)}
    return WordNeighbours(list(words), weights[list(words.values())])


def _weights(folder: Path) -> Any:
    with require("safetensors", extra="semantic").safe_open(folder / "model.safetensors", "np") as file:
        name = next((key for key in file.keys() if key.endswith(_TABLE)), _TABLE)  # noqa: SIM118 (no dict)
        return file.get_tensor(name)
