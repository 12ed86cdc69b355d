import fcntl
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TextIO
from urllib.parse import urlsplit

import httpx
import pytest

from goldsmith.errors import ModelError
from goldsmith_distilabel.llms import LocalLLM
from goldsmith_distilabel.llms.engine import EngineSettings, acquire, runtime_folder
from goldsmith_distilabel.llms.gguf import SMOLLM2, find_gguf

USER = """
import json, sys
from goldsmith_distilabel.llms.engine import EngineSettings, acquire
engine = acquire(EngineSettings(**json.loads(sys.argv[1])))
print(engine.pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def small() -> EngineSettings:
    return EngineSettings(path=str(find_gguf(SMOLLM2)), n_ctx=128, n_parallel=1, n_threads=1)


@pytest.fixture
def user(small: EngineSettings) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", USER, json.dumps(asdict(small))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


def address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return str(parts.hostname), int(parts.port or 0)


def answers(url: str) -> bool:
    with socket.socket() as client:
        return client.connect_ex(address(url)) == 0


def gone(url: str, within: float) -> bool:
    deadline = time.monotonic() + within
    while answers(url) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not answers(url)


def lock_of(settings: EngineSettings) -> TextIO:
    """Take the lock that an engine holds as long as it lives, once a dead one has let go of it."""
    file = (runtime_folder() / f"{settings.fingerprint}.engine").open("r+")
    fcntl.flock(file, fcntl.LOCK_EX)
    return file


def test_two_processes_share_one_engine_until_the_last_is_killed(
    small: EngineSettings, user: subprocess.Popen[str]
) -> None:
    assert user.stdout
    theirs = int(user.stdout.readline())
    ours = acquire(small)
    assert ours.pid == theirs
    ours.release()
    time.sleep(2.5)  # longer than an unused engine lingers
    assert answers(ours.url)
    user.send_signal(signal.SIGKILL)
    assert gone(ours.url, within=10)
    assert not (runtime_folder() / f"{small.fingerprint}.json").exists()


def test_a_dead_engine_is_replaced_although_its_file_remains(small: EngineSettings) -> None:
    first = acquire(small)
    os.kill(first.pid, signal.SIGKILL)
    lock_of(small).close()
    assert (runtime_folder() / f"{small.fingerprint}.json").exists()
    second = acquire(small)
    assert second.pid != first.pid
    assert httpx.get(f"{second.url}/health").status_code == 200
    first.release()
    second.release()


def test_a_model_goes_on_after_its_engine_was_killed() -> None:
    llm = LocalLLM(n_ctx=128, n_parallel=2, n_threads=1)
    llm.load()
    os.kill(llm.session.engine.pid, signal.SIGKILL)
    outputs = llm.generate_outputs(
        [[{"role": "user", "content": f"Say {n}."}] for n in range(4)], max_new_tokens=1
    )
    llm.unload()
    assert all(output["generations"][0] for output in outputs)


def test_an_engine_that_is_still_dying_is_not_asked_again(small: EngineSettings) -> None:
    llm = LocalLLM(n_ctx=small.n_ctx, n_parallel=small.n_parallel, n_threads=small.n_threads)
    llm.load()
    os.kill(llm.session.engine.pid, signal.SIGKILL)
    lock = lock_of(small)  # its socket is gone, its lock is held
    release = threading.Timer(0.5, lock.close)
    release.start()
    (output,) = llm.generate_outputs([[{"role": "user", "content": "Say 1."}]], max_new_tokens=1)
    llm.unload()
    release.join()
    assert output["generations"][0]


def test_an_engine_tells_strangers_nothing(llm: LocalLLM) -> None:
    engine = llm.session.engine
    assert address(engine.url)[0] == "127.0.0.1"
    for path in ("/v1/models", "/props", "/slots"):
        assert httpx.get(engine.url + path).status_code == 401
    assert httpx.post(f"{engine.url}/v1/chat/completions", json={}).status_code == 401
    files = list(runtime_folder().iterdir())
    assert files
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(runtime_folder().stat().st_mode) == 0o700


def test_a_file_that_is_no_model_is_reported_in_the_engine_s_own_words(tmp_path: Path) -> None:
    junk = tmp_path / "junk.gguf"
    junk.write_text("junk")
    with pytest.raises(ModelError, match=r"(?s)did not start.*failed to load model.*junk\.gguf"):
        LocalLLM(model=str(junk)).load()


def test_a_folder_that_others_may_enter_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o755)
    monkeypatch.setenv("GOLDSMITH_RUNTIME_DIR", str(tmp_path))
    with pytest.raises(ModelError, match="chmod 700"):
        runtime_folder()


def test_any_other_setting_is_another_engine(small: EngineSettings) -> None:
    other = EngineSettings(**{**asdict(small), "n_ctx": 256})
    assert other.fingerprint != small.fingerprint
    assert EngineSettings(**asdict(small)).fingerprint == small.fingerprint
