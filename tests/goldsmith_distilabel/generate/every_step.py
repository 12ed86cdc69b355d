"""Every step that writes data, in a state to run: what the tests of all of them go through."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

__all__ = ["CASES", "Case"]


@dataclass(frozen=True)
class Case:
    """A step with a scripted model.

    Attributes:
        make: makes the step; call it inside a pipeline or outside.
        rows: what it is given; empty for a generator.
    """

    make: Callable[[], Any]
    rows: list[dict[str, Any]] = field(default_factory=list)


CASES: dict[str, Case] = {}
