"""What holds for every step that writes data, judges or filters it: stock pipelines, saved pipelines, Ray, columns without None."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from distilabel.pipeline import Pipeline as StockPipeline
from distilabel.steps import GeneratorStep, LoadDataFromDicts
from distilabel.steps.base import _Step
from rich.console import Console
from tests.goldsmith_distilabel.augment import every_step as augment
from tests.goldsmith_distilabel.curate import every_step as curate
from tests.goldsmith_distilabel.generate import every_step as generate
from tests.goldsmith_distilabel.generate.every_step import Case
from tests.goldsmith_distilabel.label import every_step as label
from tests.goldsmith_distilabel.reason import every_step as reason
from tests.goldsmith_distilabel.simulate import every_step as simulate
from tests.local_ray import local_ray
from tests.stock import Make, on_ours, on_stock

import goldsmith_distilabel.augment
import goldsmith_distilabel.curate
import goldsmith_distilabel.generate
import goldsmith_distilabel.label
import goldsmith_distilabel.reason
import goldsmith_distilabel.simulate
from goldsmith_distilabel import RayPipeline

PACKAGES = {
    goldsmith_distilabel.augment: augment.CASES,
    goldsmith_distilabel.curate: curate.CASES,  # before what it shares a judge with, whose home that is
    goldsmith_distilabel.generate: generate.CASES,
    goldsmith_distilabel.label: label.CASES,
    goldsmith_distilabel.reason: reason.CASES,
    goldsmith_distilabel.simulate: simulate.CASES,
}
CASES = {name: case for cases in PACKAGES.values() for name, case in cases.items()}
PACKAGE_OF = {name: package for package, cases in PACKAGES.items() for name in cases}
NAMES = sorted(CASES)


# What a filter says of a row only if there is something to say.
MAY_BE_NONE = {"drop_reason", "duplicate_of", "similarity", "cluster"}
# On Ray each step is two processes that import all there is; what simulates asks its models as what generates does.
ON_RAY = sorted(generate.CASES)
# Pipelines: stock Distilabel, with a process a step, comes to no end with all steps at once.
PARTS = 13


def rows_of(case: Case) -> list[dict[str, Any]]:
    step = case.make()
    step.load()
    if isinstance(step, GeneratorStep):
        rows = [row for batch, _ in step.process(offset=0) for row in batch]
    else:
        rows = next(step.process(case.rows))
    step.unload()
    return rows


def together(make: Make, names: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Run steps side by side in one pipeline, and return the rows of each, without their order."""
    with make() as pipeline:
        steps = {name: added(name) for name in names}
    pipeline.console = Console(quiet=True)
    distiset = pipeline.run(use_cache=False)
    leaves = {step: next(iter(distiset)) if len(distiset) == 1 else step for step in steps.values()}
    found = {name: [dict(row) for row in distiset[leaves[step]]["train"]] for name, step in steps.items()}
    for row in getattr(pipeline, "set_aside", []):
        found[owner(row, steps)].append(dict(row))
    return found


def owner(row: dict[str, Any], steps: dict[str, str]) -> str:
    """Which step set a row aside: the one that asked for it; of those that ask nobody, the one that was given it or its parent."""
    noted = row.get("distilabel_metadata") or {}
    asked = [name for name, step in steps.items() if f"statistics_{step}" in noted]
    known = {row["id"], *(row.get("provenance") or {}).get("parents", [])}
    given = (name for name in steps if known & {one.get("id") for one in CASES[name].rows})
    return asked[0] if asked else next(given)


def added(name: str) -> str:
    case = CASES[name]
    step = case.make()
    if case.rows:
        LoadDataFromDicts(name=f"load_{name.lower()}", data=case.rows) >> step
    return str(step.name)


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(str(row["id"]) for row in rows)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_every_public_step_is_here(package: ModuleType) -> None:
    public = {name: getattr(package, name) for name in package.__all__}
    assert {
        name for name, kind in public.items() if isinstance(kind, type) and issubclass(kind, _Step)
    } == set(PACKAGES[package])


@pytest.mark.parametrize("name", NAMES)
def test_a_saved_step_is_found_again_and_is_the_same(name: str, tmp_path: Path) -> None:
    with StockPipeline(name="saved") as pipeline:
        added(name)
    pipeline.save(tmp_path / "pipeline.yaml", format="yaml")
    again = StockPipeline.from_yaml(tmp_path / "pipeline.yaml")
    step = CASES[name].make()
    dumped = again.dag.get_step(str(step.name))["step"].dump()
    assert dumped == step.dump()
    # A saved pipeline stores the defining file's module path: moving a step breaks users' YAML.
    assert dumped["type_info"] == {
        "module": f"{PACKAGE_OF[name].__name__}.{snake(name)}",
        "name": name,
    }


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


@pytest.mark.parametrize("name", NAMES)
def test_rows_have_every_column_and_no_none(name: str) -> None:
    case = CASES[name]
    step, rows = case.make(), rows_of(case)
    assert rows
    promised = set(step.outputs)
    told = promised - (MAY_BE_NONE if PACKAGE_OF[name] is goldsmith_distilabel.curate else set())
    for row in rows:
        assert promised <= set(row)
        assert [column for column in told if row[column] is None] == []
    assert len(set(ids(rows))) == len(rows)


@pytest.mark.parametrize("name", NAMES)
def test_the_docstring_has_distilabel_s_sections(name: str) -> None:
    doc = inspect.getdoc(getattr(PACKAGE_OF[name], name)) or ""
    for section in ("Attributes:", "Output columns:", "Categories:", "Examples:"):
        assert section in doc
    assert ("References:" in doc) == ("Citations:" in doc)


@pytest.mark.parametrize("part", range(PARTS))
def test_they_run_in_stock_distilabel_and_in_our_pipeline_alike(part: int, tmp_path: Path) -> None:
    names = NAMES[part::PARTS]

    def scenario(make: Make) -> Any:
        return {name: ids(rows) for name, rows in together(make, names).items()}

    alone = {name: ids(rows_of(CASES[name])) for name in names}
    assert on_stock(scenario, tmp_path / "stock", 120).returned == alone
    assert on_ours(scenario, tmp_path / "ours", 120).returned == alone


@pytest.fixture(scope="module")
def ray() -> Iterator[None]:
    with local_ray(num_cpus=32):
        yield


@pytest.mark.usefixtures("ray")
@pytest.mark.parametrize("part", range(3))
def test_they_run_on_ray(part: int, tmp_path: Path) -> None:
    names = ON_RAY[part::3]
    found = together(lambda: RayPipeline(name=f"every-step-{part}", cache_dir=tmp_path), names)
    assert {name: ids(rows) for name, rows in found.items()} == {
        name: ids(rows_of(CASES[name])) for name in names
    }
