"""Start a review server from nothing: environment, credentials, port, process."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from goldsmith.errors import ServerError
from goldsmith.serving.credentials import Credentials, check_exposure
from goldsmith.serving.environment import Environment
from goldsmith.serving.home import home
from goldsmith.serving.ports import open_port
from goldsmith.serving.process import ServerProcess
from goldsmith.serving.progress import working
from goldsmith.serving.server import Server

__all__ = ["Program", "launch"]


@dataclass(frozen=True)
class Program:
    """What is particular to one review server.

    `script` runs inside `environment`. GOLDSMITH_DATA names the data folder and GOLDSMITH_SOCKET the open socket to
    serve; the owner's credentials are in `<data>/credentials.json`, out of argument lists and environments.
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
    before: Callable[[Path], None] | None = None,
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
        before: called with the data folder before a start, not where one is found running; what it raises ends the start.

    Raises:
        ServerError: the environment cannot be built, the port is in use, the host is open to a network without a
            password of 12 characters, the server found has another password, or the new one does not come up.
    """
    check_exposure(host, password)
    data = (data or home() / program.name).expanduser().absolute()
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as err:
        raise ServerError(f"The data folder {data} cannot be made: {err}.") from err
    process = ServerProcess(program.name, data)
    claimed = process.claim(program.health, timeout)
    try:
        credentials = Credentials.of(data, program.username, password if claimed else None)
        if password not in (None, credentials.password):
            raise ServerError(
                f"{program.name} already runs at {process.url} with another password; stop it first to change that."
            )
        if claimed:
            if before:
                before(data)
            python = program.environment.build()
            listener = open_port(host, port, program.port)
            with working(f"Starting {program.name} on {data}"):
                process.start(
                    [str(python), str(program.script)],
                    listener,
                    program.health,
                    dict(program.variables) | {"GOLDSMITH_DATA": str(data)},
                    timeout=timeout,
                    detached=detached,
                )
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
