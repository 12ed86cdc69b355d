"""Text as every part of goldsmith compares it."""

from goldsmith.text.normalise import normalise

__all__ = ["normalise"]
