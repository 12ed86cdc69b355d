"""Probabilities once there is further evidence."""

import numpy as np

from goldsmith.labels.label_model import Floats

__all__ = ["with_evidence"]

_LEAST = 1e-12


def with_evidence(probabilities: Floats, evidence: Floats) -> Floats:
    """Return probabilities, [n, k], times the likelihood of each class, given as a logarithm, [n, k], and normalised.

    >>> with_evidence(np.array([[0.8, 0.2]]), np.log([[1.0, 4.0]])).tolist()
    [[0.5, 0.5]]
    """
    joint = np.log(np.maximum(probabilities, _LEAST)) + evidence
    joint = np.exp(joint - joint.max(axis=1, keepdims=True))
    found: Floats = joint / joint.sum(axis=1, keepdims=True)
    return found
