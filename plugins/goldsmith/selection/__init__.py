"""A subset worth training on: good, unlike what is in it already, balanced, within a budget."""

from goldsmith.selection.select_diverse import Selection, select_diverse

__all__ = ["Selection", "select_diverse"]
