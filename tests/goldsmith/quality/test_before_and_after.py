"""A data set before and after curation, side by side."""

import pytest

from goldsmith.errors import InputError
from goldsmith.quality import before_and_after

KEPT = [{"text": text} for text in ("Rain falls softly.", "Bees sleep in winter.", "Trains run late today.")]


def test_what_curation_did_is_seen() -> None:
    given = [*KEPT, *({"text": "the the the", "keep": False} for _ in range(9))]
    page = before_and_after(given, KEPT)
    assert page.subtitle == "3 rows of 12, column 'text'"
    table = page.to_dict()["sections"][1]
    assert table["title"] == "Before and after"
    rows = {row[0]: row for row in page.sections[1].rows}
    # Both at three rows, of which most drawn before are "the the the": one word of many; after, ten words of ten.
    before, after = (float(cell.split("%")[0]) for cell in rows["diversity: distinct-1"][1:3])
    assert before < after == 100
    assert page.measures["diversity"]["distinct-1"].value == 1


def test_one_size_for_both() -> None:
    page = before_and_after(KEPT * 4, KEPT, sample=1000)
    assert "was measured on 3 rows of each" in page.sections[1].note


def test_nothing_cannot_be_compared() -> None:
    with pytest.raises(InputError, match="rows before and after, got 3 and 0"):
        before_and_after(KEPT, [])
