"""Distilabel pipelines whose outcome can be trusted and whose progress can be seen."""

from goldsmith_distilabel.pipeline.pipeline import Pipeline
from goldsmith_distilabel.pipeline.ray_pipeline import RayPipeline

__all__ = ["Pipeline", "RayPipeline"]
