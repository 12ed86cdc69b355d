import asyncio
import os
import resource
import signal
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from goldsmith.errors import BudgetError, GoldsmithError, JournalError
from goldsmith_distilabel.llms.journal.budget import Budget
from goldsmith_distilabel.llms.journal.group_commit import GroupCommit
from goldsmith_distilabel.llms.journal.rate_limits import RateLimits, settle, take
from goldsmith_distilabel.llms.journal.request_journal import Ask, Reply, RequestJournal

OUTPUT = {"generations": ["x"], "statistics": {"input_tokens": [3], "output_tokens": [1]}}
ASK = Ask(("k",), tokens=10, cost=0.0, lasts=600, limits=RateLimits("m"), budget=Budget())


def reply(*keys: str) -> Reply:
    ask = replace(ASK, keys=keys)
    return Reply(ask, "m", OUTPUT, dict.fromkeys(keys, 0), input_tokens=3, output_tokens=1, cost=0.5)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[RequestJournal]:
    journal = RequestJournal(tmp_path / "sub" / "journal.sqlite")
    yield journal
    journal.close()


def in_child(work: Callable[[], None]) -> str:
    """What `work` raises in a process of its own."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        try:
            work()
        except GoldsmithError as err:
            os.write(write, f"{type(err).__name__}: {err}".encode())
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as said:
        text = said.read()
    os.waitpid(child, 0)
    return text


def test_what_is_recorded_is_found_by_everybody_at_once_and_later(journal: RequestJournal) -> None:
    asyncio.run(journal.record(reply("k")))
    other = RequestJournal(journal.path)
    assert other.look_up(["k", "none"])["k"].output == OUTPUT
    assert other.have(["k", "none"]) == {"k"}
    assert other.summary()["m"] == journal.summary()["m"]
    assert journal.path.stat().st_mode & 0o777 == 0o600
    other.close()


def test_a_claimed_request_is_nobody_else_s_until_it_is_released(journal: RequestJournal) -> None:
    other = RequestJournal(journal.path)

    async def story() -> list[tuple[str, ...]]:
        admissions = [await journal.admit(ASK), await journal.admit(ASK), await other.admit(ASK)]
        await journal.release(["k"])
        admissions += [await other.admit(ASK), await journal.admit(ASK)]
        return [admission.keys for admission in admissions]

    assert asyncio.run(story()) == [("k",), ("k",), (), ("k",), ()]
    other.close()


def test_a_claim_expires(journal: RequestJournal) -> None:
    other = RequestJournal(journal.path)

    async def story() -> tuple[str, ...]:
        await journal.admit(replace(ASK, lasts=0.05))
        await asyncio.sleep(0.1)
        return (await other.admit(ASK)).keys

    assert asyncio.run(story()) == ("k",)
    other.close()


def test_what_others_are_asking_counts_against_the_budget_until_they_die(journal: RequestJournal) -> None:
    def claim_and_wait() -> None:
        mine = RequestJournal(journal.path)
        asyncio.run(mine.admit(replace(ASK, keys=("other",), tokens=90)))
        (journal.path.parent / "claimed").touch()
        time.sleep(60)

    wanted = replace(ASK, tokens=20, budget=Budget(tokens=100))
    child = os.fork()
    if not child:
        try:
            claim_and_wait()
        finally:
            os._exit(1)
    while not (journal.path.parent / "claimed").exists():
        time.sleep(0.01)
    assert asyncio.run(journal.admit(wanted)).keys == ()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert asyncio.run(journal.admit(wanted)).keys == ("k",)


def test_an_exhausted_budget_says_what_was_spent_and_how_to_go_on(journal: RequestJournal) -> None:
    asyncio.run(journal.record(reply("a")))
    with pytest.raises(
        BudgetError, match=r"budget_cost=1 is used up: 0.5 spent, and the next request may take up to 0.6"
    ):
        asyncio.run(journal.admit(replace(ASK, cost=0.6, budget=Budget(cost=1.0))))


def test_one_failing_transaction_spares_those_committed_with_it(tmp_path: Path) -> None:
    writer = GroupCommit(tmp_path / "j")

    def slow(_: sqlite3.Connection) -> int:
        time.sleep(0.05)  # so that the others are waiting together
        return 0

    def write(key: str) -> Callable[[sqlite3.Connection], int]:
        return lambda db: db.execute("INSERT INTO pace VALUES (?, 1, 1)", (key,)).rowcount

    futures = [writer.submit(work, durable=True) for work in (slow, write("a"), write("a"), write("b"))]
    assert [futures[n].result() for n in (0, 1, 3)] == [0, 1, 1]
    with pytest.raises(JournalError, match="UNIQUE"):
        futures[2].result()
    writer.close()
    with pytest.raises(JournalError, match=r"closed: call load\(\) again"):
        writer.submit(slow, durable=False)


def test_rates_hold_on_average_and_settle_to_what_was_used(journal: RequestJournal) -> None:
    db = sqlite3.connect(journal.path, isolation_level=None)
    limits = RateLimits("m", requests_per_minute=120, tokens_per_minute=600)  # 2 and 10 a second
    assert [take(db, limits, 1, now=100.0) for _ in range(2)] == [0.0, 0.0]
    assert take(db, limits, 1, now=100.0) == pytest.approx(0.5)  # the third of two a second
    assert take(db, limits, 1, now=100.5) == 0.0
    # 3 of 10 tokens are used and 0.5 s gave 5 back, but a bucket is never more than full: 9 left after the third.
    assert (
        take(db, limits, 40, now=101.5) == 0.0
    )  # more than a bucket waits for a full one only: 10 - 40 = -30
    assert take(db, limits, 5, now=102.0) == pytest.approx((5 + 25) / 10)
    settle(db, limits, estimated=40, used=10)
    assert take(db, limits, 5, now=102.0) == 0.0
    assert take(db, limits, 1, now=50.0) > 0  # a clock that is set back gives nothing
    db.close()


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="it is a folder"):
        RequestJournal(tmp_path)


def test_another_program_s_database_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "theirs") as theirs:
        theirs.execute("CREATE TABLE t (a)")
    with pytest.raises(JournalError, match="another program's database"):
        RequestJournal(tmp_path / "theirs")


def test_a_newer_format_is_refused(journal: RequestJournal) -> None:
    with sqlite3.connect(journal.path) as db:
        db.execute("PRAGMA user_version=99")
    with pytest.raises(JournalError, match=r"format 99.*Upgrade goldsmith"):
        RequestJournal(journal.path)


@pytest.mark.parametrize("where", [0, 3 * 4096])
def test_damage_is_noticed_before_anything_is_asked(tmp_path: Path, where: int) -> None:
    path = tmp_path / "j"
    journal = RequestJournal(path)
    for n in range(50):
        asyncio.run(journal.record(reply(f"{n}")))
    journal.close()
    content = bytearray(path.read_bytes())
    content[where : where + 2000] = os.urandom(2000)
    path.write_bytes(content)
    with pytest.raises(JournalError, match="damaged or no journal"):
        RequestJournal(path)


def test_a_text_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("some notes, long enough to hold a database's header\n" * 4)
    with pytest.raises(JournalError, match="damaged or no journal"):
        RequestJournal(tmp_path / "notes.txt")


def test_a_journal_that_cannot_be_written_is_refused() -> None:
    with tempfile.TemporaryDirectory() as folder:  # not tmp_path, which only its owner may enter
        journal = Path(folder, "j")
        RequestJournal(journal).close()

        def as_nobody() -> None:
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            RequestJournal(journal)

        journal.chmod(0o444)
        Path(folder).chmod(0o555)
        said = in_child(as_nobody)
        Path(folder).chmod(0o700)
    assert said.startswith("JournalError")
    assert "cannot be written. Make the file and its folder writable" in said


def test_a_full_disk_is_noticed_before_anything_is_asked_and_costs_no_more_than_the_answer_that_meets_it(
    tmp_path: Path,
) -> None:
    def on_a_full_disk(limit: int) -> Callable[[], None]:
        def work() -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            journal = RequestJournal(tmp_path / "j") if limit > 4096 else None
            size = (tmp_path / "j-wal").stat().st_size if journal else 0
            resource.setrlimit(resource.RLIMIT_FSIZE, (size + limit, size + limit))
            if journal:
                asyncio.run(journal.record(replace(reply("k"), output={"generations": ["x" * 100_000]})))
            RequestJournal(tmp_path / "j2")

        return work

    for limit in (4096, 8192):
        said = in_child(on_a_full_disk(limit))
        assert said.startswith("JournalError")
        assert "the disk is full or failing. Make room" in said
    again = RequestJournal(tmp_path / "j")
    assert again.have(["k"]) == set()
    again.close()
