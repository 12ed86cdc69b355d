"""Variants of what is no plain text: code and conversations."""
