"""Backups of data folders, without a server; the servers' own tests bring real ones back."""

import gzip
import io
import sqlite3
import tarfile
import threading
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from goldsmith.errors import ServerError
from goldsmith.serving import back_up, restore
from goldsmith.serving.locks import FileLock


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "media" / "upload").mkdir(parents=True)
    (folder / "credentials.json").write_text('{"password": "secret"}')
    (folder / "media" / "upload" / "ü 1.csv").write_bytes(b"\0" * 3_000_000)
    for made_anew in ("server.log", "server.json", "search.db", "search.db-wal"):
        (folder / made_anew).write_text("made anew")
    with closing(sqlite3.connect(folder / "argilla.db")) as database:
        database.execute("PRAGMA journal_mode=wal")
        database.execute("CREATE TABLE pairs (a INTEGER, b INTEGER)")
        database.commit()
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def rewritten(archive: Path, change: str) -> None:
    """The archive with one member changed, left out or added, and everything else as it was."""
    with tarfile.open(archive) as tar:
        members = [(one, tar.extractfile(one).read()) for one in tar]
    with tarfile.open(archive, "w:gz") as tar:
        if change == "outside":
            members.insert(0, (tarfile.TarInfo("../outside"), b"x"))
        for member, content in members:
            if member.name == "credentials.json" and change == "left out":
                continue
            body = (
                content[:-1] + b" " if member.name == "credentials.json" and change == "changed" else content
            )
            member.size = len(body)
            tar.addfile(member, io.BytesIO(body))
        if change == "link":
            link = tarfile.TarInfo("link")
            link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
            tar.addfile(link)


def test_all_that_matters_comes_back_and_only_its_owner_can_read_it(data: Path, tmp_path: Path) -> None:
    archive = back_up("argilla", tmp_path / "kept" / "argilla.tar.gz", data)
    assert restore("argilla", archive, tmp_path / "new") is None
    back = files(tmp_path / "new")
    assert set(back) == {"credentials.json", "media/upload/ü 1.csv", "argilla.db"}
    assert back["media/upload/ü 1.csv"] == b"\0" * 3_000_000
    private = [archive, *(tmp_path / "new").rglob("*"), tmp_path / "new"]
    assert {path.stat().st_mode & 0o077 for path in private} == {0}
    assert list((tmp_path / "kept").iterdir()) == [archive]  # no copies are left


def test_a_database_that_is_written_to_is_copied_as_of_one_moment(data: Path, tmp_path: Path) -> None:
    stop, began = threading.Event(), threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(data / "argilla.db", timeout=30)) as database:
            number = 0
            while not stop.is_set():
                number += 1
                with database:  # two rows that belong together
                    database.execute("INSERT INTO pairs VALUES (?, 0)", (number,))
                    database.execute("INSERT INTO pairs VALUES (?, 1)", (number,))
                began.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert began.wait(20)
    try:
        archives = [back_up("argilla", tmp_path / f"{at}.tar.gz", data) for at in range(3)]
    finally:
        stop.set()
        writer.join()
    counts = []
    for at, archive in enumerate(archives):
        restore("argilla", archive, tmp_path / f"new{at}")
        with closing(sqlite3.connect(tmp_path / f"new{at}" / "argilla.db")) as database:
            halves = "SELECT count(*) FROM (SELECT a FROM pairs GROUP BY a HAVING count(*) <> 2)"
            assert database.execute(halves).fetchone() == (0,)
            counts += database.execute("SELECT count(*) FROM pairs").fetchone()
    assert counts == sorted(counts)
    assert counts[0] >= 2


@pytest.mark.parametrize("kept", [0.0, 0.5, 0.999])
def test_an_archive_that_was_cut_off_is_refused_and_changes_nothing(
    data: Path, tmp_path: Path, kept: float
) -> None:
    archive = back_up("argilla", tmp_path / "a.tar.gz", data)
    whole = archive.read_bytes()
    archive.write_bytes(whole[: int(len(whole) * kept)])
    before = files(data)
    with pytest.raises(ServerError, match="cut off"):
        restore("argilla", archive, data, force=True)
    with pytest.raises(ServerError, match="cut off"):
        restore("argilla", archive, tmp_path / "new")
    assert files(data) == before | {"server.lock": b""}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.tar.gz", "data"]


def test_every_changed_byte_is_noticed(data: Path, tmp_path: Path) -> None:
    (data / "media" / "upload" / "ü 1.csv").write_bytes(b"small")
    archive = back_up("argilla", tmp_path / "a.tar.gz", data)
    whole = archive.read_bytes()
    content = gzip.decompress(whole)
    noticed = 0
    for at in range(10, len(whole), max(1, len(whole) // 60)):
        archive.write_bytes(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
        if same(archive, content):  # a bit of padding, which means nothing
            continue
        with pytest.raises(ServerError, match=r"cut off|damaged|no backup of ours"):
            restore("argilla", archive, tmp_path / "new")
        assert not (tmp_path / "new").exists()
        noticed += 1
    assert noticed > 50


def same(archive: Path, content: bytes) -> bool:
    try:
        return gzip.decompress(archive.read_bytes()) == content
    except (OSError, EOFError, zlib.error):
        return False


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("changed", "credentials.json"), ("left out", "credentials.json"), ("outside", "points out of"),
        ("link", "no backup of ours"),
    ],
)  # fmt: skip
def test_an_archive_that_was_rewritten_is_refused(data: Path, tmp_path: Path, change: str, said: str) -> None:
    archive = back_up("argilla", tmp_path / "a.tar.gz", data)
    rewritten(archive, change)
    with pytest.raises(ServerError, match=said):
        restore("argilla", archive, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    assert not (tmp_path / "outside").exists()


def test_other_files_and_other_servers_backups_are_refused(data: Path, tmp_path: Path) -> None:
    archive = back_up("argilla", tmp_path / "a.tar.gz", data)
    with pytest.raises(ServerError, match="a backup of 'argilla' in format 1, wanted 'label-studio'"):
        restore("label-studio", archive, tmp_path / "new")
    with pytest.raises(ServerError, match="does not exist"):
        restore("argilla", tmp_path / "none", tmp_path / "new")
    (tmp_path / "text").write_bytes(gzip.compress(b"no archive"))
    with pytest.raises(ServerError, match="no backup"):
        restore("argilla", tmp_path / "text", tmp_path / "new")
    with pytest.raises(ServerError, match="exists: choose another name"):
        back_up("argilla", archive, data)
    with pytest.raises(ServerError, match="holds no data of argilla"):
        back_up("argilla", tmp_path / "b.tar.gz", tmp_path)


def test_data_that_is_there_is_replaced_only_by_force_and_then_set_aside(data: Path, tmp_path: Path) -> None:
    archive = back_up("argilla", tmp_path / "a.tar.gz", data)
    (data / "credentials.json").write_text("newer")
    with pytest.raises(ServerError, match="holds data already"):
        restore("argilla", archive, data)
    assert (data / "credentials.json").read_text() == "newer"
    aside = restore("argilla", archive, data, force=True)
    assert aside is not None
    assert (aside / "credentials.json").read_text() == "newer"
    assert (data / "credentials.json").read_text() == '{"password": "secret"}'


def test_an_empty_folder_is_no_data(data: Path, tmp_path: Path) -> None:
    archive = back_up("argilla", tmp_path / "a.tar.gz", data)
    (tmp_path / "new").mkdir()
    assert restore("argilla", archive, tmp_path / "new") is None


def test_nothing_is_restored_under_a_running_server(data: Path, tmp_path: Path) -> None:
    archive = back_up("argilla", tmp_path / "a.tar.gz", data)
    running = FileLock(data / "server.lock")
    assert running.try_acquire()
    with pytest.raises(ServerError, match="argilla runs on"):
        restore("argilla", archive, data, force=True)
    running.close()


def test_a_damaged_database_is_not_backed_up(data: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(data / "argilla.db")) as database:
        database.executemany("INSERT INTO pairs VALUES (?, ?)", [(at, at) for at in range(5000)])
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with (data / "argilla.db").open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096)
    with pytest.raises(ServerError, match="No backup was made"):
        back_up("argilla", tmp_path / "a.tar.gz", data)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]
