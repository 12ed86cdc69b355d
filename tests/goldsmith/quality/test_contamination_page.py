"""The page of matches: all of them, escaped, with what is shared marked."""

from typing import Any

from goldsmith.quality import Pair, SideBySide, contamination_page

HOSTILE = "<script>alert(1)</script> & {{ 7 * 7 }}"


def row(number: int, **match: Any) -> dict[str, Any]:
    noted = {
        "item": number,
        "text": f"item {HOSTILE}",
        "share": 0.5,
        "words": [],
        "cosine": None,
        "item_spans": [[0, 4]],
        "row_spans": [],
    }
    return {"id": f"r{number}", "text": f"row {HOSTILE}", "contamination": [noted | match]}


def test_every_match_is_shown_and_nothing_of_it_is_markup(tmp_path: Any) -> None:
    rows = [row(number) for number in range(150)] + [
        row(999, share=0.0, cosine=0.91),
        {"id": "clean", "text": "x", "contamination": []},
    ]
    page = contamination_page(rows)
    section = page.sections[1]
    assert isinstance(section, SideBySide)
    assert len(section.pairs) == 151
    assert section.pairs[-1].caption == "Row r999, item 999: cosine 0.91"
    html = page.html(tmp_path / "page.html").read_text()
    assert html.count("<mark>item</mark>") == 151
    assert "<script" not in html
    assert "{{ 7 * 7 }}" in html
    assert "http" not in html.replace("http-equiv", "")


def test_long_parts_that_are_not_shared_are_cut_and_shared_ones_are_not() -> None:
    left = "a" * 1000 + "SHARED" * 100 + "b" * 1000
    ((before, shared, after), (whole,)) = Pair(left, "short", [(1000, 1600)]).sides
    assert (before[1], shared, after[1]) == (False, ("SHARED" * 100, True), False)
    assert before[0] == " … " + "a" * 150
    assert after[0] == "b" * 150 + " … "
    assert whole == ("short", False)
