"""What the command says when something is wrong, and that it then leaves nothing behind."""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.running import running

GOOD = '{"text": "check out my channel"}\n'
TASK_WITHOUT_TASK = "CLASSES = ['ham', 'spam']\n"


@pytest.mark.parametrize(
    ("files", "options", "message"),
    [
        ({}, ["--data", "none.jsonl"], "none.jsonl does not exist"),
        (
            {"a.jsonl": GOOD},
            ["--data", "a.jsonl", "--text-column", "body"],
            "no column 'body'; there are: text",
        ),
        ({"a.jsonl": ""}, ["--data", "a.jsonl"], "holds no rows"),
        ({"a.jsonl": b'{"text": "caf\xe9"}'}, ["--data", "a.jsonl"], "is not UTF-8"),
        ({"a.jsonl": GOOD}, ["--data", "a.jsonl", "--llm", "gpt"], "openai:"),
        (
            {"a.jsonl": GOOD},
            ["--data", "a.jsonl", "--llm", "http://127.0.0.1:9/v1#model"],
            "127.0.0.1:9",
        ),
        ({"a.jsonl": GOOD}, ["--data", "a.jsonl", "--llm", "local:none.gguf"], "none.gguf"),
        ({"a.jsonl": GOOD}, ["--data", "a.jsonl", "--review", "simulated"], "--gold-column"),
        ({"a.jsonl": GOOD}, ["--data", "a.jsonl", "--gold-column", "y"], "no column 'y' for --gold-column"),
        (
            {"a.jsonl": '{"text": "a", "label": "Spam"}'},
            ["--data", "a.jsonl", "--gold-column", "label"],
            "holds 'Spam'; the classes are spam, ham",
        ),
        ({"a.jsonl": '{"text": "a", "votes": 1}'}, ["--data", "a.jsonl"], "a column 'votes' of its own"),
        ({"a.jsonl": GOOD}, ["--data", "a.jsonl", "--tools", "prodigy"], "argilla, label-studio"),
        ({"a.jsonl": GOOD}, ["--data", "a.jsonl", "--task", "none.py"], "none.py does not exist"),
        (
            {"a.jsonl": GOOD, "t.py": TASK_WITHOUT_TASK},
            ["--data", "a.jsonl", "--task", "t.py"],
            "no LabelTask named TASK",
        ),
        (
            {"a.jsonl": GOOD, "t.py": "1 / 0"},
            ["--data", "a.jsonl", "--task", "t.py"],
            "ZeroDivisionError: division by zero",
        ),
    ],
)
def test_a_mistake_gets_one_message_and_leaves_nothing(
    goldsmith: Any, tmp_path: Path, files: dict[str, str | bytes], options: list[str], message: str
) -> None:
    for name, content in files.items():
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    before = set(tmp_path.iterdir())
    done = goldsmith("run", "labels", *options, cwd=tmp_path)
    assert done.code == 1
    assert done.err.startswith("error: ")
    assert message in done.err
    assert "Traceback" not in done.err + done.out
    assert set(tmp_path.iterdir()) == before


def test_a_wrong_key_of_the_model_is_told_without_being_shown(goldsmith: Any, tmp_path: Path) -> None:
    from goldsmith_distilabel.llms import LocalLLM

    llm = LocalLLM()
    llm.load()
    try:
        (tmp_path / "a.jsonl").write_text(GOOD)
        spec = f"{llm.session.engine.url}/v1#smollm2"
        done = goldsmith(
            "run", "labels", "--data", tmp_path / "a.jsonl", "--llm", spec, "--out", tmp_path / "run",
            GOLDSMITH_LLM_KEY="sk-not-the-key",
        )  # fmt: skip
    finally:
        llm.unload()
    assert done.code == 1
    assert "key" in done.err
    assert "sk-not-the-key" not in done.err + done.out
    assert not (tmp_path / "run").exists()


def test_a_wrong_key_of_a_review_server_is_told(goldsmith: Any, label_run: Any, argilla_server: Any) -> None:
    done = goldsmith(
        "review", "status", label_run.folder, "--tools", "argilla",
        ARGILLA_API_URL=argilla_server.url, ARGILLA_API_KEY="wrong",
    )  # fmt: skip
    assert done.code == 1
    assert "key" in done.err
    assert "Traceback" not in done.err


def test_a_dead_review_server_is_told(goldsmith: Any, label_run: Any) -> None:
    done = goldsmith(
        "review", "pull", label_run.folder, "--tools", "argilla",
        ARGILLA_API_URL="http://127.0.0.1:9", ARGILLA_API_KEY="any",
    )  # fmt: skip
    assert done.code == 1
    assert "127.0.0.1:9" in done.err


def test_a_folder_without_a_run_is_told(goldsmith: Any, tmp_path: Path) -> None:
    for command in (["report"], ["review", "push"], ["review", "pull"], ["review", "status"]):
        done = goldsmith(*command, tmp_path)
        assert done.code == 1
        assert "holds no run with a review" in done.err


def test_preview_shows_rows_and_writes_nothing(goldsmith: Any, tmp_path: Path) -> None:
    done = goldsmith("preview", "labels", "--rows", "3", cwd=tmp_path)
    assert done.code == 0, done.err
    assert "confidence" in done.out
    assert list(tmp_path.iterdir()) == []


def test_doctor_finds_this_installation_healthy(goldsmith: Any) -> None:
    done = goldsmith("doctor")
    assert done.code == 0, done.out + done.err
    assert "model local answers" in done.out


def test_doctor_names_the_remedy_for_what_is_missing(goldsmith: Any) -> None:
    done = goldsmith(
        "doctor", GOLDSMITH_LLM="http://127.0.0.1:9/v1#gpt-4o", ARGILLA_API_URL="http://127.0.0.1:9"
    )
    assert done.code == 1
    assert "unset ARGILLA_API_URL" in done.out
    assert "note terms of http://127.0.0.1:9/v1#gpt-4o: OpenAI's terms forbid" in done.out


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["run", "labels"],
        ["preview", "labels"],
        ["report"],
        ["review"],
        ["serve"],
        ["serve", "ml-backend"],
        ["backup"],
        ["restore"],
        ["doctor"],
    ],
)
def test_every_command_explains_itself(goldsmith: Any, command: list[str]) -> None:
    done = goldsmith(*command, "--help")
    assert done.code == 0
    assert "Usage:" in done.out


def test_the_version_is_the_packages(goldsmith: Any) -> None:
    from goldsmith import __version__

    assert goldsmith("--version").out.strip() == f"goldsmith {__version__}"


def test_a_person_reviews_while_the_command_waits(
    goldsmith_home: Path, argilla_server: Any, label_run: Any, tmp_path: Path
) -> None:
    import os
    import shutil
    import sys

    import goldsmith_argilla

    shutil.copytree(label_run.folder / "stages", tmp_path / "run" / "stages")  # what the model said is known
    command = [
        sys.executable, "-m", "goldsmith_recipes.cli", *map(str, label_run.arguments[:6]),
        "--budget", "3", "--review", "me", "--tools", "argilla", "--out", str(tmp_path / "run"),
    ]  # fmt: skip
    environment = os.environ | {"GOLDSMITH_HOME": str(goldsmith_home), "PYTHONUNBUFFERED": "1"}
    with running(command, env=environment) as process:
        printed: list[str] = []
        for line in process.stdout or ():
            printed.append(line)
            if "0 of 3 rows reviewed" in line:
                break
        reviewer = goldsmith_argilla.add_reviewer(argilla_server, "person")
        adapter = goldsmith_argilla.connect(argilla_server.url, argilla_server.api_key)
        (run,) = {part for line in printed for part in line.split() if part.startswith("labels-")}
        project = adapter.project(run)
        answers = {record.item_id: {"label": "spam"} for record in adapter.records(project)}
        adapter.answer_all(project, answers, reviewer.api_key)
        rest, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    assert any(argilla_server.password in line for line in printed)
    assert "3 of 3 rows reviewed" in rest
    assert "SIMULATED" not in rest


def test_a_server_that_already_runs_is_shown_and_left_running(goldsmith: Any, argilla_server: Any) -> None:
    done = goldsmith("serve", "argilla")
    assert done.code == 0, done.err
    assert f"Argilla: {argilla_server.url} (already running)" in done.out
    assert argilla_server.password in done.out
    assert httpx.get(f"{argilla_server.url}/api/v1/status").status_code == 200


@pytest.mark.parametrize("tool", ["argilla", "label-studio"])
def test_a_served_tool_tells_its_login_and_stops_on_ctrl_c_without_a_traceback_and_without_orphans(
    goldsmith_home: Path, tmp_path: Path, tool: str
) -> None:
    import os
    import signal
    import subprocess
    import sys

    command = [sys.executable, "-m", "goldsmith_recipes.cli", "serve", tool, "--data", str(tmp_path / "data")]
    environment = os.environ | {"GOLDSMITH_HOME": str(goldsmith_home), "PYTHONUNBUFFERED": "1"}
    with running(command, env=environment, stderr=subprocess.PIPE) as process:
        printed = ""
        for line in process.stdout or ():
            printed += line
            if "Ctrl-C stops it" in line:
                break
        url = printed.split(": ", 1)[1].split()[0]
        assert httpx.get(url, follow_redirects=True, trust_env=False).status_code == 200
        inside = processes_of(tmp_path / "data")
        assert inside
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Stopped." in rest
    assert "Traceback" not in errors + (tmp_path / "data" / "server.log").read_text()
    assert processes_of(tmp_path / "data") == []
    for word in ("user", "password", "API key"):
        assert word in printed
    with pytest.raises(httpx.ConnectError):
        httpx.get(url, trust_env=False)


def processes_of(data: Path) -> list[str]:
    """The processes whose environment names the data folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"GOLDSMITH_DATA={data}\0" in (process / "environ").read_text():
                found.append(process.name)
        except OSError:
            continue
    return found


def test_ctrl_c_keeps_finished_batches_and_nothing_that_looks_like_a_result(
    goldsmith_home: Path, tmp_path: Path
) -> None:
    import os
    import signal
    import subprocess
    import sys

    command = [
        sys.executable,
        "-m",
        "goldsmith_recipes.cli",
        "run",
        "labels",
        "--review",
        "none",
        "--out",
        "run",
    ]
    environment = os.environ | {"GOLDSMITH_HOME": str(goldsmith_home), "PYTHONUNBUFFERED": "1"}
    with running(
        command, cwd=tmp_path, env=environment, start_new_session=True, stderr=subprocess.STDOUT
    ) as process:
        for line in process.stdout or ():
            if re.search(r"\bask \d", line):  # a line of progress: the model has finished a batch
                break
        os.killpg(process.pid, signal.SIGINT)
        rest, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Stopped." in rest
    assert "Traceback" not in rest
    assert {path.name for path in (tmp_path / "run").iterdir()} == {".lock", "stages"}
    assert [path.name for path in (tmp_path / "run" / "stages").iterdir()] == ["labels"]
    assert list((tmp_path / "run" / "stages").rglob("ask-*.journal"))
