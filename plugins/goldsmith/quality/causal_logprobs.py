"""How likely a causal language model finds given texts, token by token."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from goldsmith.errors import InputError
from goldsmith.extras import require
from goldsmith.quality.token_windows import token_windows
from goldsmith.quality.word_grams import LONGEST
from goldsmith.text import well_formed

__all__ = ["CausalLogprobs"]


@dataclass(frozen=True)
class _Window:
    """Tokens that the model reads at once, [t]; those from `first` on are scored."""

    text: int
    tokens: list[int]
    first: int


@dataclass(frozen=True)
class CausalLogprobs:
    """Scores texts by a causal language model of transformers: `CausalLogprobs(model, tokenizer)(texts)`.

    A text's first token has nothing before it and no log-probability, unless the tokenizer begins texts with a mark of its own. So an
    empty text has none, and neither has one of a single token. A text of more than `window` tokens is scored in windows
    (`token_windows`). Windows are sorted by length and batched; what fills up a batch stands to the right of the text, where a causal
    model does not look, so that a text's numbers do not depend on what it is scored with, but for rounding. Equal texts are scored once.

    Attributes:
        model: as `AutoModelForCausalLM` gives it, in evaluation mode.
        tokenizer: its tokenizer.
        window: tokens that the model reads at once.
        stride: tokens from one window to the next.
        batch_tokens: tokens of a batch, those that fill it up included; for each the model writes a number for every token of its
            vocabulary. A single window may be larger.

    References:
        - [Perplexity of fixed-length models](https://huggingface.co/docs/transformers/perplexity)
    """

    model: Any
    tokenizer: Any
    window: int = 1024
    stride: int = 512
    batch_tokens: int = 1024

    def __post_init__(self) -> None:
        token_windows(0, self.window, self.stride)
        longest = getattr(self.model.config, "max_position_embeddings", None)
        if longest is not None and self.window > longest:
            raise InputError(
                f"a window of {self.window} tokens, but the model reads {longest}: give a smaller window"
            )

    def __call__(self, texts: Sequence[str]) -> list[list[float]]:
        """Return the natural log-probabilities of each text's tokens, [n] lists; a text's first 20,000 characters are read.

        Raises:
            MissingExtraError: torch is not installed.
        """
        cut = [well_formed(text[:LONGEST]) for text in texts]
        place = {text: at for at, text in enumerate(dict.fromkeys(cut))}
        windows = self._windows(list(place))
        found: dict[int, list[float]] = {}
        for batch in self._batches(windows):
            found.update(zip(batch, self._scored([windows[number] for number in batch]), strict=True))
        scored: list[list[float]] = [[] for _ in place]
        for number, window in enumerate(windows):
            scored[window.text] += found[number]
        return [scored[place[text]] for text in cut]

    def _windows(self, texts: list[str]) -> list[_Window]:
        tokens: list[list[int]] = self.tokenizer(texts, verbose=False)["input_ids"] if texts else []
        return [
            _Window(text, ids[begin:end], first - begin)
            for text, ids in enumerate(tokens)
            for begin, end, first in token_windows(len(ids), self.window, self.stride)
        ]

    def _batches(self, windows: list[_Window]) -> Iterator[list[int]]:
        """Yield the numbers of windows of about the same length, the longest first: what is too much for the memory is so at once."""
        sizes = [len(window.tokens) for window in windows]
        batch: list[int] = []
        for number in sorted(range(len(windows)), key=sizes.__getitem__, reverse=True):
            if batch and sizes[batch[0]] * (len(batch) + 1) > self.batch_tokens:
                yield batch
                batch = []
            batch.append(number)
        if batch:
            yield batch

    def _scored(self, windows: list[_Window]) -> list[list[float]]:
        torch = require("torch", extra="perplexity")
        ids = torch.zeros((len(windows), len(windows[0].tokens)), dtype=torch.long)
        mask = torch.zeros_like(ids)
        for at, window in enumerate(windows):
            ids[at, : len(window.tokens)] = torch.tensor(window.tokens)
            mask[at, : len(window.tokens)] = 1
        device = self.model.device
        with torch.inference_mode():
            logits = self.model(
                input_ids=ids.to(device), attention_mask=mask.to(device), use_cache=False
            ).logits
            return [self._told(row, window) for row, window in zip(logits, windows, strict=True)]

    def _told(self, logits: Any, window: _Window) -> list[float]:
        torch = require("torch", extra="perplexity")
        wanted = torch.tensor(window.tokens[window.first :], device=logits.device)
        before = logits[window.first - 1 : len(window.tokens) - 1].float()
        lost: list[float] = torch.nn.functional.cross_entropy(before, wanted, reduction="none").tolist()
        return [-one for one in lost]
