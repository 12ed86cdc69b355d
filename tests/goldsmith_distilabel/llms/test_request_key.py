import hashlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, SecretStr

from goldsmith.errors import InputError
from goldsmith_distilabel.llms import LocalLLM
from goldsmith_distilabel.llms.endpoint_llm import EndpointLLM
from goldsmith_distilabel.llms.request_key import effective_parameters, identity, request_keys

texts = st.text(max_size=20)
messages = st.lists(st.fixed_dictionaries({"role": st.sampled_from(["user", "system"]), "content": texts}))
parameters = st.dictionaries(
    st.sampled_from(["temperature", "top_p", "stop", "max_new_tokens", "extra_body"]),
    st.none() | st.integers(-9, 9) | st.floats(allow_nan=False) | texts | st.lists(texts, max_size=3),
)


class Person(BaseModel):
    name: str


def endpoint(**fields: Any) -> EndpointLLM:
    return EndpointLLM(**{"model": "m", "base_url": "https://host/v1", **fields})


def test_a_key_is_the_hash_of_what_was_asked_as_sorted_json() -> None:
    said = [{"model": "m"}, [{"content": "Hi", "role": "user"}], {"temperature": 1}]
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    expected = [hashlib.sha256(f"{sample}:{text}".encode()).hexdigest() for sample in (0, 1)]
    asked: Any = [{"role": "user", "content": "Hi"}]
    assert request_keys({"model": "m"}, asked, {"temperature": 1.0}, 2) == tuple(expected)


@settings(max_examples=40)
@given(messages, parameters, st.integers(1, 4))
def test_order_never_matters_and_fewer_samples_are_the_first_of_more(
    asked: Any, given_: dict[str, Any], samples: int
) -> None:
    backwards = dict(reversed(given_.items()))
    turned: Any = [dict(reversed(message.items())) for message in asked]
    keys = request_keys({"model": "m", "class": "c"}, asked, given_, samples)
    assert request_keys({"class": "c", "model": "m"}, turned, backwards, 4)[:samples] == keys
    assert len(set(keys)) == samples


@given(messages, messages, parameters, parameters)
def test_different_requests_have_different_keys(a: Any, b: Any, p: dict[str, Any], q: dict[str, Any]) -> None:
    # Python calls 0.0 and -0.0, and 1 and 1.0, equal; so do we.
    same = (a, p) == (b, q)
    assert (request_keys({}, a, p, 1) == request_keys({}, b, q, 1)) == same


def test_what_only_says_how_to_reach_the_model_makes_no_difference() -> None:
    plain = identity(endpoint(api_key=SecretStr("a")))
    same = [
        endpoint(api_key=SecretStr("b")),
        endpoint(base_url="https://me:pw@host/v1?key=k"),
        endpoint(max_retries=1, timeout=5, default_headers={"Authorization": "x"}),
    ]
    assert [identity(llm) for llm in same] == [plain] * 3
    others = [
        endpoint(model="n"),
        endpoint(base_url="https://other/v1"),
        endpoint(structured_output={"schema": Person}),
    ]
    assert all(identity(llm) != plain for llm in others)
    assert identity(LocalLLM(seed=1)) != identity(LocalLLM(seed=2))
    assert identity(LocalLLM(n_threads=1)) == identity(LocalLLM(n_threads=2))


def test_a_schema_is_part_of_the_request_as_a_class_or_as_json() -> None:
    asked: Any = [{"role": "user", "content": "Hi"}]
    plain = request_keys({}, asked, {}, 1)
    as_class = request_keys({}, (asked, {"schema": Person}), {}, 1)  # type: ignore[arg-type,unused-ignore]
    as_json = request_keys({}, (asked, {"schema": Person.model_json_schema()}), {}, 1)  # type: ignore[arg-type,unused-ignore]
    assert as_class == as_json != plain


def test_a_default_said_aloud_is_the_same_request() -> None:
    llm = endpoint()
    assert effective_parameters(llm, {"temperature": 1.0}) == effective_parameters(llm, {})
    assert effective_parameters(llm, {"temperature": 0.5}) != effective_parameters(llm, {})
    with pytest.raises(InputError, match="takes no max_tokens"):
        effective_parameters(llm, {"max_tokens": 1})


def test_a_secret_parameter_makes_no_difference() -> None:
    plain, rotated = ({"extra_body": {"api_key": key, "seed": 1}} for key in ("a", "b"))
    assert request_keys({}, "Hi", plain, 1) == request_keys({}, "Hi", rotated, 1)
    assert request_keys({}, "Hi", {"stop_token_ids": [1]}, 1) != request_keys({}, "Hi", {}, 1)


def test_a_value_without_a_stable_form_is_refused() -> None:
    with pytest.raises(InputError, match="object in it cannot be told from another"):
        request_keys({}, "Hi", {"extra_body": object()}, 1)
