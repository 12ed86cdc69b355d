import uuid
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from goldsmith.review import Ledger
from goldsmith_label_studio import LabelStudioAdapter, connect


@pytest.fixture(scope="session")
def label_studio(label_studio_server: Any) -> LabelStudioAdapter:
    return connect(label_studio_server.url, label_studio_server.api_key)


@pytest.fixture(scope="session")
def reviewer_key(label_studio_server: Any) -> Callable[[str], str]:
    from goldsmith_label_studio.server import add_reviewer

    return cache(lambda name: add_reviewer(label_studio_server, name).api_key)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger.db")


@pytest.fixture
def run() -> str:
    return f"run-{uuid.uuid4().hex[:8]}"
