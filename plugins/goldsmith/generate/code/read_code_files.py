"""A folder of code as rows."""

from pathlib import Path
from typing import Any

from goldsmith.errors import InputError
from goldsmith.text import well_formed

__all__ = ["LANGUAGES", "read_code_files"]

Row = dict[str, Any]

LANGUAGES = {
    ".c": "C",
    ".cc": "C++",
    ".cpp": "C++",
    ".cs": "C#",
    ".go": "Go",
    ".h": "C",
    ".hpp": "C++",
    ".java": "Java",
    ".jl": "Julia",
    ".js": "JavaScript",
    ".kt": "Kotlin",
    ".lua": "Lua",
    ".php": "PHP",
    ".pl": "Perl",
    ".py": "Python",
    ".r": "R",
    ".rb": "Ruby",
    ".rs": "Rust",
    ".scala": "Scala",
    ".sh": "Shell",
    ".sql": "SQL",
    ".swift": "Swift",
    ".ts": "TypeScript",
}


def read_code_files(folder: str | Path, column: str = "document") -> list[Row]:
    """Read every file of code below a folder into a row with `id`, the column, `code_language` and `source`.

    Id and source are the file's path below the folder. Other files, hidden ones, folders that begin with "." and empty files are passed
    over. Bytes that are not UTF-8 become U+FFFD, by which `document_problem` knows what is no text.

    Raises:
        InputError: there is no such folder, or no code in it.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder: give one with code ({', '.join(LANGUAGES)})")
    rows = [
        _row(path, path.relative_to(folder).as_posix(), column)
        for path in sorted(folder.rglob("*"))
        if _is_code(path.relative_to(folder)) and path.is_file()
    ]
    found = [row for row in rows if row[column].strip()]
    if not found:
        raise InputError(f"{folder} holds no code: wanted files ending in {', '.join(LANGUAGES)}")
    return found


def _is_code(path: Path) -> bool:
    return path.suffix.lower() in LANGUAGES and not any(part.startswith(".") for part in path.parts)


def _row(path: Path, name: str, column: str) -> Row:
    text = well_formed(path.read_bytes().decode("utf-8-sig", errors="replace"))
    return {"id": name, column: text, "code_language": LANGUAGES[path.suffix.lower()], "source": name}
