"""Proposed functions as the source of ordinary Snorkel labeling functions."""

import ast
import keyword
import re
from collections.abc import Sequence

from goldsmith.labels.proposals.fires import pattern_of
from goldsmith.labels.proposals.vetted import Vetted

__all__ = ["written_out"]

_HEAD = '''"""Labeling functions that a language model has proposed. Read and edit them: nothing here has been run but on trial."""

import re

from snorkel.labeling import labeling_function

ABSTAIN = -1
'''


def written_out(functions: Sequence[Vetted], labels: Sequence[str]) -> str:
    """Return a Python module of Snorkel labeling functions, their figures beside them.

    What a model wrote enters as string literals and comments only; Python that it wrote stands there as it was tried, under
    another name. Whoever imports the module has read it.

    Args:
        functions: from `vet`.
        labels: the classes, in the order of their numbers.
    """
    constants = _constants(labels)
    lines = [
        _HEAD
        + "".join(f"{name} = {at}  # {_line(label)}\n" for at, (label, name) in enumerate(constants.items()))
    ]
    lines += [_function(one, constants[one.candidate.label]) for one in functions]
    names = "".join(f"    {one.name},\n" for one in functions)
    return "\n\n".join([*lines, f"LFS = [\n{names}]\n"])


def _function(one: Vetted, constant: str) -> str:
    low, high = one.accuracy
    told = (
        f"{one.right} of {one.fired} known rows right ({low:.2f} to {high:.2f})"
        if one.fired
        else "no known row"
    )
    lead = [f"# {_line(one.candidate.why)}"] if one.candidate.why else []
    doubt = [] if one.proven else ["# Unproven: it fires on too few known rows to say how often it is right."]
    figures = f'    """Fires on {one.coverage:.1%} of the texts; {told}; conflict {one.conflict:.1%}."""'
    test, before = _test(one)
    head = ["@labeling_function()", f"def {one.name}(row):", figures]
    return "\n".join([*before, *lead, *doubt, *head, f"    return {constant} if {test} else ABSTAIN\n"])


def _test(one: Vetted) -> tuple[str, list[str]]:
    """Return the condition under which a function fires, and what must stand before the function."""
    if one.candidate.kind != "python":
        return f"re.search({_literal(pattern_of(one.candidate))}, row.text, re.IGNORECASE)", []
    tree = ast.parse(one.candidate.body[0])
    inner = f"{one.name}_fires"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == "fires":
            node.name = inner
        elif isinstance(node, ast.Name) and node.id == "fires":
            node.id = inner
    return f"{inner}(row.text)", [ast.unparse(tree), "\n"]


def _literal(text: str) -> str:
    """Return a string literal, raw where that reads better and is the same."""
    raw = f'r"{text}"'
    plain = text.isprintable() and '"' not in text and not text.endswith("\\")
    return raw if plain and "\\" in text else repr(text) if not text.isascii() or not plain else f'"{text}"'


def _constants(labels: Sequence[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for at, label in enumerate(labels):
        name = re.sub(r"\W+", "_", label, flags=re.ASCII).strip("_").upper()
        bad = (
            not name
            or name[0].isdigit()
            or keyword.iskeyword(name)
            or name in {*names.values(), "ABSTAIN", "LFS"}
        )
        names[label] = f"LABEL_{at}" if bad else name
    return names


def _line(text: str) -> str:
    """Return a text in one printable line, fit for a comment."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())
