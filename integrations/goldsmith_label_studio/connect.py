"""Reaching a Label Studio server."""

from goldsmith.review.service import Service
from goldsmith_label_studio.adapter import LabelStudioAdapter
from goldsmith_label_studio.auth import auth_for

__all__ = ["connect"]


def connect(url: str, api_key: str) -> LabelStudioAdapter:
    """Return the server at `url` as an adapter for `goldsmith.review`.

    Args:
        api_key: a personal access token, or a legacy token where the organisation allows those.

    Raises:
        InputError: `url` is not http(s).
        ServerError: nothing answers there, or it is no Label Studio.
        AuthError: the key is refused.
    """
    service = Service("Label Studio", url, start="goldsmith serve label-studio", auth=auth_for(url, api_key))
    service.json("GET", "/api/current-user/whoami")
    return LabelStudioAdapter(service)
