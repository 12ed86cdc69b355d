"""A page for each public package, whose names mkdocstrings reads from the sources."""

import ast
from collections.abc import Iterator
from pathlib import Path

__all__ = ["api_pages", "exported", "origin_of", "public_packages"]

_ROOTS = ("plugins", "integrations")


def public_packages(root: Path) -> dict[str, Path]:
    """Return the packages with an `__all__` that is not empty, dotted name -> `__init__.py`; outer ones first."""
    return dict(sorted(_packages(root)))


def _packages(root: Path) -> Iterator[tuple[str, Path]]:
    for place in _ROOTS:
        for file in (root / place).rglob("__init__.py"):
            parts = file.parent.relative_to(root / place).parts
            if "inside" not in parts and not any(part.startswith("_") for part in parts) and exported(file):
                yield ".".join(parts), file


def exported(file: Path) -> list[str]:
    """Return the names in a file's `__all__`, without running it."""
    for node in _tree(file).body:
        if isinstance(node, ast.Assign) and any(getattr(one, "id", "") == "__all__" for one in node.targets):
            return [str(name) for name in ast.literal_eval(node.value) if name != "__version__"]
    return []


def origin_of(root: Path, package: str, name: str) -> str:
    """Return the dotted path of what a package exports by a name.

    Many functions have the name of their file, and then `package.name` is the file to whoever only reads the sources.
    """
    file = _file(root, package)
    if file.name != "__init__.py":
        return f"{package}.{name}"
    for node in ast.walk(_tree(file)):
        if isinstance(node, ast.ImportFrom) and node.module and any(one.name == name for one in node.names):
            return origin_of(root, node.module, name)
    return f"{package}.{name}"


def api_pages(root: Path, without: dict[str, set[str]]) -> dict[str, str]:
    """Return package -> its page in Markdown. What an outer package exports too is documented there.

    Args:
        root: of the repository.
        without: names that have a page elsewhere, by package.
    """
    pages: dict[str, str] = {}
    places: dict[str, str] = {}
    for package, file in public_packages(root).items():
        parts = []
        for name in exported(file):
            origin = origin_of(root, package, name)
            if name not in without.get(package, set()):
                parts.append(_part(name, origin, package, places))
        if parts:
            pages[package] = "\n".join([f"# {package}\n", *parts])
    return pages


def _part(name: str, origin: str, package: str, places: dict[str, str]) -> str:
    place = places.setdefault(origin, package)
    if place != package:
        return f"- `{name}`: see [{place}]({place}.md)"
    return f"\n::: {origin}\n"


def _file(root: Path, module: str) -> Path:
    parts = module.split(".")
    for place in _ROOTS:
        folder = root.joinpath(place, *parts)
        for file in (folder / "__init__.py", folder.with_suffix(".py")):
            if file.is_file():
                return file
    return root / "__init__"  # of another distribution


def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))
