"""Push and pull through a folder of files."""

import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from tests.forked import in_child

from goldsmith.errors import InputError, ReviewError, SchemaDriftError
from goldsmith.review import (
    LabelQuestion,
    Ledger,
    ReviewItem,
    ReviewSchema,
    SpanQuestion,
    Suggestion,
    TextField,
    merge_reviews,
    pull,
    push,
    status,
)
from goldsmith.review.book import Book
from goldsmith_distilabel.review import PushToReview, ReviewedLabels
from goldsmith_prodigy import ProdigyAdapter, connect

SCHEMA = ReviewSchema(
    "Spam or not", (TextField("text", "Comment"),), (LabelQuestion("label", "Is it spam?", ("spam", "ham")),)
)
RUN = "spam/1 ½"


@pytest.fixture
def prodigy(tmp_path: Path) -> ProdigyAdapter:
    return connect(tmp_path / "prodigy")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger.db")


def items(count: int, text: str = "comment") -> list[ReviewItem]:
    return [
        ReviewItem(f"row-{at}", {"text": f"{text} {at}"}, [Suggestion("label", "spam", 0.8, "llm")])
        for at in range(count)
    ]


def place(prodigy: ProdigyAdapter) -> Path:
    project = prodigy.project(RUN)
    assert project
    return Path(project.id)


def export(prodigy: ProdigyAdapter, name: str, lines: list[str]) -> None:
    (place(prodigy) / "annotations" / name).write_text("".join(lines))


def annotated(prodigy: ProdigyAdapter, **answer: Any) -> dict[str, Any]:
    first = (place(prodigy) / "tasks.jsonl").read_text().split("\n")[0]
    return {**json.loads(first), **answer}


def test_pushing_again_writes_only_what_is_new(prodigy: ProdigyAdapter, ledger: Ledger) -> None:
    first = push(items(5), SCHEMA, run=RUN, adapter=prodigy, ledger=ledger)
    written = (place(prodigy) / "tasks.jsonl").read_bytes()
    second = push(items(5), SCHEMA, run=RUN, adapter=prodigy, ledger=ledger)
    assert (first.created, second.unchanged) == (5, 5)
    assert (place(prodigy) / "tasks.jsonl").read_bytes() == written
    third = push(
        [*items(5), ReviewItem("new", {"text": "x"})], SCHEMA, run=RUN, adapter=prodigy, ledger=ledger
    )
    assert (third.created, third.unchanged) == (1, 5)
    lines = (place(prodigy) / "tasks.jsonl").read_text().split("\n")
    assert [json.loads(line)["meta"]["goldsmith_id"] for line in lines if line] == [
        *(f"row-{at}" for at in range(5)),
        "new",
    ]
    assert not any("_hash" in line for line in lines)
    assert json.loads((place(prodigy) / "prodigy.json").read_text()) == {
        "choice_style": "single",
        "labels": ["spam", "ham"],
    }
    assert "--view-id choice" in (place(prodigy) / "README.txt").read_text()


def test_a_push_that_was_killed_is_continued(prodigy: ProdigyAdapter, ledger: Ledger) -> None:
    def killed() -> None:
        Book.confirm = lambda _, stored: list(stored) and os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[method-assign,assign]
        push(items(5), SCHEMA, run=RUN, adapter=prodigy, ledger=ledger)

    assert in_child(killed).how == "died"
    push(items(6), SCHEMA, run=RUN, adapter=prodigy, ledger=ledger)
    assert [one.item_id for one in prodigy.records(prodigy.project(RUN))] == [f"row-{at}" for at in range(6)]  # type: ignore[arg-type]
    assert (
        push(
            items(6), SCHEMA, run=RUN, adapter=prodigy, ledger=Ledger(ledger.path.with_name("new"))
        ).unchanged
        == 6
    )


def test_annotations_of_two_come_home_and_the_latest_counts(prodigy: ProdigyAdapter, ledger: Ledger) -> None:
    push(items(3), SCHEMA, run=RUN, adapter=prodigy, ledger=ledger)
    project = prodigy.project(RUN)
    assert project
    prodigy.answer_all(project, {"row-0": {"label": "spam"}, "row-1": {"label": "spam"}}, "ann")
    prodigy.answer(project, "row-0", {"label": "ham"}, "ann")
    prodigy.answer(project, "row-0", {"label": "spam"}, "bob")
    prodigy.answer_all(project, {"row-2": {}}, "bob", status="discarded")
    pulled = pull(run=RUN, adapter=prodigy, ledger=ledger)
    assert {(one.item_id, one.reviewer): one.values["label"] for one in pulled.reviews} == {
        ("row-0", "ann"): "ham",
        ("row-1", "ann"): "spam",
        ("row-0", "bob"): "spam",
    }
    assert [(one.item_id, one.reviewer) for one in pulled.discarded] == [("row-2", "bob")]
    again = pull(run=RUN, adapter=prodigy, ledger=ledger)
    assert (again.new, again.changed) == (0, 0)
    state = status(run=RUN, adapters=[prodigy], ledger=ledger)
    assert (state.items, state.reviewed, state.disagreements, state.drafts) == (3, 2, ["row-0"], 0)
    assert set(merge_reviews(pulled.reviews)) == {"row-0", "row-1"}


def test_an_annotation_of_an_earlier_text_is_stale_whenever_it_was_made(
    prodigy: ProdigyAdapter, ledger: Ledger
) -> None:
    push(items(1), SCHEMA, run=RUN, adapter=prodigy, ledger=ledger)
    # The page was opened with the old text, and answered long after the push of the new one.
    line = annotated(prodigy, accept=["ham"], answer="accept", _annotator_id="ann", _timestamp=4102444800)
    push(items(1, text="new"), SCHEMA, run=RUN, adapter=prodigy, ledger=ledger)
    export(prodigy, "ann.jsonl", [json.dumps(line) + "\n"])
    (review,) = pull(run=RUN, adapter=prodigy, ledger=ledger).reviews
    assert (review.stale, review.values) == (True, {"label": "ham"})


def test_who_annotated_is_the_file_s_name_where_prodigy_does_not_say(
    prodigy: ProdigyAdapter, ledger: Ledger
) -> None:
    push(items(1), SCHEMA, run=RUN, adapter=prodigy, ledger=ledger)
    line = annotated(prodigy, accept=["ham"], answer="accept")
    foreign = {"text": "another task", "answer": "accept"}
    export(prodigy, "cid.jsonl", [json.dumps(foreign) + "\n", "\n", json.dumps(line)])
    assert [one.reviewer for one in pull(run=RUN, adapter=prodigy, ledger=ledger).reviews] == ["cid"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('{"text": "cut o', r"ann\.jsonl, line 2 cannot be read as JSON.*middle of it: export it once more"),
        ("[1]\n", r"ann\.jsonl, line 2 is \[1\], expected a JSON object"),
        ('{"meta": {"goldsmith_id": "row-0"}}\n', "line 2: its answer is None"),
        (
            '{"meta": {"goldsmith_id": "row-0"}, "answer": "accept", "accept": ["ham"], "_timestamp": "now"}\n',
            "line 2: its _timestamp is 'now'",
        ),
    ],
)
def test_a_malformed_line_is_named(prodigy: ProdigyAdapter, ledger: Ledger, line: str, message: str) -> None:
    push(items(1), SCHEMA, run=RUN, adapter=prodigy, ledger=ledger)
    good = json.dumps(annotated(prodigy, accept=["ham"], answer="accept")) + "\n"
    export(prodigy, "ann.jsonl", [good, line])
    with pytest.raises(ReviewError, match=message):
        pull(run=RUN, adapter=prodigy, ledger=ledger)


def test_another_question_is_drift_and_what_prodigy_cannot_ask_makes_no_folder(
    prodigy: ProdigyAdapter, ledger: Ledger, tmp_path: Path
) -> None:
    push(items(1), SCHEMA, run=RUN, adapter=prodigy, ledger=ledger)
    other = ReviewSchema("Spam", SCHEMA.fields, (LabelQuestion("label", "Spam?", ("spam", "eggs")),))
    with pytest.raises(SchemaDriftError, match="'eggs'"):
        push(items(1), other, run=RUN, adapter=prodigy, ledger=ledger)
    two = ReviewSchema("Two", SCHEMA.fields, (*SCHEMA.questions, SpanQuestion("n", "N?", "text", ("x",))))
    with pytest.raises(InputError, match="asks one question of a task"):
        push(items(1), two, run="two", adapter=prodigy, ledger=ledger)
    assert not (tmp_path / "prodigy" / "two").exists()


def test_names_of_runs_cannot_leave_the_folder(
    prodigy: ProdigyAdapter, ledger: Ledger, tmp_path: Path
) -> None:
    for run in ("..", "../out", "x" * 100, "ж" * 100):
        result = push(items(1), SCHEMA, run=run, adapter=prodigy, ledger=ledger)
        assert Path(result.url).parent.parent == tmp_path / "prodigy"


def test_yes_and_no_are_labels_of_two(tmp_path: Path, ledger: Ledger) -> None:
    binary = connect(tmp_path / "binary", binary=True)
    push(items(2), SCHEMA, run=RUN, adapter=binary, ledger=ledger)
    project = binary.project(RUN)
    assert project
    given = {"row-0": {"label": "spam"}, "row-1": {"label": "ham"}}
    binary.answer_all(project, given, "ann")
    (file,) = (Path(project.id) / "annotations").glob("*.jsonl")
    assert [json.loads(line)["answer"] for line in file.read_text().split("\n") if line] == [
        "accept",
        "reject",
    ]
    assert {
        one.item_id: dict(one.values) for one in pull(run=RUN, adapter=binary, ledger=ledger).reviews
    } == given


def test_a_pipeline_s_steps_work_with_it(tmp_path: Path) -> None:
    desk = {
        "tool": "goldsmith_prodigy:connect",
        "url": str(tmp_path / "prodigy"),
        "run": RUN,
        "review_schema": SCHEMA,
        "ledger": str(tmp_path / "ledger.db"),
    }
    to_review = PushToReview(name="push", **desk)
    to_review.load()
    rows = [{"id": "a", "text": "Hi"}, {"id": "b", "text": "Buy!"}]
    assert [row["keep"] for row in next(to_review.process(rows))] == [True, True]
    prodigy = connect(desk["url"])  # type: ignore[arg-type]
    project = prodigy.project(RUN)
    assert project
    prodigy.answer(project, "b", {"label": "spam"}, "ann")
    reviewed = ReviewedLabels(name="reviewed", columns=["text"], **desk)
    reviewed.load()
    ((found, last),) = reviewed.process()
    assert last
    assert [(row["text"], row["reviewed_label"], row["reviewers"]) for row in found] == [
        ("Buy!", "spam", ["ann"])
    ]
