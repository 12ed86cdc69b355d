"""Starting, stopping and starting again the real Argilla server."""

import json
import shutil
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import argilla as rg
import httpx
import pytest

from goldsmith.errors import InputError, ServerError
from goldsmith.serving import Server, back_up
from goldsmith_argilla.server import add_reviewer, serve


def client(url: str, api_key: str) -> rg.Argilla:
    return rg.Argilla(api_url=url, api_key=api_key)


def found(server: Server, query: str) -> list[str]:
    dataset = client(server.url, server.api_key).datasets("kept", workspace="goldsmith")
    return sorted(str(record.id) for record in dataset.records(rg.Query(query=query)))


def login(server: Server, password: str) -> int:
    form = {"username": server.username, "password": password}
    return httpx.post(f"{server.url}/api/v1/token", data=form).status_code


def test_data_accounts_and_search_survive_restarts_and_the_loss_of_the_index(tmp_path: Path) -> None:
    data = tmp_path / "my data (50 %) é"
    with serve(data) as server:
        owner = client(server.url, server.api_key)
        settings = rg.Settings(
            fields=[rg.TextField("text")], questions=[rg.LabelQuestion("label", labels=["a", "b"])]
        )
        dataset = rg.Dataset("kept", workspace="goldsmith", settings=settings, client=owner).create()
        dataset.records.log([{"id": str(i), "text": f"shared word{i}"} for i in range(3)])
        reviewer = add_reviewer(server, "ann")
        generated = server.password
        assert login(server, generated) == 201

    with closing(sqlite3.connect(data / "search.db")) as index:  # as a crash between the two writes leaves it
        index.execute("DELETE FROM documents WHERE docid = (SELECT min(docid) FROM documents)")
        index.execute("UPDATE documents SET stamp = 'long ago'")
        index.commit()
    began = time.monotonic()
    with serve(data, password="one of my own") as server:
        assert time.monotonic() - began < 30
        assert found(server, "shared") == ["0", "1", "2"]
        assert (login(server, generated), login(server, "one of my own")) == (401, 201)
        assert client(server.url, reviewer.api_key).me.username == "ann"
        assert add_reviewer(server, "ann").password == reviewer.password

    for left in data.glob("search.db*"):
        left.write_bytes(b"not a database")
    with serve(data) as server:
        assert server.password == "one of my own"
        assert found(server, "word1") == ["1"]
        assert found(server, "shared") == ["0", "1", "2"]


def test_a_second_start_finds_the_first_and_leaves_it_running(argilla_server: Server) -> None:
    with serve(argilla_server.data) as again:
        assert again.found
        assert (again.url, again.api_key) == (argilla_server.url, argilla_server.api_key)
    assert httpx.get(f"{argilla_server.url}/api/v1/status").status_code == 200


def test_a_running_server_keeps_its_password(argilla_server: Server) -> None:
    with pytest.raises(ServerError, match=r"already runs at http://127\.0\.0\.1:.* with another password"):
        serve(argilla_server.data, password="another password")
    assert login(argilla_server, argilla_server.password) == 201


def test_it_listens_on_loopback_only(argilla_server: Server) -> None:
    assert listening(argilla_server) == ["0100007F"]  # 127.0.0.1 as /proc/net/tcp writes it


def listening(server: Server) -> list[str]:
    """The local addresses on which anything listens at the server's port, IPv4 and IPv6."""
    port = f"{httpx.URL(server.url).port:04X}"
    rows = [
        row.split()
        for kind in ("tcp", "tcp6")
        for row in Path(f"/proc/net/{kind}").read_text().splitlines()[1:]
    ]
    return [row[1].split(":")[0] for row in rows if row[3] == "0A" and row[1].endswith(f":{port}")]


def test_a_database_it_cannot_keep_its_data_in_is_refused_without_repeating_the_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARGILLA_DATABASE_URL", "mysql://ann:secret@db/argilla")
    with pytest.raises(ServerError, match=r"'mysql'.*SQLite or PostgreSQL") as caught:
        serve(tmp_path)
    (tmp_path / "argilla.db").touch()
    monkeypatch.setenv("ARGILLA_DATABASE_URL", "postgresql://ann:secret@db/argilla")
    with pytest.raises(ServerError, match="has data in SQLite already") as other:
        serve(tmp_path)
    assert "secret" not in f"{caught.value}{other.value}"


def test_the_database_chosen_is_kept_and_its_backup_is_left_to_it(
    argilla_on_postgresql: Server, tmp_path: Path
) -> None:
    data = argilla_on_postgresql.data
    kept = data / "database.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert json.loads(kept.read_text())["url"].startswith("postgresql+asyncpg://goldsmith@/postgres?host=")
    assert not (data / "argilla.db").exists()
    with pytest.raises(ServerError, match="pg_dump"):
        back_up("argilla", tmp_path / "argilla.tar.gz", data)
    # What it knows is in the database: a start on the folder alone, without the variable, finds it again.
    reviewer = add_reviewer(argilla_on_postgresql, "kept")
    elsewhere = tmp_path / "argilla"
    elsewhere.mkdir()
    for name in ("credentials.json", "database.json", "reviewers.json"):
        shutil.copy(data / name, elsewhere / name)
    with serve(elsewhere) as again:
        assert not again.found
        assert add_reviewer(again, "kept") == replace(reviewer, url=again.url)
        assert client(again.url, reviewer.api_key).me.username == "kept"


def test_a_network_without_a_good_password_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match="at least 12 characters"):
        serve(tmp_path / "data", host="0.0.0.0", password="short")
    assert not (tmp_path / "data").exists()


def test_a_busy_port_is_named(tmp_path: Path, argilla_server: Server) -> None:
    port = httpx.URL(argilla_server.url).port
    with pytest.raises(ServerError, match=f"Port {port} on 127.0.0.1 is in use"):
        serve(tmp_path, port=port)


def test_a_reviewer_answers_under_her_own_name_in_her_workspace(argilla_server: Server) -> None:
    ann = add_reviewer(argilla_server, "eve", workspace="elsewhere")
    assert add_reviewer(argilla_server, "eve", workspace="elsewhere") == ann
    bob = add_reviewer(argilla_server, "fay", workspace="elsewhere")
    assert ann.api_key != bob.api_key
    me = client(ann.url, ann.api_key)
    assert (me.me.username, me.me.role.value) == ("eve", "annotator")
    assert [workspace.name for workspace in me.workspaces] == ["elsewhere"]


def test_an_account_made_by_somebody_else_is_not_taken_over(argilla_server: Server) -> None:
    owner = client(argilla_server.url, argilla_server.api_key)
    rg.User(username="theirs", password="their password", role="annotator", client=owner).create()
    with pytest.raises(ServerError, match="'theirs' whose password is not the one kept here"):
        add_reviewer(argilla_server, "theirs")
    with pytest.raises(InputError, match="cannot name a reviewer"):
        add_reviewer(argilla_server, "Not A Name")
