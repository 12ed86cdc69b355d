"""Labels from many voices: votes, agreement between raters, calibrated confidence, routing to people."""

from goldsmith.labels.agreement import cohen_kappa, krippendorff_alpha, krippendorff_alpha_interval
from goldsmith.labels.calibration import expected_calibration_error, reliability_bins
from goldsmith.labels.majority_vote import majority_vote
from goldsmith.labels.route import Route, route
from goldsmith.labels.wilson import wilson_interval

__all__ = [
    "Route",
    "cohen_kappa",
    "expected_calibration_error",
    "krippendorff_alpha",
    "krippendorff_alpha_interval",
    "majority_vote",
    "reliability_bins",
    "route",
    "wilson_interval",
]
