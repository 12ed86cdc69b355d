"""The weights of the local model, asked how likely given texts are."""

import random
from pathlib import Path

import gguf
import pytest

from goldsmith.errors import ModelError
from goldsmith.quality import perplexity
from goldsmith_distilabel.llms import LocalLLM, LocalLogprobs

SENTENCES = [
    "The bus comes at nine, and it waits for nobody.",
    "Boil the water, add the rice, and stir it once in a while.",
    "She opened the window because the room was too warm.",
    "In 1969 two people walked on the moon for the first time.",
    "If you want to sort a list in Python, call its sort method.",
]
TRICKY = [
    *SENTENCES,
    "x = 3.14 + ½ · ٣٤",
    "don't  stop\n\n\nnow  ",
    "日本語 12 🙂",
    "\t\tdef f(x):\r\n",
    "naïve CAFÉ £5",
]


@pytest.fixture(scope="module")
def score() -> LocalLogprobs:
    return LocalLogprobs()


def test_it_reads_the_tokens_that_the_engine_reads(score: LocalLogprobs, llm: LocalLLM) -> None:
    for text in TRICKY:
        read = llm.session.post("/tokenize", {"content": text, "add_special": True})["tokens"]
        assert score._scorer.tokenizer(text)["input_ids"] == read


def test_the_engine_finds_its_own_words_as_likely(score: LocalLogprobs, llm: LocalLLM) -> None:
    # Another implementation, which rounds what it multiplies to eight bits: near, not equal.
    asked = {"prompt": "The capital of France is", "n_predict": 12, "temperature": 0, "n_probs": 1}
    written = llm.session.post("/completion", asked)
    said = [one["logprob"] for one in written["completion_probabilities"]]
    (found,) = score([asked["prompt"] + written["content"]])
    assert len(said) == 12
    assert found[-12:] == pytest.approx(said, abs=0.35)
    assert sum(found[-12:]) == pytest.approx(sum(said), abs=0.6)


def test_shuffled_words_and_gibberish_are_less_likely(score: LocalLogprobs) -> None:
    lot = random.Random(0)
    shuffled = [" ".join(lot.sample(text.split(), len(text.split()))) for text in SENTENCES]
    gibberish = ["".join(lot.choices("bcdfghjklmnpqrstvwxz ", k=len(text))) for text in SENTENCES]
    found = score([*SENTENCES, *shuffled, *gibberish, "", "a"])
    fluent, mixed, noise = (perplexity(found[begin : begin + 5]).value for begin in (0, 5, 10))
    assert 3 * fluent < mixed
    assert 3 * fluent < noise
    assert all(
        perplexity([a]).value < perplexity([b]).value for a, b in zip(found[:5], found[5:10], strict=True)
    )
    assert found[-2:] == [[], []]


def test_a_model_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model file at"):
        LocalLogprobs(str(tmp_path / "none.gguf")).check()
    with pytest.raises(ModelError, match="cannot be read"):
        LocalLogprobs(str(tmp_path))(["a"])
    writer = gguf.GGUFWriter(tmp_path / "other.gguf", "qwen2")
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()
    with pytest.raises(
        ModelError, match="is a qwen2 / gpt2 / qwen2, and only llama / gpt2 / smollm can be read"
    ):
        LocalLogprobs(str(tmp_path / "other.gguf"))(["a"])
    (tmp_path / "broken.gguf").write_bytes(b"GGUF nothing")
    with pytest.raises(ModelError, match=r"broken\.gguf cannot be read"):
        LocalLogprobs(str(tmp_path / "broken.gguf"))(["a"])
