"""Diversity equals what others compute, moves the right way, and its intervals hold."""

import gzip
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sacrebleu.metrics import BLEU
from vendi_score import vendi

from goldsmith.errors import InputError
from goldsmith.quality import (
    cells,
    compression_ratio,
    distinct_n,
    diversity,
    embedding_spread,
    self_bleu,
    topic_coverage,
    topic_evenness,
    vendi_score,
)
from goldsmith.quality.intervals import jackknife_errors

WORDS = ["ann", "bob", "cat", "dog", "egg", "fig"]
SETS = st.lists(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join), min_size=2, max_size=6)
NAMES = ("distinct-1", "distinct-2", "distinct-3", "self-BLEU", "compression ratio")


def words(n: int, k: int, size: int = 400, seed: int = 0) -> list[str]:
    """Return n texts of k words drawn by Zipf's law."""
    shares = 1 / np.arange(1, size + 1)
    drawn = np.random.default_rng(seed).choice(size, (n, k), p=shares / shares.sum())
    return [" ".join(f"w{word}" for word in text) for text in drawn]


@given(SETS)
def test_self_bleu_is_sacrebleu_s(texts: list[str]) -> None:
    def others(at: int) -> list[str]:
        return texts[:at] + texts[at + 1 :]

    sentence = BLEU(tokenize="none", smooth_method="exp", effective_order=True)
    each = [sentence.sentence_score(text, others(at)).score / 100 for at, text in enumerate(texts)]
    assert self_bleu(texts) == pytest.approx(np.mean(each), abs=1e-9)
    corpus = BLEU(tokenize="none", smooth_method="exp")
    references = [list(row) for row in zip(*(others(at) for at in range(len(texts))), strict=True)]
    assert self_bleu(texts, "corpus") == pytest.approx(
        corpus.corpus_score(texts, references).score / 100, abs=1e-9
    )


@pytest.mark.parametrize(("n", "d"), [(30, 8), (5, 8), (8, 8), (1, 3)])
def test_the_vendi_score_is_the_vendi_score_package_s(n: int, d: int) -> None:
    vectors = np.random.default_rng(n).normal(size=(n, d))
    assert vendi_score(vectors) == pytest.approx(vendi.score_dual(vectors), abs=1e-9)
    assert vendi_score(vectors) == pytest.approx(vendi.score_X(vectors), abs=1e-9)


def test_the_vendi_score_counts_what_is_different() -> None:
    assert vendi_score(np.eye(5)) == pytest.approx(5)
    assert vendi_score(np.ones((7, 3))) == pytest.approx(1)
    assert np.isnan(vendi_score(np.zeros((2, 3))))


def test_spread_is_the_mean_over_all_pairs() -> None:
    vectors = np.random.default_rng(0).normal(size=(20, 4))
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    pairs = [1 - unit[i] @ unit[j] for i in range(20) for j in range(i)]
    assert embedding_spread(vectors) == pytest.approx(np.mean(pairs), abs=1e-12)


def test_compression_is_gzip_s() -> None:
    assert compression_ratio(["aé", "b"]) == pytest.approx(5 / len(gzip.compress("aé\nb".encode(), 9)))
    assert compression_ratio(["a lone \ud83d"]) > 0


def test_distinct_n_by_hand() -> None:
    # a b, b c, a b, b d: three of four pairs; no pair crosses from one text to the next.
    assert distinct_n(["a b c", "A  b d"], 2) == 0.75
    assert distinct_n(["a", "b"], 2) == 0
    # Each ideograph is a word: 日 本 人 日 本.
    assert distinct_n(["日本人", "日本"], 1) == 3 / 5


def test_topics_by_hand() -> None:
    assert topic_coverage(["a", "a", "x"], ["a", "b"]) == 0.5
    # Shares 3/4 and 1/4: exp(-(.75 ln .75 + .25 ln .25)) = 1.7548 effective topics of 4.
    assert topic_evenness(["a", "a", "a", "b"], "abcd") == pytest.approx(1.7548 / 4, abs=1e-4)
    human, made = cells([[1, 0], [1, 0.1], [0, 1], [0.1, 1]], [[2, 0.1], [5, 0]], count=2)
    assert human[0] == human[1] != human[2] == human[3]
    assert made == [human[0], human[0]]
    assert topic_coverage(made, human) == 0.5


def test_templates_and_copies_are_seen_by_every_measure() -> None:
    rng = np.random.default_rng(0)
    free, wide = words(200, 12), rng.normal(size=(200, 16))
    templated = [f"write a short poem about the colour of {text.split()[0]} in spring" for text in free]
    copied = [free[at % 20] for at in range(200)]
    a = diversity(free, vectors=wide)
    b = diversity(templated, vectors=np.ones(16) + wide / 10)
    c = diversity(copied, vectors=wide[np.arange(200) % 20])
    for name, sign in {
        "distinct-2": 1,
        "distinct-3": 1,
        "self-BLEU": -1,
        "compression ratio": -1,
        "Vendi score": 1,
        "nearest distance": 1,
    }.items():
        for worse in (b, c):
            ends = (a[name], worse[name]) if sign > 0 else (worse[name], a[name])
            assert ends[0].low > ends[1].high, name
    assert a["embedding spread"].low > b["embedding spread"].high


def test_shuffled_rows_are_as_diverse() -> None:
    texts = words(60, 8)
    again = random.Random(1).sample(texts, len(texts))
    for name in NAMES[:4]:
        assert diversity(texts)[name].value == pytest.approx(diversity(again)[name].value)


def test_intervals_hold_what_is_true_of_so_many_rows() -> None:
    # 40 data sets of one source: the mean of their values is what 100 rows of it give; 95 % intervals should hold it.
    runs = [diversity(words(100, 12, seed=seed), resamples=20) for seed in range(40)]
    for name in NAMES:
        found = [run[name] for run in runs]
        truth, spread = np.mean([one.value for one in found]), np.std([one.value for one in found])
        assert np.mean([one.low <= truth <= one.high for one in found]) >= 0.85, name
        assert 0.7 < np.mean([(one.high - one.low) / 3.92 for one in found]) / spread < 1.6, name


def test_the_jackknife_gives_the_error_of_a_mean() -> None:
    x = np.random.default_rng(0).normal(size=400)
    found = jackknife_errors(400, lambda rows: [float(x[rows].mean())], resamples=400)
    assert found[0] == pytest.approx(x.std() / 20, rel=0.15)


def test_what_is_measured_says_on_how_much() -> None:
    found = diversity(
        words(300, 6), attributes={"tone": ["kind"] * 180 + ["rude"] * 100 + ["odd"] * 20}, sample=50
    )
    assert (found["distinct-1"].n, found["distinct-1"].of) == (50, 300)
    # Groups compare at one size, that of the smallest.
    assert {value: (each["self-BLEU"].n, each["self-BLEU"].of) for value, each in found.groups["tone"].items()} == {
        "kind": (20, 180), "rude": (20, 100), "odd": (20, 20),
    }  # fmt: skip
    assert diversity(words(300, 6), sample=50, seed=1) == diversity(words(300, 6), sample=50, seed=1)


def test_topics_are_covered_group_by_group() -> None:
    # Kind rows are about all four topics, as often; rude ones about two of them, three to one.
    topics = ["a", "b", "c", "d"] * 10 + ["a", "a", "a", "b"] * 10
    found = diversity(words(80, 6), topics=topics, attributes={"tone": ["kind"] * 40 + ["rude"] * 40})
    kind, rude = found.groups["tone"].values()
    assert found["topic coverage"].value == kind["topic coverage"].value == 1
    assert rude["topic coverage"].value == 0.5
    assert (kind["topic evenness"].value, rude["topic evenness"].value) == pytest.approx(
        (1, np.exp(-0.75 * np.log(0.75) - 0.25 * np.log(0.25)) / 4)
    )


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["", " \n"],
        ["\ud800"] * 9,
        ["!!! ... ???"] * 9,
        ["x" * 300_000, "日" * 300_000],
        ["a\x00b\u202e"] * 12,
        ["the same again"] * 100_000,
    ],
    ids=["none", "empty", "blank", "surrogates", "punctuation", "long", "controls", "copies"],
)
def test_any_text_has_an_answer(texts: list[str]) -> None:
    found = diversity(texts, topics=[0] * len(texts), attributes={"a": ["b"] * len(texts)})
    assert found["self-BLEU"].of == len(texts)
    for measure in found:
        assert (
            np.isnan(measure.value)
            or measure.interval is None
            or measure.low <= measure.value <= measure.high
        )


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(InputError, match="topics has 1 values for 2 texts"):
        diversity(["a", "b"], topics=["x"])
    with pytest.raises(InputError, match=r"\[2, d\] finite"):
        diversity(["a", "b"], vectors=[[1.0]])
    with pytest.raises(InputError, match="finite"):
        diversity(["a"], vectors=[[float("nan")]])
    with pytest.raises(InputError, match="at least one row"):
        diversity(["a"], sample=0)
