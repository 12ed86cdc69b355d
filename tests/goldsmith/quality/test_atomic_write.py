"""Writing a report: whole or not at all."""

import subprocess
import sys
from pathlib import Path

import pytest

from goldsmith.quality import Report, Text

FULL_DISK = """
import resource, sys
from goldsmith.quality import Report, Text
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
Report("New", "", [Text("Long", "word " * 10_000)]).html(sys.argv[1])
"""


def test_a_write_that_runs_out_of_disk_leaves_the_old_file_and_no_debris(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text("old")
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, target], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_folders_are_made_and_the_old_file_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "runs" / "1" / "report.html"
    for text in ("first", "second"):
        assert Report("R", "", [Text("T", text)]).html(target) == target
    assert "second" in target.read_text()
    assert list(target.parent.iterdir()) == [target]


def test_a_report_is_as_readable_as_any_other_file(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("")
    assert Report("R", "", []).html(tmp_path / "r.html").stat().st_mode == other.stat().st_mode


def test_a_link_keeps_pointing_to_the_report(tmp_path: Path) -> None:
    link = tmp_path / "latest.html"
    link.symlink_to(tmp_path / "real.html")
    assert Report("R", "", []).html(link) == tmp_path / "real.html"
    assert link.is_symlink()


def test_a_folder_in_the_way_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="directory"):
        Report("R", "", []).html(tmp_path)
    assert list(tmp_path.iterdir()) == []
