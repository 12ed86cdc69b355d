from contextlib import closing
from pathlib import Path

import pytest

from goldsmith.data import KeptLines
from goldsmith.errors import JournalError


def test_lines_outlive_the_run_that_wrote_them_and_a_torn_one_does_not(tmp_path: Path) -> None:
    path = tmp_path / "new" / "kept.jsonl"
    with closing(KeptLines(path, "a", "answers")) as file:
        file.append({"text": "é\ud800"})
        file.append({"n": 2})
    with path.open("ab") as torn:
        torn.write(b'{"n": 3')
    with closing(KeptLines(path, "a", "answers")) as file:
        assert list(file.read()) == [(2, {"text": "é\ud800"}), (3, {"n": 2})]
        file.append({"n": 4})
    with closing(KeptLines(path, "a", "answers")) as file:
        assert [told for _, told in file.read()][-1] == {"n": 4}


def test_a_file_of_other_settings_in_use_or_damaged_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    with closing(KeptLines(path, "a", "answers")) as file:
        with pytest.raises(JournalError, match="in use by another run"):
            KeptLines(path, "a", "answers")
        file.append({"n": 1})
    with pytest.raises(JournalError, match="holds the answers of other seeds"):
        KeptLines(path, "b", "answers")
    with path.open("ab") as more:
        more.write(b"[1]\n")
    with (
        closing(KeptLines(path, "a", "answers")) as file,
        pytest.raises(JournalError, match="line 3: damaged"),
    ):
        list(file.read())
    with pytest.raises(JournalError, match="cannot be kept there"):
        KeptLines(tmp_path, "a", "answers")
