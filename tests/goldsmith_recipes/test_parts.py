"""The recipe's parts, each with values one can check by hand."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from snorkel.labeling import LabelingFunction

from goldsmith.errors import InputError
from goldsmith.review import Review
from goldsmith_recipes import outcome
from goldsmith_recipes.label_data import LabelOptions, take_rows
from goldsmith_recipes.refit import refit_labels
from goldsmith_recipes.review_order import write_review_order
from goldsmith_recipes.review_round import ReviewRound, final_labels
from goldsmith_recipes.run_folder import RunFolder
from goldsmith_recipes.synthetic import MarkSynthetic
from goldsmith_recipes.task import LabelTask
from goldsmith_recipes.votes import label_by_votes

CLASSES = {"spam": "advertises", "ham": "does not"}
OPTIONS = LabelOptions(data=Path("rows.jsonl"))


def review(item: str, reviewer: str, label: str) -> Review:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return Review(item, reviewer, "submitted", {"label": label}, now, f"{item}-{reviewer}", None, "argilla")


def row(item: str, label: str | None, route: str = "review", **more: Any) -> dict[str, Any]:
    return {
        "id": item,
        "text": item,
        "label": label,
        "route": route,
        "source": "given",
        "llm_label": label,
    } | more


def decided(rows: list[dict[str, Any]], **answers: dict[str, str]) -> list[tuple[Any, str, bool]]:
    final_labels(
        rows,
        {item: {who: review(item, who, label) for who, label in by.items()} for item, by in answers.items()},
    )
    return [(one["final_label"], one["decided_by"], one["disputed"]) for one in rows]


def test_the_majority_of_reviewers_decides_even_against_the_label_model() -> None:
    assert decided([row("a", "ham")], a={"ann": "spam", "bob": "spam", "eve": "ham"}) == [
        ("spam", "people", True)
    ]


def test_an_even_split_is_disputed_and_the_label_model_decides_it() -> None:
    assert decided([row("a", "ham")], a={"ann": "spam", "bob": "ham"}) == [
        ("ham", "people and label model", True)
    ]


def test_an_even_split_that_the_label_model_takes_no_part_in_goes_to_the_first_label() -> None:
    assert decided([row("a", None)], a={"ann": "spam", "bob": "ham"}) == [
        ("ham", "people and label model", True)
    ]


def test_without_a_review_only_a_confident_label_counts() -> None:
    rows = [row("a", "ham", "accept"), row("b", "ham", "hold"), row("c", "ham", "review")]
    assert decided(rows) == [
        ("ham", "label model", False),
        ("ham", "nobody yet", False),
        ("ham", "nobody yet", False),
    ]


def test_accuracy_counts_an_open_label_as_wrong_and_leaves_unknown_rows_out() -> None:
    rows = [row("a", "spam", "accept"), row("b", None), row("c", "ham", "accept"), row("d", "spam", "accept")]
    decided(rows)
    scores = outcome.accuracies(rows, {"a": "spam", "b": "ham", "c": "spam"})
    # a is right, b is open, c is wrong, d is unknown: 1 of 3. The gold data holds a and c: 1 of 2.
    assert scores["label model"] == pytest.approx(1 / 3)
    assert scores["accepted and reviewed"] == pytest.approx(1 / 2)


def test_agreement_is_told_over_rows_with_two_reviews() -> None:
    rows = [row(item, "ham") for item in "abcd"]
    decided(
        rows,
        a={"ann": "spam", "bob": "spam"},
        b={"ann": "ham", "bob": "ham"},
        c={"ann": "spam", "bob": "ham"},
        d={"ann": "spam"},
    )
    told = outcome.agreement(rows)
    assert (told["rows"], told["agree"]) == (3, pytest.approx(2 / 3))
    # Coincidences: spam-spam 2, ham-ham 2, spam-ham 1, ham-spam 1; n = 6, three of each label.
    # D_o = 2 / 6; D_e = 2 * 3 * 3 / (6 * 5) = 0.6; alpha = 1 - (1/3) / 0.6 = 4/9.
    assert told["alpha"] == pytest.approx(4 / 9)


def test_one_reviewer_cannot_agree() -> None:
    rows = [row("a", "ham")]
    decided(rows, a={"ann": "ham"})
    assert outcome.agreement(rows)["rows"] == 0


def lf(name: str, vote: int) -> LabelingFunction:
    return LabelingFunction(name, lambda point: vote if name in point.text else -1)


def labelled(*functions: LabelingFunction, rows: list[dict[str, Any]]) -> list[tuple[Any, Any]]:
    label_by_votes(rows, LabelTask("Is it spam?", CLASSES, functions=functions))
    return [(one["label"], one["confidence"]) for one in rows]


def test_without_functions_the_models_answer_stands_alone() -> None:
    rows = [
        {"text": "a", "llm_label": "ham", "llm_confidence": 0.7},
        {"text": "b", "llm_label": None, "llm_confidence": None},
        {"text": "c", "llm_label": "spam", "llm_confidence": None},
    ]
    assert labelled(rows=rows) == [("ham", 0.7), (None, 0.0), ("spam", 0.5)]


def test_functions_and_model_vote_together_and_each_vote_is_kept_by_name() -> None:
    rows = [
        {"text": "link subscribe", "llm_label": "spam", "llm_confidence": 0.95},
        {"text": "song", "llm_label": "ham", "llm_confidence": 0.9},
        {"text": "link", "llm_label": "spam", "llm_confidence": 0.8},
        {"text": "song", "llm_label": "ham", "llm_confidence": 0.3},
        {"text": "", "llm_label": None, "llm_confidence": None},
    ]
    labels = labelled(lf("link", 0), lf("subscribe", 0), lf("song", 1), rows=rows)
    assert [label for label, _ in labels] == ["spam", "ham", "spam", "ham", None]
    assert rows[0]["votes"] == {"link": "spam", "subscribe": "spam", "llm": "spam"}
    assert rows[3]["votes"] == {"song": "ham"}  # an answer below the lowest level is no vote
    assert rows[4]["votes"] == {}


def test_functions_that_never_vote_leave_the_rows_open() -> None:
    rows = [{"text": "x", "llm_label": None, "llm_confidence": None}]
    assert labelled(lf("a", 0), lf("b", 1), lf("c", 0), rows=rows) == [(None, 0.0)]


def test_ids_and_further_columns_of_the_user_are_kept() -> None:
    rows, known = take_rows(
        [{"id": 7, "text": "a", "likes": 3}, {"id": 8, "text": "a", "likes": 0}], OPTIONS, CLASSES
    )
    assert [(one["id"], one["likes"]) for one in rows] == [("7", 3), ("8", 0)]
    assert known == {}


def test_ids_that_do_not_tell_rows_apart_are_replaced() -> None:
    rows, _ = take_rows([{"id": 1, "text": "a"}, {"id": 1, "text": "b"}], OPTIONS, CLASSES)
    assert len({one["id"] for one in rows}) == 2
    assert "1" not in {one["id"] for one in rows}


def test_known_labels_are_taken_out_of_the_rows() -> None:
    options = LabelOptions(data=Path("rows.jsonl"), text_column="body", gold_column="label")
    rows, known = take_rows([{"body": "a", "label": "ham"}, {"body": "b", "label": None}], options, CLASSES)
    assert known == {rows[0]["id"]: "ham"}
    assert all("label" not in one and "body" not in one for one in rows)


def test_a_task_with_one_class_is_refused() -> None:
    with pytest.raises(InputError, match="at least two classes, got spam"):
        LabelTask("Is it spam?", {"spam": "advertises"})


@pytest.mark.parametrize(
    ("generation", "text"),
    [
        ('"Love this song! Who else is h', "Love this song!"),
        ("no ending at all", "no ending at all"),
        ("One. Two? (Three!) fo", "One. Two? (Three!)"),
        (None, ""),
        ("   ", ""),
    ],
)
def test_a_generation_loses_the_sentence_that_was_cut(generation: str | None, text: str) -> None:
    step = MarkSynthetic(name="mark")
    given = {"persona": "a fan", "wish": "praising", "generation": generation, "model_name": "m"}
    (rows,) = step.process([given])
    assert rows[0]["text"] == text
    (again,) = step.process([given | {"generation": "something else"}])
    assert again[0]["id"] == rows[0]["id"]  # the id depends on who was asked what, not on the answer


def test_a_finished_stage_is_not_made_again_until_what_it_depends_on_changes(tmp_path: Path) -> None:
    folder, made = RunFolder(tmp_path), []

    def make() -> list[dict[str, Any]]:
        made.append(1)
        return [{"n": len(made)}]

    assert folder.stage("model", "key-one", make) == folder.stage("model", "key-one", make) == [{"n": 1}]
    assert folder.stage("model", "key-two", make) == [{"n": 2}]
    assert [file.name for file in (tmp_path / "stages").iterdir()] == ["model-key-two.jsonl"]


def test_a_stage_that_fails_leaves_nothing_that_counts(tmp_path: Path) -> None:
    def fails() -> list[dict[str, Any]]:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        RunFolder(tmp_path).stage("model", "key", fails)
    assert list(tmp_path.rglob("*.jsonl")) == []


def test_two_runs_in_one_folder_do_not_mix(tmp_path: Path) -> None:
    with (
        RunFolder(tmp_path).locked(),
        pytest.raises(InputError, match="another run is at work"),
        RunFolder(tmp_path).locked(),
    ):
        pass


def test_people_see_unsure_rows_first_and_each_of_another_kind() -> None:
    kinds = ["win free money prize now", "see you home soon tonight", "song video music voice dance"]
    rows = [
        row(f"{kind}-{number}", "ham", confidence=0.5 + number / 50 + kind / 1000, votes={}, text=kinds[kind])
        for kind in range(3)
        for number in range(20)
    ]
    rows.append(row("sure", "ham", "accept", confidence=0.99))
    write_review_order(rows)
    assert rows[-1]["review_rank"] == 0
    assert sorted(one["review_rank"] for one in rows[:-1]) == list(range(1, 61))
    first = [one for one in rows if 1 <= one["review_rank"] <= 10]
    assert {one["text"] for one in first} == set(kinds)
    items = ReviewRound("run", "title", "Label.", CLASSES, simulated=False).items(rows)
    assert [item.metadata["review_rank"] for item in items] == list(range(1, 61))


def test_rows_without_words_are_reviewed_the_least_sure_first() -> None:
    rows = [row(str(number), "ham", confidence=sure, text="!") for number, sure in enumerate([0.9, 0.5, 0.7])]
    write_review_order(rows)
    assert [one["review_rank"] for one in rows] == [3, 1, 2]


def taught(reviewed: int) -> list[dict[str, Any]]:
    """Return 80 rows of which the functions see a third and the model is always wrong, after the review of some."""
    spam, ham = (
        ["win money now", "free prize money", "a prize to win"],
        ["see you at home", "home soon", "you at six"],
    )
    rows = [
        row(str(at), None)
        | {
            "text": f"{(ham, spam)[at % 2][at // 2 % 3]} {at % 7}",
            "llm_label": ("spam", "ham")[at % 2],
            "llm_confidence": 0.9,
        }
        for at in range(80)
    ]
    functions = (
        LabelingFunction("money", lambda point: 0 if "money" in point.text else -1),
        LabelingFunction("soon", lambda point: 1 if "soon" in point.text else -1),
    )
    label_by_votes(rows, LabelTask("Is it spam?", CLASSES, functions=functions))
    for at, one in enumerate(rows):
        one["route"] = "review" if at < reviewed else "hold"
    truth = {one["id"]: ("ham", "spam")[int(one["id"]) % 2] for one in rows}
    final_labels(rows, {str(at): {"ann": review(str(at), "ann", truth[str(at)])} for at in range(reviewed)})
    return rows


def test_rows_that_nobody_saw_are_labelled_anew_once_people_have_answered() -> None:
    rows = taught(40)
    first = [one["label"] for one in rows]
    told = refit_labels(rows, list(CLASSES), 0.8)
    assert (told["kept"], told["reviewed"]) == (True, 40)
    assert told["after"] > told["before"]
    known = {one["id"]: ("ham", "spam")[int(one["id"]) % 2] for one in rows}
    assert all(one["final_label"] == known[one["id"]] for one in rows[:40])
    assert [one["label"] for one in rows] == first  # what reviewers were shown stays
    gain = outcome.refit_gain(rows, known)
    assert gain["unreviewed"] == 40
    assert gain["unreviewed_right_after"] > gain["unreviewed_right_before"]
    for one in rows[40:]:
        sure = one["refitted_confidence"] >= 0.8
        assert (one["route"], one["decided_by"]) == (
            ("accept", "label model") if sure else ("hold", "nobody yet")
        )
    saved = [dict(one) for one in rows]
    assert refit_labels(rows, list(CLASSES), 0.8) == told  # to pull twice is to pull once
    assert rows == saved


def test_with_few_reviews_all_stays_as_it_was() -> None:
    rows = taught(5)
    told = refit_labels(rows, list(CLASSES), 0.8)
    assert (told["kept"], told["after"], told["changed"]) == (False, None, 0)
    assert all(one["final_label"] == one["label"] for one in rows[5:])
