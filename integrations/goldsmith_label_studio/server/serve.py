"""Start Label Studio's server in an environment of its own, on SQLite."""

from pathlib import Path

from goldsmith.serving import Environment, Program, Server, launch

__all__ = ["serve"]

_HERE = Path(__file__).parent

PROGRAM = Program(
    name="label-studio",
    environment=Environment(
        name="label-studio",
        constraints=_HERE / "constraints.txt",
        requirements=("label-studio==1.23.2",),
    ),
    script=_HERE / "inside" / "start.py",
    health="/health",
    port=8080,
    username="admin@goldsmith.local",
    variables={
        "COLLECT_ANALYTICS": "false",
        "LABEL_STUDIO_LATEST_VERSION_CHECK": "false",
        "LABEL_STUDIO_DISABLE_SIGNUP_WITHOUT_LINK": "true",
        "LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN": "true",
        "LABEL_STUDIO_USE_DEFAULT_BANNED_SUBNETS": "false",
        "LABEL_STUDIO_SSRF_PROTECTION_ENABLED": "false",
        "LABEL_STUDIO_ML_BLOCK_LOCAL_IP": "false",
        "LABEL_STUDIO_SENTRY_DSN": "",
        "LABEL_STUDIO_FRONTEND_SENTRY_DSN": "",
    },
)


def serve(
    data: Path | None = None,
    host: str = "127.0.0.1",
    port: int | None = None,
    password: str | None = None,
    detached: bool = False,
) -> Server:
    """Return a running Label Studio 1.23 server; the first start builds its environment, which takes some minutes.

    Everything it knows is in `data`: its SQLite database, uploads, the credentials. A server already running on that
    folder is found rather than started twice. Analytics, crash reports and version checks are off; accounts are made
    through `add_reviewer` or the organisation's invitation link only; webhooks and ML backends may live on this
    machine.

    Args:
        data: the data folder; by default `label-studio` in `goldsmith.serving.home()`.
        host: the address to listen on; anything but loopback wants a `password` of at least 12 characters.
        port: by default 8080, or any free port where that is taken.
        password: the owner's password from now on; by default one generated at the first start.
        detached: let the server outlive this process.

    Raises:
        ServerError: it cannot be built or started; the message says why and what to do.
    """
    return launch(PROGRAM, data, host=host, port=port, password=password, detached=detached)
