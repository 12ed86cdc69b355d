"""How long a report of many rows takes to write, open, search, filter and sort in headless Chromium.

Run with: python benchmarks/report.py [rows] [chromium]
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from goldsmith.quality import Report, Rows

MOST_S, MOST_MS = 3, 200
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
([place, query]) => {
  const box = document.querySelector(place);
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
            "provenance": {
                "model": "SmolLM2-135M-Instruct",
                "parents": [f"comment-{i // 2:06d}"] if i else [],
            },
        }
        for i in range(n)
    ]


def main(n: int, chromium: str) -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browsed = Rows("Rows", rows(n), facets=["label", "route", "source", "drop_reason", "confidence"])
        started = time.perf_counter()
        path = Report("Benchmark", f"{n:,} rows", [browsed]).html(Path(folder) / "report.html")
        print(f"write    {time.perf_counter() - started:.2f} s, {path.stat().st_size / 1e6:.1f} MB")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        started = time.perf_counter()
        page.goto(path.as_uri())
        page.locator(".rows-row").first.wait_for()
        opened = time.perf_counter() - started
        print(f"open     {opened:.2f} s until the first row shows")
        slow = [name for name, took in filtered(page) if statistics.median(took) > MOST_MS]
        browser.close()
    if opened > MOST_S or slow:
        sys.exit(
            f"Wanted: open in {MOST_S} s, filters in {MOST_MS} ms; too slow: {', '.join(slow) or 'open'}"
        )


def filtered(page: Page) -> Iterator[tuple[str, list[float]]]:
    """Search, filter and sort; what each filter took, in ms."""
    words = ("s", "so", "song", "song love", "no such word", "0123", "")
    yield timed(page, "search", TYPED, [["input[type=search]", word] for word in words])
    yield timed(page, "score", TYPED, [[".range input", least] for least in ("0.2", "0.5", "0.99", "")])
    page.locator(".facet summary").first.click()
    yield timed(page, "facet", CLICKED, [".facet input"] * 6)
    timed(page, "sort", CLICKED, [f".rows-head > :nth-child({column}) button" for column in (2, 4)])
    page.locator(".rows-row").first.click()
    yield timed(page, "family", CLICKED, [".relatives ~ dd > button"])


def timed(page: Page, name: str, script: str, values: Sequence[object]) -> tuple[str, list[float]]:
    took = [page.evaluate(script, value) for value in values]
    print(f"{name:<8} median {statistics.median(took):.0f} ms, worst {max(took):.0f} ms")
    return name, took


if __name__ == "__main__":
    main(int((sys.argv[1:] or ["50000"])[0]), (sys.argv[2:] or ["/usr/bin/chromium"])[0])
