"""Definitions of tools, as models that call functions take them."""

import json
import re
from collections.abc import Mapping
from typing import Any

from goldsmith.errors import UnreadableError
from goldsmith.filters import json_reason
from goldsmith.text import read_json, well_formed

__all__ = ["TOOL_SCHEMA", "read_tool"]

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
TOOL_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "pattern": f"^{_NAME.pattern}$"},
        "description": {"type": "string"},
        "parameters": {
            "type": "object",
            "properties": {
                "type": {"type": "string", "enum": ["object"]},
                "properties": {"type": "object", "additionalProperties": {"type": "object"}},
                "required": {"type": "array", "items": {"type": "string"}},
            },
            "required": ["type", "properties", "required"],
        },
    },
    "required": ["name", "description", "parameters"],
    "additionalProperties": False,
}
_PARAMETERS = ("parameters", "input_schema", "inputSchema")  # OpenAI's name, Anthropic's and MCP's
_LONGEST = 20_000  # characters of a definition


def read_tool(output: str) -> str:
    """Read the definition of a tool: JSON with "name", "description" and "parameters", a JSON schema of an object.

    A wrapper ({"type": "function", "function": ...}, a list of one) goes; broken JSON is mended as `read_json` does.

    >>> read_tool('{"name": "find_tide", "description": "Tides of a port.", "parameters": {"properties": {}}}')
    '{"name": "find_tide", "description": "Tides of a port.", "parameters": {"type": "object", "properties": {}}}'

    Returns:
        The definition as JSON, with these three keys in this order.

    Raises:
        UnreadableError: it is no such JSON, and why.
        MissingExtraError: `jsonschema` or `json_repair` is not installed.
    """
    value = _unwrapped(read_json(output))
    name, description = value.get("name"), value.get("description")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise UnreadableError(
            f'expected a "name" of 1 to 64 letters a-z, digits, "_" and "-", got {name!r:.80}'
        )
    if not isinstance(description, str) or not any(map(str.isalnum, description)):
        raise UnreadableError(f'expected a "description" in words, got {description!r:.80}')
    given = next((value[key] for key in _PARAMETERS if key in value), None)
    tool = {"name": name, "description": description.strip(), "parameters": _parameters(given)}
    try:
        told = well_formed(json.dumps(tool, ensure_ascii=False, allow_nan=False))
    except (ValueError, RecursionError) as err:
        raise UnreadableError('"parameters" hold what JSON cannot: NaN, or brackets nested too deep') from err
    if len(told) > _LONGEST:
        raise UnreadableError(f"the definition has {len(told):,} characters, at most {_LONGEST:,} wanted")
    return told


def _unwrapped(value: Any) -> Mapping[str, Any]:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    for key in ("function", "tool"):
        if isinstance(value, Mapping) and isinstance(value.get(key), Mapping):
            value = value[key]
    if not isinstance(value, Mapping):
        raise UnreadableError(f"expected one JSON object that defines a tool, got a {type(value).__name__}")
    return value


def _parameters(given: Any) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        raise UnreadableError(f'expected "parameters", a JSON schema, got {given!r:.80}')
    properties, required = given.get("properties", {}), given.get("required", [])
    schema = {"type": "object", **given, "properties": properties}
    if schema["type"] != "object" or not isinstance(properties, Mapping):
        raise UnreadableError('"parameters" must be of "type": "object", with "properties" by name')
    if wrong := [name for name, one in properties.items() if not isinstance(one, Mapping)]:
        raise UnreadableError(f"each parameter needs a JSON schema, {wrong[0]!r:.80} has none")
    if not isinstance(required, list) or not all(
        isinstance(name, str) and name in properties for name in required
    ):
        raise UnreadableError('"required" must be a list of names among the "properties"')
    try:
        json_reason("{}", schema)
    except (ValueError, TypeError, RecursionError, re.error) as err:
        raise UnreadableError(f'"parameters" are no JSON schema: {err!s:.200}') from err
    return schema
