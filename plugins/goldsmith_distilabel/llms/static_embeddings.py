"""Vectors of words, distilled from a sentence model, as Distilabel Embeddings."""

import shutil
import tempfile
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from distilabel.models.embeddings.base import Embeddings
from pydantic import Field, PrivateAttr

from goldsmith.dedup.unit_vectors import unit_vectors
from goldsmith.errors import ModelError
from goldsmith.extras import require
from goldsmith.serving import home
from goldsmith.text import well_formed
from goldsmith_distilabel.llms.in_torch import no_progress_bar, safe_threads
from goldsmith_distilabel.llms.live_state import LeavesLiveState
from goldsmith_distilabel.llms.mini_lm_embeddings import MINILM, WEIGHTS, sentence_model_folder
from goldsmith_distilabel.llms.model_files import sha256_of

__all__ = ["StaticEmbeddings"]


class StaticEmbeddings(LeavesLiveState, Embeddings):
    """Embed texts as the mean of vectors of their word pieces, which a sentence model gave to each once.

    A hundred times as fast as the model itself, and coarse: what stands in which order is lost. So it finds what may be alike, and
    the model says what is: see `SemanticDuplicates.recall`. By `model2vec`, with its defaults (a forward pass for each piece of the
    vocabulary, 256 principal components, weights by rank as in smooth inverse frequency).

    The vectors are made where there are none yet, which takes the default model two minutes of a CPU, and kept in
    `$GOLDSMITH_HOME/models`. Vectors have length 1; a text without a known piece has the vector of zeros.

    Attributes:
        model: the sentence model, as `MiniLMEmbeddings` takes it.
        dimensions: of the vectors, at most those of the model.

    References:
        - [Model2Vec: Fast State-of-the-Art Static Embeddings](https://github.com/MinishLab/model2vec)

    Examples:
        Vectors for a first look:

        ```text
        embeddings = StaticEmbeddings()
        embeddings.load()  # two minutes, once
        vectors = embeddings.encode(["a nurse", "someone who cares for patients"])
        ```
    """

    live_state: ClassVar[dict[str, Any]] = {"_model": None}

    model: str = MINILM
    dimensions: int = Field(default=256, ge=1)

    _model: Any = PrivateAttr(default=None)

    @property
    def model_name(self) -> str:
        """The sentence model, and that it is not asked itself."""
        return f"static:{self.model}"

    def load(self) -> None:
        """Read the vectors, and make them first where there are none.

        Raises:
            MissingExtraError: model2vec is not installed.
            ModelError: there is no such model, or nothing can be kept.
        """
        super().load()
        teacher = sentence_model_folder(self.model)
        kept = home() / "models" / f"static-{sha256_of(teacher / WEIGHTS)[:16]}-{self.dimensions}"
        if not kept.is_dir():
            self._logger.info("Distilling the vectors of words from %s, once: minutes", self.model)
            _distil(teacher, self.dimensions, kept)
        self._model = require("model2vec", extra="static").StaticModel.from_pretrained(kept)

    def unload(self) -> None:
        """Let the vectors go."""
        self._model = None
        super().unload()

    def encode(self, inputs: list[str]) -> list[list[int | float]]:
        """Return one vector per text, [n, dimensions].

        Raises:
            ModelError: the vectors are not loaded.
        """
        if self._model is None:
            raise ModelError("StaticEmbeddings is not loaded: call its load() before encode()")
        texts = [well_formed(text) if isinstance(text, str) else "" for text in inputs]
        if not texts:
            return []
        sums = np.nan_to_num(
            self._model.encode(texts, show_progress_bar=False, use_multiprocessing=False).astype(np.float32)
        )
        unit: list[list[int | float]] = unit_vectors(sums).tolist()
        return unit


def _distil(teacher: Path, dimensions: int, into: Path) -> None:
    """Write the vectors of a model's word pieces into a folder, which is there whole or not at all."""
    transformers = require("transformers", extra="semantic")
    distillation = require("model2vec.distill", extra="static")
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".static-", dir=into.parent))
    except OSError as err:
        raise ModelError(
            f"nothing can be kept in {into.parent}: {err}. Point GOLDSMITH_HOME elsewhere."
        ) from err
    try:
        with no_progress_bar(), safe_threads():
            model = transformers.AutoModel.from_pretrained(teacher, local_files_only=True)
            tokenizer = transformers.AutoTokenizer.from_pretrained(teacher, local_files_only=True)
            static = distillation.distill_from_model(
                model, tokenizer, device="cpu", pca_dims=min(dimensions, model.config.hidden_size)
            )
        static.save_pretrained(made)
        made.replace(into)
    except (OSError, ValueError, KeyError) as err:
        if not into.is_dir():  # else another process was as quick
            raise ModelError(f"the sentence model in {teacher} could not be distilled: {err}") from err
    finally:
        shutil.rmtree(made, ignore_errors=True)
