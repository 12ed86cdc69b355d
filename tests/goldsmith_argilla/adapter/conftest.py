import uuid
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from goldsmith.review import Ledger
from goldsmith_argilla import ArgillaAdapter, connect


@pytest.fixture(scope="session")
def argilla(argilla_server: Any) -> ArgillaAdapter:
    return connect(argilla_server.url, argilla_server.api_key)


@pytest.fixture(scope="session")
def reviewer_key(argilla_server: Any) -> Callable[[str], str]:
    from goldsmith_argilla.server import add_reviewer

    return cache(lambda name: add_reviewer(argilla_server, name).api_key)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger.db")


@pytest.fixture
def run() -> str:
    return f"run-{uuid.uuid4().hex[:8]}"
