"""Read a code object: what it does, without its documentation and place, and what it needs from outside."""

import dis
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from types import CodeType
from typing import Any

from goldsmith_distilabel.pipeline.fingerprints.value_fingerprint import atom, framed

__all__ = ["CodeFacts", "Import", "code_facts"]

_GLOBAL = {"LOAD_GLOBAL", "LOAD_NAME"}
_ATTRIBUTE = {"LOAD_ATTR", "LOAD_METHOD"}


@dataclass(frozen=True, order=True)
class Import:
    """An import statement inside a function.

    Attributes:
        module: the dotted name, as written.
        level: how many dots precede it.
        names: what is imported from it.
    """

    module: str
    level: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class CodeFacts:
    """What a code object does and needs.

    Attributes:
        digest: of its instructions, constants and names and of the code inside it; comments, docstrings, blank lines,
            line numbers and file names do not count.
        names: the global names it reads, each with the attributes read of it: `helpers.clean` is
            `("helpers", "clean")`; sorted.
        imports: the imports it makes when it runs, sorted.
    """

    digest: bytes
    names: tuple[tuple[str, ...], ...]
    imports: tuple[Import, ...]


@lru_cache(maxsize=20_000)
def code_facts(code: CodeType) -> CodeFacts:
    r"""Return what `code` does and needs.

    >>> with_comment = compile("def f(x):\n    'Doubles.'\n    # so\n    return helpers.double(x)", "a.py", "exec")
    >>> without = compile("def f(x): return helpers.double(x)", "b.py", "exec")
    >>> code_facts(with_comment).digest == code_facts(without).digest
    True
    >>> code_facts(without).names
    (('helpers', 'double'),)
    """
    instructions = list(_without_docstring(code))
    inner = [code_facts(const) for const in code.co_consts if isinstance(const, CodeType)]
    names = set(_names(instructions)).union(*(facts.names for facts in inner))
    imports = set(_imports(instructions)).union(*(facts.imports for facts in inner))
    parts = [_signature(code), *(_said(instruction) for instruction in instructions), code.co_exceptiontable]
    digest = blake2b(framed(parts), digest_size=16).digest()
    return CodeFacts(digest, tuple(sorted(names)), tuple(sorted(imports)))


def _without_docstring(code: CodeType) -> Iterator[dis.Instruction]:
    # A function's docstring is a constant no instruction loads, a class's is stored in its body.
    held: dis.Instruction | None = None
    for instruction in dis.get_instructions(code):
        if instruction.opname == "STORE_NAME" and instruction.argval == "__doc__":
            held = None
            continue
        if held:
            yield held
        held = instruction
    if held:
        yield held


def _signature(code: CodeType) -> bytes:
    counts = (code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_flags)
    names = (code.co_name, *code.co_varnames, "/", *code.co_cellvars, "/", *code.co_freevars)
    return repr((counts, names)).encode("utf-8", "surrogatepass")


def _said(instruction: dis.Instruction) -> bytes:
    # A constant counts by its value, a name by itself: their places in the code's tables depend on its docstring.
    if instruction.opcode in dis.hasconst:
        return b"%d=" % instruction.opcode + _constant(instruction.argval)
    if isinstance(instruction.argval, str):
        return b"%d:" % instruction.opcode + instruction.argval.encode("utf-8", "surrogatepass")
    return b"%d %d" % (instruction.opcode, instruction.arg or 0)


def _constant(value: Any) -> bytes:
    if isinstance(value, CodeType):
        return b"code" + code_facts(value).digest
    if isinstance(value, tuple):
        return b"tuple" + framed([_constant(item) for item in value])
    if isinstance(value, frozenset):
        return b"frozenset" + framed(sorted(_constant(item) for item in value))
    return atom(value) or type(value).__name__.encode()


def _names(instructions: list[dis.Instruction]) -> Iterator[tuple[str, ...]]:
    for number, instruction in enumerate(instructions):
        if instruction.opname in _GLOBAL:
            chain = [instruction.argval]
            for following in instructions[number + 1 :]:
                if following.opname not in _ATTRIBUTE:
                    break
                chain.append(following.argval)
            yield tuple(chain)


def _imports(instructions: list[dis.Instruction]) -> Iterator[Import]:
    for number, instruction in enumerate(instructions):
        if instruction.opname == "IMPORT_NAME":
            level, names = (before.argval for before in instructions[number - 2 : number])
            yield Import(instruction.argval, level or 0, tuple(names or ()))
