"""What is installed: every file of the packages is in the wheel, and the command starts without what it does not need yet."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.house.test_structure import HOSTS, PACKAGES, ROOT

BUILT = {"__pycache__", ".mypy_cache", ".ruff_cache"}
HEAVY = HOSTS | {"numpy", "pandas", "datasets", "sklearn", "numba", "transformers", "ray"}


def test_every_file_of_the_packages_is_in_the_wheel(tmp_path: Path) -> None:
    code = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", code, tmp_path], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("goldsmith-*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        file.relative_to(package.parent).as_posix()
        for package in PACKAGES
        for file in package.rglob("*")
        if file.is_file() and not BUILT & set(file.parts) and file.suffix != ".pyc"
    }
    assert {name for name in inside if ".dist-info/" not in name} == wanted
    assert {Path(name).suffix for name in wanted} > {".jinja2", ".jsonl", ".css", ".js", ".xz"}
    assert any(name.endswith("WORDNET_LICENSE") for name in inside)


def test_the_help_of_the_command_loads_nothing_heavy() -> None:
    code = "import sys, goldsmith_recipes.cli as cli\ntry: cli.app(['--help'])\nfinally: print('loaded', *sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, check=True
    )
    shown, _, loaded = run.stdout.rpartition("loaded ")
    assert "export" in shown
    assert HEAVY & set(loaded.split()) == set()
