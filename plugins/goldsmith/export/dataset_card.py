"""A card that says what a data set is made of, and what is known against it."""

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from goldsmith.data import LazyRows
from goldsmith.errors import InputError
from goldsmith.export.card_metadata import card_metadata
from goldsmith.export.kept_rows import kept_rows
from goldsmith.export.licences import licence_warnings
from goldsmith.text import well_formed

if TYPE_CHECKING:
    from goldsmith.quality import Bias, Contamination

__all__ = ["dataset_card"]

Row = Mapping[str, Any]

_SHOWN = 20  # rows of a table
_SAMPLE = 10_000  # rows searched for personal data


def dataset_card(
    rows: Iterable[Row],
    *,
    name: str,
    description: str = "",
    licence: str = "",
    languages: Sequence[str] = (),
    tasks: Sequence[str] = (),
    column: str = "",
    intended_use: str = "",
    not_for: str = "",
    biases: Sequence[str] = (),
    consent: str = "",
    contamination: "Contamination | None" = None,
    bias: "Bias | None" = None,
    checks: Sequence[str] = (),
    files: Mapping[str, str] | None = None,
    pii_kinds: Collection[str] | None = None,
    seed: int = 0,
) -> str:
    """Return the `README.md` of a data set for the Hugging Face Hub: its metadata, and a section for each question asked of data.

    By technique, model, source and licence the rows are counted from their `provenance`; the share of human text and of text
    that went through models comes from the same; personal data is searched for in `column`. What was not measured says so.
    The sections follow Gebru et al. 2021, "Datasheets for Datasets", and Mitchell et al. 2019 for what is known against it.

    Args:
        rows: dicts, a `datasets.Dataset` or `goldsmith.data.LazyRows`; those that were dropped or failed are not counted.
        name: of the data set.
        description: what it is, in a paragraph.
        licence: under which it is given away, as the Hub names it: "apache-2.0", "cc-by-4.0".
        languages: codes of ISO 639, as "en".
        tasks: categories of the Hub, as "text-generation".
        column: the text; by default the first of `instruction`, `text`, `messages` that the rows have.
        intended_use: what it is for.
        not_for: what it must not be used for.
        biases: those known, a sentence each.
        consent: whether those who wrote or are written about have agreed.
        contamination: what `goldsmith.quality.contamination` returned.
        bias: what `goldsmith.quality.bias` returned.
        checks: what the rows went through and what it set aside, a sentence each.
        files: split -> file or pattern beside the card, as "train" -> "train.jsonl"; the Hub then loads these and nothing else.
        pii_kinds: of personal data to search for; by default all of `goldsmith.filters.PII_KINDS`.
        seed: of the draw of rows that are searched for personal data.

    Raises:
        InputError: there is no row, or none has the column.
        MissingExtraError: the extra `curate`, which finds telephone numbers, is not installed, and they are among `pii_kinds`.

    >>> origin = {"technique": "Evol-Instruct", "model": "m", "source": "forum", "licence": "CC BY-NC 4.0", "depth": 1}
    >>> card = dataset_card([{"instruction": "Why is the sky blue?", "provenance": origin}], name="Questions", licence="cc-by-4.0")
    >>> card.splitlines()[1], "it forbids commercial use" in card
    ('license: "cc-by-4.0"', True)
    """
    from goldsmith.filters import PII_KINDS
    from goldsmith.quality import generation_shares, privacy

    kept = _kept(rows)
    if not kept:
        raise InputError("a card needs rows, and none was kept")
    column = column or _column(kept[0])
    if not any(_text(row.get(column)) for row in kept):
        raise InputError(f"no row has text in {column!r}; there are: {', '.join(map(str, kept[0]))}")
    counted = _counted(kept)
    licences = [part for told in counted["licence"] for part in ([""] if told == _NONE else told.split(", "))]
    models = [model for model in counted["model"] if model != _NONE]
    card: str = _template().render(
        metadata=card_metadata(
            name, licence, languages, tasks, files or {}, rows=len(kept), synthetic=bool(models)
        ),
        name=name,
        description=description,
        rows=len(kept),
        columns=list(kept[0]),
        tables=counted,
        shown=_SHOWN,
        depths=list(generation_shares(kept).measures),
        warnings=licence_warnings(licences, models),
        biases=list(biases),
        leaning=_leaning(bias),
        contamination=list(contamination.measures) if contamination is not None else [],
        private=list(
            privacy(
                _Texts(kept, column),
                kinds=PII_KINDS if pii_kinds is None else pii_kinds,
                sample=_SAMPLE,
                seed=seed,
            ).measures
        ),
        checks=list(checks),
        column=column,
        consent=consent,
        intended_use=intended_use,
        not_for=not_for,
    )
    return well_formed(card)


_NONE = "not said"
_KINDS = ("technique", "operation", "model", "source", "licence")


def _template() -> Any:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # Markdown: `safe` makes what comes from data harmless  # noqa: S701
    )
    environment.filters["safe_md"] = _safe
    environment.filters["share"] = _share
    return environment.get_template("dataset_card.md.jinja2")


def _safe(value: Any) -> str:
    r"""Text on one line that is neither HTML nor a cell's end.

    >>> _safe("a|b\n<script>")
    'a\\|b &lt;script>'
    """
    told = " ".join(str(value).split())[:300]
    return told.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|").replace("`", "'")


def _share(measure: Any) -> str:
    """Return a measure as text, with its interval."""
    if measure.value != measure.value:
        return "nothing to measure it on"
    percent = measure.style == "percent"
    shown = [measure.value, *(measure.interval or ())]
    value, *ends = [f"{one:.1%}" if percent else f"{one:.3g}" for one in shown]
    return f"{value} ({ends[0]} to {ends[1]})" if ends else value


def _kept(rows: Iterable[Row]) -> Sequence[Row]:
    """Return the rows to tell of: of `LazyRows` none is held."""
    if isinstance(rows, LazyRows):
        return rows.at(array("q", (number for number, _ in kept_rows(rows))))
    return [row for _, row in kept_rows(rows)]


def _counted(rows: Iterable[Row]) -> dict[str, dict[str, int]]:
    """Return, by kind of origin, how many rows name what, the commonest first."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in _KINDS}
    for row in rows:
        told = row.get("provenance")
        origin = told if isinstance(told, Mapping) else {}
        for kind, count in counts.items():
            count[str(origin.get(kind) or _NONE)] += 1
    return {kind: dict(count.most_common()) for kind, count in counts.items()}


class _Texts(Sequence[str]):
    """The texts of rows, of which those are read that are asked for."""

    def __init__(self, rows: Sequence[Row], column: str) -> None:
        self._rows, self._column = rows, column

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...
    def __getitem__(self, number: int | slice) -> str | list[str]:
        if isinstance(number, slice):
            return [_text(row.get(self._column)) for row in self._rows[number]]
        return _text(self._rows[number].get(self._column))


def _leaning(found: "Bias | None") -> list[str]:
    """Return a line for each column, for what grew, and for the scores of groups."""
    if found is None:
        return []
    told = []
    for one in found.distributions:
        shares = zip(one.values[:_SHOWN], one.shares, one.expected or (None,) * len(one.values), strict=False)
        spread = (
            f"{value} {share:.1%}" + ("" if wanted is None else f" (wanted {wanted:.1%})")
            for value, share, wanted in shares
        )
        told.append(f"{one.column}: {', '.join(spread)}")
    measures = [found.amplification, *(found.scores.measures if found.scores else ())]
    return told + [f"{one.name}: {_share(one)}. {one.definition}" for one in measures if one]


def _column(row: Row) -> str:
    return next((name for name in ("instruction", "text", "messages", "prompt") if row.get(name)), "text")


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(str(turn.get("content") or "") for turn in value if isinstance(turn, Mapping))
    return ""
