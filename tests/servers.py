"""The real Argilla and Label Studio, one of each for the whole run, on empty data folders.

Their environments are built once, under `$GOLDSMITH_HOME` or else `.goldsmith/` in the repository, and used by every
later run.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from goldsmith.serving import Server

ROOT = Path(__file__).parent.parent
os.environ.setdefault("GOLDSMITH_HOME", str(ROOT / ".goldsmith"))


@pytest.fixture(scope="session")
def argilla_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    from goldsmith_argilla.server import serve

    with serve(tmp_path_factory.mktemp("argilla"), port=None) as server:
        yield server


@pytest.fixture(scope="session")
def label_studio_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    from goldsmith_label_studio.server import serve

    with serve(tmp_path_factory.mktemp("label-studio"), port=None) as server:
        yield server
