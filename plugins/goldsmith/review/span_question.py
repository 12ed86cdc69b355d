"""Which passages of a text are what."""

from collections.abc import Mapping
from dataclasses import dataclass

from goldsmith.review.labels import checked_labels, label_problem

__all__ = ["SpanQuestion"]


@dataclass(frozen=True, slots=True)
class SpanQuestion:
    """Passages of the text field called `field`, each with one of `labels`.

    An answer is a list of {"start", "end", "label"} in order, none overlapping another; it may be empty. Offsets count characters
    (code points), `end` is behind the last one: what Python slices by, whatever the tool counts in.

    Raises:
        InputError: as for `LabelQuestion`, but one label is enough.

    >>> question = SpanQuestion("names", "Mark names", "text", ("person", "place"))
    >>> question.problem([{"start": 0, "end": 3, "label": "person"}, {"start": 2, "end": 5, "label": "place"}])
    'the spans 0 to 3 and 2 to 5 overlap'
    """

    name: str
    title: str
    field: str
    labels: tuple[str, ...]
    required: bool = True

    def __post_init__(self) -> None:
        object.__setattr__(self, "labels", checked_labels(self.name, self.labels, fewest=1))

    @property
    def kind(self) -> str:
        """Spans of another field are another question."""
        return f"spans in {self.field}"

    @property
    def options(self) -> tuple[str, ...]:
        """What can be answered."""
        return self.labels

    def problem(self, value: object) -> str | None:
        """Say what is wrong with `value` as an answer, or None."""
        if not isinstance(value, list):
            return f"{value!r} is not a list of spans"
        behind = None
        for span in value:
            if problem := self._span_problem(span):
                return problem
            if behind and span["start"] < behind["end"]:
                return f"the spans {behind['start']} to {behind['end']} and {span['start']} to {span['end']} overlap"
            behind = span
        return None

    def _span_problem(self, span: object) -> str | None:
        if not isinstance(span, Mapping) or set(span) != {"start", "end", "label"}:
            return f"{span!r:.80} is not {{'start': ..., 'end': ..., 'label': ...}}"
        start, end = span["start"], span["end"]
        whole = all(isinstance(at, int) and not isinstance(at, bool) for at in (start, end))
        if not whole or not 0 <= start < end:
            return f"{span!r:.80} does not have 0 <= start < end"
        return label_problem(span["label"], self.labels)

    def outside(self, value: list[dict[str, int | str]], text: str) -> str | None:
        """Say which span of `value` lies outside of `text`, or None."""
        beyond = [span for span in value if int(span["end"]) > len(text)]
        return f"the span {beyond[0]} ends beyond the text's {len(text)} characters" if beyond else None
