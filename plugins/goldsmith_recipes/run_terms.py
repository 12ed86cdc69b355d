"""What the licences of a run's sources and the terms of its models do not allow."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from goldsmith.errors import InputError
from goldsmith.export import licence_warnings
from goldsmith_recipes.doctor import Finding
from goldsmith_recipes.run_folder import RunFolder

__all__ = ["run_terms"]


def run_terms(run: Path) -> Iterator[Finding]:
    """Yield a note for each term that somebody has to weigh, or one that says there is none; no legal advice.

    Raises:
        InputError: the folder holds no run.
    """
    folder = RunFolder(run)
    if not folder.rows.is_file():
        raise InputError(f"{run} holds no run: give the folder of one, as runs/evolve")
    told = [row.get("provenance") for row in folder.read_jsonl(folder.rows)]
    origins = [origin for origin in told if isinstance(origin, Mapping)]
    licences = sorted({one for origin in origins for one in str(origin.get("licence") or "").split(", ")})
    models = sorted({str(origin["model"]) for origin in origins if origin.get("model")})
    warnings = licence_warnings(licences, models)
    for warning in warnings:
        of = f"{warning.of}: " if warning.of else ""
        yield Finding(f"terms of {run.name}: {of}{warning.message}", ok=True, note=True)
    if not warnings:
        yield Finding(f"terms of {run.name}: nothing that is known forbids its use", ok=True)
