"""Reviewers' accounts on a server, remembered in its data folder."""

import re
import secrets
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from goldsmith.errors import InputError
from goldsmith.serving.credentials import read_private, write_private

__all__ = ["ReviewerAccounts", "ReviewerLogin"]


@dataclass(frozen=True)
class ReviewerLogin:
    """One reviewer's account: `username` and `password` for the page at `url`, `api_key` for the API.

    `name` is what the reviewer was asked for as; Label Studio's `username` is an e-mail address made from it.
    """

    name: str
    username: str
    password: str = field(repr=False)
    api_key: str = field(repr=False)
    url: str


class ReviewerAccounts:
    """The logins in `<data>/reviewers.json`, mode 0600.

    A password is kept before the account is made: a crash in between leaves an account whose password is known.
    """

    def __init__(self, data: Path, url: str) -> None:
        """Read what `data` keeps of the reviewers of the server at `url`."""
        self._path = data / "reviewers.json"
        self._url = url
        self._kept: dict[str, dict[str, str]] = read_private(self._path) or {}

    def login(self, name: str, domain: str = "") -> ReviewerLogin:
        """Return the kept login of `name`, or a new one, kept as well, with an empty `api_key`: it has no account yet.

        Raises:
            InputError: `name` is more than letters, digits, dots, dashes and underscores.
        """
        if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,40}", name):
            raise InputError(
                f"{name!r} cannot name a reviewer: use up to 41 of a-z, 0-9, '.', '_' and '-', the first a letter or digit."
            )
        if name not in self._kept:
            username = f"{name}@{domain}" if domain else name
            self.keep(ReviewerLogin(name, username, secrets.token_urlsafe(18), "", self._url))
        return ReviewerLogin(**self._kept[name] | {"url": self._url})

    def keep(self, login: ReviewerLogin, api_key: str = "") -> ReviewerLogin:
        """Keep `login` with its `api_key` and return it."""
        login = replace(login, api_key=api_key)
        self._kept[login.name] = asdict(login)
        write_private(self._path, self._kept)
        return login
