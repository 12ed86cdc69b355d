"""Snorkel labeling functions joined with LLM votes."""
