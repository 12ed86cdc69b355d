"""Argilla's own server from pip alone: no Docker, no Elasticsearch, no Redis."""

from goldsmith_argilla.server.reviewers import add_reviewer
from goldsmith_argilla.server.serve import serve

__all__ = ["add_reviewer", "serve"]
