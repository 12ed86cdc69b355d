import copy
import math

import pytest

from goldsmith_distilabel.llms import LocalEmbeddings


def dot(a: list[float], b: list[float]) -> float:
    return math.fsum(x * y for x, y in zip(a, b, strict=True))


def test_vectors_have_length_one_and_put_like_texts_together(caplog: pytest.LogCaptureFixture) -> None:
    embeddings = LocalEmbeddings(n_ctx=256, n_parallel=2)
    embeddings.load()
    texts = [
        "The cat sleeps.",
        "A cat is sleeping.",
        "Quarterly revenue rose by 4 %.",
        "",
        "word " * 400,
        "\ud800",
    ]
    vectors = embeddings.encode(texts)
    twin = copy.deepcopy(embeddings)
    embeddings.unload()
    assert twin.dump() == embeddings.dump()
    assert {len(vector) for vector in vectors} == {576}  # the width of SmolLM2-135M
    assert [dot(vector, vector) for vector in vectors] == pytest.approx([1.0] * 6, abs=1e-4)
    assert dot(vectors[0], vectors[1]) > dot(vectors[0], vectors[2])
    assert "401 tokens is embedded by its first 256" in caplog.text
