"""Put the samples of one input together, in the form Distilabel's models return them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from distilabel.typing import GenerateOutput

__all__ = ["Sample", "joined"]


@dataclass(frozen=True)
class Sample:
    """One generation.

    Attributes:
        output: the output it came in, perhaps with others.
        place: its place among the output's generations.
        reply: the same for samples that came in one output.
    """

    output: dict[str, Any]
    place: int
    reply: int


def joined(samples: Sequence[Sample | None], error: str | None = None) -> GenerateOutput:
    """Return one output of all `samples`, with None where there is none and `error` as its finish reason.

    Samples of one output, all of them and in order, are that output, unchanged. From different ones, statistics and
    further keys become one value a sample; tokens counted once for several samples are repeated, as Distilabel's tasks do.

    >>> a = {"generations": ["x", "y"], "statistics": {"input_tokens": [3], "output_tokens": [1, 2]}}
    >>> joined([Sample(a, 0, 1), Sample(a, 1, 1)]) == a
    True
    >>> joined([Sample(a, 1, 1), None], "HTTP 500")["statistics"]["output_tokens"]
    [2, 0]
    """
    first = samples[0]
    if first and _places(samples) == [(first.reply, n) for n in range(len(first.output["generations"]))]:
        as_given: Any = first.output
        return as_given  # type: ignore[no-any-return]
    statistics = {
        name: [_statistic(sample, name, error) for sample in samples]
        for name in _names(samples, "statistics", error)
    }
    whole: Any = {
        "generations": [s and s.output["generations"][s.place] for s in samples],
        "statistics": statistics,
    }
    extra = dict.fromkeys(key for s in samples if s for key in s.output if key not in whole)
    whole |= {key: [s and _at(s.output.get(key), s.place) for s in samples] for key in extra}
    return whole  # type: ignore[no-any-return]


def _places(samples: Sequence[Sample | None]) -> list[tuple[int, int] | None]:
    return [(sample.reply, sample.place) if sample else None for sample in samples]


def _names(samples: Sequence[Sample | None], key: str, error: str | None) -> dict[str, None]:
    names = dict.fromkeys(name for s in samples if s for name in s.output.get(key, {}))
    if None in samples:
        names |= dict.fromkeys(["input_tokens", "output_tokens"])
        names |= {"finish_reason": None} if error else {}
    return names


def _statistic(sample: Sample | None, name: str, error: str | None) -> Any:
    if sample:
        return _at(sample.output.get("statistics", {}).get(name), sample.place)
    return f"error: {error}" if name == "finish_reason" else 0 if name.endswith("_tokens") else None


def _at(values: Any, place: int) -> Any:
    if isinstance(values, list):
        return values[min(place, len(values) - 1)] if values else None
    return values
