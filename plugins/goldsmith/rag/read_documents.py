"""A folder of documents as rows."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from goldsmith.errors import InputError
from goldsmith.rag.html_text import html_text
from goldsmith.rag.pdf_text import pdf_text
from goldsmith.text import well_formed

__all__ = ["read_documents"]

Row = dict[str, Any]


def read_documents(folder: str | Path) -> list[Row]:
    """Read every text, Markdown, HTML and PDF file below a folder into a row with `id`, `text` and `source`.

    The id is the file's path below the folder. Other files, hidden ones, and folders that begin with "." are passed over.
    A file without text is a row with an empty one: whoever takes the rows says what becomes of it.

    Raises:
        InputError: there is no such folder, no such file in it, or one of them cannot be read; the message names it.
        MissingExtraError: what reads HTML or PDF is not installed.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder: give one with documents ({', '.join(_READERS)})")
    paths = [
        path
        for path in sorted(folder.rglob("*"))
        if _is_document(path.relative_to(folder)) and path.is_file()
    ]
    if not paths:
        raise InputError(f"{folder} holds no documents: wanted files ending in {', '.join(_READERS)}")
    return [_row(path, path.relative_to(folder).as_posix()) for path in paths]


def _is_document(path: Path) -> bool:
    return path.suffix.lower() in _READERS and not any(part.startswith(".") for part in path.parts)


def _row(path: Path, name: str) -> Row:
    return {"id": name, "text": _READERS[path.suffix.lower()](path), "source": name}


def _plain(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return well_formed(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as err:
        raise InputError(
            f"{path}: byte 0x{raw[err.start]:02x} is not UTF-8. If you know the encoding, convert the file: "
            f"iconv -f latin1 -t utf-8 {path.name} > utf8{path.suffix}"
        ) from err


def _html(path: Path) -> str:
    return well_formed(html_text(path.read_bytes()))  # the page says its encoding


_READERS: dict[str, Callable[[Path], str]] = {
    ".txt": _plain,
    ".md": _plain,
    ".markdown": _plain,
    ".html": _html,
    ".htm": _html,
    ".pdf": pdf_text,
}
