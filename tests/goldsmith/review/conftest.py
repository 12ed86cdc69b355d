import uuid
from pathlib import Path

import pytest

from goldsmith.review import Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger.db")


@pytest.fixture
def run() -> str:
    return f"run-{uuid.uuid4().hex[:8]}"
