"""Label Studio's own server from pip alone, in an environment of its own."""

from goldsmith_label_studio.server.reviewers import add_reviewer
from goldsmith_label_studio.server.serve import serve

__all__ = ["add_reviewer", "serve"]
