"""Environments are built with real venv and pip, from a package whose own build step the tests steer."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from goldsmith.errors import ServerError
from goldsmith.serving import Environment
from goldsmith.serving.environment import remedy
from goldsmith.serving.locks import FileLock

BACKEND = """
import os, pathlib, time, zipfile
HERE = pathlib.Path(__file__).parent

def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    with open(HERE.parent / "builds", "a") as builds:
        builds.write("x")
    while not (HERE.parent / "go").exists():
        time.sleep(0.05)
    if (HERE.parent / "fail").exists():
        raise OSError((HERE.parent / "fail").read_text())
    name = "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(wheel_directory, name), "w") as wheel:
        wheel.writestr("tiny.py", "ANSWER = 42")
        wheel.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n")
        wheel.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nTag: py3-none-any\\n")
        wheel.writestr("tiny-1.0.dist-info/RECORD", "")
    return name
"""
BUILD = """
import sys
from pathlib import Path
from goldsmith.serving import Environment
Environment("tiny", Path(sys.argv[1]) / "constraints.txt", (sys.argv[1] + "/tiny",)).build()
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package `tiny` whose build waits for the file `go`, fails if there is a file `fail`, and is counted."""
    monkeypatch.setenv("GOLDSMITH_HOME", str(tmp_path / "home"))
    package = tmp_path / "tiny"
    package.mkdir()
    (package / "backend.py").write_text(BACKEND)
    (package / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
        '[project]\nname = "tiny"\nversion = "1.0"\n'
    )
    (tmp_path / "constraints.txt").write_text("tiny==1.0\n")
    return tmp_path


def environment(folder: Path) -> Environment:
    return Environment("tiny", folder / "constraints.txt", (str(folder / "tiny"),))


def wait_for(condition, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.05)


def test_two_builders_at_once_build_once(folder: Path) -> None:
    builders = [subprocess.Popen([sys.executable, "-c", BUILD, folder]) for _ in range(2)]
    wait_for((folder / "builds").exists)
    (folder / "go").touch()
    assert [builder.wait(60) for builder in builders] == [0, 0]
    python = environment(folder).build()
    answer = subprocess.run(
        [python, "-c", "import tiny; print(tiny.ANSWER)"], capture_output=True, text=True, check=True
    )
    assert answer.stdout == "42\n"
    assert (folder / "builds").read_text() == "x"


def test_a_build_killed_half_way_counts_for_nothing_and_the_next_one_is_whole(folder: Path) -> None:
    builder = subprocess.Popen([sys.executable, "-c", BUILD, folder])
    wait_for((folder / "builds").exists)
    lock = FileLock(environment(folder).path.with_suffix(".lock"))
    builder.kill()
    builder.wait()
    assert environment(folder).path.exists()
    assert not environment(folder).complete
    assert not lock.try_acquire()  # pip is still there, for a second, and holds the lock as well
    lock.close()
    (folder / "go").touch()
    python = environment(folder).build()
    assert subprocess.run([python, "-c", "import tiny"], check=True).returncode == 0


def test_ctrl_c_during_a_build_ends_pip_too(folder: Path) -> None:
    builder = subprocess.Popen([sys.executable, "-c", BUILD, folder], stderr=subprocess.PIPE, text=True)
    wait_for((folder / "builds").exists)
    builder.send_signal(signal.SIGINT)
    assert "KeyboardInterrupt" in builder.communicate(timeout=10)[1]
    lock = FileLock(environment(folder).path.with_suffix(".lock"))
    assert lock.try_acquire()
    lock.close()


def test_a_failing_pip_is_reported_with_the_remedy_and_the_end_and_place_of_its_log(folder: Path) -> None:
    (folder / "go").touch()
    (folder / "fail").write_text(os.strerror(28))  # what a build prints that runs into ENOSPC
    with pytest.raises(ServerError, match="The disk is full: free some space") as caught:
        environment(folder).build()
    assert "OSError: No space left on device" in str(caught.value)
    assert str(environment(folder).path.with_suffix(".log")) in str(caught.value)
    assert not environment(folder).complete


@pytest.mark.parametrize(
    ("line", "cure"),
    [
        (
            "NewConnectionError: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution",
            "The package index cannot be reached",
        ),
        ("ERROR: No matching distribution found for click==8.1.8", "The package index lacks a version"),
        ("error: subprocess-exited-with-error", "Mend what it names"),
    ],
)
def test_what_pip_says_leads_to_a_remedy(line: str, cure: str) -> None:
    assert remedy(f"Collecting click\n{line}\n").startswith(cure)


def test_other_pins_make_another_environment(folder: Path) -> None:
    before = environment(folder).path
    (folder / "constraints.txt").write_text("tiny==1.0\nother==2.0\n")
    assert environment(folder).path != before


def test_an_environment_whose_interpreter_is_gone_is_not_complete(folder: Path) -> None:
    # A virtual environment links to the Python it was made with; an upgrade of the system may remove that.
    path = environment(folder).path
    (path / "bin").mkdir(parents=True)
    (path / "complete").write_text(json.dumps({}))
    (path / "bin" / "python").symlink_to(folder / "removed")
    assert not environment(folder).complete


def test_a_home_that_cannot_be_written_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "file").touch()
    monkeypatch.setenv("GOLDSMITH_HOME", str(folder / "file"))
    with pytest.raises(ServerError, match=r"Nothing can be kept in .*file.*Point GOLDSMITH_HOME elsewhere"):
        environment(folder).build()
