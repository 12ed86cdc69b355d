"""A/B tests on simulated personas: who is shown what, what they decide, and what that amounts to."""

from goldsmith.abtest.ab_analysis import ABResult, ab_analysis
from goldsmith.abtest.ab_sections import ab_sections, simulated
from goldsmith.abtest.decisions import Decision, decisions_schema, read_decisions
from goldsmith.abtest.difference import Difference, clustered_difference
from goldsmith.abtest.metric_power import MetricPower
from goldsmith.abtest.power import (
    clusters_needed,
    minimum_detectable_effect,
    power_to_find,
    sample_size_two_means,
)
from goldsmith.abtest.showings import Showing, assigned_variants, between_showings, within_showings

__all__ = [
    "ABResult",
    "Decision",
    "Difference",
    "MetricPower",
    "Showing",
    "ab_analysis",
    "ab_sections",
    "assigned_variants",
    "between_showings",
    "clustered_difference",
    "clusters_needed",
    "decisions_schema",
    "minimum_detectable_effect",
    "power_to_find",
    "read_decisions",
    "sample_size_two_means",
    "simulated",
    "within_showings",
]
