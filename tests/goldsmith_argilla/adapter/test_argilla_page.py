"""The page a reviewer sees, in headless Chromium."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from goldsmith.review import LabelQuestion, Ledger, ReviewItem, ReviewSchema, Suggestion, TextField, push
from goldsmith_argilla import ArgillaAdapter

HOSTILE = "<img src=x onerror='window.ran=1'> {{ 7*7 }} <b>bold</b> &amp; a  b\nשלום </div><script>window.ran=2</script>"


def test_the_page_shows_a_row_as_it_is_and_runs_nothing_of_it(
    argilla_server: Any, argilla: ArgillaAdapter, ledger: Ledger, run: str, page: Page, tmp_path: Path
) -> None:
    schema = ReviewSchema(
        "Hostile rows",
        (TextField("text", "Comment"),),
        (LabelQuestion("label", "<i>Spam</i>?", ("spam", "<b>ham</b>")),),
    )
    item = ReviewItem(
        "a",
        {"text": HOSTILE},
        [Suggestion("label", "<b>ham</b>", 0.9, "llm")],
        votes={HOSTILE: "<b>spam</b>"},
    )
    result = push([item], schema, run=run, adapter=argilla, ledger=ledger)
    page.goto(result.url)
    page.fill("input[type=password]", argilla_server.password)
    page.fill("input[name=username], #username, input[type=text]", argilla_server.username)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    page.goto(result.url)
    page.wait_for_selector("text=Who voted what")
    page.screenshot(path=tmp_path / "argilla.png")
    shown = page.inner_text("body").replace("\xa0", " ")
    assert HOSTILE in shown
    assert "suggested label: <b>ham</b> (0.90, llm)" in shown
    assert "<i>Spam</i>?" in shown
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.querySelectorAll('img[src=x]').length") == 0
