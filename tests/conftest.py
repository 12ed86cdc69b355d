"""What every test may use."""

import json
import os
import signal
import tempfile
from functools import cached_property
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from goldsmith.data import atomic_path

ROOT = Path(__file__).parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"

# Started in the background by a shell, we would ignore Ctrl-C, and so would every program that a test starts.
signal.signal(signal.SIGINT, signal.default_int_handler)
os.environ.setdefault("GOLDSMITH_HOME", str(ROOT / ".goldsmith"))
pytest_plugins = ["tests.servers", "tests.desks"]
# A busy machine is no failure: no test is about speed.
settings.register_profile(
    "goldsmith", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("goldsmith")


# What takes longest comes first, so that no worker is left with it at the end.
_FIRST = (
    "goldsmith_recipes/test_command.py",
    "goldsmith_recipes/test_labels_recipe.py",
    "goldsmith/review/",
    "goldsmith_argilla/",
    "goldsmith_label_studio/",
    "goldsmith_distilabel/review/",
    "goldsmith_recipes/test_serve_ml_backend.py",
    "notebooks/",
    "goldsmith_distilabel/test_every_step.py",
    "house/",
    "goldsmith_distilabel/pipeline/test_ray_pipeline.py",
    "goldsmith_recipes/",
)
_INDEPENDENT = ("tests/house/", "tests/notebooks/", "tests/goldsmith_recipes/test_command.py")
# A worker starts the servers that its tests ask for: one has those of Label Studio, and some of both, one Argilla's, one those of a run that
# goes through both.
_SERVERS = {
    "both": {"label_run"},
    "Label Studio": {"label_studio_server", "label-studio"},
    "Argilla": {"argilla_server", "argilla_on_postgresql", "database_url", "argilla"},
    "": set(),
}
_WHERE = "GOLDSMITH_TESTS_OF_SERVERS"  # the file in which workers tell the scheduler, in another process, who needs which


class _Files(LoadFileScheduling):
    """Gives a worker whole files, as what a file shares is slow to start, and one all that needs a server."""

    @cached_property
    def _servers(self) -> dict[str, str]:
        servers: dict[str, str] = json.loads(Path(os.environ[_WHERE]).read_text())
        return servers

    def _split_scope(self, nodeid: str) -> str:
        if server := self._servers.get(nodeid):
            return server
        return nodeid if nodeid.startswith(_INDEPENDENT) else super()._split_scope(nodeid)


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ[_WHERE] = tempfile.mkstemp(prefix="tests-of-servers-")[1]
        config.add_cleanup(Path(os.environ[_WHERE]).unlink)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=_rank)
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: [*_SERVERS].index(_server(item)))
        with atomic_path(Path(os.environ[_WHERE])) as draft:
            draft.write_text(json.dumps({item.nodeid: server for item in items if (server := _server(item))}))


def _server(item: pytest.Item) -> str:
    """Return the server that a test needs: by a fixture, or by a parameter that names one."""
    parameters = getattr(item, "callspec", None)
    asked = {
        *getattr(item, "fixturenames", ()),
        *(map(str, parameters.params.values()) if parameters else ()),
    }
    return next((server for server, names in _SERVERS.items() if names & asked), "")


def _rank(item: pytest.Item) -> int:
    place = item.path.relative_to(ROOT / "tests").as_posix()
    return next((rank for rank, first in enumerate(_FIRST) if place.startswith(first)), len(_FIRST))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    return _Files(config, log)


@pytest.fixture(scope="session", autouse=True)
def _pipelines_keep_nothing_outside(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["DISTILABEL_CACHE_DIR"] = str(tmp_path_factory.mktemp("distilabel"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real data beside the repository; a test that needs it fails where it is missing."""
    assert SHARED_DATA.is_dir(), f"{SHARED_DATA} is missing"
    return SHARED_DATA
