"""What an HTML page says, as Markdown."""

from goldsmith.extras import require

__all__ = ["html_text"]

_NOT_SAID = ["script", "style", "noscript", "template", "nav", "aside", "form", "svg", "iframe"]
_AROUND = ["header", "footer"]  # of a page; those of its main part hold the title


def html_text(html: str | bytes) -> str:
    r"""Return the text of a page as Markdown with its headings, lists and tables; menus and scripts are left out.

    If the page says which part of it is the main one, or has one article, only that counts. Hidden elements are left out too, since no
    reader of the page sees them.

    Raises:
        MissingExtraError: beautifulsoup4 or markdownify is not installed.

    >>> html_text("<nav>Home</nav><h1>Cats</h1><p>They <b>purr</b>.</p><script>x()</script>")
    '# Cats\n\nThey **purr**.'
    """
    soup = require("bs4", extra="documents").BeautifulSoup(html, "html.parser")
    markdownify = require("markdownify", extra="documents")
    articles = soup.find_all("article")
    main = soup.find("main") or (articles[0] if len(articles) == 1 else None)
    page = main or soup.body or soup
    unseen = page.find_all(_NOT_SAID if main else [*_NOT_SAID, *_AROUND]) + page.find_all(hidden=True)
    for element in unseen:
        element.decompose()
    text: str = markdownify.markdownify(str(page), heading_style="ATX", strip=["a", "img"])
    return text.strip()
