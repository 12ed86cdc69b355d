import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from goldsmith.errors import ModelError
from goldsmith_distilabel.llms import JournaledLLM, LocalLLM, check_llm, llm_from
from goldsmith_distilabel.llms import check_llm as function


@pytest.fixture
def silent_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:  # accepts, and never says a word
        yield server.getsockname()[1]


@pytest.fixture
def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def complaint(spec: str) -> str:
    with pytest.raises(ModelError) as caught:
        check_llm(llm_from(spec))
    assert caught.value.__cause__ is not None
    return str(caught.value)


def test_a_working_model_passes_and_stays_as_it_was(llm: LocalLLM) -> None:
    fresh = LocalLLM(n_ctx=512)
    check_llm(fresh)
    check_llm(llm)
    assert llm.session.engine.pid
    with pytest.raises(ModelError, match="call load"):
        _ = fresh.session


def test_an_endpoint_that_is_down_is_told_from_a_wrong_key(
    llm: LocalLLM, closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOLDSMITH_LLM_KEY", "wrong-secret")
    down = complaint(f"http://127.0.0.1:{closed_port}/v1#m")
    assert (
        down
        == f"http://127.0.0.1:{closed_port}/v1 cannot be reached. Start the server, or correct the address."
    )
    refused = complaint(f"{llm.session.engine.url}/v1#m")
    assert "does not accept the API key. Set GOLDSMITH_LLM_KEY" in refused
    assert "wrong-secret" not in down + refused


def test_an_endpoint_without_such_a_model_or_path_is_said_to_have_none(
    llm: LocalLLM, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOLDSMITH_LLM_KEY", llm.session.engine.key)
    assert "has no model 'm'" in complaint(f"{llm.session.engine.url}/nowhere#m")


def test_an_endpoint_that_says_nothing_is_given_up(silent_port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(function.__globals__, "_TIMEOUT", 1)
    assert "did not answer within 1 s" in complaint(f"http://127.0.0.1:{silent_port}/v1#m")


def test_a_journal_does_not_vouch_for_an_endpoint(closed_port: int, tmp_path: Path) -> None:
    journaled = JournaledLLM(
        llm=llm_from(f"http://127.0.0.1:{closed_port}/v1#m"), path=str(tmp_path / "journal.sqlite")
    )
    with pytest.raises(ModelError, match="cannot be reached"):
        check_llm(journaled)
    assert not (tmp_path / "journal.sqlite").exists()


def test_a_missing_local_model_is_a_model_error() -> None:
    with pytest.raises(ModelError, match="no model file"):
        check_llm(llm_from("local:/nowhere/model.gguf"))


def test_a_model_that_refuses_every_request_is_reported_with_its_reason() -> None:
    impossible = {"type": "json_schema", "json_schema": {"schema": {"type": "nonsense"}}}
    with pytest.raises(ModelError, match=r"gave no answer.*unrecognized type nonsense"):
        check_llm(LocalLLM(n_ctx=512, generation_kwargs={"response_format": impossible}))
