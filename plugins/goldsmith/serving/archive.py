"""One file that holds a folder: compressed, every member checksummed, whole or refused."""

import gzip
import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import IO, Any

from goldsmith.errors import ServerError

__all__ = ["read_archive", "write_archive"]

_MANIFEST = "goldsmith-backup.json"
_BLOCK = 1 << 20


def write_archive(draft: Path, files: Mapping[str, Path], about: Mapping[str, Any]) -> None:
    """Write `files` (name in the archive -> file) to `draft`, mode 0600, the manifest with their checksums last.

    A file that grows meanwhile is taken up to the size it had, one that is deleted is left out.
    """
    sums: dict[str, str] = {}
    fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(fd, "wb") as raw, tarfile.open(fileobj=raw, mode="w:gz", compresslevel=6) as tar:
        for name, path in files.items():
            try:
                source = path.open("rb")
            except FileNotFoundError:
                continue
            with source:
                size, reader = os.fstat(source.fileno()).st_size, _Hashed(source)
                tar.addfile(_member(name, size), reader)
                sums[name] = reader.digest.hexdigest()
        manifest = json.dumps({**about, "sha256": sums}, indent=1).encode()
        tar.addfile(_member(_MANIFEST, len(manifest)), io.BytesIO(manifest))
        tar.close()
        raw.flush()
        os.fsync(raw.fileno())


def read_archive(archive: Path, folder: Path) -> dict[str, Any]:
    """Unpack into the new `folder` (mode 0700, files 0600) and return what was written as `about`.

    Checksums find damage and careless changes. They are no signature: restore only what you made.

    Raises:
        ServerError: it is no such archive, is cut off or damaged, or holds what its manifest does not name.
    """
    folder.mkdir(mode=0o700)
    sums: dict[str, str] = {}
    manifest: dict[str, Any] | None = None
    try:
        with gzip.open(archive) as unpacked, tarfile.open(fileobj=unpacked, mode="r|") as tar:
            for member in tar:
                source = tar.extractfile(member) if member.isreg() else None
                if source is None or manifest is not None or member.name in sums:
                    raise ServerError(f"{archive} holds {member.name!r}, which no backup of ours does.")
                if member.name == _MANIFEST:
                    manifest = json.loads(source.read())
                else:
                    sums[member.name] = _unpack(source, folder, member.name, archive)
            while unpacked.read(_BLOCK):  # to the end, where gzip's own checksum is
                pass
    except (tarfile.TarError, EOFError, OSError, zlib.error, ValueError) as err:
        raise ServerError(f"{archive} is cut off, damaged or no backup: {err}. Take an earlier one.") from err
    if not isinstance(manifest, dict) or not isinstance(told := manifest.pop("sha256", None), dict):
        raise ServerError(f"{archive} is cut off or no backup: its manifest is missing. Take an earlier one.")
    if wrong := sorted(name for name in told.keys() | sums.keys() if told.get(name) != sums.get(name)):
        raise ServerError(
            f"{archive} is damaged or was changed: {wrong[:5]} are not as they were. Take an earlier one."
        )
    return manifest


class _Hashed(io.RawIOBase):
    """Passes a file on and sums up what was read."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self._source.read(size)
        self.digest.update(block)
        return block


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def _unpack(source: IO[bytes], folder: Path, name: str, archive: Path) -> str:
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts:
        raise ServerError(
            f"{archive} holds {name!r}, which points out of the folder: it is no backup of ours."
        )
    path = folder.joinpath(*parts)
    for depth in range(1, len(parts)):
        folder.joinpath(*parts[:depth]).mkdir(exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while block := source.read(_BLOCK):
            digest.update(block)
            file.write(block)
    return digest.hexdigest()
