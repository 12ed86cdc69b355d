"""Toxicity by a strong classifier that the user has on disk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

from goldsmith.errors import ModelError
from goldsmith.extras import require
from goldsmith.filters.words import checked
from goldsmith.text import well_formed

__all__ = ["ToxicityModel"]

_DETOXIFY_NAMES = {"toxic": "toxicity", "identity_hate": "identity_attack", "severe_toxic": "severe_toxicity"}


@dataclass(frozen=True)
class ToxicityModel:
    """Scores texts by a text classifier in a folder, such as Detoxify's: a `ToxicityScorer`. Nothing is downloaded.

    `folder` is what `save_pretrained` writes for a sequence classifier and its tokenizer. With `checkpoint`, a file of the
    Detoxify releases (toxic_original, toxic_debiased, multilingual_debiased ...), the classes and weights are that
    file's, and the folder needs the configuration and tokenizer of the transformer under it only (bert-base-uncased,
    roberta-base, xlm-roberta-base). The package detoxify itself asks a hub for these even when it is given files.

    Each class is scored for itself (a sigmoid), unless the configuration says `single_label_classification` (a softmax).
    Such classifiers know what they were trained on: Detoxify's read comments under articles, see hate in texts that only
    name a group ("I am a gay man") less in the debiased versions, and miss what needs a context.

    Attributes:
        folder: the folder of the model, or of its configuration and tokenizer.
        checkpoint: a Detoxify checkpoint; it is read as tensors and plain values only, no code in it is run.
        batch_size: texts read at once.
        max_tokens: a longer text is cut.

    References:
        - [Detoxify](https://github.com/unitaryai/detoxify)
    """

    folder: str
    checkpoint: str | None = None
    batch_size: int = 32
    max_tokens: int = 512

    @property
    def categories(self) -> tuple[str, ...]:
        """The classes of the model.

        Raises:
            ModelError: there is no such model, or it cannot be read.
        """
        return _loaded(self.folder, self.checkpoint)[2]

    def __call__(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """Return for each text class -> score, [0, 1].

        Raises:
            MissingExtraError: transformers is not installed.
            ModelError: there is no such model, or it cannot be read.
            InputError: a text is no string.
        """
        read = [well_formed(checked(text)) for text in texts]
        begins = range(0, len(read), self.batch_size)
        return [scores for begin in begins for scores in self._scored(read[begin : begin + self.batch_size])]

    def _scored(self, texts: list[str]) -> list[dict[str, float]]:
        torch = require("torch", extra="semantic")
        model, tokenizer, names = _loaded(self.folder, self.checkpoint)
        tokens = tokenizer(
            texts, return_tensors="pt", truncation=True, padding=True, max_length=self.max_tokens
        )
        with torch.no_grad():
            logits = model(**tokens).logits
        exclusive = model.config.problem_type == "single_label_classification"
        scores = torch.softmax(logits, dim=1) if exclusive else torch.sigmoid(logits)
        return [dict(zip(names, row, strict=True)) for row in scores.tolist()]


@cache
def _loaded(folder: str, checkpoint: str | None) -> tuple[Any, Any, tuple[str, ...]]:
    if not (Path(folder) / "config.json").is_file():
        raise ModelError(f"There is no model in {folder}: it has no config.json")
    transformers = require("transformers", extra="semantic")
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
        if checkpoint is not None:
            model, names = _of_checkpoint(folder, checkpoint)
        else:
            kind = transformers.AutoModelForSequenceClassification
            model = kind.from_pretrained(folder, local_files_only=True)
            names = tuple(str(model.config.id2label[number]) for number in range(model.config.num_labels))
    except (OSError, ValueError, KeyError, RuntimeError) as err:
        raise ModelError(f"The classifier in {checkpoint or folder} cannot be read: {err}") from err
    return model.eval(), tokenizer, names


def _of_checkpoint(folder: str, checkpoint: str) -> tuple[Any, tuple[str, ...]]:
    transformers, saved = require("transformers", extra="semantic"), _plain(checkpoint)
    try:
        classes = [str(name) for name in saved["config"]["dataset"]["args"]["classes"]]
        weights = saved["state_dict"]
    except (KeyError, TypeError) as err:
        raise ModelError(
            f"{checkpoint} is no checkpoint of Detoxify: it has no state_dict or no classes"
        ) from err
    config = transformers.AutoConfig.from_pretrained(folder, num_labels=len(classes), local_files_only=True)
    model = transformers.AutoModelForSequenceClassification.from_config(config)
    left = model.load_state_dict(weights, strict=False)
    # Old checkpoints carry position numbers, which are no weights.
    if left.missing_keys or any("position_ids" not in name for name in left.unexpected_keys):
        raise ModelError(f"{checkpoint} does not fit the configuration in {folder}: {left}")
    return model, tuple(_DETOXIFY_NAMES.get(name, name) for name in classes)


def _plain(checkpoint: str) -> Mapping[str, Any]:
    torch = require("torch", extra="semantic")
    try:
        return torch.load(checkpoint, map_location="cpu", weights_only=True)  # type: ignore[no-any-return]
    except UnpicklingError as err:
        raise ModelError(
            f"{checkpoint} holds more than tensors and plain values, or is no checkpoint"
        ) from err
