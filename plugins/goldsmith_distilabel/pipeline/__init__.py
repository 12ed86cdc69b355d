"""Distilabel pipelines whose outcome can be trusted and whose progress can be seen."""

from goldsmith_distilabel.pipeline.pipeline import Pipeline

__all__ = ["Pipeline"]
