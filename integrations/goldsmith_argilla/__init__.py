"""Review in Argilla."""

from goldsmith_argilla.adapter import ArgillaAdapter
from goldsmith_argilla.connect import connect

__all__ = ["ArgillaAdapter", "connect"]
