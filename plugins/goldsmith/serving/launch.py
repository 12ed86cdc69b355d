"""Start a review server from nothing: environment, credentials, port, process."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from goldsmith.serving.credentials import Credentials, check_exposure
from goldsmith.serving.environment import Environment
from goldsmith.serving.home import home
from goldsmith.serving.ports import choose_port
from goldsmith.serving.process import ServerProcess
from goldsmith.serving.progress import working
from goldsmith.serving.server import Server

__all__ = ["Program", "launch"]


@dataclass(frozen=True)
class Program:
    """What is particular to one review server.

    `script` runs inside `environment` with GOLDSMITH_DATA, GOLDSMITH_HOST and GOLDSMITH_PORT set; it finds the owner's
    credentials in `<data>/credentials.json`, which keeps them out of argument lists and environments.
    """

    name: str
    environment: Environment
    script: Path
    health: str
    port: int
    username: str
    variables: Mapping[str, str] = field(default_factory=dict)


def launch(
    program: Program,
    data: Path | None = None,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    password: str | None = None,
    timeout: float = 600.0,
    detached: bool = False,
) -> Server:
    """Return a running `program` on the folder `data` (default: `home()/<name>`): found running, or started.

    Args:
        program: what to run.
        data: its data folder, made if missing; everything the server knows is in there.
        host: the address it listens on.
        port: its port; by default the program's usual one, or any free one where that is taken.
        password: the owner's password from now on; by default the one generated at the first start.
        timeout: seconds until it must answer.
        detached: let it outlive this process.

    Raises:
        ServerError: the environment cannot be built, the port is in use, the host is open to a network without a
            password of 12 characters, or the server does not come up.
    """
    check_exposure(host, password)
    data = (data or home() / program.name).expanduser().absolute()
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    process = ServerProcess(program.name, data)
    claimed = process.claim(program.health, timeout)
    try:
        credentials = Credentials.of(data, program.username, password if claimed else None)
        if claimed:
            python = program.environment.build()
            at = host, choose_port(host, port, program.port)
            _start(program, process, python, at, timeout=timeout, detached=detached)
    finally:
        process.release()
    return Server(
        url=process.url,
        username=credentials.username,
        password=credentials.password,
        api_key=credentials.api_key,
        data=data,
        found=not claimed,
        _stop=process.stop,
        _wait=process.wait,
    )


def _start(
    program: Program,
    process: ServerProcess,
    python: Path,
    at: tuple[str, int],
    *,
    timeout: float,
    detached: bool,
) -> None:
    host, port = at
    where = {"GOLDSMITH_DATA": str(process.data), "GOLDSMITH_HOST": host, "GOLDSMITH_PORT": str(port)}
    with working(f"Starting {program.name} on {process.data}"):
        process.start(
            [str(python), str(program.script)],
            f"http://{_reached_at(host)}:{port}",
            program.health,
            dict(program.variables) | where,
            timeout=timeout,
            detached=detached,
        )


def _reached_at(host: str) -> str:
    """Return how this machine itself reaches a server that listens on `host`."""
    address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - a key, nothing is bound here
    return f"[{address}]" if ":" in address else address
