"""What every test may use."""

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"

# Started in the background by a shell, we would ignore Ctrl-C, and so would every program that a test starts.
signal.signal(signal.SIGINT, signal.default_int_handler)
os.environ.setdefault("GOLDSMITH_HOME", str(ROOT / ".goldsmith"))
pytest_plugins = ["tests.servers"]
# A busy machine is no failure: no test is about speed.
settings.register_profile(
    "goldsmith", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("goldsmith")


_SERVERS = {"argilla_server", "label_studio_server", "goldsmith_home"}


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together what shares something that is slow to start: the servers for one worker, a file for one worker."""
    for item in items:
        uses_servers = _SERVERS & set(getattr(item, "fixturenames", ()))
        item.add_marker(pytest.mark.xdist_group("servers" if uses_servers else item.path.as_posix()))


@pytest.fixture(scope="session", autouse=True)
def _pipelines_keep_nothing_outside(tmp_path_factory: pytest.TempPathFactory) -> None:
    os.environ["DISTILABEL_CACHE_DIR"] = str(tmp_path_factory.mktemp("distilabel"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real data beside the repository; a test that needs it fails where it is missing."""
    assert SHARED_DATA.is_dir(), f"{SHARED_DATA} is missing"
    return SHARED_DATA
