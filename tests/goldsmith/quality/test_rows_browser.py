"""Looking through rows by mouse and by keyboard."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from goldsmith.errors import InputError
from goldsmith.quality import Report, Rows


@pytest.fixture
def page(browser: Browser, report_file: Path) -> Iterator[Page]:
    with browser.new_context() as context:
        opened = context.new_page()
        errors: list[str] = []
        opened.on("pageerror", lambda error: errors.append(str(error)))
        opened.goto(report_file.as_uri())
        yield opened
        assert errors == []


def rows_of(report: Report) -> list[dict]:
    return list(report.sections[-1].rows)


def column(page: Page, place: int) -> list[str]:
    return page.locator(f".rows-row > :nth-child({place})").all_inner_texts()


def header(page: Page, name: str) -> Locator:
    return page.locator(".rows-head > div").filter(has=page.get_by_text(name, exact=True))


def choose(page: Page, facet: str, *values: str) -> None:
    menu = page.locator(".facet").filter(has=page.locator("summary bdi", has_text=facet))
    menu.locator("summary").click()
    for value in values:
        menu.locator("label").filter(has=page.get_by_text(value, exact=True)).locator("input").check()
    menu.locator("summary").click()


def test_search_finds_all_words_in_any_column_and_any_case(page: Page, report: Report) -> None:
    page.locator("input[type=search]").fill("check OUT my")
    found = sum("check out my" in str(row.get("text")).lower() for row in rows_of(report))
    expect(page.locator(".rows-count")).to_have_text(f"{found} of 1,776 rows")
    # Every simulated row names this labeling function inside its votes.
    page.locator("input[type=search]").fill("  SYNTHETIC   mentions_channel ")
    made = sum(row.get("source") == "synthetic" for row in rows_of(report))
    expect(page.locator(".rows-count")).to_have_text(f"{made} of 1,776 rows")


def test_a_search_without_result_says_so_and_can_be_cleared(page: Page) -> None:
    page.locator("input[type=search]").fill("no such words anywhere")
    expect(page.locator(".rows-body")).to_have_text("No row matches.")
    page.locator(".rows-clear").click()
    expect(page.locator(".rows-count")).to_have_text("1,776 rows")
    expect(page.locator("input[type=search]")).to_be_focused()


def test_facets_combine_and_count_what_the_others_leave(page: Page, report: Report) -> None:
    rows = rows_of(report)
    choose(page, "label", "spam")
    spam = [r for r in rows if r.get("label") == "spam"]
    expect(page.locator(".rows-count")).to_have_text(f"{len(spam):,} of 1,776 rows")
    page.locator(".facet summary", has_text="label").click()
    ham = page.locator("label").filter(has=page.get_by_text("ham", exact=True)).locator("small")
    expect(ham).to_have_text(str(sum(r.get("label") == "ham" for r in rows)))  # not narrowed by its own facet
    page.locator(".facet summary", has_text="route").click()
    review = page.locator("label").filter(has=page.get_by_text("review", exact=True)).locator("small")
    expect(review).to_have_text(str(sum(r.get("route") == "review" for r in spam)))
    page.locator(".facet summary", has_text="route").click()
    choose(page, "route", "review")
    both = sum(r.get("route") == "review" for r in spam)
    expect(page.locator(".rows-count")).to_have_text(f"{both} of 1,776 rows")
    choose(page, "label", "ham")
    either = sum(r.get("route") == "review" for r in rows)
    expect(page.locator(".rows-count")).to_have_text(f"{either} of 1,776 rows")


def test_rows_without_a_value_can_be_chosen(page: Page, report: Report) -> None:
    choose(page, "drop_reason", "(none)")
    missing = sum(r.get("drop_reason") is None for r in rows_of(report))
    expect(page.locator(".rows-count")).to_have_text(f"{missing:,} of 1,776 rows")


def test_a_column_sorts_up_then_down_then_not_at_all(page: Page, report: Report) -> None:
    numbers = sorted([*(row["confidence"] for row in rows_of(report)[:1756]), 0.5])  # a hostile row says 0.5
    head = header(page, "confidence")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert float(column(page, 4)[0]) == pytest.approx(numbers[0], rel=1e-3)
    assert [float(text) for text in column(page, 4)] == pytest.approx(
        numbers[: len(column(page, 4))], rel=1e-3
    )
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    # Words stand for what is no number, after all numbers going up and so before them going down.
    assert column(page, 4)[:2] == ["NaN", "Infinity"]
    assert float(column(page, 4)[2]) == pytest.approx(numbers[-1], rel=1e-3)
    head.get_by_role("button").click()
    assert column(page, 1)[0] == "comment-0000"


def test_missing_values_sort_last_in_either_direction(page: Page) -> None:
    for _ in range(2):
        header(page, "id").get_by_role("button").click()
        page.locator(".rows-view").focus()
        page.keyboard.press("End")
        assert column(page, 1)[-20:] == ["–"] * 20


def test_sorting_keeps_the_search(page: Page) -> None:
    page.locator("input[type=search]").fill("comment-001")
    header(page, "id").get_by_role("button").click()
    header(page, "id").get_by_role("button").click()
    assert column(page, 1) == [f"comment-001{i}" for i in reversed(range(10))]


def test_the_keyboard_alone_searches_moves_opens_turns_and_closes(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.locator("input[type=search]")).to_be_focused()
    page.keyboard.type("comment-000")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".rows-view")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[aria-selected=true]")).to_contain_text("comment-0001")
    active = page.locator(".rows-view").get_attribute("aria-activedescendant")
    assert page.locator(f"#{active}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    expect(page.locator("dialog strong")).to_have_text("Row 2 of 10")
    page.keyboard.press("ArrowDown")
    expect(page.locator("dialog strong")).to_have_text("Row 3 of 10")
    expect(page.locator("dialog dd").first).to_have_text("comment-0002")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()
    expect(page.locator(".rows-view")).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    expect(page.locator(".rows-count")).to_have_text("1,776 rows")


def test_a_slash_in_the_search_box_is_a_slash(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("http://")
    expect(page.locator("input[type=search]")).to_have_value("http://")


def test_a_facet_menu_opens_and_closes_by_keyboard_and_by_a_click_elsewhere(page: Page) -> None:
    menu = page.locator(".facet").first
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator(".rows-count")).to_contain_text("of 1,776 rows")
    page.keyboard.press("Escape")
    expect(menu.locator(".facet-values")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("h1").click()
    expect(menu.locator(".facet-values")).to_be_hidden()


def test_only_rows_in_sight_are_on_the_page_and_the_last_can_be_reached(page: Page) -> None:
    assert page.locator(".rows-row").count() < 60
    page.locator(".rows-view").focus()
    page.keyboard.press("End")
    expect(page.locator("[aria-selected=true]")).to_have_attribute("aria-rowindex", "1777")
    expect(page.locator("[aria-selected=true]")).to_be_in_viewport()
    page.keyboard.press("PageUp")
    page.keyboard.press("Home")
    expect(page.locator("[aria-selected=true]")).to_contain_text("comment-0000")


def test_details_show_every_column_in_full(page: Page, hostile: list[dict]) -> None:
    page.locator("input[type=search]").fill("one megabyte")
    page.locator(".rows-row").click()
    text = page.locator("dialog pre").first
    assert len(text.text_content()) == 20_000
    page.get_by_role("button", name="Show all 1,050,000 characters").click()
    assert text.text_content() == hostile[12]["text"]


@pytest.mark.parametrize(
    ("why", "shown"),
    [
        ("control characters", "null␀byte, bell␇, escape␛[31m"),
        ("right to left", "هذا تعليق عظيم! اشترك في قناتي 123"),
        ("emoji sequences", "👩🏽‍🚀 family 👨‍👩‍👧‍👦 flag 🏳️‍🌈"),
        ("not in JSON", "9223372036854775808"),
        ("a datetime", "2026-11-22T16:05:00+00:00"),
        ("dictionaries", '"deep": null'),
        ("numpy scalars", "0.5"),
        ("bytes", "bytes \\xff"),
    ],
)
def test_details_show_odd_values_as_readable_text(page: Page, why: str, shown: str) -> None:
    page.locator("input[type=search]").fill(why)
    page.locator(".rows-row").first.click()
    expect(page.locator("dialog dl")).to_contain_text(shown)


def test_lone_surrogates_reach_the_browser_as_they_are(page: Page) -> None:
    units = page.evaluate(
        """() => JSON.parse(document.querySelector("script[type='application/json']").textContent)
          .rows.map((row) => row[1]).find((text) => text?.startsWith("lone")).split("").map((c) => c.charCodeAt(0))"""
    )
    assert units == [*b"lone ", 0xD83D, *b" surrogate ", 0xDC00]


def test_text_runs_in_its_own_direction(page: Page) -> None:
    page.locator("input[type=search]").fill("right to left")
    expect(page.locator(".rows-row > :nth-child(2)")).to_have_css("direction", "rtl")
    expect(page.locator(".rows-row > :nth-child(3)")).to_have_css("direction", "ltr")


def test_what_was_searched_for_is_marked_in_the_details(page: Page) -> None:
    page.locator("input[type=search]").fill("dances morning")
    page.locator(".rows-row").first.click()
    marked = page.evaluate("[...CSS.highlights.get('rows-found')].map((range) => range.toString())")
    assert marked == ["dances", "morning"]


def test_two_browsers_on_a_page_do_not_mix(browser: Browser, tmp_path: Path) -> None:
    two = [Rows("One", [{"a": 1}, {"a": 2}], facets=["a"]), Rows("Two", [{"b": "x"}])]
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(Report("Two", "", two).html(tmp_path / "two.html").as_uri())
        page.locator("input[type=search]").first.fill("2")
        expect(page.locator(".rows-count").first).to_have_text("1 of 2 rows")
        expect(page.locator(".rows-count").last).to_have_text("1 rows")


def test_rows_name_a_column_that_is_not_there() -> None:
    with pytest.raises(InputError, match="no column lable; they have: text, label"):
        Rows("r", [{"text": "a", "label": 1}], facets=["lable"])


def test_rows_gather_their_columns_and_show_six_of_them_by_default() -> None:
    rows = Rows("r", [{"a": 1, "b": 2}, dict.fromkeys("bcdefgh", 0)])
    assert rows.names == list("abcdefgh")
    assert rows.shown == list("abcdef")
    assert rows.data["rows"][0] == [1, 2, *[None] * 6]


def test_a_score_is_filtered_by_its_least_and_its_most_and_lineage_is_walked(
    browser: Browser, tmp_path: Path
) -> None:
    # c0 <- c1 <- c2, c3; c2 <- c4, c5; c3 <- c6, c7 and so on; every score is another.
    rows = [
        {"id": f"c{n}", "text": f"text {n}", "score": n / 8, "provenance": {"parents": [f"c{n // 2}"] if n else ["gone"]}}
        for n in range(16)
    ]  # fmt: skip
    browsed = Rows("All", rows, columns=["text", "score"], facets=["score"])
    assert browsed.lineage == [[n, n // 2] for n in range(1, 16)]
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(Report("Family", "", [browsed]).html(tmp_path / "family.html").as_uri())
        page.get_by_label("score from").fill("0.5")
        page.get_by_label("score to").fill("1")
        expect(page.locator(".rows-count")).to_have_text("5 of 16 rows")
        page.locator(".rows-row").first.click()
        expect(page.locator("dialog dd.relatives").first).to_have_text("text 2")
        expect(page.locator("dialog dd.relatives").last.locator("button")).to_have_text(["text 8", "text 9"])
        page.get_by_role("button", name="text 2", exact=True).click()  # which the filter hides
        expect(page.locator("dialog strong")).to_have_text("Row 3 of 16")
        expect(page.get_by_label("score from")).to_have_value("")
        page.get_by_role("button", name="Show its family alone").click()
        expect(page.locator(".rows-count")).to_have_text("9 of 16 rows")
        assert column(page, 1) == [f"text {n}" for n in (0, 1, 2, 4, 5, 8, 9, 10, 11)]
        page.locator(".rows-clear").click()
        expect(page.locator(".rows-count")).to_have_text("16 rows")
