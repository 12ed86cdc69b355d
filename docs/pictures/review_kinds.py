"""Pictures of every kind of question as a reviewer sees it, for docs/review.md: `python docs/pictures/review_kinds.py`.

Starts both servers on empty folders, pushes one row that has everything, and pictures each question in headless Chromium below the
fields that it is about. Needs Chromium on the PATH.
"""

import io
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, sync_playwright

import goldsmith_argilla
import goldsmith_argilla.server
import goldsmith_label_studio
import goldsmith_label_studio.server
from goldsmith.review import (
    ContextsField,
    ConversationField,
    LabelQuestion,
    Ledger,
    MultiLabelQuestion,
    PairQuestion,
    PartsQuestion,
    RankingQuestion,
    RatingQuestion,
    ReviewItem,
    ReviewSchema,
    SpanQuestion,
    StepsQuestion,
    Suggestion,
    TaxonomyQuestion,
    TextField,
    TextQuestion,
    numbered_steps,
    push,
)

HERE = Path(__file__).parent
WIDTH = 560
SCHEMA = ReviewSchema(
    "Every kind",
    (
        ConversationField("chat", "Conversation"),
        TextField("text", "Text"),
        TextField("solution", "Solution"),
        TextField("short", "Short answer"),
        TextField("long", "Long answer"),
        ContextsField("contexts", "Contexts"),
    ),
    (
        LabelQuestion("verdict", "What did the assistant do?", ("refused", "helped safely", "harmful")),
        MultiLabelQuestion("topics", "Which topics?", ("travel", "prices", "complaints")),
        TaxonomyQuestion(
            "place", "Where in the tree?", ("Animals > Dogs", "Animals > Cats", "Plants > Trees")
        ),
        RatingQuestion("whole", "How good is the conversation as a whole?", 5),
        PairQuestion("better", "Which answer is better?", ("short", "long")),
        RankingQuestion("order", "Best first", ("short", "long")),
        TextQuestion("edit", "A better answer"),
        SpanQuestion("names", "Mark people and places", "text", ("person", "place")),
        StepsQuestion("steps", "Which steps are wrong?", most=3),
        PartsQuestion("turns", "Which turns are bad?", part="turn", none="all good", most=3),
        PartsQuestion("used", "Which contexts support the answer?", part="context", most=2),
    ),
)
TEXT = "Ada Lovelace 👋 met Charles Babbage in London."
ROW = ReviewItem(
    "row-1",
    {
        "chat": [
            {"role": "user", "content": "Is there a night train to Rome?"},
            {"role": "assistant", "content": "Yes, at 21:40, from 59 euros."},
            {"role": "user", "content": "And with a dog?"},
        ],
        "text": TEXT,
        "solution": numbered_steps(["3 boxes of 4 are 12.", "12 and 5 are 18.", "So there are 18."]),
        "short": "Yes, at 21:40.",
        "long": "Yes: it leaves at 21:40 and arrives at 9:22.",
        "contexts": ["The night train to Rome leaves at 21:40.", "Dogs travel at half the fare."],
    },
    [
        Suggestion("verdict", "helped safely", 0.91, "judge"),
        Suggestion("topics", ["travel", "prices"], 0.8, "judge"),
        Suggestion("place", ["Animals > Dogs"], 0.6, "judge"),
        Suggestion("whole", 4, 0.7, "judge"),
        Suggestion("better", "long", 0.66, "judge"),
        Suggestion("order", {"long": 1, "short": 2}, 0.66, "judge"),
        Suggestion("edit", "Yes, at 21:40; dogs pay half.", 0.5, "judge"),
        Suggestion("names", [{"start": 0, "end": 12, "label": "person"}], 0.9, "tagger"),
        Suggestion("steps", ["step 2", "step 3"], 0.8, "judge"),
        Suggestion("turns", ["all good"], 0.7, "judge"),
        Suggestion("used", ["context 1"], 0.9, "judge"),
    ],
)
ABOUT = {
    "verdict": ["chat"],
    "better": ["short", "long"],
    "names": ["text"],
    "steps": ["solution"],
    "turns": ["chat"],
    "used": ["contexts"],
}
# From one heading to the next; the two of a pair share their line.
BETWEEN = """title => {
    const main = document.querySelector('.lsf-main-view');
    const headings = [...main.querySelectorAll('h4')];
    const own = headings.find(one => one.innerText.trim() === title).getBoundingClientRect();
    const below = headings.map(one => one.getBoundingClientRect().top).filter(top => top > own.bottom);
    return {x: main.getBoundingClientRect().left, y: own.top - 4, bottom: below.length ? Math.min(...below) - 4 : own.bottom + 130};
}"""


@dataclass
class Desk:
    """One tool with the row in it, open in a page."""

    tool: str
    page: Page

    def part(self, name: str, title: str) -> Image.Image:
        """Return a picture of one field or question."""
        if self.tool == "argilla":
            fields = [one.name for one in SCHEMA.fields]
            where = self.page.locator(
                f".fields > div >> nth={fields.index(name)}"
                if name in fields
                else f"[aria-label='Question: {name}']"
            )
            return picture(where.screenshot())
        box = self.page.evaluate(BETWEEN, title)
        clip = {"x": box["x"], "y": box["y"], "width": 1.6 * WIDTH, "height": box["bottom"] - box["y"]}
        shown = picture(self.page.screenshot(clip=clip))  # type: ignore[arg-type]
        return shown if name in ABOUT["better"] else shown.crop((0, 0, WIDTH, shown.height))

    def kind(self, name: str) -> Image.Image:
        """Return a picture of a question below what it is about."""
        titles = {one.name: one.title for one in (*SCHEMA.fields, *SCHEMA.questions)}
        about = ABOUT.get(name, [])
        if self.tool == "label-studio" and name == "better":
            about = about[:1]
        return stacked([self.part(one, titles[one]) for one in (*about, name)])


def main() -> None:
    """Make all of them."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for tool, opened in (("argilla", in_argilla), ("label-studio", in_label_studio)):
            page = browser.new_context(viewport={"width": 1200, "height": 3600}).new_page()
            with opened(page, Path(folder)):
                desk = Desk(tool, page)
                for question in SCHEMA.questions:
                    shown = desk.kind(question.name).quantize(64)
                    shown.save(HERE / f"{question.name}-{tool}.png", optimize=True)
        browser.close()


def in_argilla(page: Page, folder: Path) -> Any:
    """Open the row in Argilla; returns the server."""
    server = goldsmith_argilla.server.serve(folder / "argilla")
    adapter = goldsmith_argilla.connect(server.url, server.api_key)
    url = push([ROW], SCHEMA, run="pictures", adapter=adapter, ledger=Ledger(folder / "ledger.db")).url
    page.goto(url)
    page.fill("input[type=password]", server.password)
    page.fill("input[name=username], #username, input[type=text]", server.username)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)
    page.goto(url)
    page.wait_for_selector(".span-entity__container")
    return server


def in_label_studio(page: Page, folder: Path) -> Any:
    """Open the row in Label Studio; returns the server."""
    server = goldsmith_label_studio.server.serve(folder / "label-studio")
    adapter = goldsmith_label_studio.connect(server.url, server.api_key)
    url = push([ROW], SCHEMA, run="pictures", adapter=adapter, ledger=Ledger(folder / "ledger.db")).url
    project = adapter.project("pictures")
    assert project is not None  # noqa: S101
    (task,) = adapter.records(project)
    page.goto(f"{server.url}/user/login/")
    page.fill("input[name=email]", server.username)
    page.fill("input[name=password]", server.password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "login" not in address)
    page.goto(f"{url}?task={task.remote_id}")
    page.wait_for_selector("input[name='helped safely']:checked")
    page.wait_for_timeout(1000)
    return server


def picture(png: bytes) -> Image.Image:
    """Read a screenshot."""
    return Image.open(io.BytesIO(png)).convert("RGB")


def stacked(parts: list[Image.Image]) -> Image.Image:
    """Put pictures below each other, at most WIDTH wide."""
    scaled = [
        one.resize((WIDTH, one.height * WIDTH // one.width)) if one.width > WIDTH else one for one in parts
    ]
    whole = Image.new("RGB", (max(one.width for one in scaled), sum(one.height for one in scaled)), "white")
    top = 0
    for one in scaled:
        whole.paste(one, (0, top))
        top += one.height
    return whole


if __name__ == "__main__":
    main()
