"""What a model was used for, as a number that can be subtracted from a later one."""

from dataclasses import dataclass

__all__ = ["Usage"]


@dataclass(frozen=True)
class Usage:
    """What has been asked so far.

    Attributes:
        requests: requests the model answered, whatever the answer was good for.
        reused: samples taken from the journal, which cost nothing.
        input_tokens: tokens of the prompts.
        output_tokens: tokens of the answers.
        cost: in the prices' currency; None once a request's price was unknown.

    >>> before, after = Usage(1, 0, 10, 5, 0.5), Usage(3, 4, 30, 9, 1.25)
    >>> after - before
    Usage(requests=2, reused=4, input_tokens=20, output_tokens=4, cost=0.75)
    >>> (after + Usage(1, cost=None)).cost is None
    True
    """

    requests: int = 0
    reused: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = 0.0

    def __add__(self, other: "Usage") -> "Usage":
        """Add up two parts."""
        return self._combined(other, 1)

    def __sub__(self, other: "Usage") -> "Usage":
        """Return what was used since `other`."""
        return self._combined(other, -1)

    def _combined(self, other: "Usage", sign: int) -> "Usage":
        return Usage(
            self.requests + sign * other.requests,
            self.reused + sign * other.reused,
            self.input_tokens + sign * other.input_tokens,
            self.output_tokens + sign * other.output_tokens,
            None if self.cost is None or other.cost is None else self.cost + sign * other.cost,
        )
