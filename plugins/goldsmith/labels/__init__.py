"""Labels from many voices: votes, agreement between raters, calibrated confidence, routing to people."""

from goldsmith.labels.active import ActiveLab, StoppingAdvice, active_lab, select, stopping_advice
from goldsmith.labels.agreement import cohen_kappa, krippendorff_alpha, krippendorff_alpha_interval
from goldsmith.labels.annotator_confusion import annotator_confusion
from goldsmith.labels.auroc import auroc
from goldsmith.labels.borne_out import BorneOut, borne_out
from goldsmith.labels.calibration import expected_calibration_error, reliability_bins
from goldsmith.labels.cascade import Cascade, fit_cascade
from goldsmith.labels.choose_scaler import ChosenScaler, choose_scaler
from goldsmith.labels.confidence_driven import ConfidenceDrivenInference, ShareEstimate
from goldsmith.labels.cost_quality import (
    CostQualityCurve,
    CostQualityPoint,
    Labeller,
    People,
    cost_quality_curve,
)
from goldsmith.labels.crowdlab import Crowdlab, crowdlab
from goldsmith.labels.dawid_skene import dawid_skene
from goldsmith.labels.doubt import Doubt
from goldsmith.labels.end_model import EndModel, FittedEndModel
from goldsmith.labels.group_weights import group_weights
from goldsmith.labels.isotonic import IsotonicScaler
from goldsmith.labels.joint_posterior import joint_posterior
from goldsmith.labels.label_model import LabelModelFit
from goldsmith.labels.label_scores import calibrated, content_free_prior, label_scores, open_prefixes
from goldsmith.labels.llm_votes import llm_votes
from goldsmith.labels.majority_vote import majority_vote
from goldsmith.labels.many_raters import fleiss_kappa, gwet_ac1
from goldsmith.labels.map_em import map_em
from goldsmith.labels.outside_weights import outside_weights
from goldsmith.labels.refit_with_reviews import Refit, refit_with_reviews
from goldsmith.labels.review_loop import ReviewLoop
from goldsmith.labels.route import Route, route
from goldsmith.labels.routed import Routed, route_by_budget, route_by_cascade, route_by_threshold
from goldsmith.labels.span_agreement import SpanAgreement, span_agreement
from goldsmith.labels.temperature import TemperatureScaler
from goldsmith.labels.text_features import TextFeatures, text_vectors
from goldsmith.labels.verify_labels import verify_labels
from goldsmith.labels.voted_posterior import voted_posterior
from goldsmith.labels.voting import ApplyReport, apply_functions, function_name
from goldsmith.labels.weak_labels import LabelModelName, WeakLabelling, weak_labels
from goldsmith.labels.wilson import wilson_interval

__all__ = [
    "ActiveLab",
    "ApplyReport",
    "BorneOut",
    "Cascade",
    "ChosenScaler",
    "ConfidenceDrivenInference",
    "CostQualityCurve",
    "CostQualityPoint",
    "Crowdlab",
    "Doubt",
    "EndModel",
    "FittedEndModel",
    "IsotonicScaler",
    "LabelModelFit",
    "LabelModelName",
    "Labeller",
    "People",
    "Refit",
    "ReviewLoop",
    "Route",
    "Routed",
    "ShareEstimate",
    "SpanAgreement",
    "StoppingAdvice",
    "TemperatureScaler",
    "TextFeatures",
    "WeakLabelling",
    "active_lab",
    "annotator_confusion",
    "apply_functions",
    "auroc",
    "borne_out",
    "calibrated",
    "choose_scaler",
    "cohen_kappa",
    "content_free_prior",
    "cost_quality_curve",
    "crowdlab",
    "dawid_skene",
    "expected_calibration_error",
    "fit_cascade",
    "fleiss_kappa",
    "function_name",
    "group_weights",
    "gwet_ac1",
    "joint_posterior",
    "krippendorff_alpha",
    "krippendorff_alpha_interval",
    "label_scores",
    "llm_votes",
    "majority_vote",
    "map_em",
    "open_prefixes",
    "outside_weights",
    "refit_with_reviews",
    "reliability_bins",
    "route",
    "route_by_budget",
    "route_by_cascade",
    "route_by_threshold",
    "select",
    "span_agreement",
    "stopping_advice",
    "text_vectors",
    "verify_labels",
    "voted_posterior",
    "weak_labels",
    "wilson_interval",
]
