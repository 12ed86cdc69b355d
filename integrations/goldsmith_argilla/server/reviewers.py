"""Annotator accounts on an Argilla server that was started here."""

from typing import Any

import httpx

from goldsmith.errors import AuthError, ServerError
from goldsmith.serving import ReviewerAccounts, ReviewerLogin, Server

__all__ = ["add_reviewer"]


def add_reviewer(server: Server, name: str, workspace: str = "goldsmith") -> ReviewerLogin:
    """Return the login of the annotator `name`, who is made if missing and let into `workspace` (made if missing).

    Password and API key are her own; they are kept in the server's data folder, so asking again returns the same.

    Raises:
        InputError: `name` is not a short lower-case name.
        AuthError: the server rejects the owner's API key.
        ServerError: it cannot be reached, or has an account of that name that was not made here.
    """
    accounts = ReviewerAccounts(server.data, server.url)
    known = accounts.login(name)
    with httpx.Client(
        base_url=f"{server.url}/api/v1",
        headers={"X-Argilla-Api-Key": server.api_key},
        timeout=60,
        trust_env=False,
    ) as client:
        user = _user(client, known)
        place = _workspace(client, workspace)
        _request(client, "POST", f"/workspaces/{place['id']}/users", {"user_id": user["id"]}, fine=(409,))
    return accounts.keep(known, user["api_key"])


def _user(client: httpx.Client, known: ReviewerLogin) -> Any:
    users = _request(client, "GET", "/users")["items"]
    for user in users:
        if user["username"] == known.username:
            return _checked(client, known, user)
    made = {
        "username": known.username,
        "first_name": known.name,
        "password": known.password,
        "role": "annotator",
    }
    return _request(client, "POST", "/users", made)


def _checked(client: httpx.Client, known: ReviewerLogin, user: Any) -> Any:
    """Return `user` if the password we keep opens her account: then it is the one that was made here."""
    form = {"username": known.username, "password": known.password}
    if client.post("/token", data=form).status_code != httpx.codes.CREATED:
        raise ServerError(
            f"Argilla has an account {known.username!r} whose password is not the one kept here. "
            "Choose another name, or delete that account."
        )
    return user


def _workspace(client: httpx.Client, name: str) -> Any:
    for workspace in _request(client, "GET", "/me/workspaces")["items"]:
        if workspace["name"] == name:
            return workspace
    return _request(client, "POST", "/workspaces", {"name": name})


def _request(
    client: httpx.Client, method: str, path: str, body: Any = None, fine: tuple[int, ...] = ()
) -> Any:
    """Return the answer's JSON; a status in `fine` is no error."""
    try:
        response = client.request(method, path, json=body)
    except httpx.HTTPError as err:
        raise ServerError(f"Argilla at {client.base_url} cannot be reached: {err}.") from err
    if response.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        raise AuthError(f"Argilla at {client.base_url} rejects the owner's API key.")
    if response.is_error and response.status_code not in fine:
        raise ServerError(
            f"Argilla answered {response.status_code} to {method} {path}: {response.text[:300]}"
        )
    return response.json()
