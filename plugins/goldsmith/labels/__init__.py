"""Labels from many voices: votes, agreement between raters, calibrated confidence, routing to people."""

from goldsmith.labels.agreement import cohen_kappa, krippendorff_alpha, krippendorff_alpha_interval
from goldsmith.labels.annotator_confusion import annotator_confusion
from goldsmith.labels.calibration import expected_calibration_error, reliability_bins
from goldsmith.labels.dawid_skene import dawid_skene
from goldsmith.labels.label_model import LabelModelFit
from goldsmith.labels.label_scores import calibrated, content_free_prior, label_scores, open_prefixes
from goldsmith.labels.majority_vote import majority_vote
from goldsmith.labels.many_raters import fleiss_kappa, gwet_ac1
from goldsmith.labels.map_em import map_em
from goldsmith.labels.route import Route, route
from goldsmith.labels.span_agreement import SpanAgreement, span_agreement
from goldsmith.labels.wilson import wilson_interval

__all__ = [
    "LabelModelFit",
    "Route",
    "SpanAgreement",
    "annotator_confusion",
    "calibrated",
    "cohen_kappa",
    "content_free_prior",
    "dawid_skene",
    "expected_calibration_error",
    "fleiss_kappa",
    "gwet_ac1",
    "krippendorff_alpha",
    "krippendorff_alpha_interval",
    "label_scores",
    "majority_vote",
    "map_em",
    "open_prefixes",
    "reliability_bins",
    "route",
    "span_agreement",
    "wilson_interval",
]
