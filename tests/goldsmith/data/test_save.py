"""Writing whole or not at all."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import datasets
import pytest

from goldsmith.data import atomic_path, save_dataset, save_jsonl


def test_an_interrupted_write_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    target = tmp_path / "rows.jsonl"
    save_jsonl([{"n": 1}], target)

    def breaks() -> Iterator[dict[str, Any]]:
        yield {"n": 2}
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        save_jsonl(breaks(), target)
    assert target.read_text() == '{"n": 1}\n'
    assert list(tmp_path.iterdir()) == [target]


def test_a_dataset_folder_is_replaced_whole(tmp_path: Path) -> None:
    for count in (3, 2):
        save_dataset([{"text": f"row {n} 😀"} for n in range(count)], tmp_path / "gold")
    assert datasets.load_from_disk(str(tmp_path / "gold"))["text"][:] == ["row 0 😀", "row 1 😀"]
    assert list(tmp_path.iterdir()) == [tmp_path / "gold"]


def test_a_failed_folder_leaves_the_old_one(tmp_path: Path) -> None:
    save_dataset([{"n": 1}], tmp_path / "gold")

    def breaks() -> None:
        with atomic_path(tmp_path / "gold") as draft:
            draft.mkdir()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        breaks()
    assert len(datasets.load_from_disk(str(tmp_path / "gold"))) == 1
    assert list(tmp_path.iterdir()) == [tmp_path / "gold"]
