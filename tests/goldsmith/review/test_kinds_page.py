"""Every kind in the pages that reviewers see: shown as it is, nothing of it run, answered by clicking."""

from typing import Any

import pytest
from playwright.sync_api import Page
from tests.desks import Desk
from tests.goldsmith.review.test_kinds import EMOJI, FIELDS, HOSTILE, PARIS, SCHEMA, SUGGESTED

from goldsmith.review import Ledger, ReviewItem, Suggestion, pull, push

RUNS = "<img src=x onerror='window.ran=1'><script>window.ran=2</script>"
SHOWN = {
    "chat": [{"role": "user", "content": f"Hi {RUNS}\n  two"}, {"role": "<b>bot</b>", "content": "Hello"}],
    "text": f"{EMOJI} {RUNS}",
    "response_a": "Yes.",
    "response_b": f"No. {RUNS}",
    "contexts": [f"Paris is in France. {RUNS}", "Rome is in Italy."],
}
EDITED = "Well, <b>better</b> now."
# What is clicked below.
CLICKED: dict[str, Any] = {
    **SUGGESTED,
    "verdict": "helped",
    "topics": [HOSTILE, "שלום"],
    "sure": 7,
    "better": "response_b",
    "used": ["context 1", "context 2"],
    "edit": EDITED,
    "wrong_steps": ["step 2"],
    "topic": ["Animals > Dogs", "Animals > Cats"],
    "bad_turns": ["turn 2"],
    "names": [*SUGGESTED["names"], {"start": PARIS, "end": PARIS + 5, "label": "person"}],
}
# What the list tells a screen reader.
TOLD = "told => document.querySelector('[id^=rbd-announcement]').textContent.includes(told)"
_PLACE = """text => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode, at = node.textContent.indexOf(text);
        const field = node.parentElement.closest('.span-annotation__field, .lsf-richtext__container, [class*="richtext"]');
        if (at < 0 || !field) continue;
        field.scrollIntoView({block: 'center', behavior: 'instant'});
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + text.length);
        const box = range.getBoundingClientRect();
        if (box.width) return {left: box.left, right: box.right, y: box.top + box.height / 2};
    }
}"""


def marked_by_mouse(page: Page, text: str) -> None:
    """Select a word where passages are marked, as a hand does: press, draw, let go."""
    place = page.evaluate(_PLACE, text)
    page.mouse.move(place["left"] + 1, place["y"])
    page.mouse.down()
    page.mouse.move((place["left"] + place["right"]) / 2, place["y"])
    page.mouse.move(place["right"] - 1, place["y"])
    page.mouse.up()


def pushed(desk: Desk, ledger: Ledger, run: str) -> str:
    suggestions = [Suggestion(name, value, 0.5, "a model") for name, value in SUGGESTED.items()]
    item = ReviewItem("a", SHOWN, suggestions)
    assert set(SHOWN) == set(FIELDS)
    return push([item], SCHEMA, run=run, adapter=desk.adapter, ledger=ledger).url


def is_shown_and_nothing_ran(page: Page) -> None:
    shown = page.inner_text("body").replace("\xa0", " ").replace("\u200b", "")
    for text in (f"Hi {RUNS}\n  two", "<b>bot</b>", f"No. {RUNS}", f"Paris is in France. {RUNS}", HOSTILE):
        assert text in shown
    for line in EMOJI.splitlines():
        assert line in shown
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.querySelectorAll('img[src=x]').length") == 0


def home(desk: Desk, ledger: Ledger, run: str) -> list[dict[str, Any]]:
    return [dict(one.values) for one in pull(run=run, adapter=desk.adapter, ledger=ledger).reviews]


@pytest.fixture
def tall(page: Page) -> Page:
    page.set_viewport_size({"width": 1600, "height": 2600})
    return page


def test_in_argilla(argilla_desk: Desk, argilla_server: Any, ledger: Ledger, run: str, tall: Page) -> None:
    url, page = pushed(argilla_desk, ledger, run), tall
    page.goto(url)
    page.fill("input[type=password]", argilla_server.password)
    page.fill("input[name=username], #username, input[type=text]", argilla_server.username)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)
    page.goto(url)
    page.wait_for_selector("text=Who voted what")
    page.wait_for_selector(".span-entity__container")
    is_shown_and_nothing_ran(page)
    page.click("label[for=verdict_helped]")
    page.click("[aria-label='Question: topics'] label[title='שלום']")
    page.click("label[for=sure_7]")
    page.click("label[for=better_response_b]")
    page.click("[aria-label='Question: used'] label[title='context 2']")
    page.click("[aria-label='Question: topic'] label[title='Animals > Cats']")
    for question, suggested, right in (
        ("wrong_steps", "all right", "step 2"),
        ("bad_turns", "all good", "turn 2"),
    ):
        page.click(f"[aria-label='Question: {question}'] label[title='{suggested}']")
        page.click(f"[aria-label='Question: {question}'] label[title='{right}']")
    page.click("[aria-label='Question: edit'] [contenteditable]")
    page.keyboard.press("Control+A")
    page.keyboard.type(EDITED)
    page.drag_and_drop("#response_a", ".draggable__slot-box >> nth=0")
    page.click("[aria-label='Question: names'] label[title=person]")
    marked_by_mouse(page, "Paris")
    page.wait_for_function("document.querySelectorAll('.span-entity__container').length == 2")
    with page.expect_response(lambda answer: answer.request.method != "GET" and "responses" in answer.url):
        page.click("button:has-text('Submit')")
    # Dropped into the first place, where response_b already is.
    tied = {"response_a": 1, "response_b": 1, HOSTILE: 3}
    assert home(argilla_desk, ledger, run) == [{**CLICKED, "order": tied}]


def test_in_label_studio(
    label_studio_desk: Desk, label_studio_server: Any, ledger: Ledger, run: str, tall: Page
) -> None:
    url, page = pushed(label_studio_desk, ledger, run), tall
    page.goto(f"{label_studio_server.url}/user/login/")
    page.fill("input[name=email]", label_studio_server.username)
    page.fill("input[name=password]", label_studio_server.password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "login" not in address)
    (task,) = label_studio_desk.adapter.records(label_studio_desk.project(run))
    page.goto(f"{url}?task={task.remote_id}")
    page.wait_for_selector("text=Who voted what")
    page.wait_for_selector("text=suggested verdict")
    page.wait_for_selector("input[name=declined]:checked")
    is_shown_and_nothing_ran(page)
    page.check("input[name=helped]")
    page.check("input[name='שלום']")
    page.click("[aria-posinset='7']")
    page.check("input[name=response_b]")
    page.check("input[name='context 2']")
    for suggested, right in (("all right", "step 2"), ("all good", "turn 2")):
        page.uncheck(f"input[name='{suggested}']")
        page.check(f"input[name='{right}']")
    page.hover("[data-testid=htx-textbox-content]")
    page.click("[data-testid=htx-textbox-edit-button]")
    page.fill("[data-testid=htx-textbox-input]", EDITED)
    page.click("[data-testid=htx-textbox-save]")
    page.click(".htx-taxonomy .ant-select-selector")
    page.click(".ant-select-tree-switcher_close >> nth=0")
    page.click(".ant-select-tree-title:has-text('Cats')")
    page.keyboard.press("Escape")
    page.focus("[data-rbd-drag-handle-draggable-id=response_a]")
    for key, told in (("Space", "lifted"), ("ArrowUp", "moved"), ("Space", "dropped")):
        page.keyboard.press(key)
        page.wait_for_function(TOLD, arg=told)
    page.click(".lsf-label__text:has-text('person')")
    marked_by_mouse(page, "Paris")
    page.wait_for_selector(".lsf-outliner >> text=Paris")
    with page.expect_response(lambda answer: answer.request.method == "POST" and "annotations" in answer.url):
        page.click("button:has-text('Submit')")
    assert home(label_studio_desk, ledger, run) == [
        {**CLICKED, "order": {"response_a": 1, "response_b": 2, HOSTILE: 3}}
    ]
