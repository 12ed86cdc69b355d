"""Every row that has something of an evaluation set, beside what it has."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from goldsmith.quality.html_report.numbers import Numbers, Tile
from goldsmith.quality.html_report.report import Report
from goldsmith.quality.html_report.side_by_side import Pair, SideBySide
from goldsmith.quality.html_report.text import Text

__all__ = ["contamination_page"]

_METHOD = """\
Marked is what a row and an item share: runs of words, compared without case and punctuation, that few items have in common. A row \
found by meaning has nothing marked: the vectors of both are near each other, and their numbers, names and negations are the same.

Not found are translations, and items of which a row has only a small part. Look at what was found before you trust it: the least \
share is a choice."""


def contamination_page(
    rows: Iterable[Mapping[str, Any]], *, column: str = "text", title: str = "Contamination"
) -> Report:
    """Return a page of all matches that the step `Decontaminate` noted on its rows, most covered first.

    Args:
        rows: all rows, those that were dropped too.
        column: the text that was compared.
        title: of the page.

    >>> match = {"item": 0, "text": "a b c d", "share": 1.0, "words": ["a b c d"], "cosine": None,
    ...          "item_spans": [[0, 7]], "row_spans": [[3, 10]]}
    >>> page = contamination_page([{"id": "r", "text": "Q: a b c d", "contamination": [match]}, {"id": "s", "text": "x"}])
    >>> [(tile.label, tile.value) for tile in page.sections[0].tiles][:2]
    [('Rows with a match', 1), ('Items in some row', 1)]
    """
    given = list(rows)
    found = [(row, match) for row in given for match in row.get("contamination") or []]
    found.sort(key=lambda pair: (-pair[1]["share"], -(pair[1]["cosine"] or 0)))
    kinds = Counter("meaning" if match["cosine"] is not None else "words" for _, match in found)
    tiles = [
        Tile("Rows with a match", sum(bool(row.get("contamination")) for row in given), f"of {len(given):,}"),
        Tile("Items in some row", len({match["item"] for _, match in found}), "different evaluation items"),
        Tile("Matches by words", kinds["words"], "pairs of a row and an item"),
        Tile("Matches by meaning", kinds["meaning"], "pairs that share no long run of words"),
    ]
    pairs = [
        Pair(
            match["text"],
            str(row.get(column) or ""),
            match["item_spans"],
            match["row_spans"],
            f"Row {row.get('id', '')}, item {match['item']}: {_how(match)}",
        )
        for row, match in found
    ]
    sections = [
        Numbers("At a glance", tiles),
        SideBySide("Side by side", ("evaluation item", "row"), pairs),
        Text("How it was found", _METHOD),
    ]
    return Report(title, f"{len(given):,} rows, column {column!r}", sections)


def _how(match: Mapping[str, Any]) -> str:
    if match["cosine"] is not None:
        return f"cosine {match['cosine']:.2f}"
    return f"{match['share']:.0%} of the item's words"
