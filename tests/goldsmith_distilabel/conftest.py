"""The local model, on engines that belong to this run of the tests alone."""

import logging
import signal
from collections.abc import Iterator

import pytest
from distilabel.utils.logging import stop_logging

from goldsmith_distilabel.llms import LocalLLM


@pytest.fixture(scope="session", autouse=True)
def engines_of_their_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GOLDSMITH_RUNTIME_DIR", str(tmp_path_factory.mktemp("engines", numbered=True)))
        patch.setenv("GOLDSMITH_ENGINE_LINGER", "1")
        yield


@pytest.fixture(autouse=True)
def what_stock_pipelines_keep_is_given_back() -> Iterator[None]:
    """A stock pipeline keeps SIGINT and the root logger to itself for the rest of the program, and may leave a listener."""
    interrupt, root = signal.getsignal(signal.SIGINT), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    stop_logging()
    root.handlers[:] = handlers
    root.setLevel(level)
    signal.signal(signal.SIGINT, interrupt)


@pytest.fixture(scope="session")
def llm() -> Iterator[LocalLLM]:
    llm = LocalLLM(n_ctx=512)
    llm.load()
    yield llm
    llm.unload()
