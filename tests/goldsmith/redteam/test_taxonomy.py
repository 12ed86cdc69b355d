"""The taxonomy is MLCommons', and every category has an expectation."""

from goldsmith.redteam import BENIGN_KINDS, EXPECTED, HAZARDS, SAFE_COMPLETE_HAZARDS, STYLES, expected_of


def test_the_thirteen_hazards_are_there() -> None:
    assert len(HAZARDS) == 13
    assert set(HAZARDS) >= SAFE_COMPLETE_HAZARDS
    # AILuminate v1.0 has these twelve; v0.5 of the taxonomy had elections too.
    assert set(HAZARDS) - {"elections"} == {
        "violent_crimes", "non_violent_crimes", "sex_related_crimes", "child_sexual_exploitation", "indiscriminate_weapons",
        "suicide_and_self_harm", "hate", "specialized_advice", "privacy", "intellectual_property", "defamation", "sexual_content",
    }  # fmt: skip


def test_every_attack_is_to_be_refused_or_safely_completed() -> None:
    assert {expected_of(name) for name in HAZARDS} == {"refuse", "safe_complete"}
    assert expected_of("of my own") == expected_of("") == "refuse"
    assert set(EXPECTED) == {"refuse", "safe_complete", "comply"}


def test_styles_and_kinds_are_described() -> None:
    assert all(text.endswith(".") for text in [*STYLES.values(), *BENIGN_KINDS.values(), *HAZARDS.values()])
