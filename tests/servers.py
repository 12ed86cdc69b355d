"""The real Argilla and Label Studio, one of each for the whole run, on empty data folders, and a real browser.

The servers' environments are built once, under `$GOLDSMITH_HOME` or else `.goldsmith/` in the repository, and used by
every later run.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.postgresql import postgresql

from goldsmith.serving import Server, home

ROOT = Path(__file__).parent.parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
os.environ.setdefault("GOLDSMITH_HOME", str(ROOT / ".goldsmith"))


@pytest.fixture(scope="session")
def goldsmith_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty home with the environments of the real one: a command that is given it finds the servers below running."""
    place, environments = tmp_path_factory.mktemp("home"), home() / "envs"
    environments.mkdir(parents=True, exist_ok=True)
    (place / "envs").symlink_to(environments)
    return place


@pytest.fixture(scope="session")
def argilla_server(goldsmith_home: Path) -> Iterator[Server]:
    from goldsmith_argilla.server import serve

    with serve(goldsmith_home / "argilla") as server:
        yield server


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """A PostgreSQL."""
    with postgresql() as url:
        yield url


@pytest.fixture(scope="session")
def argilla_on_postgresql(goldsmith_home: Path, database_url: str) -> Iterator[Server]:
    from goldsmith_argilla.server import serve

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ARGILLA_DATABASE_URL", database_url)
        with serve(goldsmith_home / "argilla-on-postgresql") as server:
            patch.undo()
            yield server


@pytest.fixture(scope="session")
def label_studio_server(goldsmith_home: Path) -> Iterator[Server]:
    from goldsmith_label_studio.server import serve

    with serve(goldsmith_home / "label-studio") as server:
        yield server


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """Where pages are pictured, for a person to look at."""
    folder = ROOT / ".screenshots"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium, headless; for a module only, as the models' event loop cannot run while it is open."""
    assert CHROMIUM, "No Chromium on the PATH; on Debian: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page with no cookies, wide enough for the review tools."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    yield context.new_page()
    context.close()
