"""Collapse is seen where it is and not where it is not."""

from collections.abc import Sequence

import numpy as np
import pytest
from scipy.stats import kendalltau

from goldsmith.errors import InputError
from goldsmith.quality import collapse, generation_shares, mann_kendall

SIZE = 600
ZIPF = 1 / np.arange(1, SIZE + 1)


def drawn(shares: np.ndarray, n: int = 300, seed: int = 0) -> list[str]:
    """Return n texts of ten words drawn with these shares."""
    found = np.random.default_rng(seed).choice(SIZE, (n, 10), p=shares / shares.sum())
    return [" ".join(f"w{word}" for word in text) for text in found]


def generations(count: int) -> list[list[str]]:
    """Return texts of unigram models, each fitted to a sample of the one before and a little sharper than it."""
    shares, made = ZIPF, []
    for seed in range(1, count + 1):
        made.append(drawn(shares**1.15, seed=seed))
        counts = np.bincount([int(word[1:]) for text in made[-1] for word in text.split()], minlength=SIZE)
        shares = counts / counts.sum()
    return made


def values(found: Sequence[object]) -> list[float]:
    return [point.value for point in found]


def test_models_of_models_lose_their_tail() -> None:
    found = collapse(drawn(ZIPF, 600), generations(5))
    assert found.collapsed
    for name in ("rare words kept", "rare pairs kept", "word entropy", "pair entropy", "distinct-2"):
        curve = found[name]
        assert curve.lost, name
        assert curve.trend.tau < -0.8, name
        assert curve.trend.p < 0.05, name
        assert values(curve.points) == sorted(values(curve.points), reverse=True), name


def test_other_texts_of_the_same_people_are_no_collapse() -> None:
    found = collapse(drawn(ZIPF, 600), [drawn(ZIPF, seed=seed) for seed in range(1, 6)])
    assert not found.collapsed
    for curve in found.curves:
        assert not curve.lost, curve.name


def test_more_text_of_a_collapsed_model_does_not_hide_it() -> None:
    few = collapse(drawn(ZIPF, 600), [drawn(ZIPF**2, 300)])
    many = collapse(drawn(ZIPF, 600), [drawn(ZIPF**2, 3_000)])
    assert few.collapsed
    assert many.collapsed
    assert many["rare words kept"].points[1].value == pytest.approx(
        few["rare words kept"].points[1].value, abs=0.05
    )


def test_shuffled_words_keep_the_words_and_lose_the_pairs() -> None:
    rng = np.random.default_rng(3)
    human = [
        f"{verb} the {noun} {adverb}" for verb in "abcdefgh" for noun in "ijklmnop" for adverb in "qrstuvwx"
    ]
    shuffled = [" ".join(rng.permutation(text.split())) for text in human]
    found = collapse(human, [shuffled])
    assert found["word entropy"].points[1].value == pytest.approx(
        found["word entropy"].points[0].value, abs=0.02
    )
    assert not found["rare words kept"].lost
    assert found["rare pairs kept"].lost


def test_entropy_and_what_is_kept_by_hand() -> None:
    # Every text has the same four words, so each point is log2(4) bits, and all rare words of one half are in the other.
    found = collapse(["a b c d"] * 16, [["a a a a"] * 8, ["a b a b"] * 8])
    assert found.words == 32
    assert values(found["word entropy"].points) == [2, 0, 1]
    # The commonest words that make up 80 % are, of four alike, all four; the rest is nothing: no share of it is kept.
    assert values(found["rare words' share"].points) == [0, 0, 0]


@pytest.mark.parametrize("seed", range(20))
def test_the_trend_is_kendall_s(seed: int) -> None:
    n = 3 + seed % 5
    x = np.random.default_rng(seed).permutation(n).tolist()
    expected = kendalltau(range(n), x, method="exact")
    found = mann_kendall(x)
    assert found.tau == pytest.approx(expected.statistic, abs=1e-12)
    assert found.p == pytest.approx(expected.pvalue, abs=1e-12)


def test_a_long_trend_is_drawn_by_lot() -> None:
    x = np.random.default_rng(1).normal(size=12).tolist()
    expected = kendalltau(range(12), x, method="exact")
    assert mann_kendall(x).p == pytest.approx(expected.pvalue, abs=0.02)
    assert np.isnan(mann_kendall([1.0, float("nan")]).tau)
    assert mann_kendall([2, 2, 2]).p == 1


def test_depth_says_which_generation_a_text_is() -> None:
    rows = [{"provenance": {"depth": depth}} for depth in (0, 0, 1, 3)] + [{"provenance": None}, {}]
    found = generation_shares(rows)
    assert {each.name: each.value * 6 for each in found} == pytest.approx(
        {"human": 2, "generation 1": 1, "generation 3": 1, "unknown": 2}
    )
    assert generation_shares([]).measures == ()


@pytest.mark.parametrize("made", [[""], [], ["\ud800"], ["!?"] * 9, ["日" * 100_000], ["same"] * 50_000])
def test_any_generation_has_an_answer(made: list[str]) -> None:
    found = collapse(drawn(ZIPF, 40), [made])
    assert found["word entropy"].points[1].of == len(made)
    assert set(found.to_dict()["curves"]) == {curve.name for curve in found.curves}


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(InputError, match="16 human texts"):
        collapse(["a"] * 15, [["b"]])
    with pytest.raises(InputError, match="one generation"):
        collapse(["a"] * 16, [])
    with pytest.raises(InputError, match="rare"):
        collapse(["a"] * 16, [["b"]], rare=1)
