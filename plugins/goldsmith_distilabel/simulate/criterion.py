"""A criterion of a rubric."""

from pydantic import Field

from goldsmith_distilabel.generate.rubric import Rubric

__all__ = ["Criterion"]


class Criterion(Rubric):
    """What `RubricJudge` rates a response by.

    Attributes:
        description: what is judged, in a sentence or more.
        anchors: what each rating stands for, 1 first, which is the worst; two to ten of them.
        weight: how much it counts beside the others, above 0.
    """

    anchors: list[str] = Field(min_length=2, max_length=10)
    weight: float = Field(default=1.0, gt=0)
