"""Whether what was made of a text still has its label."""

from goldsmith.augment.gate.held_out import HeldOut
from goldsmith.augment.gate.label_evidence import Evidence, LabelEvidence
from goldsmith.augment.gate.label_gate import Judged, LabelGate
from goldsmith.augment.gate.likeness import least_likeness, likeness, word_change

__all__ = [
    "Evidence",
    "HeldOut",
    "Judged",
    "LabelEvidence",
    "LabelGate",
    "least_likeness",
    "likeness",
    "word_change",
]
