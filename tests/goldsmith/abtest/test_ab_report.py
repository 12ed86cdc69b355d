"""The report says that it is simulated wherever somebody could cut a picture out of it."""

from pathlib import Path

import pytest
from tests.goldsmith.abtest.made_exposures import Row, exposed
from tests.simulated_figures import figures_of

from goldsmith.abtest import ab_analysis, ab_sections, simulated
from goldsmith.quality import Report, Table, Text


def mind(persona: str, variant: str, position: int, name: str, draw: int) -> Row:  # noqa: ARG001
    number = int(persona.split()[1])
    return {
        "converted": (variant == "b") ^ (number % 5 == draw % 5),
        "rating_ease_of_use": float(1 + (number + draw + 2 * (variant == "b")) % 5),
    }


def page(rows: list[Row], folder: Path) -> str:
    report = Report("A/B", "", ab_sections(ab_analysis(rows).to_dict()))
    return report.html(folder / "report.html").read_text(encoding="utf-8")


def test_every_plot_and_table_says_simulated(tmp_path: Path) -> None:
    figures = figures_of(page(exposed(mind, 10), tmp_path))
    kinds = [kind for kind, _ in figures]
    assert kinds.count("ul.bars") == 2
    assert kinds.count("table") == 6  # variants, A/A, order, naming, power, left out
    assert [heading for _, heading in figures if "simulated" not in heading.casefold()] == []


def test_the_parser_sees_a_figure_that_does_not_say_so(tmp_path: Path) -> None:
    bare = Report("x", "", [Table("Bare", ["a"], [[1]])]).html(tmp_path / "bare.html").read_text()
    assert figures_of(bare) == [("table", "Bare")]
    assert simulated(Table("Simulated users", ["a"], [[1]])).title == "Simulated users"


def test_the_numbers_are_those_of_the_result(tmp_path: Path) -> None:
    rows = exposed(lambda _, variant, *__: {"converted": variant == "b"}, 6)
    sections = {section.title: section for section in ab_sections(ab_analysis(rows).to_dict())}
    table = sections["Variants (simulated)"]
    assert isinstance(table, Table)
    assert table.cells == [
        ["converted", "0.0%", "100.0%", "+100.0%", "n/a", "n/a", "0.0312", "0.0312", "b is higher"]
    ]
    assert "p = " not in page(rows, tmp_path)  # nothing is void


def test_a_void_result_says_so_first(tmp_path: Path) -> None:
    html = page(exposed(lambda _, variant, *__: {"converted": variant != "a"}, 10), tmp_path)
    assert "A/A check failed" in html
    assert "b is higher" not in html


@pytest.mark.parametrize("rows", [[], exposed(mind, 1)])
def test_a_run_without_enough_is_drawn_all_the_same(rows: list[Row], tmp_path: Path) -> None:
    html = page(rows, tmp_path)
    assert "NaN" not in html
    assert all("simulated" in heading.casefold() for _, heading in figures_of(html))


def test_the_method_is_told() -> None:
    (text,) = [section for section in ab_sections(ab_analysis([]).to_dict()) if isinstance(section, Text)]
    assert "Nobody took part" in text.text
