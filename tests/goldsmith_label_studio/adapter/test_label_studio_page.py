"""The page a reviewer sees, in headless Chromium."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from goldsmith.review import LabelQuestion, Ledger, ReviewItem, ReviewSchema, Suggestion, TextField, push
from goldsmith_label_studio import LabelStudioAdapter

HOSTILE = "<img src=x onerror='window.ran=1'> {{ 7*7 }} <b>bold</b> &amp; a $text\nשלום </div><script>window.ran=2</script>"


def test_the_page_shows_a_row_as_it_is_and_runs_nothing_of_it(
    label_studio_server: Any,
    label_studio: LabelStudioAdapter,
    ledger: Ledger,
    run: str,
    page: Page,
    tmp_path: Path,
) -> None:
    schema = ReviewSchema(
        "Hostile rows",
        (TextField("text", "$text <u>Comment</u>"),),
        (LabelQuestion("label", "<i>Spam</i>?", ("spam", "<b>$text</b>")),),
        guidelines="Read <script>window.ran=3</script> first",
    )
    item = ReviewItem(
        "a",
        {"text": HOSTILE},
        [Suggestion("label", "<b>$text</b>", 0.9, "llm")],
        votes={HOSTILE: "<b>spam</b>"},
    )
    result = push([item], schema, run=run, adapter=label_studio, ledger=ledger)
    project = label_studio.project(run)
    assert project
    page.goto(f"{label_studio_server.url}/user/login/")
    page.fill("input[name=email]", label_studio_server.username)
    page.fill("input[name=password]", label_studio_server.password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)
    (task,) = label_studio.records(project)
    page.goto(f"{result.url}?task={task.remote_id}")
    page.wait_for_selector("text=Who voted what")
    page.wait_for_selector("text=suggested label")
    page.screenshot(path=tmp_path / "label_studio.png")
    shown = page.inner_text("body").replace("\u200b", "")
    for line in HOSTILE.splitlines():
        assert line in shown
    assert "suggested label: <b>$text</b> (0.90, llm)" in shown
    assert "<i>Spam</i>?" in shown
    assert "$text <u>Comment</u>" in shown
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.querySelectorAll('img[src=x]').length") == 0
    assert page.is_checked("input[type=checkbox][name*='text'], label:has-text('<b>$text</b>') input")
