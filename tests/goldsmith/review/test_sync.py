"""The sync engine against the real Argilla and the real Label Studio."""

import random
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from goldsmith.errors import InputError, ReviewError, SchemaDriftError
from goldsmith.review import (
    LabelQuestion,
    Ledger,
    MultiLabelQuestion,
    RatingQuestion,
    ReviewItem,
    ReviewSchema,
    StepsQuestion,
    Suggestion,
    TextField,
    TextQuestion,
    merge_reviews,
    pull,
    push,
    status,
)

SCHEMA = ReviewSchema(
    "Spam or not",
    (TextField("text", "Comment"),),
    (LabelQuestion("label", "Is it spam?", ("spam", "ham")),),
    guidelines="Spam sells something.",
    min_reviews=2,
)


def some_items(count: int, *, text: str = "comment") -> list[ReviewItem]:
    return [
        ReviewItem(
            f"row-{i}",
            {"text": f"{text} {i}"},
            [Suggestion("label", "spam" if i % 2 else "ham", 0.8, "label model")],
            {"length": i},
            {"llm": "spam", "lf_links": "ham"},
        )
        for i in range(count)
    ]


def test_pushing_twice_leaves_the_same_records(desk: Any, ledger: Ledger, run: str) -> None:
    items = some_items(40)
    steps: list[tuple[int, int]] = []
    first = push(
        items, SCHEMA, run=run, adapter=desk.adapter, ledger=ledger, progress=lambda *step: steps.append(step)
    )
    counts = desk.counts(run)
    second = push(items, SCHEMA, run=run, adapter=desk.adapter, ledger=ledger)
    assert (first.created, first.updated, first.unchanged, first.restored) == (40, 0, 0, 0)
    assert (second.created, second.updated, second.unchanged, second.restored) == (0, 0, 40, 0)
    assert (counts.records, counts.suggestions, counts.responses) == (40, 40, 0)
    assert desk.counts(run) == counts
    assert steps[-1] == (40, 40)
    assert first.url == second.url


def test_two_reviewers_answers_come_home_as_they_were_given(desk: Any, ledger: Ledger, run: str) -> None:
    push(some_items(6), SCHEMA, run=run, adapter=desk.adapter, ledger=ledger)
    project = desk.project(run)
    given = {
        "ann": {f"row-{i}": {"label": "spam"} for i in range(4)},
        "bob": {f"row-{i}": {"label": "ham" if i == 0 else "spam"} for i in range(3)},
    }
    for name, answers in given.items():
        desk.adapter.answer_all(project, answers, desk.reviewer_key(name))
    result = pull(run=run, adapter=desk.adapter, ledger=ledger)
    home = {name: {r.item_id: dict(r.values) for r in result.reviews if r.reviewer == name} for name in given}
    assert home == given
    assert (result.new, result.changed, result.drafts, result.discarded, result.stale) == (7, 0, [], [], [])
    assert all(review.updated_at.utcoffset() is not None for review in result.reviews)
    again = pull(run=run, adapter=desk.adapter, ledger=ledger)
    assert (again.new, again.changed, again.reviews) == (0, 0, result.reviews)


def test_an_edited_answer_is_changed_and_the_latest_counts(desk: Any, ledger: Ledger, run: str) -> None:
    push(some_items(2), SCHEMA, run=run, adapter=desk.adapter, ledger=ledger)
    project, key = desk.project(run), desk.reviewer_key("ann")
    desk.adapter.answer(project, "row-0", {"label": "spam"}, key)
    pull(run=run, adapter=desk.adapter, ledger=ledger)
    desk.adapter.answer(project, "row-0", {"label": "ham"}, key)
    result = pull(run=run, adapter=desk.adapter, ledger=ledger)
    assert [dict(review.values) for review in result.reviews] == [{"label": "ham"}]
    assert (result.new, result.changed) == (0, 1)


def test_a_draft_is_seen_and_not_counted_and_a_discarded_one_abstains(
    desk: Any, ledger: Ledger, run: str
) -> None:
    push(some_items(3), SCHEMA, run=run, adapter=desk.adapter, ledger=ledger)
    project, key = desk.project(run), desk.reviewer_key("ann")
    desk.adapter.answer_all(project, {"row-0": {"label": "spam"}}, key, status="draft")
    desk.adapter.answer_all(project, {"row-1": {"label": "spam"}}, key, status="discarded")
    result = pull(run=run, adapter=desk.adapter, ledger=ledger)
    assert result.reviews == []
    assert [(one.item_id, one.reviewer) for one in result.drafts] == [("row-0", "ann")]
    assert [(one.item_id, one.reviewer) for one in result.discarded] == [("row-1", "ann")]
    state = status(run=run, adapters=[desk.adapter], ledger=ledger)
    assert (state.items, state.reviewed, state.drafts) == (3, 0, 1)


def test_a_review_survives_a_changed_text_and_is_flagged_stale(desk: Any, ledger: Ledger, run: str) -> None:
    items = some_items(3)
    push(items, SCHEMA, run=run, adapter=desk.adapter, ledger=ledger)
    project, key = desk.project(run), desk.reviewer_key("ann")
    desk.adapter.answer_all(project, {"row-0": {"label": "spam"}, "row-1": {"label": "spam"}}, key)
    # row-0 gets another text, row-1 only another suggestion, which makes no review stale.
    items[0] = ReviewItem("row-0", {"text": "another text"}, items[0].suggestions)
    items[1] = ReviewItem("row-1", items[1].fields, [Suggestion("label", "ham", 0.6, "llm")])
    result = push(items, SCHEMA, run=run, adapter=desk.adapter, ledger=ledger)
    assert (result.created, result.updated, result.unchanged) == (0, 2, 1)
    assert (desk.counts(run).records, desk.counts(run).suggestions, desk.counts(run).responses) == (3, 3, 2)
    pulled = pull(run=run, adapter=desk.adapter, ledger=ledger)
    assert {one.item_id: one.stale for one in pulled.reviews} == {"row-0": True, "row-1": False}
    assert [one.item_id for one in pulled.stale] == ["row-0"]
    desk.adapter.answer(project, "row-0", {"label": "ham"}, key)
    assert pull(run=run, adapter=desk.adapter, ledger=ledger).stale == []


def test_a_lost_ledger_is_rebuilt_from_the_server(
    desk: Any, ledger: Ledger, run: str, tmp_path: Path
) -> None:
    items = some_items(20)
    push(items, SCHEMA, run=run, adapter=desk.adapter, ledger=ledger)
    desk.adapter.answer(desk.project(run), "row-3", {"label": "spam"}, desk.reviewer_key("ann"))
    found = Ledger(tmp_path / "found.db")
    result = push([*items, *some_items(22)[20:]], SCHEMA, run=run, adapter=desk.adapter, ledger=found)
    assert (result.created, result.updated, result.unchanged, result.restored) == (2, 0, 20, 0)
    assert desk.counts(run).records == 22
    for other in (found, Ledger(tmp_path / "third.db")):
        pulled = pull(run=run, adapter=desk.adapter, ledger=other)
        assert [(one.item_id, one.reviewer, one.stale) for one in pulled.reviews] == [("row-3", "ann", False)]


def test_a_lost_ledger_makes_no_review_stale_that_was_not(
    desk: Any, ledger: Ledger, run: str, tmp_path: Path
) -> None:
    # One review is enough here, so each answer completes its record, which Argilla notes as a change of the record.
    schema = replace(SCHEMA, min_reviews=1)
    items = some_items(3)
    push(items, schema, run=run, adapter=desk.adapter, ledger=ledger)
    answers = {f"row-{i}": {"label": "spam"} for i in range(3)}
    desk.adapter.answer_all(desk.project(run), answers, desk.reviewer_key("ann"))
    items[0] = ReviewItem("row-0", {"text": "another text"}, items[0].suggestions)
    items[1] = ReviewItem("row-1", items[1].fields, [Suggestion("label", "ham", 0.6, "llm")])
    push(items, schema, run=run, adapter=desk.adapter, ledger=ledger)
    for known in (ledger, Ledger(tmp_path / "found.db")):
        pulled = pull(run=run, adapter=desk.adapter, ledger=known)
        assert {one.item_id: one.stale for one in pulled.reviews} == {
            "row-0": True,
            "row-1": False,
            "row-2": False,
        }


def test_a_deleted_project_is_made_again_and_its_reviews_are_kept(
    desk: Any, ledger: Ledger, run: str
) -> None:
    items = some_items(5)
    push(items, SCHEMA, run=run, adapter=desk.adapter, ledger=ledger)
    desk.adapter.answer(desk.project(run), "row-0", {"label": "spam"}, desk.reviewer_key("ann"))
    pull(run=run, adapter=desk.adapter, ledger=ledger)
    desk.delete_project(run)
    with pytest.raises(ReviewError, match="push it first"):
        pull(run=run, adapter=desk.adapter, ledger=ledger)
    result = push(items, SCHEMA, run=run, adapter=desk.adapter, ledger=ledger)
    assert (result.created, result.restored, desk.counts(run).records) == (0, 5, 5)
    kept = pull(run=run, adapter=desk.adapter, ledger=ledger)
    assert [(one.item_id, one.reviewer, one.stale) for one in kept.reviews] == [("row-0", "ann", False)]


def test_what_is_deleted_on_the_server_is_reported_and_records_are_restored(
    desk: Any, ledger: Ledger, run: str
) -> None:
    items = some_items(5)
    push(items, SCHEMA, run=run, adapter=desk.adapter, ledger=ledger)
    answers = {f"row-{i}": {"label": "spam"} for i in range(3)}
    desk.adapter.answer_all(desk.project(run), answers, desk.reviewer_key("ann"))
    before = pull(run=run, adapter=desk.adapter, ledger=ledger)
    assert (before.deleted, before.missing) == ([], [])
    desk.delete_answer(before.reviews[0].remote_id)
    desk.delete_records(run, ["row-1", "row-4"])
    assert desk.counts(run).records == 3
    for _ in range(2):
        pulled = pull(run=run, adapter=desk.adapter, ledger=ledger)
        assert ([one.item_id for one in pulled.deleted], pulled.missing) == (
            ["row-0", "row-1"],
            ["row-1", "row-4"],
        )
        assert pulled.reviews == before.reviews
    state = status(run=run, adapters=[desk.adapter], ledger=ledger)
    assert (state.items, state.reviewed, state.deleted, state.missing) == (3, 3, 2, ["row-1", "row-4"])
    result = push(items, SCHEMA, run=run, adapter=desk.adapter, ledger=ledger)
    assert (result.created, result.updated, result.unchanged, result.restored) == (0, 0, 3, 2)
    assert (desk.counts(run).records, desk.counts(run).suggestions) == (5, 5)
    assert pull(run=run, adapter=desk.adapter, ledger=ledger).missing == []


def test_another_question_under_the_same_run_is_refused_with_a_plan(
    desk: Any, ledger: Ledger, run: str
) -> None:
    push(some_items(2), SCHEMA, run=run, adapter=desk.adapter, ledger=ledger)
    question = LabelQuestion("label", "Is it spam?", ("spam", "ham", "unsure"))
    other = ReviewSchema("Spam or not", SCHEMA.fields, (question,))
    with pytest.raises(
        SchemaDriftError, match=r"this run has 'unsure', the project does not(?s:.*)new run name"
    ):
        push(some_items(3), other, run=run, adapter=desk.adapter, ledger=ledger)
    assert desk.counts(run).records == 2


def test_new_titles_and_guidelines_are_no_drift(desk: Any, ledger: Ledger, run: str) -> None:
    push(some_items(2), SCHEMA, run=run, adapter=desk.adapter, ledger=ledger)
    question = LabelQuestion("label", "Spam, isn't it?", ("ham", "spam"))
    same = ReviewSchema("Another title", (TextField("text", "YouTube comment"),), (question,), "New words")
    assert push(some_items(2), same, run=run, adapter=desk.adapter, ledger=ledger).unchanged == 2


def test_nothing_is_made_when_an_item_does_not_fit(desk: Any, ledger: Ledger, run: str) -> None:
    items = [*some_items(2), ReviewItem("row-9", {"text": "x"}, [Suggestion("label", "eggs")])]
    with pytest.raises(InputError, match=r"row-9.*'eggs' is none of its labels"):
        push(items, SCHEMA, run=run, adapter=desk.adapter, ledger=ledger)
    assert desk.adapter.project(run) is None


def test_every_kind_of_question_and_hostile_labels_make_the_round_trip(
    desk: Any, ledger: Ledger, run: str
) -> None:
    labels = ("two words", 'a "quoted" one', "<b>bold</b> & 'x'", "$text {{ 7*7 }}", "שלום", "👩‍👩‍👧", "12")
    schema = ReviewSchema(
        "Every kind",
        (TextField("text", "Text & <title>"),),
        (
            LabelQuestion("label", "$5 or <b>less</b>?", labels),
            MultiLabelQuestion("topics", "Topics", labels),
            RatingQuestion("sure", "How sure?", 7),
            TextQuestion("why", "Why?"),
            StepsQuestion("wrong_steps", "Which steps are wrong?", most=4),
        ),
    )
    values = {
        "label": labels[2],
        "topics": [labels[0], labels[3]],
        "sure": 6,
        "why": 'because <script> & "so"\nnext',
        "wrong_steps": ["step 2", "step 4"],
    }
    suggestions = [Suggestion(name, value, 0.5, "a (strange) agent ✓") for name, value in values.items()]
    ids = ["row 1", 'row "2"', "строка/3?&=,", "4"]
    items = [ReviewItem(item_id, {"text": f"text {item_id}"}, suggestions) for item_id in ids]
    push(items, schema, run=run, adapter=desk.adapter, ledger=ledger)
    expected = {item_id: {**values, "label": labels[i + 3]} for i, item_id in enumerate(ids)}
    desk.adapter.answer_all(desk.project(run), expected, desk.reviewer_key("ann"))
    result = pull(run=run, adapter=desk.adapter, ledger=ledger)
    assert {review.item_id: dict(review.values) for review in result.reviews} == expected
    steps = schema.question("wrong_steps")
    assert isinstance(steps, StepsQuestion)
    labels_of = [steps.labels(review.values["wrong_steps"], steps=4) for review in result.reviews]
    assert labels_of == [[True, False, True, False]] * 4
    assert (
        push(
            items, schema, run=run, adapter=desk.adapter, ledger=Ledger(ledger.path.with_name("new"))
        ).unchanged
        == 4
    )


PUSHER = """
    import sys
    from goldsmith.review import *
    import goldsmith_{module} as tool
    sys.path.insert(0, {here!r})
    from test_sync import SCHEMA, some_items
    adapter = tool.connect({url!r}, sys.stdin.readline().strip())
    adapter.batch = 25
    push(some_items(300), SCHEMA, run={run!r}, adapter=adapter, ledger=Ledger({ledger!r}),
         progress=lambda done, total: print(done, flush=True))
"""


def start_push(desk: Any, run: str, ledger: Ledger) -> subprocess.Popen[str]:
    code = textwrap.dedent(PUSHER).format(
        module=desk.adapter.tool.replace("-", "_"),
        here=str(Path(__file__).parent),
        url=desk.adapter._service.url,
        run=run,
        ledger=str(ledger.path),
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    process.stdin.write(f"{desk.key}\n")
    process.stdin.flush()
    return process


def test_a_push_killed_again_and_again_ends_with_one_record_each(desk: Any, ledger: Ledger, run: str) -> None:
    chance = random.Random(7)
    for _ in range(4):
        process = start_push(desk, run, ledger)
        assert process.stdout
        process.stdout.readline()
        # Somewhere inside the next request: those take tens to hundreds of milliseconds.
        time.sleep(chance.uniform(0, 0.4))
        process.kill()
        process.communicate()
    result = push(some_items(300), SCHEMA, run=run, adapter=desk.adapter, ledger=ledger)
    counts = desk.counts(run)
    assert (counts.records, counts.suggestions, counts.responses) == (300, 300, 0)
    assert len(desk.remote_ids(run)) == 300
    assert result.created + result.updated + result.unchanged == 300
    assert push(some_items(300), SCHEMA, run=run, adapter=desk.adapter, ledger=ledger).unchanged == 300


def test_two_processes_pushing_one_run_do_not_duplicate(desk: Any, ledger: Ledger, run: str) -> None:
    both = [start_push(desk, run, ledger) for _ in range(2)]
    for process in both:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    assert desk.counts(run).records == 300


def test_a_person_with_one_name_in_both_tools_is_one_reviewer(
    argilla_desk: Any, label_studio_desk: Any, ledger: Ledger, run: str
) -> None:
    desks = (argilla_desk, label_studio_desk)
    for desk in desks:
        push(some_items(3), SCHEMA, run=run, adapter=desk.adapter, ledger=ledger)
    first, second = (desk.project(run) for desk in desks)
    argilla_desk.adapter.answer(first, "row-0", {"label": "spam"}, argilla_desk.reviewer_key("ann"))
    argilla_desk.adapter.answer(first, "row-1", {"label": "spam"}, argilla_desk.reviewer_key("bob"))
    time.sleep(0.01)
    label_studio_desk.adapter.answer(second, "row-0", {"label": "ham"}, label_studio_desk.reviewer_key("ann"))
    label_studio_desk.adapter.answer(second, "row-1", {"label": "ham"}, label_studio_desk.reviewer_key("ann"))
    state = status(run=run, adapters=[desk.adapter for desk in desks], ledger=ledger)
    assert {name: one.submitted for name, one in state.reviewers.items()} == {"ann": 2, "bob": 1}
    assert (state.items, state.reviewed, state.disagreements) == (3, 2, ["row-1"])
    reviews = [one for desk in desks for one in pull(run=run, adapter=desk.adapter, ledger=ledger).reviews]
    assert dict(merge_reviews(reviews)["row-0"]["ann"].values) == {"label": "ham"}


def test_an_identity_said_by_hand_joins_two_names(desk: Any, ledger: Ledger, run: str) -> None:
    push(some_items(1), SCHEMA, run=run, adapter=desk.adapter, ledger=ledger)
    desk.adapter.answer(desk.project(run), "row-0", {"label": "spam"}, desk.reviewer_key("ann"))
    (response,) = desk.adapter.responses(desk.project(run))
    ledger.identify(desk.adapter.server, response.user_id, "Ann Smith")
    assert [one.reviewer for one in pull(run=run, adapter=desk.adapter, ledger=ledger).reviews] == [
        "Ann Smith"
    ]
