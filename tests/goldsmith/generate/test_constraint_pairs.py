import pytest
from tests.strange_outputs import fuzzed

from goldsmith.generate import constraint_pair_reason, draw_relaxed, is_relaxed, response_flaw
from goldsmith.verify import constraint_problems, draw_constraints, read_constraints

NO_COMMA, TITLE = read_constraints('[{"kind": "punctuation:no_comma"}, {"kind": "detectable_format:title"}]')
BOTH = [NO_COMMA, TITLE]


@pytest.mark.parametrize(
    ("chosen", "rejected", "reason"),
    [
        ("<<Rivers>> Rhine and Rhone.", "<<Rivers>> Rhine, Rhone.", None),
        ("<<Rivers>> Rhine and Rhone.", "Rhine, Rhone.", None),
        ("Rhine and Rhone.", "Rhine, Rhone.", "chosen breaks detectable_format:title: no title in << >>"),
        (
            "Rhine, Rhone.",
            "Rhine, Rhone.",
            "chosen breaks punctuation:no_comma: 1 commas; detectable_format:title",
        ),
        ("<<Rivers>> Rhine.", "Rhine.", "rejected keeps punctuation:no_comma"),
    ],
)
def test_a_pair_must_differ_in_the_relaxed_constraint(chosen: str, rejected: str, reason: str | None) -> None:
    found = constraint_pair_reason(chosen, rejected, BOTH, NO_COMMA)
    assert (found or "").startswith(f"constraint pair: {reason}" if reason else "")
    assert (found is None) == (reason is None)


def test_every_constraint_is_relaxed_equally_often() -> None:
    constraints = draw_constraints("row 1", 4, words=["barometer", "keeper"])
    drawn = [draw_relaxed(constraints, seed=seed) for seed in range(2000)]
    # 2,000 draws of 4: 500 each, standard deviation sqrt(2000 * 1/4 * 3/4) = 19.4; five of them is 97.
    assert all(abs(drawn.count(one) - 2000 / len(constraints)) < 97 for one in constraints)


@pytest.mark.parametrize(
    ("text", "cut", "flaw"),
    [
        ("", False, "empty"),
        (" ...\n", False, "empty"),
        ("The Rhine", True, "cut off"),
        ("I'm sorry, but I can't help with that.", False, "refusal ("),
        ("The Rhine.", False, ""),
    ],
)
def test_a_response_may_be_unfit_whatever_the_constraints(text: str, cut: bool, flaw: str) -> None:
    assert response_flaw(text, cut=cut).startswith(flaw)
    assert bool(response_flaw(text, cut=cut)) == bool(flaw)


@pytest.mark.parametrize("relaxed", ["Name 3 rivers.", "  name 3\nRIVERS", '"Name 3 rivers"'])
def test_case_space_and_punctuation_relax_nothing(relaxed: str) -> None:
    assert not is_relaxed(relaxed, "Name 3 rivers.")
    assert is_relaxed("Name 2 rivers.", "Name 3 rivers.")


@fuzzed
def test_no_pair_of_the_same_text_is_ever_kept(text: str) -> None:
    response_flaw(text)
    reason = constraint_pair_reason(text, text, [NO_COMMA], NO_COMMA)
    assert reason is not None
    assert ("chosen breaks" in reason) == bool(constraint_problems(text, [NO_COMMA]))
