"""The two kinds of Label Studio keys."""

from collections.abc import Generator

import httpx

from goldsmith.errors import AuthError

__all__ = ["auth_for"]


def auth_for(url: str, api_key: str) -> httpx.Auth:
    """Return the way to present `api_key`: a personal access token (a JWT), else a legacy token."""
    return _PersonalAccessToken(url, api_key) if api_key.count(".") == 2 else _LegacyToken(api_key)


class _LegacyToken(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Token {self._token}"
        yield request


class _PersonalAccessToken(httpx.Auth):
    """Trades the token for an access token, which lives 300 s, and again whenever the server calls it expired."""

    requires_response_body = True

    def __init__(self, url: str, token: str) -> None:
        self._url = url.rstrip("/")
        self._token = token
        self._access: str | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._access is None:
            self._read((yield self._trade()))
        request.headers["Authorization"] = f"Bearer {self._access}"
        response = yield request
        if response.status_code == 401:
            self._read((yield self._trade()))
            request.headers["Authorization"] = f"Bearer {self._access}"
            yield request

    def _trade(self) -> httpx.Request:
        return httpx.Request("POST", f"{self._url}/api/token/refresh/", json={"refresh": self._token})

    def _read(self, response: httpx.Response) -> None:
        if not response.is_success:
            raise AuthError(
                f"Label Studio at {self._url} rejects the personal access token ({response.status_code}). Make a new one"
                " under Account & Settings, Personal Access Token"
            )
        self._access = response.json()["access"]
