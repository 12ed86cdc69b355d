"""What a PDF says."""

from pathlib import Path

from goldsmith.errors import InputError
from goldsmith.extras import require
from goldsmith.text import well_formed

__all__ = ["pdf_text"]


def pdf_text(path: str | Path) -> str:
    """Return the text of all pages, a blank line between two; "" for a PDF of images, which hold no text.

    Raises:
        InputError: it is no PDF, or it needs a password.
        MissingExtraError: pypdfium2 is not installed.
    """
    pdfium = require("pypdfium2", extra="documents")
    try:
        document = pdfium.PdfDocument(str(path))
    except pdfium.PdfiumError as err:
        raise InputError(
            f"{path}: not a PDF that can be read ({err}). Save it anew, without a password"
        ) from err
    try:
        pages = [_page_text(page) for page in document]
    finally:
        document.close()
    return well_formed("\n\n".join(text for text in pages if text))


def _page_text(page: object) -> str:
    words = page.get_textpage()  # type: ignore[attr-defined]
    text = str(words.get_text_range())
    # A word that is hyphenated at the end of a line comes with U+FFFE.
    return text.replace("\ufffe", "").replace("\r\n", "\n").replace("\0", "").strip()
