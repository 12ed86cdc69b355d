"""Log-probabilities of given texts: as transformers reckons them alone, whatever they are batched with, and however long."""

import math
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

from goldsmith.errors import InputError
from goldsmith.quality import CausalLogprobs, before_and_after, naturalness, perplexity, report, token_windows

WORDS = [f"w{number}" for number in range(30)]


@pytest.fixture(scope="module")
def model() -> Any:
    torch.manual_seed(0)
    size = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}
    config = LlamaConfig(vocab_size=32, max_position_embeddings=64, initializer_range=0.5, **size)
    return LlamaForCausalLM(config).eval()


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    words = Tokenizer(
        WordLevel({"?": 0, **{word: at for at, word in enumerate(WORDS, start=1)}}, unk_token="?")
    )
    words.pre_tokenizer = WhitespaceSplit()
    return PreTrainedTokenizerFast(tokenizer_object=words, unk_token="?")


@pytest.fixture(scope="module")
def score(model: Any, tokenizer: Any) -> CausalLogprobs:
    return CausalLogprobs(model, tokenizer, window=64, stride=32, batch_tokens=128)


def text_of(words: int, seed: int) -> str:
    return " ".join(np.random.default_rng(seed).choice(WORDS, words))


def alone(model: Any, tokenizer: Any, text: str) -> list[float]:
    """One text by itself, from the logits by hand: log softmax of each position at the token that follows."""
    ids = tokenizer(text)["input_ids"]
    with torch.no_grad():
        logits = model(torch.tensor([ids])).logits[0].double().numpy()
    shares = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return [float(shares[at - 1, ids[at]]) for at in range(1, len(ids))]


def test_each_text_has_the_numbers_it_has_alone(score: CausalLogprobs, model: Any, tokenizer: Any) -> None:
    texts = [text_of(words, seed) for seed, words in enumerate([2, 40, 3, 17, 64, 2, 9, 33, 64, 5])]
    for text, found in zip(texts, score(texts), strict=True):
        assert found == pytest.approx(alone(model, tokenizer, text), abs=1e-5)
    # transformers' own loss is minus the mean over all tokens but the first.
    ids = torch.tensor([tokenizer(texts[3])["input_ids"]])
    with torch.no_grad():
        loss = float(model(ids, labels=ids).loss)
    assert perplexity(score(texts[3:4])).value == pytest.approx(math.exp(loss), rel=1e-5)
    many, few = (
        CausalLogprobs(model, tokenizer, 64, 32, batch_tokens=10_000),
        CausalLogprobs(model, tokenizer, 64, 32, 1),
    )
    for one, other in zip(many(texts), few(texts), strict=True):
        assert one == pytest.approx(other, abs=1e-5)


@pytest.mark.parametrize(
    ("words", "window", "stride"), [(200, 64, 32), (131, 50, 7), (65, 64, 63), (64, 64, 1)]
)
def test_a_long_text_is_scored_as_the_sliding_window_of_hugging_face_does(
    model: Any, tokenizer: Any, words: int, window: int, stride: int
) -> None:
    ids = torch.tensor([tokenizer(text_of(words, 7))["input_ids"]])
    lost, counted, before = 0.0, 0, 0
    for begin in range(
        0, words, stride
    ):  # "Perplexity of fixed-length models": labels of -100 are not scored
        end = min(begin + window, words)
        labels = ids[:, begin:end].clone()
        labels[:, : before - begin] = -100
        scored = int((labels[0, 1:] != -100).sum())
        with torch.no_grad():
            lost += float(model(ids[:, begin:end], labels=labels).loss) * scored
        counted, before = counted + scored, end
        if end == words:
            break
    (found,) = CausalLogprobs(model, tokenizer, window, stride)([text_of(words, 7)])
    assert len(found) == counted == words - 1
    assert -sum(found) == pytest.approx(lost, rel=1e-5)


@given(st.integers(0, 300), st.integers(2, 40), st.data())
def test_every_token_but_the_first_is_scored_once_with_enough_before_it(
    tokens: int, window: int, data: Any
) -> None:
    stride = data.draw(st.integers(1, window - 1))
    found = token_windows(tokens, window, stride)
    assert [at for _, end, first in found for at in range(first, end)] == list(range(1, tokens))
    for begin, end, first in found:
        assert end - begin <= window
        assert begin == 0 or first - begin >= window - stride


def test_what_has_no_token_to_score_has_no_number(score: CausalLogprobs) -> None:
    texts = ["", " \n", "w1", "w1 w2", "\ud800 \udfff", "\ud800", "w1 " * 3_000_000, "w1 w2"]
    found = score(texts)
    # 20,000 characters are read: 6,666 times "w1 " and a "w1".
    assert [len(each) for each in found] == [0, 0, 0, 1, 1, 0, 6_666, 1]
    assert found[3] == found[7]
    assert score([]) == []
    told = perplexity(found[:4], of=9)
    assert (told.n, told.of, told.value) == (1, 9, pytest.approx(math.exp(-found[3][0])))


def test_a_window_that_makes_no_sense_is_refused(model: Any, tokenizer: Any) -> None:
    for window, stride in ((10, 10), (10, 0), (1, 1)):
        with pytest.raises(InputError, match="stride < window"):
            CausalLogprobs(model, tokenizer, window, stride)
    with pytest.raises(InputError, match="the model reads 64: give a smaller window"):
        CausalLogprobs(model, tokenizer, 65, 32)


def test_a_report_asks_about_a_sample_that_it_states(score: CausalLogprobs) -> None:
    texts = [text_of(12, seed) for seed in range(60)]
    asked: list[list[str]] = []

    def scorer(some: Any) -> list[list[float]]:
        asked.append(list(some))
        return score(some)

    found = naturalness(texts, logprobs=scorer, scored=20, seed=3)["perplexity"]
    assert (found.n, found.of, len(asked[0])) == (20, 60, 20)
    assert set(asked[0]) < set(texts)
    assert found == perplexity(score(asked[0]), of=60, seed=3)
    assert found.low < found.value < found.high
    assert naturalness(texts, logprobs=scorer, scored=20, seed=3)["perplexity"] == found
    rows = [{"text": text} for text in texts]
    page = report(rows, logprobs=scorer, scored=60, seed=3)
    everything = perplexity(score(texts), seed=3)
    assert page.measures["naturalness"]["perplexity"].value == pytest.approx(everything.value)
    assert "perplexity" in [tile.label for tile in page.sections[0].tiles]  # type: ignore[attr-defined]
    beside = before_and_after(rows, rows[:30], logprobs=scorer, scored=30)
    (shown,) = [row for row in beside.sections[1].rows if row[0] == "naturalness: perplexity"]  # type: ignore[attr-defined]
    assert shown[1] != shown[2]
    with pytest.raises(InputError, match="of 0 texts for 2"):
        naturalness(["a", "b"], logprobs=lambda _: [])
