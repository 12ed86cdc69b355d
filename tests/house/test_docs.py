"""Every example in a docstring, the README and the guides runs."""

import os
from pathlib import Path

import pytest
from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.markdown import PythonCodeBlockParser
from sybil.parsers.rest import DocTestParser

ROOT = Path(__file__).parents[2]
SOURCES = [
    path
    for root in ("plugins", "integrations")
    for path in sorted((ROOT / root).rglob("*.py"))
    if "inside" not in path.parts and (">>>" in (text := path.read_text()) or "```python" in text)
]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
DOCSTRINGS = Sybil(
    parsers=[DocTestParser(), PythonCodeBlockParser()], document_types={".py": PythonDocStringDocument}
)
MARKDOWN = Sybil(parsers=[PythonCodeBlockParser()])


@pytest.mark.parametrize("path", [*SOURCES, *PAGES], ids=lambda path: str(path.relative_to(ROOT)))
def test_examples_run(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    environment = os.environ.copy()
    document = (DOCSTRINGS if path.suffix == ".py" else MARKDOWN).parse(path)
    try:
        for example in document.examples():
            example.evaluate()
    finally:
        os.environ.clear()
        os.environ.update(environment)
