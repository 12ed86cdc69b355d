"""A live model behind Label Studio: predictions, retraining on what people answer, the unsure tasks first."""

from goldsmith_label_studio.backend.serve import MLBackend, serve_ml_backend

__all__ = ["MLBackend", "serve_ml_backend"]
