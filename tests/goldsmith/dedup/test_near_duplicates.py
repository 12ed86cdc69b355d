"""Near-duplicates among texts."""

import random
import unicodedata
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.dedup import NearDuplicateIndex, NearDuplicates, near_duplicates
from goldsmith.dedup.minhash import band_shape, chance_found
from goldsmith.errors import InputError

TEXTS = st.lists(
    st.text(max_size=20) | st.text("ab c", max_size=12) | st.sampled_from(["\ud800x", "é", "e\u0301"])
)
VOCABULARY = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in "bdgklmnrst"]


def found(texts: list[str], **options: object) -> NearDuplicates:
    index = NearDuplicateIndex(**options)
    index.add(texts)
    return index.find()


def shingled(text: str, size: int, unit: str) -> set[tuple[str, ...]]:
    """What `near_duplicates` says of shingles, for ASCII letters, blanks and punctuation."""
    text = unicodedata.normalize("NFKC", text).casefold()
    tokens = list(" ".join(text.split()))
    if unit == "word":
        words = "".join(c if c.isalnum() else " " for c in text).split()
        tokens = words or [c for c in text if not c.isspace()]
    return {tuple(tokens[at : at + size]) for at in range(max(len(tokens) - size + 1, min(len(tokens), 1)))}


def jaccard(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    return len(one & other) / len(one | other) if one | other else 1.0


def clusters_of(texts: list[str], **options: object) -> set[frozenset[str]]:
    return {frozenset(texts[row] for row in cluster) for cluster in found(texts, **options).clusters()}


def planted(count: int, seed: int = 0) -> tuple[list[str], list[tuple[int, int]]]:
    """`count` random texts of 20 to 80 words and a fifth as many copies with 2 to 15 % of the words replaced."""
    rng = random.Random(seed)
    texts = [rng.choices(VOCABULARY, k=rng.randint(20, 80)) for _ in range(count)]
    pairs = [(rng.randrange(count), count + copy) for copy in range(count // 5)]
    for source, _ in pairs:
        words = texts[source][:]
        for at in rng.sample(range(len(words)), max(1, round(len(words) * rng.uniform(0.02, 0.15)))):
            words[at] = rng.choice(VOCABULARY)
        texts.append(words)
    return [" ".join(words) for words in texts], pairs


def test_similarity_is_jaccard_of_word_sets() -> None:
    # {the cat sat on mat} and {the cat sat on a mat}: 5 of 6
    pairs = found(["The cat sat on the mat", "the cat sat on a mat!"], shingle=1, threshold=0.5).pairs()
    assert pairs.rows.tolist() == [[0, 1]]
    assert pairs.similarity.tolist() == [5 / 6]


def test_similarity_is_jaccard_of_character_shingles() -> None:
    # {ab bc cd} and {ab bc ce}: 2 of 4; the blanks at the ends do not count
    pairs = found(["abcd ", "\tABCE"], unit="char", shingle=2, threshold=0.5).pairs()
    assert pairs.similarity.tolist() == [0.5]


def test_a_pair_exactly_at_the_threshold_is_a_duplicate() -> None:
    three_of_five = ["a b c d", "a b c e"]
    assert near_duplicates(three_of_five, 0.6, shingle=1).tolist() == [0, 0]
    assert near_duplicates(three_of_five, 0.601, shingle=1).tolist() == [0, 1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Nice song", "nice  SONG!!"),
        ("Straße 1", "STRASSE 1"),
        ("caf\u00e9 noir", "cafe\u0301 noir"),
        ("ﬁrst video", "first\u200b video"),
        ("ab\ud800c", "abc"),
        ("👍🏽 ok", "👍 ok"),
        ("", " \t\n\u200b"),
        ("!?", "! ?"),
    ],
)
def test_texts_that_read_the_same_are_duplicates(one: str, other: str) -> None:
    assert near_duplicates([one, other], 1.0).tolist() == [0, 0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("!!!", "???"),
        ("👍", "👎"),
        ("ok", ""),
        ("今天天气好", "明年我要去"),
        ("กิน", "นอน"),
        ("คิด คำ", "คด คำ"),
    ],
)
def test_texts_that_read_differently_are_not(one: str, other: str) -> None:
    assert near_duplicates([one, other], 0.9, shingle=1).tolist() == [0, 1]


def test_scripts_without_spaces_are_compared_by_their_letters() -> None:
    # {我 爱 吃 苹 果} and {我 爱 吃 香 蕉}: 3 of 7; with its vowel sign a Thai consonant is one: {กา มี ตา} and {กา มี ปู}: 2 of 4
    assert found(["我爱吃苹果", "我爱吃香蕉"], shingle=1, threshold=0.4).pairs().similarity.tolist() == [
        3 / 7
    ]
    assert found(["กามีตา", "กามีปู"], shingle=1, threshold=0.1).pairs().similarity.tolist() == pytest.approx(
        [jaccard({("ก",), ("า",), ("มี",), ("ต",)}, {("ก",), ("า",), ("มี",), ("ปู",)})]
    )


@given(
    st.lists(st.text("aB c.", max_size=15), max_size=12),
    st.integers(1, 3),
    st.sampled_from(["word", "char"]),
    st.sampled_from([0.3, 0.5, 1.0]),
)
def test_small_data_is_compared_exactly(texts: list[str], size: int, unit: str, threshold: float) -> None:
    sets = [shingled(text, size, unit) for text in texts]
    expected = {
        (i, j): similarity
        for i, j in combinations(range(len(texts)), 2)
        if (similarity := jaccard(sets[i], sets[j])) >= threshold
    }
    result = found(texts, shingle=size, unit=unit, threshold=threshold)
    links = {tuple(rows): value for rows, value in zip(*map(np.ndarray.tolist, result.pairs()), strict=True)}
    assert links.items() <= expected.items()
    rows, similarity = result.duplicates()
    for row, (other, value) in enumerate(zip(rows.tolist(), similarity.tolist(), strict=True)):
        assert row == other or expected[other, row] == value
    kept = np.unique(rows).tolist()
    assert not [pair for pair in combinations(kept, 2) if pair in expected]
    assert {row for pair in expected for row in pair} == {row for group in result.clusters() for row in group}


@given(TEXTS, st.sampled_from(["word", "char"]), st.integers(1, 3))
def test_any_strings_have_an_answer_that_both_engines_give(texts: list[str], unit: str, size: int) -> None:
    first = near_duplicates(texts, unit=unit, shingle=size, engine="numba")
    assert np.array_equal(first, near_duplicates(texts, unit=unit, shingle=size, engine="numpy"))
    assert (first <= np.arange(len(texts))).all()
    assert np.array_equal(first[first], first)


@given(TEXTS, st.randoms())
def test_the_order_of_rows_does_not_change_the_clusters(texts: list[str], rng: random.Random) -> None:
    texts = list(dict.fromkeys(texts))
    shuffled = rng.sample(texts, len(texts))
    assert clusters_of(shuffled, shingle=1) == clusters_of(texts, shingle=1)


@given(TEXTS)
def test_what_is_kept_holds_no_duplicates(texts: list[str]) -> None:
    first = near_duplicates(texts, shingle=1)
    kept = [text for row, text in enumerate(texts) if first[row] == row]
    assert near_duplicates(kept, shingle=1).tolist() == list(range(len(kept)))


@pytest.fixture(scope="module")
def many() -> tuple[list[str], list[tuple[int, int]]]:
    return planted(3000)


def test_among_many_texts_planted_duplicates_are_found_and_no_others(
    many: tuple[list[str], list[tuple[int, int]]],
) -> None:
    texts, pairs = many
    first = near_duplicates(texts, 0.7, shingle=1)
    sources = {copy: source for source, copy in pairs}
    family = [sources.get(row, row) for row in range(len(texts))]
    flagged = np.flatnonzero(first != np.arange(len(texts)))
    assert all(family[first[row]] == family[row] for row in flagged)
    assert np.isin([copy for _, copy in pairs], flagged).mean() >= 0.99


def test_among_many_texts_the_similarities_are_true(many: tuple[list[str], list[tuple[int, int]]]) -> None:
    texts, _ = many
    rows, similarity = found(texts).pairs()
    assert len(rows) > 400
    sets = [shingled(text, 2, "word") for text in texts]
    assert similarity.tolist() == [jaccard(sets[i], sets[j]) for i, j in rows.tolist()]
    assert similarity.min() >= 0.58


def test_among_many_texts_order_threads_and_engine_change_nothing(
    many: tuple[list[str], list[tuple[int, int]]],
) -> None:
    texts, _ = many
    expected = clusters_of(texts)
    shuffled = random.Random(1).sample(texts, len(texts))
    assert clusters_of(shuffled) == expected
    assert clusters_of(texts, threads=2) == expected
    assert clusters_of(texts, engine="numpy") == expected


def test_a_higher_threshold_needs_no_new_search() -> None:
    texts, _ = planted(60)
    result = found(texts, shingle=1, threshold=0.5)
    for threshold in (0.5, 0.7, 0.9, 1.0):
        again = found(texts, shingle=1, threshold=threshold)
        assert result.at(threshold).clusters() == again.clusters()
        assert np.array_equal(result.at(threshold).duplicates().rows, again.duplicates().rows)
    with pytest.raises(InputError, match=r"from 0\.5, the one searched with, to 1, got 0\.4"):
        result.at(0.4)


def test_the_ends_of_a_chain_are_one_cluster_and_both_kept() -> None:
    # neighbours share 3 of 5 words, the ends 2 of 6
    result = found(["a b c d", "b c d e", "c d e f"], shingle=1, threshold=0.6)
    assert result.clusters() == [[0, 1, 2]]
    assert result.duplicates().rows.tolist() == [0, 0, 2]
    assert result.duplicates().similarity.tolist() == [1.0, 0.6, 1.0]


def test_the_best_row_of_a_cluster_stays() -> None:
    texts = ["a b c d", "a b c d!", "A b c d e", "z"]
    assert near_duplicates(texts, shingle=1, scores=[1, 3, 2, 0]).tolist() == [1, 1, 1, 3]
    assert near_duplicates(texts, shingle=1, scores=[2, 2, 2, 2]).tolist() == [0, 0, 0, 3]
    assert near_duplicates(texts, shingle=1, scores=[None, float("nan"), -5, 0]).tolist() == [2, 2, 2, 3]
    with pytest.raises(InputError, match="a score for each of 4 rows, got 1"):
        near_duplicates(texts, scores=[1])


def test_rows_of_different_groups_are_never_duplicates() -> None:
    texts = ["same text", "same text", "same text", "", ""]
    assert near_duplicates(texts, groups=["en", "de", "en", 1, "1"]).tolist() == [0, 1, 0, 3, 4]
    assert near_duplicates(texts, groups=np.array([7, 7, 8, 7, 7])).tolist() == [0, 0, 2, 3, 3]
    for groups in (["en"], ["en"] * 6):
        with pytest.raises(InputError, match="groups"):
            near_duplicates(texts, groups=groups)


def test_several_columns_count_together_and_apart() -> None:
    rows = [("who is it", "a b"), ["who is it", "a c"], ("a b", "who is it")]
    result = found(rows, shingle=1, threshold=0.1).pairs()
    assert result.rows.tolist() == [[0, 1]]  # columns that change places share nothing
    # {who is it} + {a b} and {who is it} + {a c}: 4 of 6
    assert result.similarity.tolist() == [4 / 6]


@pytest.mark.parametrize("bad", [None, 7, b"bytes", ["a", None], float("nan")])
def test_what_is_no_text_is_named_with_its_row(bad: object) -> None:
    with pytest.raises(InputError, match="row 1: expected a string"):
        near_duplicates(["fine", bad])


@pytest.mark.parametrize(
    "options",
    [
        {"threshold": 0},
        {"threshold": 1.1},
        {"shingle": 0},
        {"unit": "line"},
        {"num_perm": 0},
        {"seed": -1},
        {"engine": "c"},
        {"threads": 0},
    ],
)
def test_options_out_of_bounds_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(InputError, match=next(iter(options))):
        near_duplicates(["a"], **options)


def test_one_string_in_place_of_many_is_refused() -> None:
    with pytest.raises(InputError, match="put it in a list"):
        near_duplicates("abc")


def test_texts_may_come_from_a_generator_and_may_be_none() -> None:
    assert near_duplicates(text for text in ("a b", "A B")).tolist() == [0, 0]
    assert near_duplicates([]).tolist() == []
    assert found([]).clusters() == []
    assert found([]).pairs().rows.shape == (0, 2)


def test_a_hundred_thousand_equal_rows_are_one() -> None:
    assert not near_duplicates(["the same comment again"] * 100_000).any()


def test_a_dense_cluster_is_no_quadratic_work() -> None:
    texts = [
        f"thank you all for watching this video and do not forget to subscribe {n}" for n in range(20_000)
    ]
    result = found(texts)
    assert not result.duplicates().rows.any()
    assert len(result.edges) < 64 * len(texts)


def test_many_empty_rows_of_different_groups_are_no_quadratic_work() -> None:
    assert np.array_equal(near_duplicates([""] * 30_000, groups=range(30_000)), np.arange(30_000))


def test_a_line_of_ten_megabytes_is_compared_too() -> None:
    line = "word another thing " * 550_000
    # {word another, another thing, thing word} and the same with {thing end}: 3 of 4
    for engine in ("numba", "numpy"):
        result = found([line, "word", line + "end"], engine=engine)
        assert result.pairs().rows.tolist() == [[0, 2]]
        assert result.pairs().similarity.tolist() == [3 / 4]


def test_a_seed_is_a_choice_of_permutations() -> None:
    texts, _ = planted(1500)
    low = [found(texts, num_perm=1, seed=seed).pairs().rows.tolist() for seed in (1, 1, 2)]
    assert low[0] == low[1] != low[2]


def test_duplicates_across_many_batches_find_each_other() -> None:
    texts = [f"number {n % 9000} of the list of all numbers there are" for n in range(27_000)]
    assert np.array_equal(near_duplicates(texts, 1.0), np.arange(27_000) % 9000)


def test_the_s_curve_in_the_docstring_is_the_one_in_use() -> None:
    lines = [
        line.strip(" |")
        for line in (near_duplicates.__doc__ or "").splitlines()
        if line.strip().startswith("|")
    ]
    header, _, *rows = [line.split(" | ") for line in lines]
    similarities = [float(cell.removeprefix("s = ")) for cell in header[2:]]
    assert len(rows) == 5
    for threshold, shape, *chances in rows:
        bands, count = band_shape(float(threshold), 128)
        assert shape == f"{bands} x {count}"
        assert chances == [f"{chance_found(similarity, bands, count):.3f}" for similarity in similarities]
