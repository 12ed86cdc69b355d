"""Text from rows, made safe to stand in a prompt."""

from goldsmith.text import defused, tagged

__all__ = ["defused", "tagged"]
