"""Distilabel steps, tasks and models for the whole life of synthetic data."""

from goldsmith.extras import require

require("distilabel", extra="distilabel")  # before anything imports it, to name the extra

from goldsmith_distilabel.pipeline import Pipeline, RayPipeline

__all__ = ["Pipeline", "RayPipeline"]
