"""Reaching a workspace of an Argilla server."""

from typing import Any

from goldsmith.errors import AuthError, ServerError
from goldsmith.review.service import Service
from goldsmith_argilla.adapter import KEY_HEADER, ArgillaAdapter

__all__ = ["connect"]


def connect(url: str, api_key: str, workspace: str = "goldsmith") -> ArgillaAdapter:
    """Return `workspace` of the server at `url` as an adapter for `goldsmith.review`.

    The workspace is made when it is missing and the key is an owner's.

    Raises:
        InputError: `url` is not http(s).
        ServerError: nothing answers there, or the workspace is missing and cannot be made with this key.
        AuthError: the key is refused, or belongs to an annotator.
    """
    service = Service("Argilla", url, start="goldsmith serve argilla", headers={KEY_HEADER: api_key})
    me = service.json("GET", "/api/v1/me")
    if me["role"] == "annotator":
        raise AuthError(
            f"the Argilla key belongs to {me['username']!r}, an annotator: pushing needs an admin's or the owner's key"
        )
    return ArgillaAdapter(service, _workspace(service, workspace, me), me)


def _workspace(service: Service, name: str, me: dict[str, Any]) -> dict[str, Any]:
    found = service.json("GET", "/api/v1/me/workspaces")["items"]
    for workspace in found:
        if workspace["name"] == name:
            return dict(workspace)
    if me["role"] != "owner":
        raise ServerError(
            f"{me['username']!r} sees no workspace {name!r} at {service.url}, only {[one['name'] for one in found]}, and may"
            " not make one: name one of these, or ask an owner to add it"
        )
    return dict(service.json("POST", "/api/v1/workspaces", json={"name": name}))
