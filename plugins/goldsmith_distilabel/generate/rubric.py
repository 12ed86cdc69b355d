"""What an aspect of a response means, and what each rating of it."""

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Rubric"]


class Rubric(BaseModel):
    """An aspect of your own for `AspectRatings`.

    Attributes:
        description: what is judged, in a sentence or more.
        anchors: what the ratings 1, 2, 3, 4 and 5 stand for, the worst first.
    """

    model_config = ConfigDict(extra="forbid")

    description: str = Field(min_length=1)
    anchors: list[str] = Field(min_length=5, max_length=5)
