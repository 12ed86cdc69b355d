"""How likely the local model finds given texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from goldsmith.errors import ModelError
from goldsmith.extras import require
from goldsmith.quality import CausalLogprobs
from goldsmith_distilabel.llms.gguf import SMOLLM2, find_gguf
from goldsmith_distilabel.llms.gguf_llama import gguf_llama
from goldsmith_distilabel.llms.in_torch import no_progress_bar, safe_threads

__all__ = ["LocalLogprobs"]


@dataclass(frozen=True)
class LocalLogprobs:
    """Log-probabilities of given texts under the weights of `LocalLLM`: what `goldsmith.quality` reckons perplexity from.

    The engine of `LocalLLM` tells log-probabilities of what it writes, not of what it reads, so the same weights are computed
    with in transformers and single precision (up to 1 GB for the default model). `CausalLogprobs` says how texts are scored. The
    weights are read at the first call, from this machine alone, and stay until the object goes.

    Attributes:
        model: a GGUF file as `LocalLLM` names it, built as SmolLM2 is, or the folder of any causal language model and its tokenizer that
            `save_pretrained` wrote.
        window: tokens that the model reads at once.
        stride: tokens from one window of a long text to the next.
        batch_tokens: tokens of a batch.

    Examples:
        Words in order are likelier than the same words in none:

        ```text
        from goldsmith.quality import perplexity
        from goldsmith_distilabel.llms import LocalLogprobs

        said, shuffled = LocalLogprobs()(["The bus comes at nine.", "at comes The nine. bus"])
        assert perplexity([said]).value < perplexity([shuffled]).value
        ```
    """

    model: str = SMOLLM2
    window: int = 1024
    stride: int = 512
    batch_tokens: int = 1024

    def __call__(self, texts: Sequence[str]) -> list[list[float]]:
        """Return the natural log-probabilities of each text's tokens but the first, [n] lists.

        Raises:
            MissingExtraError: transformers, gguf or torch is not installed.
            ModelError: there is no such model, or it cannot be read.
            InputError: a window and a stride that make no sense, or a window longer than the model reads.
        """
        with safe_threads():
            return self._scorer(texts)

    def check(self) -> None:
        """Raise what a call would raise where the model or a package is missing, without reading the weights."""
        self._place()
        for needed in ("transformers", "torch"):
            require(needed, extra="perplexity")

    @cached_property
    def _scorer(self) -> CausalLogprobs:
        place = self._place()
        with no_progress_bar():
            model, tokenizer = gguf_llama(place) if place.is_file() else _of_folder(place)
        return CausalLogprobs(model.eval(), tokenizer, self.window, self.stride, self.batch_tokens)

    def _place(self) -> Path:
        """Return the folder or the GGUF file, for which a package more is needed."""
        folder = Path(self.model).expanduser()
        if folder.is_dir():
            return folder
        require("gguf", extra="perplexity")
        return find_gguf(self.model)


def _of_folder(folder: Path) -> tuple[Any, Any]:
    transformers = require("transformers", extra="perplexity")
    try:
        model = transformers.AutoModelForCausalLM.from_pretrained(
            folder, local_files_only=True, dtype="float32"
        )
        return model, transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError, KeyError, RuntimeError) as err:
        raise ModelError(f"The language model in {folder} cannot be read: {err}") from err
