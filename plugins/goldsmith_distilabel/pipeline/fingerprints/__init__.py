"""What decides a step's output: its fields, code, data and files, as one short string."""

from goldsmith_distilabel.pipeline.fingerprints.fingerprint import fingerprint, step_fingerprint

__all__ = ["fingerprint", "step_fingerprint"]
