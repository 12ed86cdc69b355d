from pathlib import Path

from goldsmith.labels.prompted import PromptReport, VoteReport
from goldsmith.quality import vote_page


def test_every_prompt_has_its_line_and_a_diagram_before_and_after(tmp_path: Path) -> None:
    sure, corrected, right = (0.9,) * 4, (0.75,) * 4, (True, True, True, False)
    known = PromptReport(
        "link",
        (1,),
        0.5,
        0.25,
        {},
        known=4,
        accuracy=0.75,
        confidence=sure,
        corrected=corrected,
        correct=right,
    )
    page = vote_page(VoteReport("model", (known, PromptReport("<b>song", (0,), 0.1, 0.0, {}))))
    table, before, after = page.sections
    assert [row[0] for row in table.rows] == ["link", "<b>song"]  # type: ignore[attr-defined]
    assert (round(before.ece, 9), after.ece) == (0.15, 0)  # type: ignore[attr-defined]
    page.html(tmp_path / "votes.html")
    text = (tmp_path / "votes.html").read_text()
    assert "link, corrected" in text
    assert "<b>song" not in text
