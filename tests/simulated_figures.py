"""What a report shows, and under which heading: to see whether each plot and table says that it is simulated."""

from html.parser import HTMLParser

__all__ = ["figures_of"]

_FIGURES = {"table", "svg", "ul.bars", "dl.tiles", "div.rows"}


class _Figures(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.heading, self.reading = "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = f"{tag}.{(dict(attrs).get('class') or '').split(' ')[0]}"
        if tag == "section":
            self.heading = ""
        self.reading = self.reading or tag == "h2"
        for kind in (tag, name):
            if kind in _FIGURES:
                self.found.append((kind, self.heading))

    def handle_endtag(self, tag: str) -> None:
        if tag == "h2":
            self.reading = False

    def handle_data(self, data: str) -> None:
        if self.reading:
            self.heading += data


def figures_of(page: str) -> list[tuple[str, str]]:
    """Return the kind of every plot, table, tile list and row browser of a report, and the heading it stands under."""
    parser = _Figures()
    parser.feed(page)
    return parser.found
