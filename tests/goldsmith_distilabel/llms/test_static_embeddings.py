"""Vectors of words, distilled from a sentence model small enough to be made here."""

from pathlib import Path

import numpy as np
import pytest

from goldsmith.errors import ModelError
from goldsmith_distilabel.llms import StaticEmbeddings

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "name", "three", "birds", "fish", "please", ".", "##s"]


@pytest.fixture(scope="module")
def teacher(tmp_path_factory: pytest.TempPathFactory) -> str:
    import torch
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("teacher")
    (folder / "vocab.txt").write_text("\n".join(WORDS))
    torch.manual_seed(0)
    size = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    BertModel(BertConfig(vocab_size=len(WORDS), **size)).save_pretrained(folder)
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    (folder / "modules.json").write_text("[]")
    return str(folder)


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GOLDSMITH_HOME", str(tmp_path))
    return tmp_path


def test_vectors_are_made_once_and_have_length_one(teacher: str, own_home: Path) -> None:
    embeddings = StaticEmbeddings(model=teacher, dimensions=8)
    embeddings.load()
    texts = ["Name three birds.", "name three birds .", "fish", "", "\ud800", "please " * 5000]
    vectors = np.array(embeddings.encode(texts))
    assert vectors.shape[0] == len(texts)
    assert np.linalg.norm(vectors, axis=1).round(5).tolist() == [
        1,
        1,
        1,
        0,
        *np.linalg.norm(vectors[4:], axis=1).round(5),
    ]
    assert vectors[0] == pytest.approx(vectors[1])  # the same pieces
    assert vectors[0] @ vectors[2] < 0.99
    (kept,) = (own_home / "models").iterdir()
    written = (kept / "model.safetensors").stat().st_mtime_ns
    again = StaticEmbeddings(model=teacher, dimensions=8)
    again.load()
    assert np.array(again.encode(texts[:1])) == pytest.approx(vectors[:1])
    assert (kept / "model.safetensors").stat().st_mtime_ns == written
    assert again.encode([]) == []


def test_a_model_that_cannot_be_distilled_leaves_nothing_behind(tmp_path: Path, own_home: Path) -> None:
    (broken := tmp_path / "broken").mkdir()
    (broken / "modules.json").write_text("[]")
    (broken / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(ModelError, match="could not be distilled"):
        StaticEmbeddings(model=str(broken)).load()
    assert list((own_home / "models").iterdir()) == []
    (broken / "model.safetensors").unlink()
    bare = tmp_path / "bare"
    broken.rename(bare)  # what a file's hash was is known by its path
    with pytest.raises(
        ModelError, match=r"model file model\.safetensors in .*bare cannot be read \(No such file"
    ):
        StaticEmbeddings(model=str(bare)).load()
    with pytest.raises(ModelError, match=r"call its load\(\)"):
        StaticEmbeddings(model=str(broken)).encode(["x"])
