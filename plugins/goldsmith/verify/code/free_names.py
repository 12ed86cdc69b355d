"""The names that tests use and do not define."""

import builtins
import symtable
from collections.abc import Iterable

__all__ = ["free_names"]


def free_names(sources: Iterable[str]) -> list[str]:
    """Return the global names that the sources use, without Python's own; of a source that is no Python none.

    >>> free_names(["x = add(1, 2)", "assert x == len(three)"])
    ['add', 'three', 'x']
    """
    return sorted({name for source in sources for name in _of(source) if not hasattr(builtins, name)})


def _of(source: str) -> set[str]:
    try:
        tables = [symtable.symtable(source, "tests.py", "exec")]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()  # whoever runs it says why
    names = set()
    for table in tables:
        tables.extend(table.get_children())
        top = table.get_type() == "module"
        names |= {
            symbol.get_name()
            for symbol in table.get_symbols()
            if symbol.is_global() or (top and not symbol.is_assigned())
        }
    return names
