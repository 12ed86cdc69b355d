"""One call measures a data set, and one page shows it."""

import json
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from goldsmith.errors import InputError
from goldsmith.quality import QualityReport, Report, report

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "lone \ud83d",
    "{{ 7 * 7 }}",
    "null\x00",
]
PARTS = {
    "diversity", "accuracy", "consistency", "naturalness", "generations", "collapse", "bias", "contamination", "privacy", "counterfactual",
}  # fmt: skip


class Tags(HTMLParser):
    """Collect the elements of a page and what handlers they have."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes += attrs


def rows(n: int = 120, seed: int = 0) -> list[dict]:
    rng = np.random.default_rng(seed)
    shares = 1 / np.arange(1, 301)
    made = []
    for at in range(n):
        words = rng.choice(300, 12, p=shares / shares.sum())
        made.append(
            {
                "text": " ".join(f"w{word}" for word in words),
                "tone": ["kind", "rude"][at % 2],
                "topic": ["law", "art", "food"][at % 3],
                "label": ["yes", "no"][at % 2],
                "gold_label": "yes",
                "answer": '{"a": 1}' if at % 4 else "{",
                "share": 0.8,
                "mood": float(at % 2),
                "logprobs": [-1.0, -2.0],
                "verified": at % 5 > 0,
                "provenance": {"depth": at % 2},
            }
        )
    return made


@pytest.fixture(scope="module")
def full() -> QualityReport:
    made = rows()
    made += [row | {"text": text} for row, text in zip(made, HOSTILE, strict=False)]
    made += [{"text": "a row that a filter dropped", "keep": False}]
    human = [row["text"] for row in rows(100, seed=1)]
    rng = np.random.default_rng(2)
    return report(
        made,
        title="Comments <b>",
        language="en",
        attributes=["tone"],
        topic="topic",
        label="label",
        group="tone",
        sentiment="mood",
        judge=lambda texts: [len(text) for text in texts],
        answer="answer",
        agreement="share",
        logprobs="logprobs",
        vectors=rng.normal(size=(125, 6)),
        human=human,
        human_vectors=rng.normal(size=(100, 6)),
        seeds=[*rows(30, seed=3), {"text": made[0]["text"] * 3, "tone": "<i>", "label": "no"}],
        target={"label": {"yes": 0.5, "no": 0.5}},
        test=[made[3]["text"], "<u>unseen</u>"],
        evaluation=[made[5]["text"], *HOSTILE],
        earlier=[[row["text"] for row in rows(50, seed=4)]],
    )


def test_every_part_is_measured(full: QualityReport) -> None:
    assert set(full.measures) == PARTS
    assert full.measures["diversity"]["Vendi score"].n == 125
    assert full.measures["accuracy"]["verified answers"].value == pytest.approx(100 / 125)
    assert full.measures["consistency"]["leakage"].value == 0.5
    assert full.measures["contamination"]["any 8-gram"].value > 0
    assert len(full.measures["collapse"]["word entropy"].points) == 3
    assert full.measures["bias"].amplification is not None
    assert full.measures["bias"]["label"].total_variation.value < 0.05


def test_the_page_shows_every_measure_and_runs_nothing(full: QualityReport, tmp_path: Path) -> None:
    page = full.html(tmp_path / "report.html").read_text()
    tags = Tags()
    tags.feed(page)
    assert "script" not in tags.names
    assert not {"img", "iframe", "link", "u", "i"} & set(tags.names)
    assert not [name for name, _ in tags.attributes if name.startswith("on") or name == "src"]
    assert "prefers-color-scheme" in page
    for part in ("diversity", "accuracy", "consistency", "naturalness", "privacy", "contamination"):
        for measure in full.measures[part]:
            assert measure.name.replace("'", "&#39;") in page, measure.name
    assert "&lt;script&gt;" in page


def test_the_measures_are_plain_json(full: QualityReport) -> None:
    told = json.loads(json.dumps(full.to_dict(), allow_nan=False))
    assert set(told["measures"]) == PARTS
    first = told["measures"]["diversity"]["distinct-2"]
    assert first["n"] == first["of"] == 125
    assert first["interval"][0] <= first["value"] <= first["interval"][1]
    assert first["definition"]
    assert told["sections"][0]["kind"] == "numbers"


def test_every_measure_says_what_it_is_and_on_how_much(full: QualityReport) -> None:
    for part in (
        "diversity",
        "accuracy",
        "consistency",
        "naturalness",
        "generations",
        "privacy",
        "contamination",
    ):
        for measure in full.measures[part]:
            assert measure.definition, measure.name
            assert measure.n > 0 or np.isnan(measure.value), measure.name
            assert measure.n <= measure.of, measure.name


def test_the_same_data_and_seed_give_the_same_report() -> None:
    assert report(rows(40)).to_dict() == report(rows(40)).to_dict()


@pytest.mark.parametrize(
    "made", [[], [{"text": None}], [{"text": "\ud800"}] * 20, [{"text": "same"}] * 3_000]
)
def test_any_rows_have_a_page(made: list[dict], tmp_path: Path) -> None:
    if not made:
        with pytest.raises(InputError, match="'text'"):
            report(made)
        return
    found = report(made, human=["\ud800"] * 20)
    assert isinstance(found, Report)
    assert found.html(tmp_path / "report.html").stat().st_size > 1_000


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(InputError, match=r"no row has a column 'mood'; there are \['text'\]"):
        report([{"text": "a"}], sentiment="mood")
