"""Supervision, with a small real HTTP server in the place of a large one."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from goldsmith.errors import ServerError
from goldsmith.serving import ServerProcess, open_port

SERVER = """
import http.server, json, os, socket, subprocess

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(dict(os.environ)).encode())

child = subprocess.Popen(["sleep", "600"])
open("pids", "w").write(f"{os.getpid()} {child.pid}")
print("listening soon", flush=True)
server = http.server.HTTPServer(("127.0.0.1", 0), Handler, bind_and_activate=False)
server.socket = socket.socket(fileno=int(os.environ["GOLDSMITH_SOCKET"]))
server.serve_forever()
"""
PARENT = """
import sys, time
from pathlib import Path
from goldsmith.serving import ServerProcess, open_port
data, script, detached = sys.argv[1:]
process = ServerProcess("tiny", Path(data))
assert process.claim("/", 10)
process.start([sys.executable, script], open_port("127.0.0.1", None, 0), "/", {}, detached=detached == "detached")
print("up", flush=True)
time.sleep(600)
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    (tmp_path / "server.py").write_text(SERVER)
    return tmp_path / "server.py"


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "data"
    folder.mkdir()
    yield folder
    if (folder / "pids").exists():
        for pid in running(folder):
            os.kill(pid, signal.SIGKILL)


def running(data: Path) -> list[int]:
    """The server and its child, as far as they are alive."""
    pids = [int(pid) for pid in (data / "pids").read_text().split()]
    states = [Path(f"/proc/{pid}/stat") for pid in pids]
    return [
        pid
        for pid, stat in zip(pids, states, strict=True)
        if stat.exists() and ") Z " not in stat.read_text()
    ]


def start(data: Path, script: Path, **options) -> ServerProcess:
    process = ServerProcess("tiny", data)
    assert process.claim("/", 5)
    return process.start([sys.executable, str(script)], open_port("127.0.0.1", None, 0), "/", {}, **options)


def wait_until_gone(data: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while running(data):
        assert time.monotonic() < deadline, f"still running: {running(data)}"
        time.sleep(0.1)


def test_a_stopped_server_leaves_neither_processes_nor_a_state_file(data: Path, script: Path) -> None:
    process = start(data, script)
    assert len(running(data)) == 2
    process.stop()
    process.stop()
    wait_until_gone(data, 2)
    assert not (data / "server.json").exists()


def test_a_second_start_finds_the_first(data: Path, script: Path) -> None:
    first = start(data, script)
    second = ServerProcess("tiny", data)
    assert not second.claim("/", 5)
    assert second.url == first.url
    first.stop()


def test_a_state_file_left_by_a_dead_server_is_not_believed(data: Path, script: Path) -> None:
    # Its process id and port may belong to others by now: here, to this test and to a server that is not ours.
    other = start(data, script)
    elsewhere = data.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "server.json").write_text(json.dumps({"pid": os.getpid(), "url": other.url}))
    process = ServerProcess("tiny", elsewhere)
    assert process.claim("/", 5)
    process.release()
    other.stop()


def test_a_folder_held_by_a_server_that_does_not_answer_is_an_error_that_names_it(
    data: Path, script: Path
) -> None:
    start(data, script)
    os.kill(running(data)[0], signal.SIGSTOP)
    pid = running(data)[0]
    with pytest.raises(ServerError, match=f"does not answer after 1 s.*end process {pid}"):
        ServerProcess("tiny", data).claim("/", 1)


def test_a_server_that_dies_early_is_reported_with_the_end_of_its_log(data: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("print('one'); raise SystemExit('no such database')")
    began = time.monotonic()
    with pytest.raises(ServerError, match=r"exit status 1(.|\n)*one\nno such database"):
        start(data, tmp_path / "broken.py", timeout=60)
    assert time.monotonic() - began < 10


def test_a_server_that_never_answers_is_stopped_and_reported(data: Path, tmp_path: Path) -> None:
    (tmp_path / "mute.py").write_text(
        "import os, time\nopen('pids', 'w').write(str(os.getpid()))\nprint('thinking', flush=True)\ntime.sleep(600)"
    )
    with pytest.raises(ServerError, match=r"did not answer(.|\n)*thinking"):
        start(data, tmp_path / "mute.py", timeout=2)
    assert running(data) == []


def test_a_server_that_ends_while_waited_for_is_reported(data: Path, script: Path) -> None:
    process = start(data, script)
    os.kill(running(data)[0], signal.SIGTERM)
    with pytest.raises(ServerError, match=r"exit status -15(.|\n)*listening soon"):
        process.wait()
    process.stop()


def test_killing_the_parent_ends_the_server_and_its_children(data: Path, script: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, data, script, ""], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout.readline() == "up\n"
    parent.kill()
    parent.wait()
    wait_until_gone(data, 5)
    after = ServerProcess("tiny", data)
    assert after.claim("/", 5)
    after.release()


def test_a_detached_server_outlives_its_parent(data: Path, script: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, data, script, "detached"], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout.readline() == "up\n"
    parent.kill()
    parent.wait()
    time.sleep(2)  # the tether of a server that is not detached looks once a second
    assert len(running(data)) == 2
    assert not ServerProcess("tiny", data).claim("/", 5)


def test_a_server_sees_little_of_our_environment(
    data: Path, script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "mine")
    process = start(data, script)
    seen = httpx.get(process.url).json()
    process.stop()
    assert "PATH" in seen
    assert not {"OPENAI_API_KEY", "DJANGO_SETTINGS_MODULE", "PYTHONPATH"} & set(seen)
