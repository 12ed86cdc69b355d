"""The documentation does what it says."""

import doctest
from pathlib import Path

import pytest


def test_the_examples_in_the_documentation_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = Path(__file__).parents[3] / "docs" / "report.md"
    monkeypatch.chdir(tmp_path)
    done = doctest.testfile(str(page), module_relative=False)
    assert done.attempted >= 9
    assert done.failed == 0
    assert (tmp_path / "runs" / "spam" / "report.html").is_file()
