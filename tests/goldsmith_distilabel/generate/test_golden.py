"""Every prompt reads as it was when somebody last looked at it.

`GOLDSMITH_WRITE_GOLDEN=1` writes the renderings anew, to be looked at and committed.
"""

import json
import os
from pathlib import Path

import pytest

import goldsmith_distilabel
from goldsmith_distilabel.prompting import Prompt

ROOT = Path(goldsmith_distilabel.__file__).parent
GOLDEN = Path(__file__).parent / "golden"
TEMPLATES = sorted((ROOT / "generate" / "templates").rglob("*.jinja2"))
PARTS = "part_"  # what a template's name begins with if it is only included by others


def name_of(path: Path) -> str:
    return path.relative_to(ROOT / "generate" / "templates").with_suffix("").as_posix()


@pytest.mark.parametrize("name", [name_of(path) for path in TEMPLATES if not path.name.startswith(PARTS)])
def test_the_prompt_reads_as_it_was(name: str) -> None:
    technique, _, template = name.partition("/")
    values = json.loads((GOLDEN / technique / "values.json").read_text(encoding="utf-8"))[template]
    rendered = Prompt("goldsmith_distilabel.generate", name).text(**values) + "\n"
    golden = GOLDEN / technique / f"{template}.txt"
    if os.environ.get("GOLDSMITH_WRITE_GOLDEN"):
        golden.write_text(rendered, encoding="utf-8")
    assert rendered == golden.read_text(encoding="utf-8")
