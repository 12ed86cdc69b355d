import json
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rouge_score.rouge_scorer import RougeScorer
from rouge_score.tokenizers import DefaultTokenizer

from goldsmith.dedup import MostSimilar, RougeLNovelty
from goldsmith.dedup.rouge_l import rouge_words, unicode_words
from goldsmith.errors import InputError

SCORER = RougeScorer(["rougeL"], use_stemmer=False)
PIECES = ["a", "b", "c", "d", "Write", "the", "é", "漢", "ß", "K", "7", "_", "\n", "", "İ", "\ud800"]


def theirs(pool: list[str], text: str) -> tuple[int, float]:
    scores = [SCORER.score(pooled, text)["rougeL"].fmeasure for pooled in pool]
    return int(np.argmax(scores)), max(scores)


def ours(pool: list[str], text: str) -> MostSimilar:
    novelty = RougeLNovelty()
    novelty.add(pool)
    return novelty.most_similar([text])[0]


def agrees(pool: list[str], text: str) -> bool:
    row, score = theirs(pool, text)
    # Where nothing is alike rouge_score has no argmax worth the name: we say -1.
    return ours(pool, text) == ((row, score) if score else (-1, 0.0))


texts = st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join) | st.text(max_size=20)


@given(st.lists(texts, min_size=1, max_size=8), texts)
def test_every_text_gets_the_score_and_the_row_of_rouge_score(pool: list[str], text: str) -> None:
    assert agrees(pool, text)


def test_thousands_of_pairs_of_real_instructions_score_alike_to_the_last_bit(shared_data: Path) -> None:
    lines = (shared_data / "self_instruct" / "seed_tasks.jsonl").read_text().splitlines()
    real = [json.loads(line)["instruction"] for line in lines]
    rng = random.Random(0)
    words = " ".join(real).split()
    for _ in range(30):  # times 175 pairs
        text = rng.choice(real).split()
        for at in rng.sample(range(len(text)), rng.randrange(len(text))):
            text[at] = rng.choice(words)
        assert agrees(real, " ".join(text))


@pytest.mark.parametrize(
    ("m", "n", "common"), [(10, 10, 7), (7, 13, 7), (20, 20, 14), (6, 14, 7), (60, 140, 70)]
)
def test_a_score_of_exactly_the_threshold_is_decided_as_rouge_score_does(m: int, n: int, common: int) -> None:
    # F = 2 L / (m + n) = 0.7 on paper; in floats it is 0.7 or a neighbour, and the same one in both.
    common = min(common, m)
    pooled = " ".join(f"w{at}" for at in range(m))
    text = " ".join([f"w{at}" for at in range(common)] + [f"x{at}" for at in range(n - common)])
    row, score = ours([pooled], text)
    assert (row, score) == theirs([pooled], text)
    assert (score > 0.7) == (theirs([pooled], text)[1] > 0.7)


@pytest.mark.parametrize("length", [1, 63, 64, 65, 127, 128, 129, 500])
def test_texts_longer_than_a_machine_word_are_compared_whole(length: int) -> None:
    rng = random.Random(length)
    pool = [" ".join(rng.choices("abcdefgh", k=rng.randint(1, 2 * length))) for _ in range(6)]
    assert agrees(pool, " ".join(rng.choices("abcdefghij", k=length)))


def test_of_equally_similar_texts_the_first_is_named() -> None:
    assert ours(["x y", "a b c", "a b d"], "a b e").row == 1
    assert ours(["a b d", "a b e", "a b e"], "a b e").row == 1


def test_nothing_is_similar_to_an_empty_text_or_in_an_empty_pool() -> None:
    assert ours([], "a b") == ours(["a b"], "") == ours([""], "a b") == ours(["漢字"], "漢字") == (-1, 0.0)


def test_a_pool_grows_by_one_text_as_by_many() -> None:
    rng = random.Random(0)
    pool = [" ".join(rng.choices("abcdefghijklmnop", k=8)) for _ in range(200)]
    novelty = RougeLNovelty()
    for at, text in enumerate(pool):
        if at and at % 20 == 0:
            assert novelty.most_similar([text])[0] == ours(pool[:at], text)
        novelty.add([text])
    assert len(novelty) == 200


@given(st.text())
def test_words_are_those_of_rouge_score(text: str) -> None:
    assert rouge_words(text) == DefaultTokenizer(use_stemmer=False).tokenize(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Übersetze den Satz: „Grüß Gott!“", ["übersetze", "den", "satz", "grüss", "gott"]),
        ("हिन्दी में लिखो", ["हिन्दी", "में", "लिखो"]),
        ("書いてください。", list("書いてください")),
        ("Переведи текст", ["переведи", "текст"]),
        ("", []),
    ],
)
def test_unicode_words_keep_every_script(text: str, words: list[str]) -> None:
    assert unicode_words(text) == words


def test_other_languages_are_compared_by_their_own_words() -> None:
    novelty = RougeLNovelty(words="unicode")
    novelty.add(["Напиши стихотворение о море", "海についての詩を書いて"])
    # 3 of 4 and 4 words: 2 * 3 / 8
    assert novelty.most_similar(["Напиши стихотворение о горах"]) == [(0, 0.75)]
    assert novelty.most_similar(["海についての詩を読んで"])[0].row == 1


def test_other_kinds_of_words_are_refused() -> None:
    with pytest.raises(InputError, match="got 'bytes'"):
        RougeLNovelty(words="bytes")  # type: ignore[arg-type]
