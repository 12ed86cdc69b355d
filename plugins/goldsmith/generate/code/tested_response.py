# ruff: noqa: RUF001 (punctuation of several scripts)
"""A response that brings tests for its own code."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from goldsmith.errors import UnreadableError
from goldsmith.text import read_json, without_thought
from goldsmith.verify.code.code_blocks import code_blocks, python_blocks
from goldsmith.verify.code.parsed import parsed

__all__ = ["TestedResponse", "read_tested_response"]

_EDGE = r"[ \t>*_#=\-]{0,12}"
_TESTS = re.compile(
    rf"^{_EDGE}(?:</response>\s*)?{_EDGE}(?:<tests?>|\[\s*tests?\s*\]|(?:#{{1,6}}|\*\*)[ \t]*(?:\d+[.)][ \t]*)?(?:unit[ \t]+)?tests?\b[^\n]{{0,40}}|(?:unit[ \t]+)?tests?[ \t]*:)[ \t*_:]*$",
    re.IGNORECASE | re.MULTILINE,
)
_RESPONSE = re.compile(
    rf"\A\s*(?:<response>|\[\s*response\s*\]|{_EDGE}response{_EDGE}[:：]?{_EDGE}$)[ \t]*\n?",
    re.IGNORECASE | re.MULTILINE,
)
_TAGS = re.compile(r"</?(?:response|tests?)>", re.IGNORECASE)
_END = re.compile(r"</tests?>", re.IGNORECASE)
_MAIN = re.compile(r"^if __name__ == ([\"'])__main__\1:", re.MULTILINE)


@dataclass(frozen=True)
class TestedResponse:
    """What SelfCodeAlign asks a model for.

    Attributes:
        response: the answer to the task, without the tests: what is trained on.
        code: the Python in it.
        tests: the Python that tests it.
    """

    __test__ = False  # for pytest, which would take it for a test

    response: str
    code: str
    tests: str


def read_tested_response(output: str) -> TestedResponse:
    r"""Read a response and the tests behind it: `<response>...</response> <tests>...</tests>`, or what comes near it.

    The tests may stand under a heading ("### Tests", "[Tests]", "**Tests:**"), in JSON with the keys `response` and `tests`, or
    be the last block that asserts something. As in the paper all blocks of Python of a part count, and where the code
    reads `input`, what stands under `if __name__ == "__main__":` is left out.

    >>> found = read_tested_response("Double it:\n```python\ndef f(x):\n    return 2 * x\n```\n## Tests\n```python\nassert f(2) == 4\n```")
    >>> found.response, found.tests
    ('Double it:\n```python\ndef f(x):\n    return 2 * x\n```', 'assert f(2) == 4')

    Raises:
        UnreadableError: there is no code, or there are no tests.
    """
    text = without_thought(output)
    response, told = _parts(text)
    code, tests = _joined(response), _joined(told)
    if not tests:
        raise UnreadableError("expected a block of Python that tests the code, found none")
    if not code:
        raise UnreadableError("expected a block of Python before the tests, found none")
    return TestedResponse(response.strip(), code, tests)


def _parts(text: str) -> tuple[str, str]:
    if text.startswith(("{", "```json")) and '"tests"' in text:
        return _from_json(text)
    blocks = code_blocks(text)
    for mark in _TESTS.finditer(text):
        if not any(block.start <= mark.start() < block.end for block in blocks):
            tests = _END.split(text[mark.end() :], maxsplit=1)[0]  # what a model goes on with is no test
            return _untagged(text[: mark.start()]), _untagged(tests)
    asserting = [block for block in python_blocks(text)[1:] if "assert" in block.source]
    if asserting:
        last = asserting[-1]
        return _untagged(text[: last.start]), text[last.start : last.end]
    return _untagged(text), ""


def _from_json(text: str) -> tuple[str, str]:
    value = read_json(text)
    told = value if isinstance(value, Mapping) else {}
    response, tests = told.get("response"), told.get("tests")
    if not isinstance(response, str) or not isinstance(tests, str):
        raise UnreadableError('expected {"response": "...", "tests": "..."}, got other JSON')
    return _fenced(response), _fenced(tests)


def _fenced(part: str) -> str:
    return part if python_blocks(part) else f"```python\n{part}\n```"


def _untagged(part: str) -> str:
    return _TAGS.sub("", _RESPONSE.sub("", part)).strip()


def _joined(part: str) -> str:
    """Return the Python of a part; blocks that are not marked count only if they parse, as they may be output."""
    blocks = [block for block in python_blocks(part) if block.language or parsed(block.source)]
    return "\n\n".join(_without_main(block.source.strip()) for block in blocks)


def _without_main(code: str) -> str:
    main = _MAIN.search(code) if "input" in code else None
    return code[: main.start()].strip() if main else code
