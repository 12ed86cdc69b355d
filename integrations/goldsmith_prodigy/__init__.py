"""Review in Prodigy, by its files: tasks out and annotations in, as an adapter for `goldsmith.review`."""

from goldsmith_prodigy.adapter import ProdigyAdapter, connect
from goldsmith_prodigy.annotations import Annotation, from_annotation
from goldsmith_prodigy.tasks import View, to_task, view_of

__all__ = ["Annotation", "ProdigyAdapter", "View", "connect", "from_annotation", "to_task", "view_of"]
