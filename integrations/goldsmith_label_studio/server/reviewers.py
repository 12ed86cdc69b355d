"""Annotator accounts on a Label Studio server that was started here."""

import httpx

from goldsmith.errors import AuthError, ServerError
from goldsmith.serving import ReviewerAccounts, ReviewerLogin, Server

__all__ = ["add_reviewer"]

_DOMAIN = "goldsmith.local"


def add_reviewer(server: Server, name: str) -> ReviewerLogin:
    """Return the login of the reviewer `name` (`<name>@goldsmith.local`), who is signed up if missing.

    Password and API key are her own; they are kept in the server's data folder, so asking again returns the same. The
    community edition knows no roles: every account may see and change every project.

    Raises:
        InputError: `name` is not a short lower-case name.
        AuthError: the server rejects the owner's API key.
        ServerError: it cannot be reached, or has an account of that name that was not made here.
    """
    accounts = ReviewerAccounts(server.data, server.url)
    known = accounts.login(name, _DOMAIN)
    try:
        with httpx.Client(
            base_url=server.url, follow_redirects=True, timeout=120, trust_env=False
        ) as session:
            if not _logged_in(session, "/user/login/", known):
                _sign_up(session, server, known)
            token = session.get("/api/current-user/token").raise_for_status().json()["token"]
            mine = {"Authorization": f"Token {token}"}
            user = session.get("/api/current-user/whoami", headers=mine).raise_for_status().json()
            page = f"/api/users/{user['id']}/"
            httpx.patch(
                f"{server.url}{page}", headers=mine, json={"first_name": name}, timeout=120, trust_env=False
            ).raise_for_status()
    except httpx.HTTPError as err:
        raise ServerError(f"Label Studio at {server.url} cannot be used: {err}.") from err
    return accounts.keep(known, token)


def _sign_up(session: httpx.Client, server: Server, known: ReviewerLogin) -> None:
    """Open the account through the organisation's invitation, the only way in that is left open."""
    owner = {"Authorization": f"Token {server.api_key}"}
    invitation = session.get("/api/invite", headers=owner)
    if invitation.status_code == httpx.codes.UNAUTHORIZED:
        raise AuthError(f"Label Studio at {server.url} rejects the owner's API key.")
    token = invitation.raise_for_status().json()["token"]
    if not _logged_in(session, f"/user/signup/?token={token}", known):
        raise ServerError(
            f"Label Studio has an account {known.username!r} whose password is not the one kept here. "
            "Choose another name, or delete that account."
        )


def _logged_in(session: httpx.Client, page: str, known: ReviewerLogin) -> bool:
    """Fill in the form at `page` and say whether it opened a session."""
    session.get(page).raise_for_status()
    form = {
        "email": known.username,
        "password": known.password,
        "csrfmiddlewaretoken": session.cookies.get("csrftoken", ""),
    }
    session.post(page, data=form, headers={"Referer": str(session.base_url)})
    return session.get("/api/current-user/whoami").status_code == httpx.codes.OK
