"""Distilabel steps, tasks and models for the whole life of synthetic data."""

from goldsmith_distilabel.pipeline import Pipeline, RayPipeline

__all__ = ["Pipeline", "RayPipeline"]
