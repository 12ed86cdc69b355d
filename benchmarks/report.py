"""How long a report of many rows takes to write, open, search, filter and sort in headless Chromium.

Run with: python benchmarks/report.py [rows] [chromium]
"""

import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from goldsmith.quality import Report, Rows

WORDS = [
    "song",
    "channel",
    "subscribe",
    "love",
    "video",
    "check",
    "link",
    "music",
    "great",
    "money",
    "free",
    "world",
    "dance",
    "family",
    "watch",
]
TYPED = """
(query) => {
  const box = document.querySelector("input[type=search]");
  const started = performance.now();
  box.value = query;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  document.querySelector(".rows-body").getBoundingClientRect();
  return performance.now() - started;
}
"""
CLICKED = """
(selector) => {
  const node = document.querySelector(selector);
  const started = performance.now();
  node.click();
  document.querySelector(".rows-body").getBoundingClientRect();
  return performance.now() - started;
}
"""


def rows(n: int) -> list[dict[str, object]]:
    """Comments of about 200 characters with the columns of a labelling run."""
    rng = random.Random(0)
    return [
        {
            "id": f"comment-{i:06d}",
            "text": " ".join(rng.choices(WORDS, k=34)),
            "label": rng.choice(["spam", "ham"]),
            "confidence": rng.random(),
            "route": rng.choice(["accepted", "review"]),
            "source": rng.choice(["youtube", "synthetic"]),
            "drop_reason": rng.choice([None, None, "duplicate", "too short"]),
            "votes": {f"lf_{j}": rng.choice([-1, 0, 1]) for j in range(9)},
            "provenance": {"model": "SmolLM2-135M-Instruct", "seed": i},
        }
        for i in range(n)
    ]


def timed(page: Page, script: str, values: list[str]) -> str:
    took = [page.evaluate(script, value) for value in values]
    return f"median {statistics.median(took):.0f} ms, worst {max(took):.0f} ms"


def main(n: int, chromium: str) -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browsed = Rows("Rows", rows(n), facets=["label", "route", "source", "drop_reason"])
        started = time.perf_counter()
        path = Report("Benchmark", f"{n:,} rows", [browsed]).html(Path(folder) / "report.html")
        print(f"write    {time.perf_counter() - started:.2f} s, {path.stat().st_size / 1e6:.1f} MB")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        started = time.perf_counter()
        page.goto(path.as_uri())
        page.locator(".rows-row").first.wait_for()
        print(f"open     {time.perf_counter() - started:.2f} s until the first row shows")
        print(f"search   {timed(page, TYPED, ['s', 'so', 'song', 'song love', 'no such word', '0123', ''])}")
        page.locator(".facet summary").first.click()
        print(f"facet    {timed(page, CLICKED, ['.facet input'] * 6)}")
        print(
            f"sort     {timed(page, CLICKED, ['.rows-head > :nth-child(2) button', '.rows-head > :nth-child(4) button'])}"
        )
        browser.close()


if __name__ == "__main__":
    main(int((sys.argv[1:] or ["50000"])[0]), (sys.argv[2:] or ["/usr/bin/chromium"])[0])
