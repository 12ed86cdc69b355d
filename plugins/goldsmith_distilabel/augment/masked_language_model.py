"""What a masked language model would put in a word's place."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from goldsmith.augment import Token
from goldsmith.errors import InputError, ModelError
from goldsmith.extras import require
from goldsmith_distilabel.llms.in_torch import no_progress_bar, safe_threads

__all__ = ["Condition", "MaskedLanguageModel"]

Condition = Literal["none", "prepend", "segment"]
_AROUND = 300  # characters on either side of a place that the model sees
_BATCH = 32
_BEGINS_WORD = ("\u0120", "\u2581")  # RoBERTa's and SentencePiece's


class MaskedLanguageModel:
    """A transformers model for masked tokens, from files on this machine only; no code that comes with it is run."""

    def __init__(
        self, path: str, condition: Condition = "none", labels: Sequence[str] = (), n: int = 20
    ) -> None:
        """Read the model.

        Args:
            path: its folder.
            condition: how it is told the label of a text: "prepend": before the text; "segment": the label's number stands where BERT's
                segment would.
            labels: all there are, in the order of their numbers.
            n: words to propose for a place.

        Raises:
            MissingExtraError: transformers is not installed.
            ModelError: there is no such model, or it cannot be read.
            InputError: it has fewer segments than there are labels.
        """
        library = require("transformers", extra="semantic")
        folder = Path(path).expanduser()
        if not (folder / "config.json").is_file():
            raise ModelError(f"There is no masked language model in {folder}: it has no config.json")
        try:
            with no_progress_bar(), safe_threads():
                self._tokenizer = library.AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
                self._model = library.AutoModelForMaskedLM.from_pretrained(str(folder), local_files_only=True)
        except (OSError, ValueError, KeyError) as err:
            raise ModelError(f"The masked language model in {folder} cannot be read: {err}") from err
        self._model.eval()
        segments = getattr(self._model.config, "type_vocab_size", 0)
        if condition == "segment" and segments < len(labels):
            raise InputError(
                f"{folder} has {segments} segments for {len(labels)} labels: give a model trained with as many"
            )
        self._condition, self._labels, self._n = condition, list(labels), n
        self._words = self._whole_words()

    def proposed(self, text: str, places: Sequence[Token], label: str = "") -> list[list[str]]:
        """Return for each place the words that the model thinks likeliest there, the likeliest first.

        Each place is masked alone, with up to 300 characters on either side.
        """
        mask = self._tokenizer.mask_token
        before = f"{label}: " if self._condition == "prepend" and label else ""
        masked = [
            before
            + text[max(0, place.start - _AROUND) : place.start]
            + mask
            + text[place.end : place.end + _AROUND]
            for place in places
        ]
        return [
            words
            for begin in range(0, len(masked), _BATCH)
            for words in self._filled(masked[begin : begin + _BATCH], label)
        ]

    def _filled(self, masked: list[str], label: str) -> list[list[str]]:
        torch = require("torch", extra="semantic")
        given = self._tokenizer(masked, return_tensors="pt", padding=True, truncation=True)
        if self._condition == "segment" and label in self._labels:
            given["token_type_ids"] = torch.full_like(given["input_ids"], self._labels.index(label))
        with torch.inference_mode(), safe_threads():
            logits = self._model(**given).logits
        return [
            self._likeliest(row, ids == self._tokenizer.mask_token_id)
            for row, ids in zip(logits, given["input_ids"], strict=True)
        ]

    def _likeliest(self, logits: Any, masked: Any) -> list[str]:
        places = masked.nonzero()
        if not len(places):  # cut off
            return []
        scores = logits[int(places[0])]
        order = scores.argsort(descending=True, stable=True).tolist()
        words = (self._words.get(token) for token in order)
        return [word for word, _ in zip(filter(None, words), range(self._n), strict=False)]

    def _whole_words(self) -> dict[int, str]:
        """Return the tokens that are words on their own, by their number."""
        vocabulary: dict[str, int] = self._tokenizer.get_vocab()
        marked = any(token.startswith(_BEGINS_WORD) for token in vocabulary)
        special = set(self._tokenizer.all_special_ids)
        return {
            number: word
            for token, number in vocabulary.items()
            if number not in special and (word := _word(token, marked=marked))
        }


def _word(token: str, *, marked: bool) -> str:
    if marked:
        token = token[1:] if token.startswith(_BEGINS_WORD) else ""
    return token if token.isalpha() else ""
