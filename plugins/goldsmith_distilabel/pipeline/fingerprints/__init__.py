"""What decides a step's output: its fields, code, data and files, as one short string."""

from goldsmith_distilabel.pipeline.fingerprints.of_a_step import fingerprint, step_fingerprint

__all__ = ["fingerprint", "step_fingerprint"]
