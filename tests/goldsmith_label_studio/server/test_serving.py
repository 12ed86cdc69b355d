"""Starting, stopping and starting again the real Label Studio server."""

import time
from pathlib import Path

import httpx
import pytest
from label_studio_sdk import LabelStudio
from label_studio_sdk.core.api_error import ApiError

from goldsmith.errors import ServerError
from goldsmith.serving import Server
from goldsmith_label_studio.server import add_reviewer, serve

CONFIG = """<View><Text name="text" value="$text"/>
<Choices name="label" toName="text"><Choice value="spam"/><Choice value="ham"/></Choices></View>"""


def client(url: str, api_key: str) -> LabelStudio:
    return LabelStudio(base_url=url, api_key=api_key)


def opens(server: Server, password: str) -> bool:
    """Whether the login form lets the owner in."""
    with httpx.Client(base_url=server.url, follow_redirects=True, timeout=60) as session:
        session.get("/user/login/")
        form = {
            "email": server.username,
            "password": password,
            "csrfmiddlewaretoken": session.cookies["csrftoken"],
        }
        session.post("/user/login/", data=form, headers={"Referer": server.url})
        return session.get("/api/current-user/whoami").status_code == 200


def test_data_and_accounts_survive_a_restart_that_is_quick_and_a_new_password(tmp_path: Path) -> None:
    with serve(tmp_path) as server:
        project = client(server.url, server.api_key).projects.create(title="kept", label_config=CONFIG)
        reviewer = add_reviewer(server, "ann")
        generated = server.password
    began = time.monotonic()
    with serve(tmp_path, password="one of my own") as server:
        assert time.monotonic() - began < 40
        assert client(server.url, server.api_key).projects.get(id=project.id).title == "kept"
        assert client(server.url, reviewer.api_key).users.whoami().email == "ann@goldsmith.local"
        assert add_reviewer(server, "ann").password == reviewer.password
        assert (opens(server, generated), opens(server, "one of my own")) == (False, True)


def test_a_second_start_finds_the_first_and_leaves_it_running(label_studio_server: Server) -> None:
    with serve(label_studio_server.data) as again:
        assert again.found
        assert (again.url, again.api_key) == (label_studio_server.url, label_studio_server.api_key)
    assert httpx.get(f"{label_studio_server.url}/health").status_code == 200


def test_it_listens_on_loopback_only(label_studio_server: Server) -> None:
    port = f"{httpx.URL(label_studio_server.url).port:04X}"
    rows = [
        row.split()
        for kind in ("tcp", "tcp6")
        for row in Path(f"/proc/net/{kind}").read_text().splitlines()[1:]
    ]
    listening = [row[1].split(":")[0] for row in rows if row[3] == "0A" and row[1].endswith(f":{port}")]
    assert listening == ["0100007F"]  # 127.0.0.1 as /proc/net/tcp writes it


def test_a_network_without_a_good_password_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match="at least 12 characters"):
        serve(tmp_path / "data", host="0.0.0.0")
    assert not (tmp_path / "data").exists()


def test_nobody_signs_up_without_the_invitation(label_studio_server: Server) -> None:
    with httpx.Client(base_url=label_studio_server.url, follow_redirects=True, timeout=60) as session:
        session.get("/user/signup/")
        form = {
            "email": "eve@example.org",
            "password": "long enough 1",
            "csrfmiddlewaretoken": session.cookies["csrftoken"],
        }
        answer = session.post("/user/signup/", data=form, headers={"Referer": label_studio_server.url})
    assert answer.status_code == 403


def test_reviewers_answer_under_their_own_names(label_studio_server: Server) -> None:
    ann, bob = (add_reviewer(label_studio_server, name) for name in ("ann", "bob"))
    assert add_reviewer(label_studio_server, "ann") == ann
    owner = client(label_studio_server.url, label_studio_server.api_key)
    project = owner.projects.create(title="two reviewers", label_config=CONFIG)
    task = owner.tasks.create(project=project.id, data={"text": "buy now"})
    for reviewer, choice in ((ann, "spam"), (bob, "ham")):
        result = [
            {"from_name": "label", "to_name": "text", "type": "choices", "value": {"choices": [choice]}}
        ]
        client(reviewer.url, reviewer.api_key).annotations.create(id=task.id, result=result)
    people = {user.id: user.email for user in owner.users.list()}
    made = {
        people[a.completed_by]: a.result[0]["value"]["choices"] for a in owner.annotations.list(id=task.id)
    }
    assert made == {"ann@goldsmith.local": ["spam"], "bob@goldsmith.local": ["ham"]}


def test_an_account_made_by_somebody_else_is_not_taken_over(label_studio_server: Server) -> None:
    owner = client(label_studio_server.url, label_studio_server.api_key)
    owner.users.create(email="theirs@goldsmith.local", username="theirs", first_name="T", last_name="H")
    with pytest.raises(
        ServerError, match=r"'theirs@goldsmith\.local' whose password is not the one kept here"
    ):
        add_reviewer(label_studio_server, "theirs")


def test_a_wrong_key_is_refused(label_studio_server: Server) -> None:
    with pytest.raises(ApiError) as caught:
        client(label_studio_server.url, "0" * 40).users.whoami()
    assert caught.value.status_code == 401


def test_a_webhook_may_be_on_this_machine(label_studio_server: Server) -> None:
    import queue
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    heard: queue.Queue[bytes] = queue.Queue()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.put(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as listener:
        threading.Thread(target=listener.serve_forever, daemon=True).start()
        owner = client(label_studio_server.url, label_studio_server.api_key)
        project = owner.projects.create(title="heard", label_config=CONFIG)
        url = f"http://127.0.0.1:{listener.server_port}/"
        owner.webhooks.create(project=project.id, url=url, send_payload=True, send_for_all_actions=True)
        owner.tasks.create(project=project.id, data={"text": "one"})
        assert b'"TASKS_CREATED"' in heard.get(timeout=20)
        listener.shutdown()
