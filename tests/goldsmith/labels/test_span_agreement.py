"""Agreement on spans: by hand, against set algebra and a matching by trial, and its invariants."""

import math
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from goldsmith.errors import InputError
from goldsmith.labels import SpanAgreement, span_agreement

spans = st.lists(
    st.tuples(st.integers(0, 6), st.integers(1, 4), st.sampled_from("AB")).map(
        lambda s: (s[0], s[0] + s[1], s[2])
    ),
    max_size=4,
)
texts = st.lists(st.tuples(spans, spans), min_size=1, max_size=4)


def test_both_readings_are_the_ones_worked_out_by_hand() -> None:
    one = [[(0, 4, "PER"), (10, 20, "ORG")], [(0, 3, "LOC")], []]
    two = [[(0, 4, "PER"), (12, 20, "ORG"), (30, 35, "LOC")], [(0, 3, "ORG")], []]
    # Exact: only PER, 2 * 1 / (3 + 4). Overlap: ORG of the first text as well; another label is never a partner.
    assert span_agreement([one, two]) == SpanAgreement(exact=2 / 7, overlap=4 / 7)


def test_one_long_span_is_the_partner_of_only_one_short_span() -> None:
    assert span_agreement([[[(0, 100, "A")]], [[(0, 10, "A"), (20, 30, "A")]]]).overlap == pytest.approx(
        2 / 3
    )


def test_spans_that_only_touch_do_not_overlap() -> None:
    assert span_agreement([[[(0, 5, "A")]], [[(5, 9, "A")]]]) == SpanAgreement(exact=0, overlap=0)


def test_pairs_are_not_given_away_to_a_span_that_has_another() -> None:
    # (0, 10) could take either of the others; both pair up only if it takes (0, 4).
    assert span_agreement([[[(0, 10, "A"), (6, 12, "A")]], [[(0, 4, "A"), (7, 9, "A")]]]).overlap == 1


def test_three_annotators_pool_the_counts_of_their_pairs() -> None:
    a, b, c = [[(0, 2, "A")]], [[(0, 2, "A")]], [[(0, 3, "A"), (5, 6, "A")]]
    # Exact matches 1, 0, 0 over 2 + 3 + 3 spans; overlaps 1, 1, 1.
    assert span_agreement([a, b, c]) == SpanAgreement(exact=2 / 8, overlap=6 / 8)


def test_a_text_not_seen_is_left_out_and_one_without_spans_is_not() -> None:
    seen = span_agreement([[[(0, 2, "A")], [(0, 2, "A")]], [[(0, 2, "A")], None]])
    empty = span_agreement([[[(0, 2, "A")], [(0, 2, "A")]], [[(0, 2, "A")], []]])
    assert (seen.exact, empty.exact) == (1, 2 / 3)


def test_nothing_marked_is_no_agreement_to_speak_of() -> None:
    found = span_agreement([[[]], [[]]])
    assert math.isnan(found.exact)
    assert math.isnan(found.overlap)


@given(texts)
def test_the_exact_reading_equals_scikit_learns_f1_over_all_spans(pairs: list) -> None:
    everything = sorted({(text, span) for text, both in enumerate(pairs) for side in both for span in side})
    if not everything:
        return
    one, two = ([span in pairs[text][side] for text, span in everything] for side in (0, 1))
    ours = span_agreement([[a for a, _ in pairs], [b for _, b in pairs]])
    assert ours.exact == pytest.approx(f1_score(one, two, zero_division=0), abs=1e-9)


@given(spans, spans)
def test_the_overlap_reading_is_the_best_of_all_pairings(a: list, b: list) -> None:
    short, long = sorted((list(set(a)), list(set(b))), key=len)
    if not long:
        return
    best = max(
        sum(x[2] == y[2] and max(x[0], y[0]) < min(x[1], y[1]) for x, y in zip(short, order, strict=True))
        for order in permutations(long, len(short))
    )
    assert span_agreement([[a], [b]]).overlap == pytest.approx(2 * best / (len(short) + len(long)))


@given(texts, st.randoms(use_true_random=False))
def test_neither_annotators_nor_texts_nor_spans_have_an_order_and_labels_have_no_meaning(
    pairs: list, rng
) -> None:
    expected = span_agreement([[a for a, _ in pairs], [b for _, b in pairs]])
    shuffled = [tuple(rng.sample(side, len(side)) for side in both) for both in rng.sample(pairs, len(pairs))]
    renamed = [
        [[(s, e, {"A": 7, "B": None}[label]) for s, e, label in side[way]] for side in shuffled]
        for way in (1, 0)
    ]
    assert span_agreement(renamed).exact == pytest.approx(expected.exact, nan_ok=True)
    assert span_agreement(renamed).overlap == pytest.approx(expected.overlap, nan_ok=True)
    if not math.isnan(expected.exact):
        assert 0 <= expected.exact <= expected.overlap <= 1


@pytest.mark.parametrize(
    ("annotators", "words"),
    [
        ([], "two or more annotators"),
        ([[[]]], "two or more annotators"),
        ([[[]], [[], []]], "as many texts"),
        ([[None, []], [[], None]], "seen by two"),
        ([[[(3, 3, "A")]], [[]]], "before it ends"),
        ([[[(-1, 3, "A")]], [[]]], "before it ends"),
    ],
)
def test_it_says_what_is_wrong_with_the_annotations(annotators: list, words: str) -> None:
    with pytest.raises(InputError, match=words):
        span_agreement(annotators)
