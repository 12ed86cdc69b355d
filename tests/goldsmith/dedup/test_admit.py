"""Rows that are shown to an index day by day: those that repeat nothing come in, and every answer is kept."""

import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.dedup import Admitted, NearDuplicateIndex, ParaphraseIndex, near_duplicates, paraphrases
from goldsmith.errors import InputError

TEXTS = [
    "how do i sort a list in python",
    "what is the capital of france",
    "How do I sort a list in Python?",
    "write a poem about rain",
    "write a poem about rain!",
    "tell me of spain",
]
IDS = [f"row {number}" for number in range(len(TEXTS))]
WANTED = [None, None, "row 0", None, "row 3", None]


def vectors(texts: Sequence[str]) -> list[list[float]]:
    """Put texts of the same letters in the same place, others far away."""
    found = []
    for text in texts:
        plain = "".join(c for c in text.casefold() if c.isalpha())
        rng = np.random.default_rng(list(plain.encode()))
        found.append(rng.normal(size=64).tolist())
    return found


class Meanings:
    """A `ParaphraseIndex` that is asked as a `NearDuplicateIndex` is."""

    def __init__(self, folder: Path | None = None) -> None:
        self.index = ParaphraseIndex(folder)

    def __len__(self) -> int:
        return len(self.index)

    def admit(
        self, ids: Sequence[str], texts: Sequence[str], groups: Any = None, scores: Any = None
    ) -> Admitted:
        return self.index.admit(ids, texts, vectors(texts), groups=groups, scores=scores)


Kind = Callable[..., Any]
KINDS = pytest.mark.parametrize("kind", [NearDuplicateIndex, Meanings])


@KINDS
@pytest.mark.parametrize("on_disk", [True, False])
def test_in_parts_is_at_once_and_a_repeated_run_gets_the_same_answers(
    kind: Kind, on_disk: bool, tmp_path: Path
) -> None:
    index = kind(tmp_path if on_disk else None)
    first = [index.admit(IDS[:3], TEXTS[:3]), index.admit(IDS[3:4], TEXTS[3:4])]
    if on_disk:
        index = kind(tmp_path)
    again = index.admit(IDS, TEXTS)  # four were seen, two come anew
    assert again.duplicate_of == WANTED
    assert [other for part in first for other in part.duplicate_of] == WANTED[:4]
    assert again.similarity.tolist() == pytest.approx([1] * len(TEXTS))
    assert len(index) == 4
    assert index.admit(IDS, ["something else"] * len(IDS)).duplicate_of == WANTED  # ids tell what a row is
    assert index.admit([], []).duplicate_of == []


@KINDS
def test_groups_are_kept_apart_and_the_best_of_a_call_comes_in(kind: Kind, tmp_path: Path) -> None:
    kind(tmp_path).admit(["old"], [TEXTS[0]], groups=["en"])
    index = kind(tmp_path)
    told = index.admit(
        list("abcd"), [TEXTS[0], TEXTS[2], TEXTS[0], "unlike"], ["en", "de", "de", "de"], [0, 1, 2, None]
    )
    assert told.duplicate_of == ["old", "c", None, None]


@KINDS
def test_a_row_s_own_id_is_wanted(kind: Kind) -> None:
    with pytest.raises(InputError, match="an id of its own for each of 2 rows"):
        kind().admit(["a", "a"], ["x", "y"])
    with pytest.raises(InputError, match="for each of 1 ids, got 2"):
        kind().admit(["a"], ["x", "y"])


@KINDS
def test_killed_at_any_moment_it_has_all_of_a_call_or_nothing(kind: Kind, tmp_path: Path) -> None:
    kind(tmp_path).admit(IDS[:2], TEXTS[:2])
    survived, moment = False, 0
    while not survived:
        moment += 1
        if not (child := os.fork()):
            _killed_at(moment)
            kind(tmp_path).admit(IDS[2:], TEXTS[2:])
            os._exit(0)
        status = os.waitpid(child, 0)[1]
        survived = status == 0
        assert survived or status == signal.SIGKILL
        # The last thing that is waited for is the folder, when the new manifest is in its place.
        assert len(kind(tmp_path)) in ({2, 4} if moment > 3 else {2})
        if len(kind(tmp_path)) == 4:
            break
    assert moment >= 4  # two files, the manifest, the folder
    assert kind(tmp_path).admit(IDS, TEXTS).duplicate_of == WANTED


def _killed_at(moment: int) -> None:
    """Let this process be killed when it waits for the disk for the `moment`th time."""
    real, waits = os.fsync, iter(range(1, moment + 1))

    def fsync(file: int) -> None:
        if next(waits) == moment:
            os.kill(os.getpid(), signal.SIGKILL)
        real(file)

    os.fsync = fsync


def test_damage_to_what_a_paraphrase_index_keeps_is_named(tmp_path: Path) -> None:
    Meanings(tmp_path).admit(IDS, TEXTS)
    file = tmp_path / "texts-000000"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(InputError, match="texts-000000 is damaged"):
        ParaphraseIndex(tmp_path)


def test_rows_without_ids_are_duplicated_too() -> None:
    index = NearDuplicateIndex()
    index.add([TEXTS[0]])
    assert index.admit(["a", "b"], [TEXTS[1], TEXTS[2]]).duplicate_of == [None, ""]
    assert index.admit(["c"], [TEXTS[1]]).duplicate_of == ["a"]


WORDS = st.lists(st.text("ab ", max_size=6), max_size=12)


@given(WORDS, st.data())
def test_near_duplicates_in_any_parts_leave_the_rows_that_they_leave_at_once(
    texts: list[str], data: st.DataObject
) -> None:
    ids = [str(number) for number in range(len(texts))]
    index, begin, found = NearDuplicateIndex(shingle=1, unit="char", threshold=0.5), 0, []
    while begin < len(texts):
        end = data.draw(st.integers(begin + 1, len(texts)))
        found += index.admit(ids[begin:end], texts[begin:end]).duplicate_of
        begin = end
    once = near_duplicates(texts, 0.5, shingle=1, unit="char")
    assert [other is None for other in found] == [row == other for row, other in enumerate(once.tolist())]


def test_paraphrases_day_by_day_find_the_twins_found_at_once(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    words = ["".join(rng.choice(list("abcdefgh"), 5)) for _ in range(300)]
    texts = [" ".join(rng.choice(words, 9)) for _ in range(1200)]
    one = rng.normal(size=(1200, 32))
    every = np.concatenate([one, one + rng.normal(scale=0.1, size=one.shape)])
    told = [*texts, *(f"please {text}" for text in texts)]
    ids = [str(number) for number in range(2400)]
    found = []
    for begin in range(0, 2400, 800):
        part = slice(begin, begin + 800)
        found += ParaphraseIndex(tmp_path).admit(ids[part], told[part], every[part]).duplicate_of
    once = paraphrases(told, every, 0.8)
    assert [other is None for other in found] == [True] * 1200 + [False] * 1200
    assert once.rows.tolist() == [*range(1200), *range(1200)]
    assert [int(other) for other in found[1200:]] == list(range(1200))


def test_vectors_of_another_encoder_are_refused(tmp_path: Path) -> None:
    ParaphraseIndex(tmp_path).admit(["a"], ["x"], [[1.0, 0.0]])
    with pytest.raises(InputError, match="vectors of 2 numbers, got 3"):
        ParaphraseIndex(tmp_path).admit(["b"], ["y"], [[1.0, 0.0, 0.0]])
    with pytest.raises(InputError, match="was made with"):
        ParaphraseIndex(tmp_path, threshold=0.9)
