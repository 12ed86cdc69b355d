"""The state of a search for an evolving method, and the file it is kept in."""

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from goldsmith.data import atomic_path
from goldsmith.errors import InputError

__all__ = ["MethodSearch", "SearchStep"]


@dataclass(frozen=True)
class SearchStep:
    """One step of the search.

    Attributes:
        step: its number, from 1.
        candidate_rates: the failure rate of each revised method, in [0, 1].
        kept: the number of the candidate that was kept, or -1: the method before stays.
        failure_rate: of the method after this step.
        note: what went wrong, if anything did.
    """

    step: int
    candidate_rates: list[float]
    kept: int
    failure_rate: float
    note: str = ""


@dataclass(frozen=True)
class MethodSearch:
    """How far a search is.

    Attributes:
        method: the best method so far, as text.
        initial_failure_rate: of the method that the search began with.
        settings: everything the result depends on; another value of one makes another search.
        history: the steps done.
    """

    method: str
    initial_failure_rate: float
    settings: dict[str, Any]
    history: list[SearchStep] = field(default_factory=list)

    @property
    def failure_rate(self) -> float:
        """The best method's, on the development set, in [0, 1]."""
        return self.history[-1].failure_rate if self.history else self.initial_failure_rate

    def after(self, step: SearchStep, method: str) -> "MethodSearch":
        """Return the state after one more step."""
        return replace(self, method=method, history=[*self.history, step])

    def changed(self, settings: dict[str, Any]) -> list[str]:
        """Say in which settings this search differs from one with `settings`, one line for each.

        >>> MethodSearch("m", 0.5, {"seed": 0}).changed({"seed": 1})
        ['seed was 0 and is 1']
        """
        return [
            f"{name} was {self.settings.get(name)!r} and is {settings.get(name)!r}"
            for name in sorted(self.settings.keys() | settings.keys())
            if self.settings.get(name) != settings.get(name)
        ]

    def save(self, path: Path) -> None:
        """Write the state as JSON, whole or not at all."""
        with atomic_path(path) as draft:
            draft.write_text(
                json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n"
            )

    @classmethod
    def load(cls, path: Path) -> "MethodSearch":
        """Read the state.

        Raises:
            InputError: the file holds something else.
        """
        try:
            saved = json.loads(path.read_text(encoding="utf-8"))
            history = [SearchStep(**step) for step in saved.pop("history")]
            search = cls(**saved, history=history)
        except (OSError, ValueError, TypeError, AttributeError, KeyError) as err:
            raise InputError(
                f"{path} is no saved evolving method ({err}): give another method_path, or remove it"
            ) from err
        if not isinstance(search.method, str) or not search.method.strip():
            raise InputError(f"{path} holds no method text: give another method_path, or remove it")
        return search
