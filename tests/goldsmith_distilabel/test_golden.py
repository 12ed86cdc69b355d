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
HERE = Path(__file__).parent
PACKAGES = ("augment", "curate", "generate", "reason", "simulate")
PARTS = "part_"  # what a template's name begins with if it is only included by others


def names() -> list[tuple[str, str]]:
    """The package and the name of every prompt."""
    return [
        (package, path.relative_to(ROOT / package / "templates").with_suffix("").as_posix())
        for package in PACKAGES
        for path in sorted((ROOT / package / "templates").rglob("*.jinja2"))
        if not path.name.startswith(PARTS)
    ]


@pytest.mark.parametrize(("package", "name"), names())
def test_the_prompt_reads_as_it_was(package: str, name: str) -> None:
    technique, _, template = name.partition("/")
    folder = HERE / package / "golden" / technique
    values = json.loads((folder / "values.json").read_text(encoding="utf-8"))[template]
    rendered = Prompt(f"goldsmith_distilabel.{package}", name).text(**values) + "\n"
    golden = folder / f"{template}.txt"
    if os.environ.get("GOLDSMITH_WRITE_GOLDEN"):
        golden.write_text(rendered, encoding="utf-8")
    assert rendered == golden.read_text(encoding="utf-8")
