"""Extras: each brings all that its errors promise, and whoever lacks one is told its name."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.house.test_structure import CONFIG, PACKAGES, ROOT

BASE, EXTRAS = CONFIG["project"]["dependencies"], CONFIG["project"]["optional-dependencies"]
PROVIDERS = {top: set(map(canonicalize_name, names)) for top, names in packages_distributions().items()}
TOLD = re.compile(r"pip install 'goldsmith\[([\w,-]+)\]'")


def called(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Every (module, extra) that `require` and `one_thread` are called with."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        told = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        told += [
            key.value.value
            for key in node.keywords
            if isinstance(key.value, ast.Constant) and key.arg == "extra"
        ]
        if name == "require" and len(told) == 2:
            yield told[0], told[1]
        elif name == "one_thread" and told:
            yield "threadpoolctl", told[0]


CALLS = sorted(
    {
        call
        for package in PACKAGES
        for file in package.rglob("*.py")
        for call in called(ast.parse(file.read_text()))
    }
)


@cache
def distributions(*lines: str) -> frozenset[str]:
    """Everything that pip installs for these requirements, goldsmith's own extras by what they hold."""
    found: set[str] = set()
    wanted = [Requirement(line) for line in lines]
    while wanted:
        one = wanted.pop()
        name = canonicalize_name(one.name)
        if name == "goldsmith":
            wanted += [Requirement(line) for extra in one.extras for line in [*BASE, *EXTRAS[extra]]]
        elif name not in found:
            found.add(name)
            wanted += [Requirement(line) for line in requires(name) or [] if applies(line, one.extras)]
    return frozenset(found)


def applies(line: str, extras: set[str]) -> bool:
    marker = Requirement(line).marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ["", *extras])


@pytest.mark.parametrize(("module", "extra"), CALLS)
def test_an_extra_brings_the_module_that_its_error_promises(module: str, extra: str) -> None:
    top = module.partition(".")[0]
    assert top.startswith("goldsmith") or PROVIDERS[top] & distributions(f"goldsmith[{extra}]")


def test_every_extra_that_is_told_of_is_there() -> None:
    files = [
        ROOT / "README.md",
        *(ROOT / "docs").rglob("*.md"),
        *(path for one in PACKAGES for path in one.rglob("*.py")),
    ]
    told = {name for file in files for names in TOLD.findall(file.read_text()) for name in names.split(",")}
    assert told > {"all", "curate", "ray"}
    assert told <= set(EXTRAS)


# Hides all but the base dependencies, imports what there is and runs every recipe; says what came instead of an error that helps.
BARE = """
import importlib, sys
from importlib.machinery import PathFinder

known, packages = set(sys.argv[1].split(",")), sys.argv[2].split(",")

class Hidden:
    @staticmethod
    def find_spec(name, path=None, target=None):
        top = name.partition(".")[0]
        if path is None and top not in known and (spec := PathFinder.find_spec(name)):
            if any("site-packages" in str(place) for place in [spec.origin, *(spec.submodule_search_locations or [])]):
                raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Hidden)
from goldsmith.errors import MissingExtraError
helped = set()
for package in packages:
    try:
        importlib.import_module(package)
    except MissingExtraError as error:
        helped.add(str(error))
print(*helped, sep="\\n")

from typer.testing import CliRunner
from goldsmith_recipes.cli import app, preview_app, run_app
for command in run_app.registered_commands:
    done = CliRunner().invoke(app, ["run", command.name, "--out", "run"])
    told = done.output + getattr(done, "stderr", "")
    if done.exit_code != 1 or "pip install 'goldsmith[" not in told:
        print("NO HELP", command.name, done.exit_code, told, repr(done.exception))
"""


def test_whoever_has_no_extra_is_told_which_one_to_install(tmp_path: Path) -> None:
    tops = {top for top, names in PROVIDERS.items() if names & distributions(*BASE)}
    packages = [
        ".".join(file.parent.relative_to(package.parent).parts)
        for package in PACKAGES
        for file in sorted(package.rglob("__init__.py"))
        if "inside" not in file.parts
    ]
    run = subprocess.run(
        [sys.executable, "-c", BARE, ",".join(tops | {"goldsmith"}), ",".join(packages)],
        capture_output=True, text=True, cwd=tmp_path, check=False,
        env=os.environ | {"GOLDSMITH_HOME": str(tmp_path)},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert "NO HELP" not in run.stdout, run.stdout
    assert set(TOLD.findall(run.stdout)) >= {"distilabel", "snorkel", "label-studio"}
