import socket

import pytest

from goldsmith.errors import ServerError
from goldsmith.serving import open_port
from goldsmith.serving.ports import address_of


def test_a_busy_port_asked_for_is_refused_by_number_and_a_busy_default_is_avoided() -> None:
    with open_port("127.0.0.1", None, 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServerError, match=rf"Port {port} on 127\.0\.0\.1 is in use"):
            open_port("127.0.0.1", port, 6900)
        with open_port("127.0.0.1", None, port) as other:
            assert other.getsockname()[1] != port
    with open_port("127.0.0.1", port, 6900) as free:
        assert free.getsockname()[1] == port


def test_an_open_port_cannot_be_taken_by_others_while_its_server_starts() -> None:
    with open_port("127.0.0.1", None, 0) as listener, socket.socket() as rival:
        rival.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with pytest.raises(OSError, match="in use"):
            rival.bind(listener.getsockname())


def test_an_address_of_another_machine_cannot_be_listened_on() -> None:
    with pytest.raises(ServerError, match="address of this machine"):
        open_port("192.0.2.1", None, 6900)  # TEST-NET-1, RFC 5737: nobody's address


@pytest.mark.parametrize(
    ("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::1", "[::1]")]
)
def test_this_machine_reaches_its_server_at_an_address_that_exists(host: str, shown: str) -> None:
    with open_port(host, None, 0) as listener:
        assert address_of(listener) == f"http://{shown}:{listener.getsockname()[1]}"
