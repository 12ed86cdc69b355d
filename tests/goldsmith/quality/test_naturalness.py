"""Readability equals textstat's, the frontier MAUVE's, and made texts are told from human ones where they can be."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import rel_entr
from scipy.stats import binomtest
from sklearn.metrics import auc

from goldsmith.errors import InputError
from goldsmith.quality import (
    divergence_frontier,
    flesch_reading_ease,
    frontier_area,
    frontier_integral,
    naturalness,
    perplexity,
    readability,
    two_sample_test,
)

PROSE = [
    "The cat sat on the mat. It was extraordinarily happy! Don't you think so, 'dear' reader-friend?",
    "Well... 3.5 percent (of them) can't; isn't it? Ok. Yes no.",
    "Der Hund, der gestern weggelaufen ist, kam heute zurück. Wir freuten uns sehr darüber.",
    "Perché no? L'intelligenza artificiale non dorme mai, e io nemmeno.",
]
# What textstat 0.7.13 says. It is not installed beside us: it puts a package named `tests` where ours would be found.
TEXTSTAT = json.loads((Path(__file__).parents[2] / "data/quality/textstat.json").read_text(encoding="utf-8"))
HISTOGRAMS = st.lists(st.integers(0, 20), min_size=5, max_size=5).filter(any)


@pytest.mark.parametrize("told", TEXTSTAT["readability"], ids=lambda told: told["text"][:12])
def test_readability_is_textstat_s(told: dict[str, Any]) -> None:
    found = readability(told["text"], "en") | readability(told["text"], "it")
    for name in ("ARI", "Coleman-Liau", "LIX", "Gulpease"):
        assert found[name] == pytest.approx(told[name], abs=1e-6)


def test_readability_of_odd_texts_is_textstat_s_too() -> None:
    for text, lix in TEXTSTAT["lix_of_odd_texts"]:
        assert readability(text, "sv")["LIX"] == pytest.approx(lix, abs=1e-6)


@pytest.mark.parametrize(
    "told", TEXTSTAT["reading_ease"], ids=lambda told: f"{told['language']}-{told['text'][:12]}"
)
def test_reading_ease_is_textstat_s(told: dict[str, Any]) -> None:
    found = flesch_reading_ease(told["text"], told["language"], told["syllables"].__getitem__)
    assert found == pytest.approx(told["score"], abs=1e-6)


def test_a_language_without_a_published_formula_has_none() -> None:
    assert readability(PROSE[0], "ja") == {}
    assert set(readability(PROSE[0], "de")) == {"LIX"}
    with pytest.raises(InputError, match="'ja'"):
        flesch_reading_ease("a", "ja", len)
    # 206.835 - 1.015 * 4 / 1 - 84.6 * 6 / 4
    assert flesch_reading_ease("Readers like short words.", "en", lambda _: 6) == pytest.approx(75.875)


@pytest.mark.parametrize(
    ("p", "q", "area", "integral"),
    [  # of mauve-text 0.4.0: get_divergence_curve_for_multinomials with 25 mixtures and scale 5, get_fronter_integral
        (
            [0.1742571420150498, 0.2613086338075328, 0.005076173651329373, 0.0005815970385578541, 0.14104526579005514, 0.4177311876974752],
            [0.04956044772417629, 0.055573071308111954, 0.20725164393396098, 0.4457134101752738, 0.24180667760317293, 9.474925530413074e-05],
            0.0498427677573661, 0.5972287996539949,
        ),
        ([0.5, 0.5, 0, 0, 0, 0], [0, 0.25, 0.25, 0.5, 0, 0], 0.03599972470506224, 0.6534264097200273),
    ],
)  # fmt: skip
def test_the_frontier_is_mauve_s(p: list[float], q: list[float], area: float, integral: float) -> None:
    assert frontier_area(p, q) == pytest.approx(area, abs=1e-9)
    assert frontier_integral(p, q) == pytest.approx(integral, abs=1e-9)


@given(HISTOGRAMS, HISTOGRAMS)
def test_the_frontier_of_any_histograms(p: list[int], q: list[int]) -> None:
    a, b = np.array(p) / sum(p), np.array(q) / sum(q)
    if np.allclose(a, b):
        assert frontier_area(p, q) == pytest.approx(1)
        return
    curve = [(1.0, 0.0), (0.0, 1.0)]
    for w in np.linspace(1e-6, 1 - 1e-6, 25):
        r = w * a + (1 - w) * b
        curve.append((np.exp(-5 * rel_entr(b, r).sum()), np.exp(-5 * rel_entr(a, r).sum())))
    x, y = np.array(sorted(curve, key=lambda point: (point[0], -point[1]))).T
    u, v = np.array(sorted(curve, key=lambda point: (point[1], -point[0]))).T
    assert frontier_area(p, q) == pytest.approx((auc(x, y) + auc(v, u)) / 2, abs=1e-6)
    assert 0 <= frontier_integral(p, q) <= 1


def test_the_frontier_falls_as_what_is_made_moves_away() -> None:
    rng = np.random.default_rng(0)
    human = rng.normal(size=(300, 8))
    alike, near, far = (divergence_frontier(rng.normal(size=(300, 8)) + by, human) for by in (0, 0.7, 4))
    collapsed = divergence_frontier(np.repeat(rng.normal(size=(3, 8)), 100, axis=0), human)
    assert alike.value > 0.9 > near.high > near.value > far.high
    assert collapsed.high < near.low
    for found in (alike, near, far):
        assert found.low <= found.value <= found.high
    assert divergence_frontier(human, human).value == pytest.approx(1, abs=0.02)
    assert np.isnan(divergence_frontier(human[:3], human).value)
    assert divergence_frontier(np.ones((50, 3)), np.ones((50, 3))).value == pytest.approx(1)


def test_what_nobody_can_tell_has_no_small_p() -> None:
    # Under one distribution p is uniform or larger: 40 draws fall below 0.05 hardly more than twice.
    rng = np.random.default_rng(1)
    ps = [
        two_sample_test(rng.normal(size=(60, 4)), rng.normal(size=(60, 4)), seed=n)["C2ST p"].value
        for n in range(40)
    ]
    assert sum(p < 0.05 for p in ps) <= 6


def test_p_is_the_exact_binomial_s() -> None:
    rng = np.random.default_rng(2)
    found = two_sample_test(rng.normal(size=(100, 4)) + 0.5, rng.normal(size=(100, 4)))
    n = found["C2ST accuracy"].n
    expected = binomtest(round(found["C2ST accuracy"].value * n), n, 0.5, alternative="greater").pvalue
    assert found["C2ST p"].value == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("what", ["templated", "shuffled"])
def test_made_texts_are_told_by_their_words_or_by_their_order(what: str) -> None:
    rng = np.random.default_rng(3)
    nouns, verbs, ends = (rng.permutation([f"{kind}{n}" for n in range(12)]) for kind in ("n", "v", "e"))
    human = [f"the {a} {b} a {c} and leaves" for a in nouns for b in verbs for c in ends][:1_200]
    rng.shuffle(human)
    made = {
        "templated": [f"sure, here is a text about the {text.split()[1]}" for text in human[:300]],
        "shuffled": [" ".join(rng.permutation(text.split())) for text in human[:300]],
    }[what]
    found = naturalness(made, human=human[300:600])
    assert found["C2ST accuracy, words"].low > 0.8
    assert found["C2ST p, words"].value < 1e-9
    other = naturalness(human[600:900], human=human[300:600])
    assert other["C2ST p, words"].value > 0.01


def test_repetition_is_seen() -> None:
    plain = naturalness([" ".join(f"w{n}" for n in range(60))] * 20)
    looping = naturalness(["and so on it goes " * 20] * 20)
    assert plain["repeated pair"].value == plain["repetitive texts"].value == 0
    assert looping["repetitive texts"].value == 1
    assert looping["repeated pair"].value > 0.2


def test_perplexity_by_hand() -> None:
    # Ten tokens, mean log-probability -(8 + 12) / 10: e^2; the empty text and the impossible token say nothing.
    found = perplexity([[-2.0] * 4, [-2.0] * 6, [], [float("-inf")]])
    assert found.value == pytest.approx(np.e**2)
    assert (found.n, found.of) == (2, 4)
    rng = np.random.default_rng(0)
    many = perplexity([list(-rng.exponential(2, size=20)) for _ in range(200)])
    assert many.low < np.e**2 < many.high
    assert np.isnan(perplexity([]).value)
    assert naturalness(["a"], logprobs=[[-1.0]])["perplexity"].value == pytest.approx(np.e)


@pytest.mark.parametrize(
    "texts", [[], [""] * 20, ["\ud800"] * 20, ["?!"] * 20, ["x" * 200_000] * 2, ["日本" * 50] * 9]
)
def test_any_text_has_an_answer(texts: list[str]) -> None:
    found = naturalness(
        texts,
        human=["a text", "\udfff"] * 10,
        language="en",
        vectors=[[1.0]] * len(texts),
        human_vectors=[[1.0]] * 20,
    )
    for measure in found:
        assert measure.of == len(texts)
        assert (
            np.isnan(measure.value)
            or measure.interval is None
            or measure.low <= measure.value <= measure.high
        )


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(InputError, match="logprobs has 0 entries for 1 texts"):
        naturalness(["a"], logprobs=[])
    with pytest.raises(InputError, match="on both sides"):
        two_sample_test(["a"], np.ones((1, 1)))
    with pytest.raises(InputError, match="dimensions"):
        divergence_frontier(np.ones((9, 2)), np.ones((9, 3)))
    with pytest.raises(InputError, match="histogram"):
        frontier_area([0, 0], [1, 0])
