"""The nearest topic, if it is near enough and nearer than the next."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError
from goldsmith.filters import Topics, topic_reason

PHRASES = {"cats": ["cats", "cats: kittens"], "cars": ["cars"]}
EMBEDDED = [[1.0, 0.0, 0.0], [0.0, 2.0, 0.0], [0.0, 0.0, 3.0]]  # in the order of the phrases


def test_a_topic_s_vector_is_the_mean_direction_of_its_phrases() -> None:
    # The mean of (1, 0, 0) and (0, 1, 0), of length 1, whatever the phrases' own lengths.
    found = Topics(PHRASES).vectors(EMBEDDED)
    assert found == pytest.approx(np.array([[math.sqrt(0.5), math.sqrt(0.5), 0], [0, 0, 1]]))


def test_score_and_margin_are_cosines() -> None:
    topics = Topics(PHRASES, min_score=0.5, min_margin=0.1)
    (one,) = topics.judge([[3.0, 3.0, 2.0]], topics.vectors(EMBEDDED))
    # cosine with cats: (3 + 3) sqrt(.5) / sqrt(22), with cars: 2 / sqrt(22)
    assert one.score == pytest.approx(6 * math.sqrt(0.5) / math.sqrt(22))
    assert one.margin == pytest.approx((6 * math.sqrt(0.5) - 2) / math.sqrt(22))
    assert (one.topic, one.nearest) == ("cats", "cats")


@pytest.mark.parametrize(
    ("vector", "topic"),
    [
        ([0.0, 0.0, 1.0], "cars"),
        ([0.5, 0.5, 0.75], None),  # cosines .69 and .73: too near each other
        ([-1.0, -1.0, 0.0], None),  # far from both
        ([0.0, 0.0, 0.0], None),
    ],
)
def test_a_text_may_be_of_no_topic(vector: list[float], topic: str | None) -> None:
    topics = Topics(PHRASES, min_score=0.3, min_margin=0.1)
    assert topics.judge([vector], topics.vectors(EMBEDDED))[0].topic == topic


def test_one_topic_has_no_next_one() -> None:
    topics = Topics({"cats": ["cats"]})
    (one,) = topics.judge([[1.0]], topics.vectors([[1.0]]))
    assert (one.topic, one.margin) == ("cats", math.inf)


@given(st.lists(st.lists(st.integers(-9, 9), min_size=3, max_size=3), max_size=5), st.floats(0.1, 9))
def test_a_vector_s_length_does_not_count(rows: list[list[int]], scale: float) -> None:
    topics = Topics(PHRASES)
    known = topics.vectors(EMBEDDED)
    scaled = [[scale * number for number in row] for row in rows]
    for one, other in zip(topics.judge(rows, known), topics.judge(scaled, known), strict=True):
        assert one.score == pytest.approx(other.score, abs=1e-5)
        assert one.margin >= 0


@pytest.mark.parametrize("phrases", [{}, {"cats": []}])
def test_a_topic_needs_a_phrase(phrases: dict[str, list[str]]) -> None:
    with pytest.raises(InputError, match="phrase"):
        Topics(phrases)


def test_vectors_must_fit() -> None:
    with pytest.raises(InputError, match="3 phrases have 2 vectors"):
        Topics(PHRASES).vectors(EMBEDDED[:2])
    with pytest.raises(InputError, match="shape"):
        Topics(PHRASES).vectors([1.0, 2.0, 3.0])


@pytest.mark.parametrize(
    ("topic", "allow", "deny", "dropped"),
    [
        ("cats", None, (), False),
        ("cats", ["cats"], (), False),
        ("cats", ["cars"], (), True),
        ("cats", None, ["cats"], True),
        ("cats", ["cats"], ["cats"], True),
        (None, None, ["cats"], False),
        (None, ["cats"], (), True),
    ],
)
def test_allowed_and_denied_topics(
    topic: str | None, allow: list[str] | None, deny: list[str], dropped: bool
) -> None:
    assert (topic_reason(topic, 0.5, allow=allow, deny=deny) is not None) is dropped
