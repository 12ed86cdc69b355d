"""Say in 32 characters what decides a step's output apart from its input rows."""

import logging
from collections.abc import Callable
from typing import Any

from distilabel.steps.base import _Step

from goldsmith_distilabel.pipeline.code_fingerprint import look_at_code
from goldsmith_distilabel.pipeline.graph_digest import Node, graph_digest
from goldsmith_distilabel.pipeline.model_fingerprint import StepView, look_at_model
from goldsmith_distilabel.pipeline.object_fingerprint import closed, look_at_object
from goldsmith_distilabel.pipeline.table_fingerprint import look_at_table
from goldsmith_distilabel.pipeline.value_fingerprint import look_at_plain

__all__ = ["fingerprint", "step_fingerprint"]

_logger = logging.getLogger(__name__)

_VERSION = 1
_MAX_OBJECTS = 1_000_000
_LOOKS: tuple[Callable[[Any], Node | None], ...] = (
    look_at_plain,
    look_at_code,
    look_at_model,
    look_at_table,
)


def step_fingerprint(step: _Step) -> str:
    """Return 32 hexadecimal digits that change when the step would give another output for the same input rows.

    The same code, configuration and data give the same fingerprint in every process. Take it before `load()`, which
    may set fields and attributes. It never raises, whatever a step holds, and never shows a value.

    What counts:

    - **Fields**, at any depth: values and their types, the LLM and its generation parameters, mappings, batch sizes,
      and what Distilabel leaves out of its own signature (`LoadDataFromDicts.data`). Files that a field names count by
      their contents up to 64 MiB, by size and time above; folders by what is listed in them. Private attributes count
      if they are data; of those Distilabel declares only a data set does, and a decorated step's parameters.
    - **Code** of the user's: the step's class, its LLM's and their bases, and the functions, classes, constants and
      modules these use by name, and so on. Comments, docstrings, blank lines and places do not count (but the
      docstring of a pydantic model that is no step: a model may read it in a schema). The standard library and what is
      installed in `site-packages` count by name and version; goldsmith too, unless it is an editable checkout.
    - **`__fingerprint__(self) -> str`** of a step, a model or any object, for what the object knows alone, such as a
      template it reads: what it returns counts as well.

    What does not count: secrets, the step's name, its resources, the pipeline, `use_cache`, loggers, the fields named
    in the step's `exclude_from_signature` (but `input_batch_size` does count), and the attributes a class names in
    `fingerprint_ignores: ClassVar[frozenset[str]]`. Name there what is written while the step runs: a journal's path.

    Two limits: what code finds under a name it computes is not seen, nor is a secret kept as a plain string known for
    one. What nobody can look into (a lock, a socket, a generator) counts by its class, and so does an object of a
    library's class that holds such a thing, as an HTTP client does.

    >>> from distilabel.steps import LoadDataFromDicts
    >>> one, same, other = (LoadDataFromDicts(data=[{"n": n}]) for n in (1, 1, 2))
    >>> step_fingerprint(one) == step_fingerprint(same) != step_fingerprint(other)
    True
    """
    # Batch boundaries decide what a batch's journal entry holds.
    excluded = frozenset(step.exclude_from_signature) - {"input_batch_size"}
    return _digest([_VERSION, StepView(step, excluded)])


def fingerprint(*values: Any) -> str:
    """Return 32 hexadecimal digits that change with any of `values`, by the rules of `step_fingerprint`.

    A string is a string here; a `Path` to a file counts by the file's contents.

    >>> fingerprint({"a": 1, "b": {2, 3}}) == fingerprint({"b": {3, 2}, "a": 1})
    True
    >>> len({fingerprint(value) for value in (1, 1.0, True, "1", [1], (1,), {1})})
    7
    """
    return _digest([_VERSION, *values])


def _digest(values: list[Any]) -> str:
    return graph_digest(values, _Looker().look).hex()


class _Looker:
    """Looks at one object after another, and gives up on objects that make ever new ones."""

    def __init__(self) -> None:
        self._objects = 0

    def look(self, value: Any) -> Node:
        try:
            for look in _LOOKS:
                if (node := look(value)) is not None:
                    return node
            self._objects += 1
            return look_at_object(value) if self._objects <= _MAX_OBJECTS else closed(value)
        except Exception as err:  # noqa: BLE001 - an object may raise anything when looked at
            _logger.debug("An object of %s counts by its class: it raises %s", type(value), type(err))
            return closed(value)
