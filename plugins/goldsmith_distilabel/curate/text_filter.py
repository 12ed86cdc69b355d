"""What filters that judge one text at a time, and add no column of their own, have in common."""

from abc import abstractmethod

from goldsmith_distilabel.curate.noting_text_filter import NotingTextFilter

__all__ = ["TextFilter"]


class TextFilter(NotingTextFilter):
    """Marks the rows whose text there is a reason to drop; a missing text reads as empty.

    Attributes:
        column: the text to judge.
    """

    def _judged(self, text: str) -> tuple[str | None]:
        return (self._reason(text),)

    @abstractmethod
    def _reason(self, text: str) -> str | None:
        """Return why a text is to be dropped, None if it is kept."""
