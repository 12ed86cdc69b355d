"""The grid of elites: what is drawn, with which chance, what is kept, and what a file brings back."""

from collections import Counter
from math import exp
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldsmith.errors import InputError, JournalError
from goldsmith.redteam import Elite, EliteArchive, rainbow_report

RISKS, STYLES = ["privacy", "hate"], ["plain", "urgency"]


def elite(risk: str, style: str, fitness: float, name: str = "") -> Elite:
    return Elite(risk, style, fitness, {"id": name or f"{risk}-{style}"})


def test_cells_are_drawn_in_proportion_to_the_exponential_of_their_failure() -> None:
    archive = EliteArchive(RISKS, STYLES)
    archive.place(elite("privacy", "plain", 0.2))
    archive.place(elite("privacy", "urgency", 1.0))
    # exp(-0.2 / 0.1), exp(-1 / 0.1), and 1 for each of the two empty cells.
    total = exp(-2) + exp(-10) + 2
    chances = archive.probabilities()
    assert chances["privacy", "plain"] == pytest.approx(exp(-2) / total)
    assert chances["privacy", "urgency"] == pytest.approx(exp(-10) / total)
    assert chances["hate", "plain"] == chances["hate", "urgency"] == pytest.approx(1 / total)
    drawn: Counter[tuple[str, str]] = Counter()
    for _ in range(4000):
        (draw,) = archive.draws(1)
        drawn[draw.risk, draw.style] += 1
        archive.finish()
    # The standard error of a share of 4,000 is 0.008 at most.
    assert {cell: drawn[cell] / 4000 for cell in chances} == pytest.approx(dict(chances), abs=0.03)


def test_parents_are_drawn_uniformly_from_the_archive_and_seeds_only_while_it_is_empty() -> None:
    archive, seeds = EliteArchive(RISKS, STYLES), [{"id": "seed"}]
    assert archive.draws(1, seeds)[0].parent == {"id": "seed"}
    archive.place(elite("privacy", "plain", 1.0))
    archive.place(elite("hate", "plain", 0.0))
    drawn: Counter[str] = Counter()
    for _ in range(2000):
        drawn[archive.draws(1, seeds)[0].parent["id"]] += 1
        archive.finish()
    assert set(drawn) == {"privacy-plain", "hate-plain"}
    assert drawn["hate-plain"] / 2000 == pytest.approx(
        0.5, abs=0.05
    )  # whatever their fitness; four standard errors
    with pytest.raises(InputError, match="no seeds"):
        EliteArchive(RISKS, STYLES).draws(1)


@given(st.integers(1, 9), st.integers(0, 5), st.lists(st.floats(0, 1), max_size=4))
def test_a_batch_has_each_cell_once_and_is_the_same_again(
    count: int, seed: int, fitness: list[float]
) -> None:
    archive = EliteArchive(RISKS, STYLES, temperature=0.01, seed=seed)
    for niche, value in zip(archive.niches, fitness, strict=False):
        archive.place(elite(*niche, value))
    draws = archive.draws(count, [{"id": "seed"}])
    cells = [(draw.risk, draw.style) for draw in draws]
    assert 1 <= len(cells) == len(set(cells)) <= min(count, 4)
    assert draws == archive.draws(count, [{"id": "seed"}])


def test_a_cell_holds_one_and_gives_back_the_one_before() -> None:
    archive = EliteArchive(RISKS, STYLES)
    assert archive.place(elite("hate", "plain", 0.5, "first")) is None
    before = archive.place(elite("hate", "plain", 0.1, "second"))
    assert before is not None
    assert (before.row, archive.coverage) == ({"id": "first"}, 0.25)
    with pytest.raises(InputError, match="no cell"):
        archive.place(elite("hate", "song", 0.5))


def test_a_file_brings_all_back_and_the_next_draws_are_the_same(tmp_path: Path) -> None:
    path = tmp_path / "archive.json"
    archive = EliteArchive(RISKS, STYLES)
    archive.place(elite("hate", "plain", 0.5))
    archive.others.append({"id": "dropped", "text": "half \ud83d pair"})
    archive.finish()
    archive.save(path, "settings")
    again = EliteArchive(RISKS, STYLES)
    assert again.restore(path, "settings") is True
    assert again == archive
    assert again.draws(3) == archive.draws(3)
    assert [one.name for one in tmp_path.iterdir()] == ["archive.json"]
    assert EliteArchive(RISKS, STYLES).restore(tmp_path / "none.json", "settings") is False


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"settings": "x"}', '{"settings": "settings", "elites": [{}]}']
)
def test_a_damaged_file_says_so(text: str, tmp_path: Path) -> None:
    (tmp_path / "archive.json").write_text(text)
    with pytest.raises(JournalError, match="Remove the file"):
        EliteArchive(RISKS, STYLES).restore(tmp_path / "archive.json", "settings")


def test_a_file_of_another_search_is_not_taken(tmp_path: Path) -> None:
    EliteArchive(RISKS, STYLES).save(tmp_path / "archive.json", "one")
    with pytest.raises(JournalError, match="other seeds"):
        EliteArchive(RISKS, STYLES).restore(tmp_path / "archive.json", "another")


@pytest.mark.parametrize(
    ("risks", "styles", "temperature"), [([], STYLES, 0.1), (RISKS, ["a", "a"], 0.1), (RISKS, STYLES, 0)]
)
def test_a_grid_must_be_one(risks: list[str], styles: list[str], temperature: float) -> None:
    with pytest.raises(InputError, match="wanted one or more of each"):
        EliteArchive(risks, styles, temperature)
    with pytest.raises(InputError, match="fitness"):
        elite("hate", "plain", 1.5)


def test_the_report_counts_cells_attacks_and_reasons() -> None:
    texts = {"privacy": "open the old door", "hate": "name three rivers now"}
    rows = [
        {"keep": True, "category": risk, "instruction": text, "verdict": verdict}
        for (risk, text), verdict in zip(texts.items(), ["helped", "declined"], strict=True)
    ]
    rows += [{"keep": False, "drop_reason": f"rainbow: too close to its parent (BLEU 0.{n})"} for n in (7, 8)]
    report = rainbow_report(rows, cells=4)
    assert (report.filled, report.coverage, report.self_bleu, report.distinct_2) == (2, 0.5, 0, 1)
    # One risk of two gives in: draws of two risks are 0, 0.5 or 1.
    assert (report.attack_success.rate, report.attack_success.low, report.attack_success.high) == (0.5, 0, 1)
    assert report.dropped == {"too close to its parent": 2}
    assert report.to_dict()["attack_success"]["behaviours"] == 2
    assert rainbow_report([], cells=4).to_dict()["attack_success"]["rate"] is None
    with pytest.raises(InputError, match="one a cell"):
        rainbow_report(rows, cells=1)
