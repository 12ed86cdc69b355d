"""The house rules that a newcomer can rely on."""

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from goldsmith_recipes.cli import preview_app, run_app

ROOT = Path(__file__).parents[2]
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text())
PACKAGES = [ROOT / path for path in CONFIG["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]]
HOSTS = {"distilabel", "snorkel", "argilla", "argilla_server", "label_studio_sdk", "label_studio", "torch"}
SHELLS = {
    "goldsmith_distilabel",
    "goldsmith_snorkel",
    "goldsmith_argilla",
    "goldsmith_label_studio",
    "goldsmith_prodigy",
}


def imports(path: Path) -> Iterator[str]:
    """Every top-level name a file imports, wherever in the file it does."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def imported_by(package: Path) -> set[str]:
    return {name for file in package.rglob("*.py") for name in imports(file)}


def test_the_package_list_is_what_the_folders_hold() -> None:
    folders = {
        path.parent for root in ("plugins", "integrations") for path in (ROOT / root).glob("*/__init__.py")
    }
    assert folders == set(PACKAGES)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_every_package_is_typed_and_names_its_public_face(package: Path) -> None:
    assert (package / "py.typed").is_file()
    assert "__all__" in (package / "__init__.py").read_text()


def test_the_core_imports_no_host_and_no_shell() -> None:
    core = next(package for package in PACKAGES if package.name == "goldsmith")
    assert imported_by(core) & (HOSTS | SHELLS | {"goldsmith_recipes"}) == set()


@pytest.mark.parametrize("shell", sorted(SHELLS))
def test_shells_do_not_import_each_other(shell: str) -> None:
    package = next(package for package in PACKAGES if package.name == shell)
    assert imported_by(package) & (SHELLS - {shell} | {"goldsmith_recipes"}) == set()


def test_a_recipe_is_one_file_that_is_short_enough_to_be_copied_and_has_a_preview() -> None:
    folder = ROOT / "plugins" / "goldsmith_recipes"
    names = [str(command.name) for command in run_app.registered_commands]
    lengths = {
        name: len((folder / f"{name.replace('-', '_')}.py").read_text().splitlines()) for name in names
    }
    assert {name: length for name, length in lengths.items() if length >= 120} == {}
    assert [command.name for command in preview_app.registered_commands] == names


def test_importing_the_core_loads_no_host() -> None:
    import subprocess

    code = "import sys, goldsmith, goldsmith.errors; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) & HOSTS == set()


def test_no_package_stands_where_the_tests_are_looked_for() -> None:
    # Our folder has no __init__.py, so an installed package `tests` would take its place in every process that pytest does not start.
    installed = [Path(place) / "tests" / "__init__.py" for place in sys.path if "site-packages" in place]
    assert installed
    assert [path for path in installed if path.exists()] == []
