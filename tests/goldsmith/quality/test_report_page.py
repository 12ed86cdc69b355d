"""The page in a real browser: quiet, closed to the network, readable in any light and width."""

import json
import re
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page

from goldsmith.errors import InputError
from goldsmith.quality import (
    Bar,
    Bars,
    Column,
    Flow,
    Histogram,
    Line,
    Lines,
    Mark,
    Numbers,
    Reliability,
    Report,
    Rows,
    Stage,
    Table,
    Text,
    Tile,
)

Opened = tuple[Page, list[str], list[str]]
ATTACK = "</title></script></style><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
CONTRASTS = """
() => {
  const rgba = (text) => { const n = text.match(/[\\d.]+/g).map(Number); return n.length > 3 ? n : [...n, 1]; };
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a)];
  const luminance = (color) => color
    .map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => {
    const layers = [];
    for (let n = node; n; n = n.parentElement) {
      const color = rgba(getComputedStyle(n).backgroundColor);
      layers.push(color);
      if (color[3] === 1) break;
    }
    return layers.reduceRight((under, color) => over(color, under), [255, 255, 255]);
  };
  const found = [];
  for (const node of document.querySelectorAll("body *")) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    if (!own || !node.checkVisibility() || node.closest("script, style, .unseen")) continue;
    const style = getComputedStyle(node);
    const ink = rgba(node instanceof SVGElement ? style.fill : style.color);
    const paper = behind(node);
    const [light, dark] = [luminance(over(ink, paper)), luminance(paper)].sort((a, b) => b - a);
    found.push([(light + 0.05) / (dark + 0.05), node.textContent.trim().slice(0, 40)]);
  }
  return found;
}
"""


@pytest.fixture
def opening(browser: Browser) -> Iterator[Callable[..., Opened]]:
    contexts = []

    def opened(path: Path, **settings: object) -> Opened:
        context = browser.new_context(**settings)
        contexts.append(context)
        page, noise, requests = context.new_page(), [], []
        page.on("console", lambda message: noise.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: noise.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (noise.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: requests.append(request.url))
        page.goto(path.as_uri())
        return page, noise, requests

    yield opened
    for context in contexts:
        context.close()


def test_the_report_opens_without_a_word_on_the_console_and_asks_for_nothing_else(
    opening: Callable[..., Opened], report_file: Path
) -> None:
    page, noise, requests = opening(report_file)
    assert page.title() == "Spam in YouTube comments"
    assert page.locator(".rows-row").count() > 10
    assert noise == []
    assert requests == [report_file.as_uri()]


def test_hostile_rows_stay_text(
    opening: Callable[..., Opened], report_file: Path, hostile: list[dict]
) -> None:
    page, noise, _ = opening(report_file)
    for row in hostile[:6]:
        page.locator("input[type=search]").fill(row["why"])
        page.locator(".rows-row").first.click()
        assert page.locator("dialog pre").nth(1 if "id" in row else 0).inner_text() == row["text"]
        page.keyboard.press("Escape")
    assert page.title() == "Spam in YouTube comments"
    assert page.locator("main img, main iframe").count() == 0
    assert noise == []


def test_hostile_text_in_every_section_stays_text(opening: Callable[..., Opened], tmp_path: Path) -> None:
    bad = ATTACK + " {{ 7 * 7 }} \x00 \ud800 \u202e"
    sections = [
        Numbers(bad, [Tile(bad, bad, bad), Tile(bad, 1, interval=(0, 2))], note=bad),
        Bars(bad, [Bar(bad, 0.5, (0.4, 0.6), bad)], baseline=0.1, baseline_label=bad),
        Histogram(bad, [1, 2], x_label=bad, marks=[Mark(bad, 1.5)]),
        Lines(bad, [Line(bad, [0, 1], [0, 1])], bad, bad),
        Reliability(bad, [0.5], [1]),
        Flow(bad, [Stage(bad, 2, hint=bad), Stage(bad, 1, {bad: 1}, {bad: 1})]),
        Table(bad, [Column(bad, hint=bad)], [[bad]]),
        Text(bad, bad),
        Rows(bad, [{bad: bad}], columns=[bad], facets=[bad]),
    ]
    page, noise, _ = opening(Report(bad, bad, sections, banner=bad).html(tmp_path / "bad.html"))
    assert page.title().startswith("</title></script>")
    page.locator(".facet summary").click()
    page.locator(".rows-row").click()
    assert page.locator("img").count() == 0
    assert page.locator("script:not([type])").count() == 1
    assert noise == []
    for place in (
        "h1",
        ".subtitle",
        ".banner",
        "h2 >> nth=0",
        ".note",
        ".tiles .hint",
        ".glossary dd",
        ".prose p",
    ):
        text = page.locator(place).first.text_content()
        assert ATTACK in text, place
        assert "{{ 7 * 7 }} ␀ \ufffd" in text, place


class Listener(BaseHTTPRequestHandler):
    """Notes every request that reaches it."""

    def do_GET(self) -> None:
        self.server.requests.append(self.requestline)
        self.send_error(404)

    do_OPTIONS = do_POST = do_GET  # noqa: N815 - the names http.server calls

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture
def outside() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        server.requests = []
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_the_policy_stops_what_would_slip_through(
    opening: Callable[..., Opened], report_file: Path, outside: ThreadingHTTPServer
) -> None:
    page, *_ = opening(report_file)
    blocked = page.evaluate(
        """async (outside) => {
          const blocked = [];
          document.addEventListener("securitypolicyviolation", (event) => blocked.push(event.effectiveDirective));
          const script = document.createElement("script");
          script.textContent = "document.title = 'owned'";
          document.body.append(script);
          document.body.insertAdjacentHTML("beforeend", "<p onclick=\\"document.title = 'owned'\\">");
          document.body.lastChild.click();
          document.body.insertAdjacentHTML("beforeend", `<img src="${outside}"><p style="color: red">`);
          document.body.insertAdjacentHTML("beforeend", `<iframe src="${outside}"></iframe>`);
          await fetch(outside).catch(() => {});
          await new Promise((resolve) => setTimeout(resolve, 100));
          return blocked;
        }""",
        f"http://127.0.0.1:{outside.server_port}/",
    )
    wanted = {"script-src-elem", "script-src-attr", "img-src", "style-src-attr", "frame-src", "connect-src"}
    assert set(blocked) == wanted
    assert page.title() == "Spam in YouTube comments"
    assert outside.requests == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_a_contrast_of_at_least_four_and_a_half(
    opening: Callable[..., Opened], report_file: Path, scheme: str
) -> None:
    page, *_ = opening(report_file, color_scheme=scheme)
    page.locator("details.behind").first.evaluate("node => node.open = true")
    page.locator(".facet summary").nth(1).click()
    page.locator(".facet input").first.check()
    page.locator("input[type=search]").fill("channel")
    measured = page.evaluate(CONTRASTS)
    page.locator(".rows-row").first.click()
    measured += page.evaluate(CONTRASTS)
    assert len(measured) > 200
    assert [pair for pair in measured if pair[0] < 4.5] == []


def test_light_and_dark_differ(opening: Callable[..., Opened], report_file: Path) -> None:
    papers = [
        opening(report_file, color_scheme=scheme)[0].evaluate(
            "getComputedStyle(document.body).backgroundColor"
        )
        for scheme in ("light", "dark")
    ]
    assert papers == ["rgb(255, 255, 255)", "rgb(23, 23, 20)"]


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_nothing_sticks_out_sideways(opening: Callable[..., Opened], report_file: Path, width: int) -> None:
    page, *_ = opening(report_file, viewport={"width": width, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.locator(".rows-row").first.click()
    box = page.locator("dialog").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


def test_contents_appear_from_five_sections_on_and_lead_to_them(
    opening: Callable[..., Opened], report: Report, report_file: Path, tmp_path: Path
) -> None:
    page, *_ = opening(report_file)
    page.get_by_role("navigation").get_by_text("Labeling functions").click()
    assert page.url.endswith("#section-7")
    assert page.locator("#section-7 h2").inner_text() == "Labeling functions"
    short = Report("Short", "", report.sections[:4]).html(tmp_path / "short.html")
    assert opening(short)[0].get_by_role("navigation").count() == 0


def test_every_plot_has_a_text_alternative_with_its_numbers(
    opening: Callable[..., Opened], report_file: Path
) -> None:
    page, *_ = opening(report_file)
    assert page.locator("svg[role=img][aria-label]").count() == 3
    assert page.locator("svg:not([role=img]):not([aria-hidden=true])").count() == 0
    assert page.locator("details.behind").count() == 2


def test_paper_gets_the_first_rows_instead_of_the_browser(
    opening: Callable[..., Opened], report_file: Path
) -> None:
    page, *_ = opening(report_file)
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    text = " ".join(document[i].get_textpage().get_text_range() for i in range(len(document)))
    assert "Reviews in this run are simulated" in text
    assert "The first 10 of 1,776 rows" in re.sub(r"\s+", " ", text)
    assert "Search all columns" not in text


def test_without_javascript_everything_but_the_browser_is_there(
    opening: Callable[..., Opened], report_file: Path
) -> None:
    page, *_ = opening(report_file, java_script_enabled=False)
    assert page.locator(".rows").is_hidden()
    assert page.locator(".rows-preview tbody tr").count() == 10
    assert page.locator(".chart").count() == 3


def test_a_report_without_rows_has_no_script(tmp_path: Path) -> None:
    html = Report("Plain", "", [Text("One", "Two")]).html(tmp_path / "plain.html").read_text("utf-8")
    assert "<script" not in html
    assert "script-src" not in html


def test_an_empty_report_and_empty_sections_open(opening: Callable[..., Opened], tmp_path: Path) -> None:
    empty = [
        Numbers("n", []),
        Bars("b", []),
        Histogram("h", [None]),
        Lines("l", []),
        Reliability("r", [], []),
        Flow("f", []),
        Table("t", ["a"], []),
        Text("x", ""),
        Rows("w", []),
    ]
    page, noise, _ = opening(Report("Nothing", "", empty).html(tmp_path / "empty.html"))
    assert page.locator("section").count() == 9
    assert page.get_by_text("No row matches.").is_visible()
    assert noise == []
    assert Report("Nothing", "", []).html(tmp_path / "none.html").stat().st_size > 1000


def test_the_same_report_is_the_same_file(report: Report, report_file: Path, tmp_path: Path) -> None:
    assert report.html(tmp_path / "again.html").read_bytes() == report_file.read_bytes()


def test_to_dict_is_strict_json_with_everything_shown(report: Report) -> None:
    kinds = ["numbers", "flow", "bars", "histogram", "reliability", "lines", "table", "text", "rows"]
    data = json.loads(json.dumps(report.to_dict(), allow_nan=False))
    assert [section["kind"] for section in data["sections"]] == kinds
    assert data["banner"].startswith("Reviews in this run are simulated")
    assert sum(data["sections"][3]["counts"]) == 1756
    assert 0 < data["sections"][4]["ece"] < 0.2
    assert len(data["sections"][8]["rows"]) == 1776


def test_a_report_refuses_what_is_not_a_section() -> None:
    with pytest.raises(InputError, match="made of sections"):
        Report("r", "", ["text"])
