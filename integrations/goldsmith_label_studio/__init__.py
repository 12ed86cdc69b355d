"""Review in Label Studio: an adapter for `goldsmith.review`, and the server itself from pip alone."""

from goldsmith.extras import require

require("label_studio_sdk", extra="label-studio")  # before anything imports it, to name the extra

from goldsmith_label_studio.adapter import LabelStudioAdapter
from goldsmith_label_studio.backend import MLBackend, serve_ml_backend
from goldsmith_label_studio.connect import connect
from goldsmith_label_studio.predictions import prediction_errors
from goldsmith_label_studio.server import add_reviewer, serve

__all__ = [
    "LabelStudioAdapter",
    "MLBackend",
    "add_reviewer",
    "connect",
    "prediction_errors",
    "serve",
    "serve_ml_backend",
]
