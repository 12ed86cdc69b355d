"""Classifiers that come in a package or from the user's disk."""

import math
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

from goldsmith.errors import ModelError
from goldsmith.filters import HateSonar, ToxicityModel

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "you", "are", "an", "idiot", "nice"]
TEXTS = ["you are an idiot", "you are nice", "", "nice " * 900, "a\ud800b"]


@pytest.fixture(scope="module")
def bert(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A BERT of two layers with random weights, as a folder and as a checkpoint of Detoxify's kind."""
    folder = tmp_path_factory.mktemp("bert")
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    BertTokenizer(str(folder / "vocab.txt"), model_max_length=512).save_pretrained(folder)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(WORDS), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32,
        num_labels=3, problem_type="multi_label_classification", id2label={0: "toxic", 1: "insult", 2: "threat"},
    )  # fmt: skip
    model = BertForSequenceClassification(config).eval()
    model.save_pretrained(folder)
    saved = {
        "config": {"arch": {"type": "BERT"}, "dataset": {"args": {"classes": ["toxic", "insult", "threat"]}}},
        "state_dict": model.state_dict() | {"bert.embeddings.position_ids": torch.arange(512)},
    }
    torch.save(saved, folder / "toxic.ckpt")
    return folder, model


def test_scores_are_sigmoids_of_the_model_s_logits(bert: Any) -> None:
    folder, model = bert
    # "you are an idiot" is [CLS] 5 6 7 8 [SEP] in the vocabulary above.
    with torch.no_grad():
        logits = model(torch.tensor([[2, 5, 6, 7, 8, 3]])).logits[0].tolist()
    (first, *_) = ToxicityModel(str(folder))(TEXTS)
    assert first == pytest.approx(
        {
            name: 1 / (1 + math.exp(-logit))
            for name, logit in zip(("toxic", "insult", "threat"), logits, strict=True)
        },
        abs=1e-6,
    )


def test_a_detoxify_checkpoint_scores_as_the_folder_it_was_made_of(bert: Any) -> None:
    folder, _ = bert
    of_folder = ToxicityModel(str(folder), batch_size=2)(TEXTS)
    scorer = ToxicityModel(str(folder), str(folder / "toxic.ckpt"))
    assert scorer.categories == ("toxicity", "insult", "threat")  # Detoxify's own names
    for one, other in zip(scorer(TEXTS), of_folder, strict=True):
        assert list(one.values()) == pytest.approx(list(other.values()), abs=1e-6)


def test_a_checkpoint_that_is_none_or_does_not_fit_is_refused(bert: Any, tmp_path: Path) -> None:
    folder, _ = bert
    torch.save({"weights": 1}, tmp_path / "other.ckpt")
    with pytest.raises(ModelError, match="no checkpoint of Detoxify"):
        _ = ToxicityModel(str(folder), str(tmp_path / "other.ckpt")).categories
    torch.save(
        {"config": {"dataset": {"args": {"classes": ["a"]}}}, "state_dict": {}}, tmp_path / "empty.ckpt"
    )
    with pytest.raises(ModelError, match="does not fit"):
        _ = ToxicityModel(str(folder), str(tmp_path / "empty.ckpt")).categories
    torch.save(
        {"config": Path("x"), "state_dict": {}}, tmp_path / "code.ckpt"
    )  # an object, not a plain value
    with pytest.raises(ModelError, match="more than tensors"):
        _ = ToxicityModel(str(folder), str(tmp_path / "code.ckpt")).categories
    with pytest.raises(ModelError, match=r"no config\.json"):
        _ = ToxicityModel(str(tmp_path)).categories


def test_hatesonar_scores_as_its_weights_say() -> None:
    # Reckoned from the graph's own numbers: tf-idf of the words, L2-normalised, three linear classes, softmax.
    from importlib.util import find_spec

    import numpy as np
    import onnx
    from onnx import numpy_helper

    spec = find_spec("hatesonar")
    assert spec is not None
    assert spec.origin is not None
    graph = onnx.load(Path(spec.origin).parent / "model" / "model.onnx").graph
    nodes = {
        node.op_type: {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
        for node in graph.node
    }
    (idf,) = [numpy_helper.to_array(one) for one in graph.initializer if one.name == "idfcst"]
    pool = [word.decode() for word in nodes["TfIdfVectorizer"]["pool_strings"]]
    counts = np.zeros(len(pool))
    for word in ("you", "stupid", "stupid", "bitch"):
        counts[nodes["TfIdfVectorizer"]["ngram_indexes"][pool.index(word)]] += 1
    weighted = counts * idf.ravel()
    weighted /= np.linalg.norm(weighted)
    linear = nodes["LinearClassifier"]
    logits = np.reshape(linear["coefficients"], (3, -1)) @ weighted + linear["intercepts"]
    expected = np.exp(logits) / np.exp(logits).sum()
    (scores,) = HateSonar()(["You STUPID, stupid bitch!"])
    assert list(scores.values()) == pytest.approx(expected[:2].tolist(), abs=1e-5)


def test_hatesonar_reads_any_text() -> None:
    scores = HateSonar()(["", "\ud800", "a\x00b", "😀", "word " * 20_000])
    assert all(0 <= score <= 1 for one in scores for score in one.values())
    assert HateSonar()([]) == []
