import copy
import json
import pickle
from typing import Any

import pytest
from pydantic import BaseModel, Field, ValidationError

from goldsmith.errors import ModelError
from goldsmith_distilabel.llms import LocalLLM


def ask(text: str) -> list[dict[str, str]]:
    return [{"role": "user", "content": text}]


class Person(BaseModel):
    name: str = Field(max_length=12)
    age: int = Field(ge=0, le=99)


def test_a_prompt_generates_the_same_alone_as_in_a_batch(llm: LocalLLM) -> None:
    prompts = [ask(f"Tell me a story about {animal}.") for animal in ("cats", "dogs", "owls", "bees", "ants")]
    batch = llm.generate_outputs(prompts, max_new_tokens=16, temperature=1.0)
    alone = [
        llm.generate_outputs([prompt], max_new_tokens=16, temperature=1.0)[0] for prompt in reversed(prompts)
    ]
    assert [output["generations"] for output in batch] == [
        output["generations"] for output in reversed(alone)
    ]
    assert len({output["generations"][0] for output in batch}) == 5


def test_generations_of_one_prompt_differ_and_another_seed_gives_others(llm: LocalLLM) -> None:
    (first,) = llm.generate_outputs(
        [ask("Invent a name.")], num_generations=3, max_new_tokens=12, temperature=1.0
    )
    other = LocalLLM(n_ctx=512, seed=1)
    other.load()
    (second,) = other.generate_outputs(
        [ask("Invent a name.")], num_generations=3, max_new_tokens=12, temperature=1.0
    )
    other.unload()
    assert len(set(first["generations"])) > 1
    assert first["generations"] != second["generations"]


def test_an_answer_that_is_begun_goes_on_where_it_stopped(llm: LocalLLM) -> None:
    begun = {"role": "assistant", "content": "Colours:\n1. red\n2."}
    (output,) = llm.generate_outputs([[*ask("List colours."), begun]], max_new_tokens=6, temperature=0.0)
    (generation,) = output["generations"]
    assert generation.startswith(" ")
    assert "red" not in generation
    assert "3." in generation


def test_a_cut_answer_and_a_whole_one_are_told_apart(llm: LocalLLM) -> None:
    cut, whole = llm.generate_outputs([ask("Write a long poem.")], max_new_tokens=4) + llm.generate_outputs(
        [ask("Count from 1 to 9.")], max_new_tokens=64, stop=["3"], temperature=0.0
    )
    assert cut["statistics"]["finish_reason"] == ["length"]
    assert cut["statistics"]["output_tokens"] == [4]
    assert whole["statistics"]["finish_reason"] == ["stop"]
    assert "3" not in whole["generations"][0]


def test_a_prompt_that_is_too_long_costs_its_own_row_only(
    llm: LocalLLM, caplog: pytest.LogCaptureFixture
) -> None:
    long, short = llm.generate_outputs([ask("word " * 600), ask("Hello.")], max_new_tokens=2)
    assert long["generations"] == [None]
    assert "exceeds the available context size (512 tokens)" in long["statistics"]["finish_reason"][0]
    assert "exceeds the available context size (512 tokens)" in caplog.text
    assert short["generations"][0]


@pytest.mark.parametrize(
    "text", ["\x00", "\ud800", "👩‍👩‍👧", "שלום \u202e", "{{ 7 * 7 }}", "<|im_end|>", "", "\\"]
)
def test_any_text_gets_an_answer(llm: LocalLLM, text: str) -> None:
    (output,) = llm.generate_outputs([ask(text)], max_new_tokens=1)
    assert isinstance(output["generations"][0], str)


@pytest.mark.parametrize("where", ["llm", "input", "response_format"])
def test_a_schema_is_kept_to_wherever_it_is_given(llm: LocalLLM, where: str) -> None:
    schema, prompt = Person.model_json_schema(), ask("Invent a person as JSON.")
    constrained, given, kwargs = llm, prompt, {}
    if where == "llm":
        constrained = LocalLLM(n_ctx=512, structured_output={"schema": Person})
        constrained.load()
    elif where == "input":
        given: Any = (prompt, {"format": "json", "schema": json.dumps(schema)})
    else:
        kwargs = {"response_format": {"type": "json_schema", "json_schema": {"schema": schema}}}
    (output,) = constrained.generate_outputs([given], max_new_tokens=120, **kwargs)
    assert output["statistics"]["finish_reason"] == ["stop"]
    Person.model_validate_json(output["generations"][0])


def test_a_structured_output_without_a_schema_is_refused() -> None:
    with pytest.raises(ValidationError, match="JSON schema or pydantic model"):
        LocalLLM(structured_output={"format": "regex", "schema": "a+"})


def test_log_probabilities_are_those_of_the_likeliest_tokens_in_order(llm: LocalLLM) -> None:
    (output,) = llm.generate_outputs(
        [ask("Hi!")], max_new_tokens=2, logprobs=True, top_logprobs=5, temperature=0.0
    )
    (positions,) = output["logprobs"]
    assert [len(position) for position in positions] == [5, 5]
    for position in positions:
        values = [token["logprob"] for token in position]
        assert values == sorted(values, reverse=True)
        assert values[0] <= 0
    # At temperature 0 the generation is made of the likeliest tokens.
    assert output["generations"][0] == "".join(position[0]["token"] for position in positions)


def test_slots_reuse_a_long_shared_beginning(llm: LocalLLM) -> None:
    shared = "You are careful and you never hurry. " * 30
    usages = [
        llm.session.post(
            "/v1/chat/completions",
            {"messages": [{"role": "system", "content": shared}, *ask(f"Say {n}.")], "max_tokens": 1},
        )["usage"]
        for n in range(4)
    ]
    cached = [usage["prompt_tokens_details"]["cached_tokens"] / usage["prompt_tokens"] for usage in usages]
    assert min(cached[1:]) > 0.9


def test_a_loaded_model_pickles_and_copies_without_its_connection(llm: LocalLLM) -> None:
    llm.generate_outputs([ask("Hi")], max_new_tokens=1)
    for twin in (pickle.loads(pickle.dumps(llm)), copy.deepcopy(llm)):
        assert twin.dump() == llm.dump()
        with pytest.raises(ModelError, match="call load"):
            _ = twin.session
        twin.load()
        assert twin.session.engine.pid == llm.session.engine.pid
        twin.unload()
    assert llm.generate_outputs([ask("Hi")], max_new_tokens=1)[0]["generations"][0]


def test_a_saved_model_is_the_same_model() -> None:
    llm = LocalLLM(seed=3, structured_output={"schema": Person}, generation_kwargs={"max_new_tokens": 5})
    saved = json.loads(json.dumps(llm.dump()))
    # A saved pipeline stores the defining file's module path: moving the class breaks users' YAML.
    assert saved["type_info"] == {"module": "goldsmith_distilabel.llms.local_llm", "name": "LocalLLM"}
    assert LocalLLM.from_dict(saved).dump() == llm.dump()
