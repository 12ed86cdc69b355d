"""Is everything there, and if not, what to do."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import httpx

from goldsmith import __version__
from goldsmith.errors import GoldsmithError

__all__ = ["Finding", "examine"]

_PACKAGES = {
    "distilabel": "distilabel",
    "snorkel": "snorkel",
    "argilla": "argilla",
    "label-studio-sdk": "label-studio",
    "datasets": "datasets",
    "xllamacpp": "local",
    "py3langid": "curate",
}
_LEAST_FREE_BYTES = 3 << 30  # two server environments and their data


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what it is, whether it is well, and what to do where it is not.

    A `note` is well, and something to weigh.
    """

    what: str
    ok: bool
    remedy: str = ""
    note: bool = False


def examine() -> Iterator[Finding]:
    """Yield findings: Python, packages, disk, the model, the servers."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield Finding(
        f"goldsmith {__version__} on Python {python}",
        (3, 11) <= sys.version_info < (3, 13),
        "use Python 3.11 or 3.12",
    )
    yield from (_package(name, extra) for name, extra in _PACKAGES.items())
    yield _disk()
    yield _model()
    yield from _terms(os.environ.get("GOLDSMITH_LLM", "local"))
    yield from _servers()


def _package(name: str, extra: str) -> Finding:
    try:
        return Finding(f"{name} {version(name)}", ok=True)
    except PackageNotFoundError:
        return Finding(f"{name} is not installed", ok=False, remedy=f"pip install 'goldsmith[{extra}]'")


def _disk() -> Finding:
    from goldsmith.serving import home

    place = home()
    place.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(place).free
    return Finding(
        f"{free / 2**30:.0f} GiB free at {place}",
        free >= _LEAST_FREE_BYTES,
        "free some, or set GOLDSMITH_HOME",
    )


def _model() -> Finding:
    spec = os.environ.get("GOLDSMITH_LLM", "local")
    try:
        from goldsmith_distilabel.llms import check_llm, llm_from

        check_llm(llm_from(spec))
    except GoldsmithError as err:
        return Finding(f"model {spec}", ok=False, remedy=str(err))
    return Finding(f"model {spec} answers", ok=True)


def _terms(spec: str) -> Iterator[Finding]:
    """What the model's terms forbid to do with its output; that is for the user to weigh, so nothing is amiss."""
    from goldsmith.export import licence_warnings

    for warning in licence_warnings(models=[spec.partition(":")[2].rpartition("#")[2] or spec]):
        yield Finding(f"terms of {spec}: {warning.message}", ok=True, note=True)


def _servers() -> Iterator[Finding]:
    from goldsmith.serving import home
    from goldsmith.serving.credentials import read_private

    for name, variable, path in (
        ("argilla", "ARGILLA_API_URL", "/api/v1/status"),
        ("label-studio", "LABEL_STUDIO_URL", "/health"),
    ):
        if url := os.environ.get(variable):
            yield Finding(
                f"{name} at {url} (from {variable})", _answers(url + path), f"start it, or unset {variable}"
            )
        elif state := read_private(home() / name / "server.json"):
            running = _answers(state["url"] + path)
            yield Finding(f"{name} {'runs' if running else 'is not running'} at {state['url']}", ok=True)
        else:
            yield Finding(f"{name} is not running (a run starts it, or: goldsmith serve {name})", ok=True)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5, trust_env=False).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False
