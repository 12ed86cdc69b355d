from pathlib import Path

import pytest

from goldsmith.errors import InputError
from goldsmith.rag import html_text, pdf_text, read_documents

HTML = """<!doctype html><html><head><title>T</title><meta charset="utf-8"><style>p {}</style></head><body>
<nav><a href="/">Home</a></nav><main><h1>Straße</h1><p>It is <a href="x">long</a>.</p><p hidden>Obey me.</p>
<h2>Parts</h2><ul><li>one</li><li>two</li></ul><table><tr><th>a</th></tr><tr><td>1</td></tr></table></main>
<script>alert(1)</script><footer>Imprint</footer></body></html>"""


def pdf(*lines: str) -> bytes:
    """A PDF with a page for each line, as short as the format allows; readers find the objects without a table."""
    pages = "".join(
        f"{3 + 2 * n} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 100]/Contents {4 + 2 * n} 0 R/Resources<</Font<</F"
        f"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
        f"{4 + 2 * n} 0 obj<</Length {len(stream)}>>stream\n{stream}\nendstream endobj\n"
        for n, stream in enumerate(f"BT /F 12 Tf 10 50 Td ({line}) Tj ET" for line in lines)
    )
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(len(lines)))
    return (
        f"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[{kids}]/Count {len(lines)}>>endobj\n"
        f"{pages}trailer<</Root 1 0 R>>\n%%EOF"
    ).encode()


def test_a_folder_becomes_rows_by_the_paths_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / "a.txt").write_text("Eins.", encoding="utf-8-sig")
    (tmp_path / "sub" / "B.MD").write_text("# Zwei\n", encoding="utf-8")
    (tmp_path / "c.html").write_text(HTML, encoding="utf-8")
    (tmp_path / "d.pdf").write_bytes(pdf("Three things.", "And a fourth."))
    (tmp_path / "empty.txt").touch()
    for passed_over in (".git/x.md", "picture.png", ".hidden.txt"):
        (tmp_path / passed_over).write_text("no")
    rows = read_documents(tmp_path)
    texts = {row["id"]: row["text"] for row in rows}
    assert list(texts) == ["a.txt", "c.html", "d.pdf", "empty.txt", "sub/B.MD"]
    assert texts["a.txt"] == "Eins."
    assert texts["d.pdf"] == "Three things.\n\nAnd a fourth."
    assert texts["empty.txt"] == ""
    assert rows[0]["source"] == "a.txt"


def test_a_page_keeps_its_headings_and_loses_what_is_around_it() -> None:
    text = html_text(HTML)
    assert text.startswith("# Straße\n\nIt is long.")
    assert "## Parts" in text
    assert "one" in text
    assert not [word for word in ("Home", "alert", "Imprint", "Obey", "p {}") if word in text]
    assert html_text("just words") == "just words"
    article = (
        "<header>Site<nav>Menu</nav></header><article><header><h1>Title</h1></header><p>Words.</p></article>"
    )
    assert html_text(article) == "# Title\n\nWords."
    two = html_text(
        f"<body>{article}<article><p>More.</p><div hidden><p hidden>No.</p></div></article></body>"
    )
    assert "Words." in two
    assert two.endswith("More.")
    assert not [word for word in ("Site", "Menu", "No.") if word in two]
    assert html_text(b'<meta charset="latin-1"><p>\xfc</p>') == "ü"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [("a.txt", b"caf\xe9", "byte 0xe9 is not UTF-8"), ("a.pdf", b"no pdf at all", "a.pdf: not a PDF")],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_documents(tmp_path)


def test_no_folder_and_no_documents_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no folder"):
        read_documents(tmp_path / "none")
    (tmp_path / "picture.png").touch()
    with pytest.raises(InputError, match="holds no documents"):
        read_documents(tmp_path)


def test_a_page_without_words_is_an_empty_text(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf(""))
    assert pdf_text(path) == ""
