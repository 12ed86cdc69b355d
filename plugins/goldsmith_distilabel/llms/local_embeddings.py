"""Text embeddings from the local model, as Distilabel Embeddings."""

from typing import Any

from distilabel.models.embeddings.base import Embeddings
from pydantic import PrivateAttr

from goldsmith_distilabel.llms.engine_session import OnEngine

__all__ = ["LocalEmbeddings"]


class LocalEmbeddings(OnEngine, Embeddings):
    """Embed texts as the mean of a GGUF model's token states, scaled to length 1.

    The default model was trained to generate, not to embed: its vectors tell topics apart and little more. Name a
    GGUF of an embedding model for anything finer. A text beyond `n_ctx` tokens is embedded by its beginning, with a
    warning.

    Attributes:
        model: the GGUF file: a path, `pkg:<import name>/<file>` or `hf:<owner>/<repo>/<file>`.
        n_ctx: tokens of a text.
        n_parallel: texts worked on at once.
        n_threads: threads to compute with; 0 takes one per usable CPU.
        timeout: seconds one request may take.

    Examples:
        Embed two texts:

        ```python
        from goldsmith_distilabel.llms import LocalEmbeddings

        embeddings = LocalEmbeddings()
        embeddings.load()
        vectors = embeddings.encode(["a cat", "a dog"])
        embeddings.unload()
        ```
    """

    _embedding: bool = PrivateAttr(default=True)

    def load(self) -> None:
        """Find or start the shared engine."""
        super().load()
        self._connect()

    def unload(self) -> None:
        """Release the shared engine."""
        self._disconnect()
        super().unload()

    def encode(self, inputs: list[str]) -> list[list[int | float]]:
        """Return one vector of length 1 per text, [n, d]."""
        return list(self.session.threads.map(self._encode_one, inputs))

    def _encode_one(self, text: str) -> list[int | float]:
        tokens: list[int] = self.session.post("/tokenize", {"content": text or " ", "add_special": True})[
            "tokens"
        ]
        if len(tokens) > self.n_ctx:
            self._logger.warning("A text of %s tokens is embedded by its first %s", len(tokens), self.n_ctx)
        answer: Any = self.session.post("/v1/embeddings", {"input": tokens[: self.n_ctx]})
        vector: list[int | float] = answer["data"][0]["embedding"]
        return vector
