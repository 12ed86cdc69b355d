"""The documentation site: builds without a warning, covers everything, and fetches nothing."""

import re
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from playwright.sync_api import Browser

ROOT = Path(__file__).parents[2]
CONFIG = ROOT / "docs" / "generate" / "mkdocs.yml"
sys.path.append(str(CONFIG.parent))

from api_pages import exported, origin_of, public_packages  # noqa: E402
from doctests import as_markdown  # noqa: E402
from step_pages import STEP_PACKAGES, own_parameters, steps_of  # noqa: E402
from write_gallery import kept, opening  # noqa: E402

STEPS = {f"{package}.{name}": step for package in STEP_PACKAGES for name, step in steps_of(package).items()}


def test_it_builds_without_a_warning_covers_everything_and_fetches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    config = load_config(str(CONFIG), site_dir=str(tmp_path), strict=True)
    del config.plugins["material/search"]  # its index takes seconds
    build(config)  # raises where anything warns
    assert nowhere(tmp_path) == []
    fetched = _Fetched()
    for page in tmp_path.rglob("*.html"):
        fetched.feed(page.read_text(encoding="utf-8"))
    assert fetched.found
    assert [one for one in fetched.found if re.match(r"(https?:)?//", one)] == []
    styles = "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.css"))
    assert re.findall(r"url\([\"']?(?:https?:)?//[^)]*\)|@import[^;]*", styles) == []


def test_search_runs_in_a_page_that_is_opened_from_disk(browser: Browser, tmp_path: Path) -> None:
    # Chromium starts no worker there: the one of the search is stood in for.
    (tmp_path / "worker.js").write_text(
        "addEventListener('message', ({data}) => postMessage([data, typeof document]))"
    )
    (tmp_path / "shim.js").write_text((CONFIG.parent / "iframe-worker.js").read_text())
    (tmp_path / "page.html").write_text("<!doctype html><script src='shim.js'></script>")
    with browser.new_context() as context:
        page = context.new_page()
        page.goto((tmp_path / "page.html").as_uri())
        answers = page.evaluate(
            """() => new Promise((done) => {
              const worker = new Worker("worker.js"), heard = [];
              worker.addEventListener("message", ({data}) => heard.push(data) === 2 && done(heard));
              for (const question of ["near", "duplicates"]) worker.postMessage(question);
            })"""
        )
    assert answers == [["near", "object"], ["duplicates", "object"]]


def nowhere(site: Path) -> list[str]:
    """Return the public names that no page documents."""
    pages = "".join(page.read_text(encoding="utf-8") for page in site.rglob("*.html"))
    ids = set(re.findall(r'id="([^"]+)"', pages))
    names = [(package, name) for package, file in public_packages(ROOT).items() for name in exported(file)]
    steps = {name.partition(".")[2] for name in STEPS}
    places = {
        (package, name): name.lower() if name in steps else origin_of(ROOT, package, name)
        for package, name in names
    }
    return [".".join(name) for name, place in places.items() if place not in ids]


class _Fetched(HTMLParser):
    """Collects what a page loads by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        loads = tag in {"script", "img", "iframe", "source"} or (
            tag == "link" and told.get("rel") != "canonical"
        )
        self.found += [value for name in ("src", "href") if loads and (value := told.get(name))]


def test_the_navigation_holds_every_guide() -> None:
    config = yaml.load(CONFIG.read_text(), Loader=yaml.BaseLoader)
    guides = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert sorted(pages(config["nav"])) == sorted(guides)


def pages(nav: Any) -> list[str]:
    if isinstance(nav, str):
        return [nav]
    return [page for part in (nav.values() if isinstance(nav, dict) else nav) for page in pages(part)]


def test_every_parameter_of_every_step_is_described() -> None:
    silent = [
        f"{step}.{name}"
        for step in STEPS
        for name, (_, said) in own_parameters(STEPS[step]).items()
        if not said
    ]
    assert silent == []


def test_the_gallery_shows_every_step_with_its_example_as_it_is_now() -> None:
    page = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
    names = [name.partition(".")[2] for name in STEPS]
    assert re.findall(r"^### (\w+)$", page, re.MULTILINE) == names
    shown = kept()
    old = [
        name
        for name, step in zip(names, STEPS.values(), strict=True)
        if not shown[name].startswith(opening(name, step))
    ]
    assert old == []  # `python docs/generate/write_gallery.py` writes them anew


def test_examples_in_docstrings_become_blocks_and_shapes_no_links() -> None:
    given = "Add `x[0][1]` of [n][k].\n\n>>> 1 + 1\n2\n\n```python\na[0][1]\n\nb\n```"
    wanted = "Add `x[0][1]` of [n]\\[k].\n\n```pycon\n>>> 1 + 1\n2\n```\n\n```python\na[0][1]\n\nb\n```"
    assert as_markdown(given) == wanted
