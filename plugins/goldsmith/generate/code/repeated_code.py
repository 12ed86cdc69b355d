"""Rows that repeat an earlier one, as the papers on code data see it."""

from collections.abc import Mapping, Sequence

from goldsmith.generate.code.defined_names import definitions

__all__ = ["Repeat", "repeated_code"]

Repeat = tuple[str, int] | None


def repeated_code(columns: Mapping[str, Sequence[str]], *, code: Sequence[str] | None = None) -> list[Repeat]:
    r"""Return of each row the column in which it repeats an earlier row that stayed, and that row's number; None if it stays.

    Two texts are the same if they are without any white space; empty ones repeat nothing. With `code`, a row also repeats one whose
    code has the same functions, or the same classes, by name (SelfCodeAlign; upper case and underscores aside).

    >>> repeated_code({"problem": ["Add a and b.", "Add  a and\nb.", "Subtract."], "solution": ["x", "y", "x"]})
    [None, ('problem', 0), ('solution', 0)]
    >>> repeated_code({"problem": ["One.", "Two."]}, code=["def f(): pass", "def F(): return 2"])
    [None, ('code', 0)]

    Args:
        columns: name -> the texts, as many in each.
        code: the code of each row.
    """
    seen: dict[tuple[str, object], int] = {}
    found: list[Repeat] = []
    for number in range(len(next(iter(columns.values()), []))):
        keys: list[tuple[str, object]] = [
            (name, bare) for name, texts in columns.items() if (bare := "".join(texts[number].split()))
        ]
        keys += [("code", names) for names in definitions(code[number]) if names] if code else []
        repeats = next(((key[0], seen[key]) for key in keys if key in seen), None)
        found.append(repeats)
        if repeats is None:
            seen |= dict.fromkeys(keys, number)
    return found
