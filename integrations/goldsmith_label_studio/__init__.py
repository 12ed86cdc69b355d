"""Review in Label Studio."""

from goldsmith_label_studio.adapter import LabelStudioAdapter
from goldsmith_label_studio.connect import connect

__all__ = ["LabelStudioAdapter", "connect"]
