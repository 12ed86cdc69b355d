"""`goldsmith serve ml-backend`, `goldsmith backup` and `goldsmith restore`, as a user types them."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.running import running

import goldsmith_label_studio
from goldsmith.errors import InputError
from goldsmith.serving import Server
from goldsmith_recipes.labelled_texts import labelled_texts
from goldsmith_recipes.ml_backend_command import _asked

CONFIG = """<View><Text name="text" value="$text"/>
<Choices name="label" toName="text"><Choice value="spam"/><Choice value="ham"/></Choices></View>"""
ROWS = [
    {"text": "win free money", "label": "spam", "confidence": 0.9},
    {"text": "free money now", "label": "spam"},
    {"text": "see you at home", "label": "ham", "confidence": 0.2},
    {"text": "not labelled", "label": None},
]


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(map(json.dumps, ROWS)))
    return path


def test_a_file_s_labels_have_their_confidence_and_the_others_share_the_rest(rows: Path) -> None:
    assert labelled_texts(rows) == {
        "win free money": {"spam": 0.9, "ham": pytest.approx(0.1)},
        "free money now": {"spam": 1.0, "ham": 0.0},
        # Of two labels the likelier has at least 1 / 2.
        "see you at home": {"ham": 0.5, "spam": 0.5},
    }


def test_a_run_s_labels_by_people_are_certain(tmp_path: Path) -> None:
    review = {
        "run": "r",
        "title": "t",
        "instruction": "i",
        "classes": {"spam": "s", "ham": "h"},
        "simulated": False,
    }
    (tmp_path / "review.json").write_text(json.dumps(review))
    base = {"confidence": 0.75, "label": "spam"}
    kept = [
        base | {"text": "a", "final_label": "ham", "decided_by": "people"},
        base | {"text": "b", "final_label": "spam", "decided_by": "label model"},
        {"text": "c", "label": None, "confidence": 0.5, "final_label": None, "decided_by": "nobody yet"},
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, kept)))
    assert labelled_texts(tmp_path) == {"a": {"ham": 1.0, "spam": 0.0}, "b": {"spam": 0.75, "ham": 0.25}}


def test_a_wrong_confidence_or_column_is_told(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({"text": "a", "label": "spam", "confidence": 2}))
    with pytest.raises(InputError, match="between 0 and 1, got 2"):
        labelled_texts(path)
    with pytest.raises(
        InputError, match="no column 'class' for the labels; there are: confidence, label, text"
    ):
        labelled_texts(path, label_column="class")


def test_the_command_serves_a_project_of_our_server_and_stops_on_ctrl_c(
    goldsmith_home: Path, label_studio_server: Server, rows: Path
) -> None:
    studio = goldsmith_label_studio.connect(label_studio_server.url, label_studio_server.api_key).service
    project = studio.json("POST", "/api/projects/", json={"title": "served", "label_config": CONFIG})
    body = [{"data": {"text": text}} for text in ("free money", "money at home")]
    studio.json("POST", f"/api/projects/{project['id']}/import", json=body)
    command = [
        sys.executable,
        "-m",
        "goldsmith_recipes.cli",
        "serve",
        "ml-backend",
        rows,
        "--project",
        str(project["id"]),
    ]
    variables = os.environ | {"GOLDSMITH_HOME": str(goldsmith_home), "PYTHONUNBUFFERED": "1"}
    with running(command, env=variables, stderr=subprocess.PIPE) as process:
        printed = ""
        for line in process.stdout or ():
            printed += line
            if line.startswith("Ctrl-C"):
                break
        url = re.search(r"ML backend: (http\S+)", printed)
        assert url, printed + (process.stderr.read() if process.stderr else "")
        assert httpx.get(f"{url[1]}/health").json()["model_version"] in printed
        (listed,) = studio.json("GET", "/api/ml", params={"project": project["id"]})
        assert (listed["readable_state"], listed["url"]) == ("Connected", url[1])
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert rest.endswith("Stopped.\n")
    assert "Traceback" not in errors
    assert (rows.parent / "rows.jsonl.answers.sqlite").is_file()


def test_a_language_model_s_labels_come_with_its_confidence() -> None:
    ask = _asked("local", None, None, {"a": {"spam": 1.0}, "b": {"ham": 1.0}})
    texts = ["Win free money now!!!", "", "See you at home."]
    answers = ask(texts)
    assert len(answers) == len(texts)
    assert {label for label, _ in answers} <= {"spam", "ham"}
    assert all(0.5 <= confidence <= 1 for _, confidence in answers)  # of two labels, the likelier
    assert ask(texts[:1]) == answers[:1]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["none.jsonl"], "does not exist"),
        (["--host", "0.0.0.0"], "at least 12 characters"),
        (["--llm", "local"], "give --task"),
    ],
)
def test_what_cannot_be_served_is_told(goldsmith: Any, tmp_path: Path, options: list[str], said: str) -> None:
    done = goldsmith("serve", "ml-backend", *options, cwd=tmp_path)
    assert done.code == 1
    assert said in done.err
    assert "Traceback" not in done.err


def test_a_backup_of_a_running_server_comes_back(
    goldsmith: Any, tmp_path: Path, label_studio_server: Server
) -> None:
    done = goldsmith("backup", "label-studio", tmp_path / "studio.tar.gz")
    assert done.code == 0, done.err
    assert "every password and key" in done.out
    refused = goldsmith("restore", "label-studio", tmp_path / "studio.tar.gz", "--force")
    assert (refused.code, "stop it first" in refused.err) == (1, True)
    done = goldsmith("restore", "label-studio", tmp_path / "studio.tar.gz", "--data", tmp_path / "new")
    assert done.code == 0, done.err
    kept = json.loads((tmp_path / "new" / "credentials.json").read_text())
    assert kept["api_key"] == label_studio_server.api_key
