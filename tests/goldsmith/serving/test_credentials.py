import json
from pathlib import Path

import pytest

from goldsmith.errors import InputError, ServerError
from goldsmith.serving import Credentials, ReviewerAccounts, home
from goldsmith.serving.credentials import check_exposure


def test_credentials_are_made_once_per_folder_and_differ_between_folders(tmp_path: Path) -> None:
    first = Credentials.of(tmp_path / "a", "owner")
    assert Credentials.of(tmp_path / "a", "owner") == first
    other = Credentials.of(tmp_path / "b", "owner")
    assert (
        len({first.password, first.api_key, first.secret, other.password, other.api_key, other.secret}) == 6
    )
    assert len(first.password) >= 24


def test_a_password_of_ones_own_replaces_the_generated_one(tmp_path: Path) -> None:
    first = Credentials.of(tmp_path, "owner")
    chosen = Credentials.of(tmp_path, "owner", "a password of mine")
    assert chosen.password == "a password of mine"
    assert chosen.api_key == first.api_key
    assert Credentials.of(tmp_path, "owner") == chosen


def test_only_the_owner_may_read_credentials(tmp_path: Path) -> None:
    Credentials.of(tmp_path, "owner")
    ReviewerAccounts(tmp_path, "http://127.0.0.1:1").login("ann")
    modes = {file.name: oct(file.stat().st_mode & 0o777) for file in tmp_path.iterdir()}
    assert modes == {"credentials.json": "0o600", "reviewers.json": "0o600"}


def test_credentials_do_not_show_in_a_repr(tmp_path: Path) -> None:
    made = Credentials.of(tmp_path, "owner")
    assert not any(secret in repr(made) for secret in (made.password, made.api_key, made.secret))


def test_a_damaged_credentials_file_is_named_and_kept(tmp_path: Path) -> None:
    (tmp_path / "credentials.json").write_text('{"username": "ow')
    with pytest.raises(ServerError, match=r"credentials.json is not valid JSON.*Move it away"):
        Credentials.of(tmp_path, "owner")
    assert (tmp_path / "credentials.json").read_text() == '{"username": "ow'


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.org"])
@pytest.mark.parametrize("password", [None, "", "eleven-char"])
def test_a_network_wants_a_password_of_twelve_characters(host: str, password: str | None) -> None:
    with pytest.raises(ServerError, match="at least 12 characters"):
        check_exposure(host, password)
    check_exposure(host, "twelve-chars")


def test_loopback_needs_no_password_but_refuses_one_the_servers_refuse() -> None:
    check_exposure("127.0.0.1", None)
    with pytest.raises(ServerError, match="wants at least 8"):
        check_exposure("127.0.0.1", "seven-7")


@pytest.mark.parametrize("name", ["", "Ann", "a b", "a@b", "../x", "-a", "x" * 42, "naïve"])
def test_a_reviewer_has_a_plain_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot name a reviewer"):
        ReviewerAccounts(tmp_path, "http://127.0.0.1:1").login(name)


def test_a_reviewer_keeps_her_password_from_before_her_account_is_made(tmp_path: Path) -> None:
    login = ReviewerAccounts(tmp_path, "http://127.0.0.1:1").login("ann", "goldsmith.local")
    assert login.username == "ann@goldsmith.local"
    assert json.loads((tmp_path / "reviewers.json").read_text())["ann"]["password"] == login.password
    assert ReviewerAccounts(tmp_path, "http://127.0.0.1:2").login("ann").password == login.password


def test_home_follows_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOLDSMITH_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", "/data/mine")
    assert home() == Path("/data/mine/goldsmith")
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", "/home/ann")
    assert home() == Path("/home/ann/.local/share/goldsmith")
