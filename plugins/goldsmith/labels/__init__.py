"""Labels from many voices: votes, agreement between raters, calibrated confidence."""

from goldsmith.labels.agreement import cohen_kappa, krippendorff_alpha, krippendorff_alpha_interval
from goldsmith.labels.calibration import expected_calibration_error, reliability_bins
from goldsmith.labels.majority_vote import majority_vote

__all__ = [
    "cohen_kappa",
    "expected_calibration_error",
    "krippendorff_alpha",
    "krippendorff_alpha_interval",
    "majority_vote",
    "reliability_bins",
]
