"""How reliably an assistant does what users want: trials grouped by golden."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from goldsmith.judging import PassHatK, pass_hat_k

__all__ = ["GoldenResult", "UserSimulationReport", "user_simulation_report"]


@dataclass(frozen=True)
class GoldenResult:
    """The trials of one golden.

    Attributes:
        task_id: the golden.
        trials: n, the trials that say something about the assistant.
        successes: c of them.
        infrastructure_errors: trials that broke off for another reason; they count for nothing.
        with_invented_facts: of the n, those in which the user made up a fact.
    """

    task_id: str
    trials: int
    successes: int
    infrastructure_errors: int
    with_invented_facts: int


@dataclass(frozen=True)
class UserSimulationReport:
    """All goldens.

    Attributes:
        goldens: in the order in which they came.
        failed_rows: rows that never became a trial, as one without a scenario.
    """

    goldens: list[GoldenResult]
    failed_rows: int = 0

    @property
    def outcomes(self) -> list[list[bool | None]]:
        """The trials of each golden as `pass_hat_k` takes them; None is an infrastructure error."""
        return [
            [True] * golden.successes
            + [False] * (golden.trials - golden.successes)
            + [None] * golden.infrastructure_errors
            for golden in self.goldens
        ]

    @property
    def pass_hat_k(self) -> dict[int, PassHatK]:
        """K -> the chance that k trials of a golden all succeed, C(c,k)/C(n,k) of each and the mean.

        For every k that some golden has trials for; a golden with fewer counts among `short_tasks`.
        """
        most = max((golden.trials for golden in self.goldens), default=0)
        return {k: pass_hat_k(self.outcomes, k) for k in range(1, most + 1)}

    @property
    def infrastructure_errors(self) -> int:
        """Of all goldens."""
        return sum(golden.infrastructure_errors for golden in self.goldens)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "goldens": [vars(golden) for golden in self.goldens],
            **{f"pass^{k}": found.value for k, found in self.pass_hat_k.items()},
            "infrastructure_errors": self.infrastructure_errors,
            "failed_rows": self.failed_rows,
        }


def user_simulation_report(rows: Iterable[Mapping[str, Any]]) -> UserSimulationReport:
    """Count the rows of `UserSimulator` by golden, those set aside included.

    >>> trial = {"task_id": "a", "ended": "max_turns", "infrastructure_error": "", "user_facts_invented": ""}
    >>> rows = [trial | {"success": True}, trial | {"success": False}, trial | {"infrastructure_error": "HTTP 503"}]
    >>> user_simulation_report(rows).goldens
    [GoldenResult(task_id='a', trials=2, successes=1, infrastructure_errors=1, with_invented_facts=0)]
    """
    of_golden: dict[str, list[Mapping[str, Any]]] = {}
    failed = 0
    for row in rows:
        # Where a step fails as a whole, stock Distilabel goes on with rows whose columns are None: no trial was held.
        if (row.get("error") or {}).get("kind") or not row.get("ended"):
            failed += 1
        else:
            of_golden.setdefault(str(row["task_id"]), []).append(row)
    return UserSimulationReport([_result(name, trials) for name, trials in of_golden.items()], failed)


def _result(task_id: str, rows: list[Mapping[str, Any]]) -> GoldenResult:
    valid = [row for row in rows if not row["infrastructure_error"]]
    return GoldenResult(
        task_id,
        trials=len(valid),
        successes=sum(bool(row["success"]) for row in valid),
        infrastructure_errors=len(rows) - len(valid),
        with_invented_facts=sum(bool(row.get("user_facts_invented")) for row in valid),
    )
