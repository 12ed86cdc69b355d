"""Answers that must be something a program can read."""

import ast
import json
import re
import warnings
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NoReturn

from goldsmith.errors import InputError
from goldsmith.extras import require
from goldsmith.filters.words import checked

__all__ = ["fences_reason", "json_reason", "python_reason"]

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})(.*)$")
_LONGEST_PARSED = 1_000_000  # characters of Python; the parser takes a kilobyte for each line


def json_reason(text: str, schema: Mapping[str, Any] | None = None) -> str | None:
    r"""Return why `text` is no JSON (RFC 8259: no NaN, no comments) or does not fit the JSON schema, or None.

    If the text has fenced blocks marked "json" those are read, each must be valid; otherwise all of it is.

    >>> json_reason('{"a": 1,}')
    'format: json: Expecting property name enclosed in double quotes, line 1 column 9'
    >>> json_reason('Here it is:\n```json\n[1]\n```', {"type": "array"}) is None
    True

    Raises:
        InputError: `text` is no string, or `schema` is no JSON schema.
        MissingExtraError: a schema is given and `jsonschema` is not installed.
    """
    check = _validator(json.dumps(schema)) if schema is not None else None
    return _first(_blocks(checked(text), ("json",)), lambda block: _json(block, check))


def python_reason(text: str) -> str | None:
    """Return why `text` is no Python that this interpreter parses, or None. Nothing is run.

    If the text has fenced blocks marked "python" or "py" those are read; otherwise all of it is.

    >>> python_reason("def f(:")
    'format: python: invalid syntax, line 1'

    Raises:
        InputError: `text` is no string.
    """
    return _first(_blocks(checked(text), ("python", "py", "python3")), _python)


def fences_reason(text: str) -> str | None:
    r"""Return which code fence is never closed (CommonMark 0.31, section 4.5), or None.

    >>> fences_reason("```python\nprint(1)\n")
    'format: fences: the one opened on line 1 is not closed'

    Raises:
        InputError: `text` is no string.
    """
    _, still_open = _fenced(checked(text))
    return f"format: fences: the one opened on line {still_open} is not closed" if still_open else None


def _fenced(text: str) -> tuple[list[tuple[str, str]], int | None]:
    """Return the closed fenced blocks as (language, body), and the line on which one still open began."""
    blocks: list[tuple[str, str]] = []
    fence, language, began, body = "", "", 0, list[str]()
    for number, line in enumerate(text.splitlines(), 1):
        match = _FENCE.match(line)
        if not fence and match and not (match[1][0] == "`" and "`" in match[2]):
            fence, language, began, body = match[1], match[2].strip().lower(), number, []
        elif fence and match and match[1].startswith(fence) and not match[2].strip():
            blocks.append((language.partition(" ")[0], "\n".join(body)))
            fence = ""
        elif fence:
            body.append(line)
    return blocks, began if fence else None


def _blocks(text: str, languages: tuple[str, ...]) -> list[str]:
    return [body for language, body in _fenced(text)[0] if language in languages] or [text]


def _first(blocks: list[str], check: Callable[[str], str | None]) -> str | None:
    return next((reason for block in blocks if (reason := check(block))), None)


def _json(text: str, check: Callable[[Any], str | None] | None) -> str | None:
    try:
        value = json.loads(text, parse_constant=_refuse)
    except json.JSONDecodeError as err:
        return f"format: json: {err.msg}, line {err.lineno} column {err.colno}"
    except ValueError as err:  # NaN, or a number of more digits than Python converts
        return f"format: json: {err}"
    except RecursionError:
        return "format: json: nested too deeply"
    return check(value) if check else None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


@lru_cache(maxsize=64)
def _validator(schema: str) -> Callable[[Any], str | None]:
    jsonschema: Any = require("jsonschema", extra="curate")
    referencing: Any = require("referencing", extra="curate")
    parsed = json.loads(schema)
    kind = jsonschema.validators.validator_for(parsed, default=jsonschema.Draft202012Validator)
    try:
        kind.check_schema(parsed)
    except jsonschema.SchemaError as err:
        raise InputError(f"this is no JSON schema: {err.message} at {err.json_path}") from err
    validator = kind(parsed, registry=referencing.Registry())  # a reference elsewhere is not fetched

    def check(value: Any) -> str | None:
        try:
            error = jsonschema.exceptions.best_match(validator.iter_errors(value))
        except RecursionError:
            return "format: json: nested too deeply"
        except referencing.exceptions.Unresolvable as err:
            raise InputError(f"the JSON schema refers to {err.ref}, which it does not hold") from err
        return error and f"format: json: {error.message[:200]} at {error.json_path}"

    return check


def _python(text: str) -> str | None:
    if len(text) > _LONGEST_PARSED:
        return f"format: python: {len(text):,} characters, at most {_LONGEST_PARSED:,} are parsed"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except SyntaxError as err:
        return f"format: python: {err.msg}, line {err.lineno or 1}"
    except (
        ValueError,
        MemoryError,
        RecursionError,
    ) as err:  # a null byte or lone surrogate, nested too deeply
        return f"format: python: {str(err).splitlines()[0] if str(err) else 'nested too deeply'}"
    return None
