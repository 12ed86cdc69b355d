"""Finished batches come back as they were, or not at all."""

import pickle
import resource
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import PipelineError
from goldsmith_distilabel.pipeline.conducting.batch_journal import BatchJournal, digest

A, B, C = (digest(name) for name in (b"a", b"b", b"c"))
ROWS = {A: [{"n": 1}], B: [{"n": 2}, {"n": 3}], C: []}


def pickled(rows: list[dict[str, Any]]) -> bytes:
    return pickle.dumps(rows, protocol=5)


def written(path: Path) -> Path:
    journal = BatchJournal(path)
    for key, rows in ROWS.items():
        journal.append(key, {"rows": len(rows)}, pickled(rows))
    journal.close()
    return path


def test_batches_are_there_after_opening_again(tmp_path: Path) -> None:
    journal = BatchJournal(written(tmp_path / "a.journal"))
    assert {key: journal.read(key).rows for key in (A, B, C)} == ROWS
    assert [journal.meta(key)["rows"] for key in (A, B, C)] == [1, 2, 0]
    assert len(journal) == 3


def test_values_of_any_kind_come_back_as_they_were(tmp_path: Path) -> None:
    rows = [
        {"vector": np.arange(3.0), "when": datetime(2026, 1, 1, tzinfo=UTC), "pair": (1, {"x"}), 5: b"\x00"}
    ]
    BatchJournal(tmp_path / "a.journal").append(A, {}, pickled(rows))
    (back,) = BatchJournal(tmp_path / "a.journal").read(A).rows
    assert back["vector"].dtype == np.float64
    assert back["vector"].tolist() == [0.0, 1.0, 2.0]
    assert (back["when"], back["pair"], back[5]) == (rows[0]["when"], (1, {"x"}), b"\x00")


def test_a_later_batch_of_the_same_key_takes_the_place_of_the_earlier(tmp_path: Path) -> None:
    journal = BatchJournal(written(tmp_path / "a.journal"))
    journal.append(A, {}, pickled([{"n": 9}]))
    assert BatchJournal(tmp_path / "a.journal").read(A).rows == journal.read(A).rows == [{"n": 9}]


def test_equal_batches_have_equal_contents(tmp_path: Path) -> None:
    journal = BatchJournal(tmp_path / "a.journal")
    first, second = (journal.append(key, {}, pickled([{"n": 1}])) for key in (A, B))
    assert first.content == second.content
    assert journal.append(C, {}, pickled([{"n": 2}])).content != first.content


@given(cut=st.integers(0, 400), junk=st.binary(max_size=60))
def test_what_is_torn_off_or_scribbled_over_is_never_taken_for_a_batch(
    tmp_path_factory: pytest.TempPathFactory, cut: int, junk: bytes
) -> None:
    path = written(tmp_path_factory.mktemp("journal") / "a.journal")
    whole = path.read_bytes()
    path.write_bytes(whole[: max(0, len(whole) - cut)] + junk)
    journal = BatchJournal(path)
    kept = [key for key in (A, B, C) if key in journal]
    assert kept == [A, B, C][: len(kept)]
    assert all(journal.read(key).rows == ROWS[key] for key in kept)
    journal.append(C, {}, pickled([{"n": 7}]))  # and it goes on from there
    again = BatchJournal(path)
    assert again.read(C).rows == [{"n": 7}]
    assert len(again) == len({*kept, C})


@given(place=st.integers(0, 10_000), flip=st.integers(1, 255))
def test_a_flipped_byte_is_noticed(tmp_path_factory: pytest.TempPathFactory, place: int, flip: int) -> None:
    path = written(tmp_path_factory.mktemp("journal") / "a.journal")
    data = bytearray(path.read_bytes())
    data[place % len(data)] ^= flip
    path.write_bytes(data)
    journal = BatchJournal(path)
    assert all(journal.read(key).rows == ROWS[key] for key in (A, B, C) if key in journal)
    assert len(journal) < 3


def test_a_cleared_journal_is_empty_for_good(tmp_path: Path) -> None:
    journal = BatchJournal(written(tmp_path / "a.journal"))
    journal.clear()
    assert A not in journal
    assert not (tmp_path / "a.journal").exists()
    journal.append(B, {}, pickled([{"n": 2}]))
    assert BatchJournal(tmp_path / "a.journal").read(B).rows == [{"n": 2}]


def in_a_child(work: Callable[[Path], None], path: Path) -> int | None:
    child = get_context("fork").Process(target=work, args=(path,))
    child.start()
    child.join(30)
    return child.exitcode


def _fill_a_small_disk(path: Path) -> None:
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))
    journal = BatchJournal(path)
    journal.append(A, {}, pickled(ROWS[A]))
    with pytest.raises(PipelineError, match="make room and run again"):
        journal.append(B, {}, pickled([{"text": "x" * 5_000}]))


def test_a_full_disk_is_told_and_harms_no_earlier_batch(tmp_path: Path) -> None:
    assert in_a_child(_fill_a_small_disk, tmp_path / "a.journal") == 0
    journal = BatchJournal(tmp_path / "a.journal")
    assert (journal.read(A).rows, len(journal)) == (ROWS[A], 1)


def test_a_place_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(PipelineError, match="Cannot keep finished batches in"):
        BatchJournal(tmp_path / "file" / "a.journal").append(A, {}, pickled([]))
