"""Records pushed and reviews pulled while everything fails: the process, the connections and the server.

    python benchmarks/review_sync.py --records 20000 --reviews 2000 --kills 10

For each tool, on its real server behind a proxy that spoils some requests (503, 502 though it was done, an answer cut off, none at
all, a request that arrives after its sender has tried again): records are pushed by a process that is killed with `kill -9` at
moments spread over the push, the server too is killed and started again, some answers are given early on, a tenth of the suggestions
change and are pushed again. Then reviewers go on submitting and editing while pulls are killed. What the server holds is read from
its database file. Ends with 1 if a record is missing, double, without its suggestion or with two, or a review changed or was lost.
"""

import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # the proxy is the tests'

from tests.spoiled_server import SpoiledServer, by_chance  # noqa: E402

import goldsmith_argilla.server  # noqa: E402
import goldsmith_label_studio.server  # noqa: E402
from goldsmith.errors import ServerError  # noqa: E402
from goldsmith.review import (  # noqa: E402
    LabelQuestion,
    Ledger,
    ReviewItem,
    ReviewSchema,
    Suggestion,
    TextField,
    pull,
    push,
)

TOOLS = {"argilla": goldsmith_argilla, "label-studio": goldsmith_label_studio}
SCHEMA = ReviewSchema(
    "Spam or not",
    (TextField("text", "Comment"),),
    (LabelQuestion("label", "Is it spam?", ("spam", "ham")),),
    min_reviews=2,
)
RUN = "hard"
PATIENCE, HOLD = 8.0, 10.0
BROKEN_OFF = 75
"""How a push or pull ends that gave up on the server: its user runs it again."""

IN_ARGILLA = {
    "records": "SELECT external_id, 1 FROM records",
    "suggestions": """SELECT external_id, json_extract(value, '$') FROM suggestions JOIN records
        ON records.id = suggestions.record_id""",
    "answers": """SELECT external_id || ' by ' || username, json_extract("values", '$.label.value') || ' ' || responses.status
        FROM responses JOIN records ON records.id = record_id JOIN users ON users.id = user_id""",
}
IN_LABEL_STUDIO = {
    "records": "SELECT json_extract(data, '$.goldsmith_id'), 1 FROM task",
    "suggestions": """SELECT json_extract(data, '$.goldsmith_id'), json_extract(prediction.result, '$[0].value.choices[0]')
        FROM prediction JOIN task ON task.id = task_id""",
    "answers": """SELECT json_extract(data, '$.goldsmith_id') || ' by ' || replace(email, '@goldsmith.local', ''),
        json_extract(task_completion.result, '$[0].value.choices[0]') || ' submitted'
        FROM task_completion JOIN task ON task.id = task_id JOIN htx_user ON htx_user.id = completed_by_id""",
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--reviews", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--share", type=float, default=0.05, help="of requests that meet a fault")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--tools", nargs="+", default=list(TOOLS), choices=list(TOOLS))
    parser.add_argument("--work", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.work:
        work(**json.loads(args.work))
        return
    wrong: list[str] = []
    for tool in args.tools:
        with tempfile.TemporaryDirectory() as folder:
            wrong += Trial(tool, Path(folder), args).run()
    print("\n".join(wrong) or "everything holds")
    raise SystemExit(bool(wrong))


def items(count: int, changed: bool) -> list[ReviewItem]:
    """Return the rows; when `changed`, every tenth has another suggestion."""
    return [
        ReviewItem(
            f"row-{i}",
            {"text": f"comment {i} " + "word " * 30},
            [Suggestion("label", label(i, changed), 0.8, "model")],
        )
        for i in range(count)
    ]


def label(i: int, changed: bool) -> str:
    other = changed and i % 10 == 0
    return "spam" if i % 2 != other else "ham"


def work(
    *, tool: str, url: str, key: str, ledger: str, records: int = 0, changed: bool = False, submit: Any = None
) -> None:
    """Push, pull or submit answers: a process of its own, that may be killed at any moment."""
    adapter: Any = TOOLS[tool].connect(url, key)
    if submit:
        for start in range(0, len(submit["answers"]), 20):
            some = dict(submit["answers"][start : start + 20])
            adapter.answer_all(
                adapter.project(RUN), {name: {"label": one} for name, one in some.items()}, submit["key"]
            )
        return
    adapter._service._client.timeout = httpx.Timeout(PATIENCE)  # noqa: SLF001
    try:
        if records:
            push(
                items(records, changed), SCHEMA, run=RUN, adapter=adapter, ledger=Ledger(ledger), progress=say
            )
        else:
            print(len(pull(run=RUN, adapter=adapter, ledger=Ledger(ledger)).reviews), flush=True)
    except ServerError as err:
        print(f"broken off: {err!s:.300}", file=sys.stderr)
        raise SystemExit(BROKEN_OFF) from err


def say(done: int, _: int) -> None:
    print(done, flush=True)


def worker(**what: Any) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, "--work", json.dumps(what)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@dataclass
class Trial:
    tool: str
    folder: Path
    args: argparse.Namespace

    def run(self) -> list[str]:
        """Go through all of it and return what is wrong in the end."""
        self.dice = random.Random(self.args.seed)
        self.killed = self.broken_off = 0
        self.serve()
        with SpoiledServer(
            self.server.url, by_chance(self.args.share, self.args.seed), hold=HOLD
        ) as self.proxy:
            started = time.monotonic()
            self.push_all(changed=False, kills=self.args.kills * 7 // 10)
            self.push_all(changed=True, kills=self.args.kills - self.args.kills * 7 // 10)
            self.proxy.quiet()
            self.last_look()
            wrong = self.wrong_records() + self.wrong_answers()
            self.report("pushed", started)
            started = time.monotonic()
            home = self.pull_all()
            wrong += self.wrong_records() + self.wrong_answers() + self.wrong_reviews(home)
            self.report("pulled", started)
        self.server.stop()
        return wrong

    def report(self, what: str, started: float) -> None:
        faults = ", ".join(f"{count} {name}" for name, count in self.proxy.met.most_common())
        print(
            f"{self.tool}: {what} in {time.monotonic() - started:.0f} s; {self.killed} kills, {self.broken_off} given up and"
            f" run again; requests: {faults}",
            flush=True,
        )

    def serve(self, **port: int) -> None:
        module = goldsmith_argilla.server if self.tool == "argilla" else goldsmith_label_studio.server
        self.server = module.serve(self.folder / "server", **port)
        self.keys = {name: module.add_reviewer(self.server, name).api_key for name in ("ann", "bob")}
        self.given: dict[str, str] = getattr(self, "given", {})

    def restart(self) -> None:
        """End the server as `kill -9` and a power cut do, and start it again where it was."""
        os.killpg(json.loads((self.folder / "server" / "server.json").read_text())["pid"], signal.SIGKILL)
        self.server.stop()
        self.serve(port=httpx.URL(self.server.url).port)

    def common(self, url: str) -> dict[str, Any]:
        return {
            "tool": self.tool,
            "url": url,
            "key": self.server.api_key,
            "ledger": str(self.folder / "ledger.db"),
        }

    def push_all(self, changed: bool, kills: int) -> None:
        """Push, killed each time it has come a step further, until a push ends well."""
        left = kills
        while True:
            process = worker(**self.common(self.proxy.url), records=self.args.records, changed=changed)
            assert process.stdout
            if left:
                process.stdout.readline()
                for _ in range(self.dice.randrange(self.args.records // 500 // (kills + 1) + 1)):
                    process.stdout.readline()
                time.sleep(self.dice.uniform(0, 1))
            if left == kills // 2 and left:
                self.restart()
            if left:
                process.kill()
                self.killed += 1
                left -= 1
            process.communicate()
            if left == kills - 1:
                self.answer("ann", [f"row-{i}" for i in range(200)])
            if process.returncode == 0 and not left:
                return
            self.broken_off += process.returncode == BROKEN_OFF

    def answer(self, name: str, rows: list[str], value: str = "spam") -> None:
        present = self.held("records")
        answers = [(row, value) for row in rows if row in present]
        self.note(name, answers)
        submit = {"key": self.keys[name], "answers": answers}
        assert worker(**self.common(self.server.url), submit=submit).wait() == 0

    def note(self, name: str, answers: list[tuple[str, str]]) -> None:
        self.given |= {f"{row} by {name}": f"{value} submitted" for row, value in answers}

    def last_look(self) -> None:
        """What came late has come: a last push sees it."""
        while (
            process := worker(**self.common(self.server.url), records=self.args.records, changed=True)
        ).wait():
            self.broken_off += 1
            process.communicate()

    def pull_all(self) -> dict[str, str]:
        """Pull, and kill pulls, until the reviewers are done; return what the last pull brought."""
        each = self.args.reviews // 2
        plans = {
            name: [
                (f"row-{i}", self.dice.choice(("spam", "ham"))) for i in (*range(each), *range(0, each, 10))
            ]
            for name in self.keys
        }
        reviewers = []
        for name, answers in plans.items():
            self.note(name, answers)
            reviewers.append(
                worker(**self.common(self.server.url), submit={"key": self.keys[name], "answers": answers})
            )
        pulls = 0
        while any(one.poll() is None for one in reviewers):
            process = worker(**self.common(self.proxy.url))
            pulls += 1
            if pulls % 2:
                time.sleep(self.dice.uniform(0.5, 4))
                process.kill()
                self.killed += 1
            process.communicate()
            self.broken_off += process.returncode == BROKEN_OFF
        assert [one.returncode for one in reviewers] == [0, 0]
        print(f"{self.tool}: {pulls} pulls while {len(self.given)} answers were being given", flush=True)
        while worker(**self.common(self.proxy.url)).wait():
            self.broken_off += 1
        adapter: Any = TOOLS[self.tool].connect(self.proxy.url, self.server.api_key)
        final = pull(run=RUN, adapter=adapter, ledger=Ledger(self.folder / "ledger.db"))
        self.stale = len(final.stale)
        return {
            f"{one.item_id} by {one.reviewer}": f"{one.values['label']} submitted" for one in final.reviews
        }

    def held(self, what: str) -> dict[str, list[str]]:
        """Return what the server's database holds: {key: values}."""
        name, queries = (
            ("argilla.db", IN_ARGILLA)
            if self.tool == "argilla"
            else ("label_studio.sqlite3", IN_LABEL_STUDIO)
        )
        found: dict[str, list[str]] = {}
        with closing(sqlite3.connect(self.folder / "server" / name, timeout=60)) as db:
            for key, value in db.execute(queries[what]):
                found.setdefault(key, []).append(value)
        return found

    def wrong_records(self) -> list[str]:
        wanted = {f"row-{i}": [label(i, changed=True)] for i in range(self.args.records)}
        return different(
            f"{self.tool} records", {key: [1] for key in wanted}, self.held("records")
        ) + different(f"{self.tool} suggestions", wanted, self.held("suggestions"))

    def wrong_answers(self) -> list[str]:
        return different(
            f"{self.tool} answers", {key: [one] for key, one in self.given.items()}, self.held("answers")
        )

    def wrong_reviews(self, home: dict[str, str]) -> list[str]:
        stale = [f"{self.tool}: {self.stale} stale reviews"] if self.stale else []
        return stale + different(f"{self.tool} reviews", self.given, home)


def different(what: str, wanted: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Say how many of `wanted` are missing, other or too many in `found`."""
    kinds = Counter(
        "missing" if key not in found else "too many" if key not in wanted else "other"
        for key in wanted.keys() | found.keys()
        if wanted.get(key) != found.get(key)
    )
    example = next(
        (key for key in sorted(wanted.keys() | found.keys()) if wanted.get(key) != found.get(key)), ""
    )
    return (
        [
            f"{what}: {dict(kinds)} of {len(wanted)}, e.g. {example}: {wanted.get(example)}, {found.get(example)}"
        ]
        if kinds
        else []
    )


if __name__ == "__main__":
    main()
