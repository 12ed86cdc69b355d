"""Landlock: this process reads only under some paths and writes only to some files, without root or a helper."""

import ctypes
import os
import struct
from collections.abc import Iterable

__all__ = ["drop_capabilities", "file_rules", "landlock_version", "restrict_files"]

_CREATE, _ADD_RULE, _RESTRICT, _CAPSET_X86, _CAPSET_ARM = 444, 445, 446, 126, 91
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_LIBC = ctypes.CDLL(None, use_errno=True)
_control, _call = _LIBC.prctl, _LIBC.syscall  # looking them up is not for each fork
_RIGHTS = {1: (1 << 13) - 1, 2: 1 << 13, 3: 1 << 14, 5: 1 << 15}  # each version's new rights on files


def landlock_version() -> int:
    """Return the version of Landlock's interface, 0 where the kernel has none."""
    return max(0, int(_call(_CREATE, None, 0, 1)))


def file_rules(readable: Iterable[str], writable: Iterable[str], listable: Iterable[str]) -> int:
    """Return an open file of rules: nothing but to read under `readable`, write the files `writable` and list under `listable`.

    Where the kernel can, they refuse TCP, abstract sockets and signals to the outside as well.

    Raises:
        OSError: the kernel has no Landlock, or refuses.
    """
    version = landlock_version()
    if not version:
        raise OSError("the kernel has no Landlock")
    handled = 0
    for since, rights in _RIGHTS.items():
        handled |= rights if version >= since else 0
    fields = (handled, 3 if version >= 4 else 0, 3 if version >= 6 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24
    rules = _call(_CREATE, struct.pack("QQQ", *fields)[:size], size, 0)
    if rules < 0:
        raise OSError(ctypes.get_errno(), "Landlock refuses its rules")
    for paths, rights in ((readable, _READ), (writable, _WRITE_FILE | _READ_FILE), (listable, _READ_DIR)):
        for path in paths:
            _allow(rules, path, rights)
    return int(rules)


def restrict_files(rules: int) -> None:
    """Put this process under rules, for good, and close them.

    Raises:
        OSError: the kernel refuses.
    """
    _control(38, 1, 0, 0, 0)  # no new privileges
    if _call(_RESTRICT, rules, 0):
        raise OSError(ctypes.get_errno(), "Landlock refuses to restrict the process")
    os.close(rules)


def _allow(rules: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    kept = rights if os.path.isdir(path) else rights & ~_READ_DIR  # noqa: PTH112 - pathlib is not loaded here
    if _call(_ADD_RULE, rules, 1, struct.pack("<Qi", kept, place), 0):
        raise OSError(ctypes.get_errno(), f"Landlock refuses a rule for {path}")
    os.close(place)


def drop_capabilities() -> None:
    """Give up what root may do beyond its own files; nothing happens to an ordinary user."""
    number = _CAPSET_X86 if os.uname().machine == "x86_64" else _CAPSET_ARM
    if _call(number, struct.pack("<Ii", 0x20080522, 0), bytes(24)):
        raise OSError(ctypes.get_errno(), "capabilities cannot be given up")
