"""Argilla's page in a real browser."""

from pathlib import Path

import argilla as rg
from playwright.sync_api import Page, expect

from goldsmith.serving import Server
from goldsmith_argilla.server import add_reviewer


def test_a_reviewer_logs_in_searches_and_answers(argilla_server: Server, page: Page, tmp_path: Path) -> None:
    owner = rg.Argilla(api_url=argilla_server.url, api_key=argilla_server.api_key)
    settings = rg.Settings(
        fields=[rg.TextField("text")],
        questions=[rg.LabelQuestion("verdict", labels=["spam", "ham"])],
        guidelines="Is it spam?",
    )
    dataset = rg.Dataset("in-the-browser", workspace="goldsmith", settings=settings, client=owner).create()
    dataset.records.log([{"id": "1", "text": "a lovely tune"}, {"id": "2", "text": "BUY {{ 7 * 7 }} 東京"}])
    reviewer = add_reviewer(argilla_server, "browser")

    page.goto(f"{argilla_server.url}/sign-in")
    page.locator("input[name=Username]").fill(reviewer.username)
    page.locator("input[name=Password]").fill(reviewer.password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_text("in-the-browser").first.click()
    expect(page.get_by_text("a lovely tune").or_(page.get_by_text("BUY")).first).to_be_visible(timeout=20_000)

    page.locator("button[data-title=Search]").click()
    page.get_by_placeholder("Introduce a query").fill("東京")
    page.keyboard.press("Enter")
    expect(page.get_by_text("{{ 7 * 7 }}").first).to_be_visible(timeout=20_000)
    expect(page.get_by_text("a lovely tune")).to_have_count(0, timeout=20_000)
    page.screenshot(path=tmp_path / "argilla.png")
    page.get_by_text("spam", exact=True).first.click()
    page.get_by_role("button", name="Submit").first.click()
    expect(page.get_by_text("BUY")).to_have_count(0, timeout=20_000)

    (answered,) = dataset.records(rg.Query(filter=rg.Filter(("response.status", "==", "submitted"))))
    assert (answered.id, answered.responses["verdict"][0].value) == ("2", "spam")
