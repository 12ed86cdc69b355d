from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from goldsmith.errors import InputError
from goldsmith_distilabel.llms import Usage
from goldsmith_distilabel.llms.endpoint_llm import EndpointLLM
from goldsmith_distilabel.llms.prices import Price, find_price, price_table
from goldsmith_distilabel.llms.samples import Sample, joined
from goldsmith_distilabel.llms.without_secrets import known_secrets, without_secrets

counts = st.integers(0, 1000)
usages = st.builds(Usage, counts, counts, counts, counts, st.none() | counts.map(float))


def test_prices_come_from_the_file_and_the_user_who_overrules_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "prices.json"
    file.write_text('{"a": {"input": 1, "output": 2}, "b": {"input": 3, "output": 4}}')
    monkeypatch.setenv("GOLDSMITH_PRICES", str(file))
    assert price_table({"b": {"input": 5, "output": 6}}) == {"a": Price(1, 2), "b": Price(5, 6)}
    assert find_price(price_table(None), ["none", "b"]) == Price(3, 4)
    assert find_price(price_table(None), ["none"]) is None


@pytest.mark.parametrize("entry", [3, {"input": 1}, {"input": "x", "output": 1}, {"input": -1, "output": 0}])
def test_a_malformed_price_is_refused(entry: Any) -> None:
    with pytest.raises(InputError, match="price of 'm' must be"):
        price_table({"m": entry})


@pytest.mark.parametrize("text", ["", "[1]", "{"])
def test_a_malformed_price_file_is_refused(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "p").write_text(text)
    monkeypatch.setenv("GOLDSMITH_PRICES", str(tmp_path / "p"))
    with pytest.raises(InputError, match=r"cannot be read as JSON|must map models"):
        price_table(None)


@given(usages, usages)
def test_usage_adds_and_subtracts(a: Usage, b: Usage) -> None:
    assert a + Usage() == a
    assert a + b == b + a
    known = (a + b) - b
    assert known == (a if b.cost is not None else Usage(*[*vars(a).values()][:4], None))


def test_samples_of_different_replies_are_one_output() -> None:
    one = {
        "generations": ["a"],
        "statistics": {"input_tokens": [3], "output_tokens": [1]},
        "logprobs": [["p"]],
    }
    two = {"generations": ["b", "c"], "statistics": {"input_tokens": [3], "output_tokens": [2, 4]}}
    assert joined([Sample(one, 0, 1), Sample(two, 1, 2), None], "HTTP 500") == {
        "generations": ["a", "c", None],
        "statistics": {
            "input_tokens": [3, 3, 0],
            "output_tokens": [1, 4, 0],
            "finish_reason": [None, None, "error: HTTP 500"],
        },
        "logprobs": [["p"], None, None],
    }


@pytest.mark.parametrize(
    ("name", "secret"),
    [
        *(
            (name, True)
            for name in ("api_key", "apiKey", "Authorization", "password", "access_token", "hf_token")
        ),
        *(
            (name, False)
            for name in ("eos_token", "stop_token_ids", "max_new_tokens", "tokenizer", "keywords")
        ),
    ],
)
def test_secrets_are_told_from_parameters_by_their_names(name: str, secret: bool) -> None:
    assert without_secrets({"extra_body": {name: 1}}) == {"extra_body": {} if secret else {name: 1}}


def test_every_secret_a_model_was_given_is_known() -> None:
    llm = EndpointLLM(
        model="m",
        base_url="http://user:word@host/v1?api-version=2024&sig=signature",
        api_key=SecretStr("sk-key"),
        default_headers={"X-Gateway-Token": "gate", "Authorization": "Bearer bear", "X-Title": "title"},
    )
    found = known_secrets(llm)
    assert {"user:word", "word", "signature", "sk-key", "gate", "Bearer bear", "bear"} <= found
    assert not {"title", "2024"} & found
