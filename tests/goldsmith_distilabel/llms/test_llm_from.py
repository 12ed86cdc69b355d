import pytest
from distilabel.models.llms.openai import OpenAILLM

from goldsmith.errors import InputError, ModelError
from goldsmith_distilabel.llms import LocalLLM, check_llm, llm_from
from goldsmith_distilabel.llms.endpoint_llm import EndpointLLM


@pytest.fixture
def endpoint(llm: LocalLLM, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("GOLDSMITH_LLM_KEY", llm.session.engine.key)
    return f"{llm.session.engine.url}/v1#smollm2"


def test_local_is_the_default_and_takes_generation_kwargs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOLDSMITH_LLM", raising=False)
    llm = llm_from(max_new_tokens=5)
    assert isinstance(llm, LocalLLM)
    assert llm.get_generation_kwargs() == {"max_new_tokens": 5}


def test_the_environment_names_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOLDSMITH_LLM", "local:some/model.gguf")
    llm = llm_from()
    assert isinstance(llm, LocalLLM)
    assert (llm.model, llm.model_name) == ("some/model.gguf", "model")


def test_an_endpoint_answers_through_distilabel_s_own_client(endpoint: str) -> None:
    llm = llm_from(endpoint, max_new_tokens=3, temperature=0.0)
    assert isinstance(llm, OpenAILLM)
    check_llm(llm)
    llm.load()
    (output,) = llm.generate_outputs([[{"role": "user", "content": "Hi"}]], **llm.get_generation_kwargs())
    assert output["generations"][0]


def test_openai_gets_openai_s_key_and_other_endpoints_never_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "openai-secret")
    monkeypatch.delenv("GOLDSMITH_LLM_KEY", raising=False)
    hosted, own = llm_from("openai:gpt-4o-mini"), llm_from("https://example.org/v1#m")
    assert isinstance(hosted, OpenAILLM)
    assert isinstance(own, EndpointLLM)
    assert hosted.api_key
    assert hosted.api_key.get_secret_value() == "openai-secret"
    reloaded = EndpointLLM.from_dict(own.dump())
    assert [llm.api_key and llm.api_key.get_secret_value() for llm in (own, reloaded)] == ["none", "none"]
    assert "secret" not in f"{hosted.dump()}{own.dump()}{hosted!r}"


def test_ollama_is_its_endpoint_on_this_machine() -> None:
    llm = llm_from("ollama:llama3.2:1b")
    assert isinstance(llm, EndpointLLM)
    assert (llm.base_url, llm.model) == ("http://127.0.0.1:11434/v1", "llama3.2:1b")


@pytest.mark.parametrize("spec", ["gpt-4", "locale", "local:", "openai:", "ollama:", "ftp://x/v1#m"])
def test_an_unknown_form_is_answered_with_the_known_ones(spec: str) -> None:
    with pytest.raises(
        InputError, match=r"(?s)local:model\.gguf.*openai:<model>.*ollama:<model>.*http://host/v1"
    ):
        llm_from(spec)


@pytest.mark.parametrize("spec", ["http://host/v1", "http://#m", "https:m"])
def test_an_incomplete_address_is_refused(spec: str) -> None:
    with pytest.raises(InputError, match="Expected http://host/v1#model"):
        llm_from(spec)


@pytest.mark.parametrize(
    "spec", ["https://me:hunter2@host/v1#m", "https://host/v1?key=hunter2#m", "me:hunter2@host"]
)
def test_a_secret_in_the_address_is_refused_and_not_repeated(spec: str) -> None:
    with pytest.raises(InputError) as caught:
        llm_from(spec)
    assert "hunter2" not in str(caught.value)


def test_an_unknown_generation_kwarg_is_refused() -> None:
    with pytest.raises(InputError, match=r"takes no max_tokens\. It takes: .*max_new_tokens"):
        llm_from("local", max_tokens=5)


def test_a_saved_endpoint_finds_its_class_here() -> None:
    saved = llm_from("http://host/v1#m").dump()
    assert saved["type_info"] == {"module": "goldsmith_distilabel.llms.endpoint_llm", "name": "EndpointLLM"}


def test_a_missing_key_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelError, match=r"needs an API key\. Set OPENAI_API_KEY"):
        check_llm(llm_from("openai:gpt-4o-mini"))
