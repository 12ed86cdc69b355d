"""A labeling function that a model has written down, before anybody believes it."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["Candidate", "Kind", "Refused"]

Kind: TypeAlias = Literal["keywords", "regex", "python"]


@dataclass(frozen=True)
class Candidate:
    """Votes for one class where it fires, and abstains elsewhere.

    Attributes:
        label: the class.
        kind: what `body` is.
        body: the keywords; or one regular expression; or the source of `def fires(text)`.
        why: what the model says for it.
    """

    label: str
    kind: Kind
    body: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True)
class Refused:
    """What is not proposed.

    Attributes:
        what: the candidate, or what of the answer could not be read as one.
        reason: why.
    """

    what: str
    reason: str
