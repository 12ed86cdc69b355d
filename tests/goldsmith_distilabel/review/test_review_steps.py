"""A pipeline that ends at the review, and one that begins there, on the real servers."""

import inspect
import json
import os
import signal
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from distilabel.pipeline import Pipeline as StockPipeline
from distilabel.steps import LoadDataFromDicts
from rich.console import Console
from tests.desks import Desk
from tests.forked import in_child
from tests.stock import Make, on_ours, on_stock

import goldsmith_distilabel.review
from goldsmith.errors import InputError, ReviewError, SchemaDriftError
from goldsmith.review import LabelQuestion, Ledger, ReviewSchema, TextField, TextQuestion, keep_rows
from goldsmith.review.book import Book
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.review import PushToReview, ReviewedLabels

SCHEMA = ReviewSchema(
    "Spam or not",
    (TextField("text", "Comment"),),
    (LabelQuestion("label", "Is it spam?", ("spam", "ham")), TextQuestion("why", "Why?", required=False)),
)
ROWS = [
    {"id": f"row-{at}", "comment": f"comment {at}", "label": "ham", "confidence": at / 10, "source": "web"}
    for at in range(4)
]
KEY = "REVIEW_STEPS_KEY"


@pytest.fixture
def at_desk(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What both steps are told of the tool."""
    monkeypatch.setenv(KEY, desk.key)
    return {
        "tool": f"goldsmith_{desk.adapter.tool.replace('-', '_')}:connect",
        "url": desk.adapter._service.url,
        "api_key_env": KEY,
        "run": f"run-{uuid.uuid4().hex[:8]}",
        "review_schema": SCHEMA,
        "ledger": str(tmp_path / "ledger.db"),
    }


def to_review(at_desk: dict[str, Any], **options: Any) -> PushToReview:
    given = {
        "columns": {"text": "comment"},
        "suggestions": {"label": "label"},
        "scores": {"label": "confidence"},
        "agent": "a model",
        "metadata": ["source"],
    }
    return PushToReview(name="push", **at_desk, **{**given, **options})


def from_review(at_desk: dict[str, Any], **options: Any) -> ReviewedLabels:
    return ReviewedLabels(name="reviewed", **at_desk, columns=["comment", "source"], **options)


def push_rows(at_desk: dict[str, Any], rows: list[dict[str, Any]] = ROWS) -> list[dict[str, Any]]:
    step = to_review(at_desk)
    step.load()
    return next(step.process(rows))


def reviewed(at_desk: dict[str, Any], offset: int = 0, **options: Any) -> list[dict[str, Any]]:
    step = from_review(at_desk, **options)
    step.load()
    return [row for batch, _ in step.process(offset=offset) for row in batch]


def test_a_pipeline_ends_at_the_review_and_another_begins_there(
    desk: Desk, at_desk: dict[str, Any], tmp_path: Path
) -> None:
    def end() -> Any:
        with Pipeline(name="ends", cache_dir=tmp_path / "cache") as pipeline:
            no_text, twin = ROWS[0] | {"id": "row-9", "comment": None}, ROWS[1] | {"comment": "another"}
            LoadDataFromDicts(data=[*ROWS, no_text, twin], batch_size=3) >> to_review(at_desk)
        pipeline.console = Console(quiet=True)
        rows = list(pipeline.run()["default"]["train"])
        return rows, {row["id"]: row["drop_reason"] for row in pipeline.set_aside}

    def begin() -> list[dict[str, Any]]:
        with Pipeline(name="begins", cache_dir=tmp_path / "cache") as pipeline:
            from_review(at_desk)
        pipeline.console = Console(quiet=True)
        return list(pipeline.run()["default"]["train"])

    run = at_desk["run"]
    rows, reasons = end()
    assert [(row["id"], row["review_url"]) for row in rows] == [
        (f"row-{at}", desk.project(run).url) for at in range(4)
    ]
    assert reasons == {
        "row-9": "review: item 'row-9': field 'text' is NoneType, expected str",
        "row-1": "review: a row before it has the id 'row-1'",
    }
    counts, ids = desk.counts(run), desk.remote_ids(run)
    assert (counts.records, counts.suggestions, counts.responses) == (4, 4, 0)

    desk.adapter.answer_all(
        desk.project(run), {"row-0": {"label": "spam", "why": "It sells."}}, desk.reviewer_key("ann")
    )
    assert end() == (rows, reasons)
    assert desk.remote_ids(run) == ids
    assert desk.counts(run).responses == 1

    first = begin()
    assert first == [
        {
            "id": "row-0",
            "comment": "comment 0",
            "source": "web",
            "reviewed_label": "spam",
            "reviewed_why": "It sells.",
            "reviewers": ["ann"],
            "reviews": '{"ann": {"label": "spam", "why": "It sells."}}',
            "review_agreement": 1.0,
            "keep": True,
            "drop_reason": None,
        }
    ]
    desk.adapter.answer(desk.project(run), "row-2", {"label": "ham"}, desk.reviewer_key("ann"))
    assert [(row["id"], row["reviewed_label"]) for row in begin()] == [("row-0", "spam"), ("row-2", "ham")]


def test_what_arrived_before_a_kill_is_not_pushed_again(desk: Desk, at_desk: dict[str, Any]) -> None:
    def killed_before_it_is_noted() -> None:
        # A new project has nothing to be noted; what has been written then has.
        Book.confirm = lambda _, stored: list(stored) and os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[method-assign,assign]
        push_rows(at_desk)

    assert in_child(killed_before_it_is_noted).how == "died"
    arrived = desk.remote_ids(at_desk["run"])
    assert len(arrived) == len(ROWS)
    assert [row["keep"] for row in push_rows(at_desk)] == [True] * len(ROWS)
    assert desk.remote_ids(at_desk["run"]) == arrived


@pytest.mark.parametrize("desk", ["argilla"], indirect=True)
def test_it_works_in_stock_distilabel_too(desk: Desk, at_desk: dict[str, Any], tmp_path: Path) -> None:
    def end(make: Make) -> Any:
        with make() as pipeline:
            LoadDataFromDicts(data=ROWS) >> to_review(at_desk)
        pipeline.console = Console(quiet=True)
        return [row["id"] for row in pipeline.run(use_cache=False)["default"]["train"]]

    def begin(make: Make) -> Any:
        with make() as pipeline:
            from_review(at_desk)
        pipeline.console = Console(quiet=True)
        return [dict(row) for row in pipeline.run(use_cache=False)["default"]["train"]]

    assert on_stock(end, tmp_path / "end").returned == [row["id"] for row in ROWS]
    desk.adapter.answer(desk.project(at_desk["run"]), "row-3", {"label": "spam"}, desk.reviewer_key("ann"))
    (row,) = on_stock(begin, tmp_path / "begin").returned
    assert (row["id"], row["reviewed_label"], row["reviewed_why"]) == ("row-3", "spam", None)
    assert on_ours(begin, tmp_path / "ours").returned == [row]


@pytest.mark.parametrize("make", [to_review, from_review])
@pytest.mark.parametrize("desk", ["argilla"], indirect=True)
def test_a_saved_pipeline_holds_no_key_and_asks_the_same(
    desk: Desk, at_desk: dict[str, Any], make: Callable[..., Any], tmp_path: Path
) -> None:
    with StockPipeline(name="saved") as pipeline:
        step = make(at_desk)
        if isinstance(step, PushToReview):
            LoadDataFromDicts(data=ROWS) >> step
    path = tmp_path / "pipeline.yaml"
    pipeline.save(path, format="yaml")
    assert desk.key not in path.read_text()
    assert KEY in path.read_text()
    again = StockPipeline.from_yaml(path).dag.get_step(step.name)["step"]
    assert again.dump() == step.dump()
    assert again.asked == SCHEMA
    name = {PushToReview: "push_to_review", ReviewedLabels: "reviewed_labels"}[type(step)]
    assert step.dump()["type_info"] == {
        "module": f"goldsmith_distilabel.review.{name}",
        "name": type(step).__name__,
    }


@pytest.mark.parametrize("desk", ["argilla"], indirect=True)
def test_reviewers_decide_by_majority_and_a_split_is_dropped_with_its_reason(
    desk: Desk, at_desk: dict[str, Any]
) -> None:
    push_rows(at_desk)
    project = desk.project(at_desk["run"])
    said = {"ann": ["spam", "spam", "ham"], "bob": ["spam", "ham"], "cid": ["ham"]}
    for name, labels in said.items():
        answers = {f"row-{at}": {"label": label} for at, label in enumerate(labels)}
        desk.adapter.answer_all(project, answers, desk.reviewer_key(name))
    rows = reviewed(at_desk, min_reviews=2)
    # row-0: spam, spam, ham. row-1: spam, ham. row-2 has one review, row-3 none.
    assert [(row["id"], row["reviewed_label"], row["review_agreement"]) for row in rows] == [
        ("row-0", "spam", 2 / 3),
        ("row-1", None, 1 / 2),
    ]
    assert [row["keep"] for row in rows] == [True, False]
    assert rows[1]["drop_reason"] == 'review: reviewers are evenly split on label: "ham" or "spam"'
    assert json.loads(rows[1]["reviews"]) == {"ann": {"label": "spam"}, "bob": {"label": "ham"}}
    assert reviewed(at_desk, min_reviews=2, offset=1) == rows[1:]
    assert len(reviewed(at_desk)) == 3


@pytest.mark.parametrize("desk", ["argilla"], indirect=True)
def test_a_review_of_an_earlier_text_counts_only_where_that_is_wanted(
    desk: Desk, at_desk: dict[str, Any]
) -> None:
    push_rows(at_desk)
    desk.adapter.answer(desk.project(at_desk["run"]), "row-0", {"label": "spam"}, desk.reviewer_key("ann"))
    push_rows(at_desk, [ROWS[0] | {"comment": "another text"}])
    assert reviewed(at_desk) == []
    assert [row["comment"] for row in reviewed(at_desk, stale=True)] == ["another text"]


@pytest.mark.parametrize("desk", ["argilla"], indirect=True)
def test_what_is_wrong_is_said_when_a_step_is_loaded(
    desk: Desk, at_desk: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    push_rows(at_desk)
    with pytest.raises(InputError, match="'lable' is not asked here"):
        to_review(at_desk, suggestions={"lable": "label"}).load()
    other = ReviewSchema("Spam", SCHEMA.fields, (LabelQuestion("label", "Spam?", ("spam", "eggs")),))
    with pytest.raises(SchemaDriftError, match="'eggs'"):
        to_review(at_desk | {"review_schema": other}).load()
    desk.adapter.answer(desk.project(at_desk["run"]), "row-0", {"label": "spam"}, desk.reviewer_key("ann"))
    with pytest.raises(ReviewError, match="does not hold the rows of 1 reviewed items"):
        reviewed(at_desk | {"ledger": str(tmp_path / "lost.db")})
    monkeypatch.delenv(KEY)
    with pytest.raises(InputError, match=f"api_key_env='{KEY}': that environment variable is not set"):
        from_review(at_desk).load()


@pytest.mark.parametrize("step", [PushToReview, ReviewedLabels])
def test_the_docstring_has_distilabel_s_sections(step: type) -> None:
    assert set(goldsmith_distilabel.review.__all__) == {"PushToReview", "ReviewedLabels"}
    doc = inspect.getdoc(step) or ""
    for section in ("Attributes:", "Output columns:", "Categories:", "Examples:"):
        assert section in doc


def test_a_column_that_cannot_wait_for_its_review_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"row 'a' cannot be kept.*set is no JSON.*drop that column"):
        keep_rows(Ledger(tmp_path / "ledger.db"), "run", [{"id": "a", "seen": {1}}])
    with pytest.raises(InputError, match="the id None, expected a string"):
        keep_rows(Ledger(tmp_path / "ledger.db"), "run", [{"text": "x"}])
