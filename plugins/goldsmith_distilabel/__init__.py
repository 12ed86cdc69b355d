"""Distilabel steps, tasks and models."""
