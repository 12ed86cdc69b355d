import multiprocessing
import sqlite3
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError, ReviewError
from goldsmith.review import Ledger, Outgoing, Project, Review, ReviewItem, Stored
from goldsmith.review.book import Book, History

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Place:
    """The part of an adapter that names a page of the ledger."""

    tool = "argilla"

    def __init__(self, server: str = "http://one") -> None:
        self.server = server


def book(path: Path, *, server: str = "http://one", run: str = "run") -> Book:
    place: Any = Place(server)
    return Book(Ledger(path), run, place)


def stored(item_id: str, content: str = "c1", pushed: str = "p1", at: datetime = NOON) -> Stored:
    return Stored(item_id, f"remote-{item_id}", content, pushed, at)


def answer(item_id: str, label: str, at: datetime, remote_id: str = "r1") -> Review:
    return Review(item_id, "ann", "submitted", {"label": label}, at, remote_id, "c1", "argilla")


def test_the_file_is_the_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "ledger.db"
    book(path).confirm([stored("a")])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_intent_is_unconfirmed_until_the_server_has_it(tmp_path: Path) -> None:
    page = book(tmp_path / "ledger.db")
    page.intend([Outgoing(ReviewItem("a", {"text": "x"}), "c1", "p1", None)])
    assert page.entries()["a"].confirmed is False
    page.confirm([stored("a")])
    entry = page.entries()["a"]
    assert (entry.confirmed, entry.content_hash, entry.pushed_hash, entry.remote_id) == (
        True,
        "c1",
        "p1",
        "remote-a",
    )


@pytest.mark.parametrize("run", ["", "a\nb", " a", "x" * 101])
def test_a_run_needs_a_name_that_can_name_a_project(tmp_path: Path, run: str) -> None:
    with pytest.raises(InputError, match="run name"):
        book(tmp_path / "ledger.db", run=run)


def test_runs_and_servers_do_not_see_each_other(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    book(path).confirm([stored("a")])
    assert book(path, run="other").entries() == {}
    assert book(path, server="http://two").entries() == {}
    assert list(book(path).entries()) == ["a"]


def test_another_project_starts_an_empty_page_but_keeps_reviews(tmp_path: Path) -> None:
    page = book(tmp_path / "ledger.db")
    page.open(Project("1", "http://one/1", {}))
    page.confirm([stored("a")])
    page.record([answer("a", "spam", NOON)])
    page.open(Project("2", "http://one/2", {}))
    assert page.project() == ("2", {})
    assert page.entries() == {}
    assert [one.item_id for one in page.reviews()] == ["a"]


def test_every_version_is_kept_and_the_newest_is_returned(tmp_path: Path) -> None:
    page = book(tmp_path / "ledger.db")
    versions = [answer("a", "spam", NOON), answer("a", "ham", NOON + timedelta(microseconds=1))]
    assert page.record(versions[1:]) == (1, 0)
    assert page.record(versions[:1]) == (0, 1)
    assert page.record(versions) == (0, 0)
    assert page.reviews() == [versions[1]]
    with page.ledger.reading() as db:
        assert db.execute("SELECT count(*) FROM reviews").fetchone() == (2,)


@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.sampled_from("abc")), min_size=1, unique_by=lambda pair: pair[0]
    )
)
def test_history_tells_what_was_shown_when(changes: list[tuple[int, str]]) -> None:
    rows = [("x", (NOON + timedelta(hours=hour)).isoformat(), content) for hour, content in sorted(changes)]
    history = History(rows)
    for hour in range(21):
        before = [content for since, content in sorted(changes) if since <= hour]
        assert history.at("x", NOON + timedelta(hours=hour)) == (before[-1] if before else None)
    assert history.now("x") == max(changes)[1]


def test_the_same_content_again_is_no_new_version(tmp_path: Path) -> None:
    page = book(tmp_path / "ledger.db")
    page.confirm([stored("a", "c1", at=NOON)])
    page.confirm([stored("a", "c1", "p2", at=NOON + timedelta(hours=2))])
    assert page.history().at("a", NOON + timedelta(hours=1)) == "c1"


def test_a_second_user_of_the_same_name_on_one_server_is_someone_else(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.db")
    assert ledger.reviewer("http://one", "7", "ann") == "ann"
    assert ledger.reviewer("http://one", "8", "ann") == "ann (8)"
    assert ledger.reviewer("http://two", "1", "ann") == "ann"
    assert ledger.reviewer("http://one", "7", "renamed") == "ann"


def test_a_file_that_is_no_ledger_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("my notes, which are certainly not a database " * 20)
    with pytest.raises(InputError, match="is not a review ledger"):
        Ledger(path)
    assert path.read_text().startswith("my notes")


def test_a_ledger_from_the_future_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(InputError, match="newer goldsmith"):
        Ledger(path)


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    page = book(tmp_path / "ledger.db")
    broken: Any = [stored("a"), "not a record"]
    with pytest.raises(AttributeError):
        page.confirm(broken)
    assert page.entries() == {}


def test_only_one_at_a_time_may_push_a_run(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.db")
    with ledger.alone("run", "argilla"):
        with ledger.alone("run", "label-studio"):
            pass
        with (
            pytest.raises(ReviewError, match="another process"),
            ledger.alone("run", "argilla", patience=0.1),
        ):
            pass
    with ledger.alone("run", "argilla", patience=0.1):
        pass


def confirm_many(path: str, start: int) -> None:
    page = book(Path(path))
    for i in range(start, start + 40):
        page.confirm([stored(f"row-{i}")])
        page.record([answer(f"row-{i}", "spam", NOON, remote_id=f"r{i}")])


def test_processes_writing_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    context = multiprocessing.get_context("spawn")
    jobs = [context.Process(target=confirm_many, args=(str(path), start)) for start in (0, 40, 80)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    assert [job.exitcode for job in jobs] == [0, 0, 0]
    assert len(book(path).entries()) == 120
    assert len(book(path).reviews()) == 120
