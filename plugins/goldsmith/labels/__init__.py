"""Labels from many voices: votes, agreement between raters, calibrated confidence, routing to people."""

from goldsmith.labels.agreement import cohen_kappa, krippendorff_alpha, krippendorff_alpha_interval
from goldsmith.labels.calibration import expected_calibration_error, reliability_bins
from goldsmith.labels.label_scores import calibrated, content_free_prior, label_scores, open_prefixes
from goldsmith.labels.majority_vote import majority_vote
from goldsmith.labels.route import Route, route
from goldsmith.labels.wilson import wilson_interval

__all__ = [
    "Route",
    "calibrated",
    "cohen_kappa",
    "content_free_prior",
    "expected_calibration_error",
    "krippendorff_alpha",
    "krippendorff_alpha_interval",
    "label_scores",
    "majority_vote",
    "open_prefixes",
    "reliability_bins",
    "route",
    "wilson_interval",
]
