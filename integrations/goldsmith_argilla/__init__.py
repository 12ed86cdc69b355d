"""Review in Argilla: an adapter for `goldsmith.review`, and the server itself from pip alone."""

from goldsmith_argilla.adapter import ArgillaAdapter
from goldsmith_argilla.connect import connect
from goldsmith_argilla.server import add_reviewer, serve

__all__ = ["ArgillaAdapter", "add_reviewer", "connect", "serve"]
