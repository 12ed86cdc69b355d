"""The page around the sections."""

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from goldsmith import __version__
from goldsmith.quality.html_report.embed import embed
from goldsmith.quality.html_report.figure import figure
from goldsmith.quality.html_report.section import Section
from goldsmith.quality.html_report.visible import visible

__all__ = ["page"]

PACKAGE = "goldsmith.quality.html_report"
SCRIPTS = (
    "rows_model.js",
    "rows_list.js",
    "rows_facets.js",
    "rows_lineage.js",
    "rows_details.js",
    "rows_browser.js",
)
CONTENTS_FROM = 5  # sections


def page(title: str, subtitle: str, sections: Sequence[Section], banner: str | None) -> str:
    """Return the whole page as HTML.

    Its policy allows the page's own style and script, known by their hashes, and nothing else: no network, no
    inline handler, no frame, no form.
    """
    style = _asset("style.css")
    script = "\n".join(map(_asset, SCRIPTS)) if any(section.kind == "rows" for section in sections) else ""
    template = _environment().get_template("page.html")
    return template.render(
        title=title,
        subtitle=subtitle,
        sections=sections,
        banner=banner,
        version=__version__,
        with_contents=len(sections) >= CONTENTS_FROM,
        policy=_policy(style, script),
        style=Markup(style),  # noqa: S704 - a file of this package
        script=Markup(script),  # noqa: S704 - files of this package
    )


def _policy(style: str, script: str) -> str:
    rules = ["default-src 'none'", f"style-src {_hash(style)}"]
    if script:
        rules.append(f"script-src {_hash(script)}")
    return "; ".join([*rules, "connect-src 'none'", "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _asset(name: str) -> str:
    return resources.files(PACKAGE).joinpath("templates", name).read_text("utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=visible,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(embed=embed, figure=figure)
    return environment
