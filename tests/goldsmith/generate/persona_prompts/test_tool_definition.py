import json
from contextlib import suppress
from typing import Any

import pytest
from tests.strange_outputs import fuzzed

from goldsmith.errors import UnreadableError
from goldsmith.filters import json_reason
from goldsmith.generate import read_tool
from goldsmith.generate.persona_prompts import TOOL_SCHEMA

PARAMETERS = {
    "type": "object",
    "properties": {"port": {"type": "string", "description": "A port."}},
    "required": ["port"],
}
TOOL = {"name": "find_tide", "description": "Tides of a port.", "parameters": PARAMETERS}


@pytest.mark.parametrize(
    "output",
    [
        json.dumps(TOOL),
        f"Here it is:\n```json\n{json.dumps(TOOL, indent=2)}\n```\nIt finds tides.",
        json.dumps([TOOL]),
        json.dumps({"type": "function", "function": TOOL}),
        json.dumps({"tool": TOOL}),
        json.dumps({**TOOL, "strict": True}),
        json.dumps({"name": "find_tide", "description": "Tides of a port.", "input_schema": PARAMETERS}),
        json.dumps({"name": "find_tide", "description": "Tides of a port.", "inputSchema": PARAMETERS}),
        json.dumps(TOOL).replace('"port"]', '"port",]'),
    ],
)
def test_a_definition_is_read_in_many_forms(output: str) -> None:
    assert json.loads(read_tool(output)) == TOOL


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": "find tide"}, '"name" of 1 to 64'),
        ({"name": ""}, '"name" of 1 to 64'),
        ({"name": None}, '"name" of 1 to 64'),
        ({"description": " "}, '"description" in words'),
        ({"parameters": None}, '"parameters", a JSON schema'),
        ({"parameters": {"type": "string"}}, 'of "type": "object"'),
        ({"parameters": {"properties": ["port"]}}, 'of "type": "object"'),
        ({"parameters": {"properties": {"port": "a string"}}}, "'port' has none"),
        ({"parameters": {"properties": {}, "required": ["port"]}}, '"required" must be'),
        ({"parameters": {"properties": {}, "required": True}}, '"required" must be'),
        ({"parameters": {"properties": {"port": {"type": "text"}}}}, "no JSON schema: 'text'"),
        ({"parameters": {"properties": {"port": {}}, "$schema": []}}, "no JSON schema"),
        ({"description": "Tides. " * 4000}, "at most 20,000"),
    ],
)
def test_what_defines_no_tool_says_why(change: dict[str, Any], message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        read_tool(json.dumps(TOOL | change))


@pytest.mark.parametrize(
    "output", ["", "A tool for tides.", "[]", "{}", "[1, 2]", "null", json.dumps([TOOL, TOOL])]
)
def test_what_holds_no_definition_is_unreadable(output: str) -> None:
    with pytest.raises(UnreadableError):
        read_tool(output)


def test_the_schema_a_model_is_held_to_admits_what_is_read() -> None:
    assert json_reason(read_tool(json.dumps(TOOL)), TOOL_SCHEMA) is None
    assert json_reason(json.dumps(TOOL | {"name": "find tide"}), TOOL_SCHEMA) is not None


def test_a_definition_nested_too_deep_is_unreadable() -> None:
    deep: dict[str, Any] = {"type": "object"}
    for _ in range(300):
        deep = {"type": "object", "properties": {"a": deep}}
    with suppress(UnreadableError):
        assert json.loads(read_tool(json.dumps(TOOL | {"parameters": deep})))


@fuzzed
def test_any_output_is_a_tool_or_unreadable(output: str) -> None:
    for said in (output, output + json.dumps(TOOL), json.dumps(TOOL | {"description": output, "name": "a"})):
        with suppress(UnreadableError):
            told = read_tool(said)
            assert list(json.loads(told)) == ["name", "description", "parameters"]
            assert told.encode()
