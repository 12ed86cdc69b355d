"""What steps have in common that change words of a text."""

from typing import Any

from pydantic import Field, PrivateAttr

from goldsmith.named_function import named_function
from goldsmith_distilabel.augment.augment_step import AugmentStep

__all__ = ["ChangesWords"]


class ChangesWords(AugmentStep):
    """An augmentation that leaves words alone which are protected.

    Attributes:
        protect: words and phrases that stay, in whatever case.
        segment: the import name of a function that cuts what is written without blanks into its words, such as "jieba:lcut"; "": there
            is none, and texts in such a script come with that reason.
    """

    protect: list[str] = Field(default_factory=list)
    segment: str = ""

    _segment: Any = PrivateAttr(default=None)

    def load(self) -> None:
        """Import the function that cuts words."""
        super().load()
        self._segment = named_function(self.segment) if self.segment else None
