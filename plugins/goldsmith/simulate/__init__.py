"""Simulated users and what is measured with them."""

from goldsmith.simulate.facts import facts_in
from goldsmith.simulate.invented_facts import invented_facts, read_invented
from goldsmith.simulate.tau2_tasks import read_tau2_tasks
from goldsmith.simulate.told_facts import facts_told, known_items
from goldsmith.simulate.trial import INFRASTRUCTURE, TRIAL_ENDINGS, Trial
from goldsmith.simulate.user_simulation_report import (
    GoldenResult,
    UserSimulationReport,
    user_simulation_report,
)

__all__ = [
    "INFRASTRUCTURE",
    "TRIAL_ENDINGS",
    "GoldenResult",
    "Trial",
    "UserSimulationReport",
    "facts_in",
    "facts_told",
    "invented_facts",
    "known_items",
    "read_invented",
    "read_tau2_tasks",
    "user_simulation_report",
]
