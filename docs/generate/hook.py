"""What `mkdocs build` adds to the guides: pages made of the code, and the files outside `docs` that guides link to."""

import re
import sys
import warnings
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE))  # MkDocs loads this file by its path

from api_pages import api_pages  # noqa: E402

with warnings.catch_warnings():  # the hosts' own, on being imported: none of this site
    warnings.simplefilter("ignore")
    from step_pages import STEP_PACKAGES, step_page, steps_of

    STEPS = {f"goldsmith_distilabel.{package}": set(steps_of(package)) for package in STEP_PACKAGES}

_OUTSIDE = {
    "CHANGELOG.md": "changelog.md",
    "benchmarks/README.md": "benchmarks.md",
    "compose/README.md": "compose.md",
}


API = api_pages(ROOT, without=STEPS)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Add the generated pages to the navigation."""
    config.nav = [
        *(config.nav or []),
        {"Steps": [{package: f"steps/{package}.md"} for package in STEP_PACKAGES]},
        {"API": [{package: f"api/{package}.md"} for package in API]},
        {"About": [{name.split(".")[0].capitalize(): name} for name in _OUTSIDE.values()]},
    ]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages, and the script by which search works from disk."""
    pages = {f"steps/{package}.md": step_page(package) for package in STEP_PACKAGES}
    pages |= {f"api/{name}.md": page for name, page in API.items()}
    pages |= {
        place: _without_links((ROOT / name).read_text(encoding="utf-8")) for name, place in _OUTSIDE.items()
    }
    pages["assets/iframe-worker.js"] = (HERE / "iframe-worker.js").read_text(encoding="utf-8")
    for place, page in pages.items():
        files.append(File.generated(config, place, content=page))
    return files


def on_page_markdown(markdown: str, **_: object) -> str:
    """Point links to files outside `docs` at their pages, and take away those to files without one."""
    for name, place in _OUTSIDE.items():
        markdown = markdown.replace(f"](../{name})", f"]({place})")
    return re.sub(r"\[([^\]]*)\]\(\.\./[^)]*\)", r"\1", markdown)


def _without_links(markdown: str) -> str:
    """Keep the text of links: they lead from where the file lies, which is not where its page is."""
    return re.sub(r"\[([^\]]*)\]\((?!https?:|#)[^)]*\)", r"\1", markdown)
