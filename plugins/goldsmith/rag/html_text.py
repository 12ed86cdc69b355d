"""What an HTML page says, as Markdown."""

from goldsmith.extras import require

__all__ = ["html_text"]

_NOT_SAID = [
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "header",
    "footer",
    "aside",
    "form",
    "svg",
    "iframe",
]


def html_text(html: str | bytes) -> str:
    r"""Return the text of a page as Markdown with its headings, lists and tables; menus and scripts are left out.

    If the page says which part of it is the main one, only that part counts. Hidden elements are left out too, since no
    reader of the page sees them.

    Raises:
        MissingExtraError: beautifulsoup4 or markdownify is not installed.

    >>> html_text("<nav>Home</nav><h1>Cats</h1><p>They <b>purr</b>.</p><script>x()</script>")
    '# Cats\n\nThey **purr**.'
    """
    soup = require("bs4", extra="documents").BeautifulSoup(html, "html.parser")
    markdownify = require("markdownify", extra="documents")
    page = soup.find("main") or soup.find("article") or soup.body or soup
    for element in page.find_all(_NOT_SAID):
        element.decompose()
    for element in page.find_all(hidden=True):
        element.decompose()
    text: str = markdownify.markdownify(str(page), heading_style="ATX", strip=["a", "img"])
    return text.strip()
