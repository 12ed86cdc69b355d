"""Indexes that are added to, matched against and kept in folders."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from goldsmith.dedup import NearDuplicateIndex
from goldsmith.errors import InputError
from goldsmith.serving.locks import FileLock

OLD = ["how do i sort a list in python", "what is the capital of france", "write a poem about rain", "ok"]
NEW = [
    "How do I sort a list in Python 3?",
    "Tell me of Spain",
    "what is the capital of France?!",
    "OK",
    "ok ok",
]


def state(index: NearDuplicateIndex) -> tuple[int, list[int], list[list[int]]]:
    result = index.find()
    return len(index), result.duplicates().rows.tolist(), result.pairs().rows.tolist()


def test_adding_in_parts_is_adding_at_once() -> None:
    parts, whole = NearDuplicateIndex(), NearDuplicateIndex()
    whole.add(OLD + NEW)
    for text in OLD + NEW:
        parts.add([text])
    assert state(parts) == state(whole)
    # "ok ok" is a pair of words, and "ok" a single one
    assert state(whole)[1] == [0, 1, 2, 3, 0, 5, 1, 3, 8]


def test_new_rows_are_matched_to_the_old_row_most_like_them() -> None:
    index = NearDuplicateIndex()
    index.add(OLD)
    rows, similarity = index.match(NEW)  # of the 8 pairs of words in the first, 7 are old
    assert rows.tolist() == [0, -1, 1, 3, -1]
    assert similarity.tolist() == [7 / 8, 0, 1, 1, 0]
    assert len(index) == len(OLD)


def test_of_equal_old_rows_the_first_is_the_match() -> None:
    index = NearDuplicateIndex(shingle=1, threshold=0.5)
    index.add(["a b x", "a b c d", "A B C D", "a b c"])
    # 3 of 4 with "a b c d", 2 of 4 with "a b x"
    assert index.match(["a b c e", "a b c", "d c b a"]).rows.tolist() == [3, 3, 1]


def test_matching_many_finds_planted_copies() -> None:
    rng = np.random.default_rng(0)
    words = np.array([f"w{n}" for n in range(3000)])
    old = [" ".join(rng.choice(words, 30)) for _ in range(4000)]
    new = [f"{text} more" for text in old[::4]] + [" ".join(rng.choice(words, 30)) for _ in range(500)]
    index = NearDuplicateIndex()
    index.add(old)
    rows, similarity = index.match(new)
    # 29 of 30 pairs of words, if no word comes twice
    assert np.array_equal(rows[:1000], np.arange(0, 4000, 4))
    assert (rows[1000:] == -1).all()
    assert similarity[:1000].min() > 0.9


def test_matching_keeps_groups_apart() -> None:
    index = NearDuplicateIndex()
    index.add(["same text", "same text"], groups=["a", "b"])
    assert index.match(["same text"] * 3, groups=["b", "a", "c"]).rows.tolist() == [1, 0, -1]


def test_an_empty_index_matches_nothing() -> None:
    assert NearDuplicateIndex().match(["a"]).rows.tolist() == [-1]
    assert NearDuplicateIndex().match([]).rows.tolist() == []


def test_a_folder_goes_on_where_it_ended(tmp_path: Path) -> None:
    whole = NearDuplicateIndex()
    whole.add(OLD + NEW)
    NearDuplicateIndex(tmp_path / "index").add(OLD)
    again = NearDuplicateIndex(tmp_path / "index", engine="numpy")
    assert len(again) == len(OLD)
    again.add(NEW)
    assert state(again) == state(whole) == state(NearDuplicateIndex(tmp_path / "index"))


def test_groups_on_disk_are_those_of_another_process(tmp_path: Path) -> None:
    # the hash of a string differs from process to process; the group's must not
    if not (child := os.fork()):
        NearDuplicateIndex(tmp_path).add(["same text"], groups=["en"])
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert NearDuplicateIndex(tmp_path).match(["same text"] * 2, groups=["en", "de"]).rows.tolist() == [0, -1]


def failing(texts: list[str]) -> Iterator[str]:
    yield from texts
    raise RuntimeError("the source broke")


@pytest.mark.parametrize("on_disk", [True, False])
def test_an_add_that_fails_adds_nothing(tmp_path: Path, on_disk: bool) -> None:
    index = NearDuplicateIndex(tmp_path if on_disk else None)
    index.add(OLD)
    before = state(index)
    with pytest.raises(RuntimeError, match="the source broke"):
        index.add(failing(NEW * 2000))
    with pytest.raises(InputError, match="row 2"):
        index.add(["fine", "fine", None])
    assert state(index) == before
    index.add(NEW)
    assert len(index) == len(OLD) + len(NEW)


def killed(path: Path) -> Iterator[str]:
    for number in range(10**9):
        yield f"{number} {number * 7919} {number * 104729} words to fill a text that is no other's " * 20
        if number % 1000 == 0 and (path / "segment-000001").exists():
            os.kill(os.getpid(), signal.SIGKILL)


def test_a_process_killed_while_it_adds_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    index = NearDuplicateIndex(tmp_path)
    index.add(OLD)
    before = state(index)
    if not (child := os.fork()):
        NearDuplicateIndex(tmp_path).add(killed(tmp_path))
        os._exit(1)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert (tmp_path / "segment-000001").stat().st_size > 0
    again = NearDuplicateIndex(tmp_path)
    assert state(again) == before
    again.add(NEW)
    assert len(NearDuplicateIndex(tmp_path)) == len(OLD) + len(NEW)


@pytest.mark.parametrize("file", ["near_duplicates.json", "segment-000000"])
def test_damage_is_named(tmp_path: Path, file: str) -> None:
    NearDuplicateIndex(tmp_path).add(OLD)
    content = bytearray((tmp_path / file).read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / file).write_bytes(content)
    with pytest.raises(InputError, match=rf"{file} is damaged"):
        NearDuplicateIndex(tmp_path)


def test_a_file_cut_short_to_nothing_is_named(tmp_path: Path) -> None:
    NearDuplicateIndex(tmp_path).add(OLD)
    (tmp_path / "segment-000000").write_bytes(b"")
    with pytest.raises(InputError, match="segment-000000 is damaged"):
        NearDuplicateIndex(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    NearDuplicateIndex(tmp_path).add(OLD)
    (tmp_path / "segment-000000").unlink()
    with pytest.raises(InputError, match="segment-000000 is missing"):
        NearDuplicateIndex(tmp_path)


def test_other_options_are_refused(tmp_path: Path) -> None:
    NearDuplicateIndex(tmp_path).add(OLD)
    with pytest.raises(InputError, match="was made with"):
        NearDuplicateIndex(tmp_path, shingle=3)


def test_one_process_adds_at_a_time(tmp_path: Path) -> None:
    index = NearDuplicateIndex(tmp_path)
    other = FileLock(tmp_path / "lock")
    assert other.try_acquire()
    with pytest.raises(InputError, match="another process is adding"):
        index.add(OLD)
    other.close()
    index.add(OLD)


def test_rows_that_another_adds_meanwhile_are_not_lost(tmp_path: Path) -> None:
    one, other = NearDuplicateIndex(tmp_path), NearDuplicateIndex(tmp_path)
    one.add(OLD)
    other.add(NEW)
    assert len(other) == len(NearDuplicateIndex(tmp_path)) == len(OLD) + len(NEW)


def test_adding_nothing_and_rows_of_nothing_is_fine(tmp_path: Path) -> None:
    index = NearDuplicateIndex(tmp_path)
    index.add([])
    assert len(NearDuplicateIndex(tmp_path)) == 0
    index.add(["", " "])
    assert state(NearDuplicateIndex(tmp_path)) == (2, [0, 0], [[0, 1]])
