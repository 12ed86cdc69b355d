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
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

import goldsmith_argilla.server
import goldsmith_label_studio.server

sys.path.insert(0, str(Path(__file__).parents[1]))  # the proxy is the tests'

from syncing.held import different, held
from syncing.worker import BROKEN_OFF, PATIENCE, RUN, TOOLS, label, started
from tests.spoiled_server import SpoiledServer, by_chance

from goldsmith.review import Ledger, pull
from goldsmith.serving import Server

SERVERS = {"argilla": goldsmith_argilla.server, "label-studio": goldsmith_label_studio.server}
EARLY = 200
"""Rows that are answered while the push goes on."""


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
    args = parser.parse_args()
    wrong: list[str] = []
    for tool in args.tools:
        with tempfile.TemporaryDirectory() as folder:
            wrong += Trial(tool, Path(folder), args).run()
    print("\n".join(wrong) or "everything holds")
    raise SystemExit(bool(wrong))


@dataclass
class Trial:
    """One tool, from an empty server to the last pull.

    Attributes:
        given: {row by reviewer: their answer}, which nothing may change.
    """

    tool: str
    folder: Path
    args: argparse.Namespace
    given: dict[str, str] = field(default_factory=dict)
    killed: int = 0
    broken_off: int = 0

    def run(self) -> list[str]:
        """Go through all of it and return what is wrong in the end."""
        self.dice = random.Random(self.args.seed)
        self.server = self.served()
        faults = by_chance(self.args.share, self.args.seed)
        with self.server, SpoiledServer(self.server.url, faults, hold=PATIENCE + 2) as self.proxy:
            began = time.monotonic()
            first = self.args.kills * 7 // 10
            self.push_all(changed=False, kills=first)
            self.push_all(changed=True, kills=self.args.kills - first)
            self.proxy.quiet()  # what came late has come: a last push sees it
            self.push_all(changed=True, kills=0)
            wrong = self.wrong_on_the_server()
            self.report("pushed", began)
            began = time.monotonic()
            wrong += self.wrong_at_home(self.pull_all()) + self.wrong_on_the_server()
            self.report("pulled", began)
            self.server.stop()
        return wrong

    def served(self, **port: int) -> Server:
        server = SERVERS[self.tool].serve(self.folder / "server", **port)
        self.keys = {name: SERVERS[self.tool].add_reviewer(server, name).api_key for name in ("ann", "bob")}
        return server

    def restart(self) -> None:
        """End the server as `kill -9` and a power cut do, and start it again where it was."""
        state = json.loads((self.server.data / "server.json").read_text())
        os.killpg(state["pid"], signal.SIGKILL)
        self.server.stop()
        self.server = self.served(port=httpx.URL(self.server.url).port)

    def common(self, url: str) -> dict[str, Any]:
        ledger = str(self.folder / "ledger.db")
        return {"tool": self.tool, "url": url, "key": self.server.api_key, "ledger": ledger}

    def push_all(self, *, changed: bool, kills: int) -> None:
        """Push, killed each time it has come some steps further, until a push ends well; half-way the server dies too."""
        steps = self.args.records // 500 // (kills + 1) + 1
        for number in range(kills):
            process = started(**self.common(self.proxy.url), records=self.args.records, changed=changed)
            assert process.stdout
            for _ in range(self.dice.randint(1, steps)):
                process.stdout.readline()
            time.sleep(self.dice.uniform(0, 1))
            if number == kills // 2:
                self.restart()
            process.kill()
            process.communicate()
            self.killed += 1
            if number == 0:
                self.answer("ann", [(row, "spam") for row in self.first_rows()])
        self.until_it_ends(records=self.args.records, changed=changed)

    def until_it_ends(self, **what: Any) -> None:
        while (ended := self.ended(**what)) == BROKEN_OFF:
            self.broken_off += 1
        assert ended == 0, ended

    def ended(self, **what: Any) -> int:
        process = started(**self.common(self.proxy.url), **what)
        process.communicate()
        return process.returncode

    def first_rows(self) -> list[str]:
        there = held(self.tool, self.server.data, "records")
        return [row for number in range(EARLY) if (row := f"row-{number}") in there]

    def answer(self, name: str, answers: list[tuple[str, str]]) -> None:
        assert self.submitting(name, answers).wait() == 0

    def submitting(self, name: str, answers: list[tuple[str, str]]) -> Any:
        self.given |= {f"{row} by {name}": f"{value} submitted" for row, value in answers}
        return started(**self.common(self.server.url), answers=answers, as_key=self.keys[name])

    def pull_all(self) -> dict[str, str]:
        """Pull, and kill every other pull, until the reviewers are done; return what the last pull brought."""
        each = self.args.reviews // 2
        rows = [f"row-{number}" for number in (*range(each), *range(0, each, 10))]  # some twice: an edit
        reviewers = [
            self.submitting(name, [(row, self.dice.choice(("spam", "ham"))) for row in rows])
            for name in self.keys
        ]
        pulls = 0
        while any(one.poll() is None for one in reviewers):
            process = started(**self.common(self.proxy.url))
            pulls += 1
            if pulls % 2:
                time.sleep(self.dice.uniform(0.5, 4))
                process.kill()
                self.killed += 1
            process.communicate()
            self.broken_off += process.returncode == BROKEN_OFF
        assert [one.returncode for one in reviewers] == [0, 0]
        print(f"{self.tool}: {pulls} pulls while {len(self.given)} answers were being given", flush=True)
        self.until_it_ends()
        adapter: Any = TOOLS[self.tool].connect(self.proxy.url, self.server.api_key)
        final = pull(run=RUN, adapter=adapter, ledger=Ledger(self.folder / "ledger.db"))
        return {
            f"{one.item_id} by {one.reviewer}": f"{one.values['label']} submitted{' stale' * one.stale}"
            for one in final.reviews
        }

    def wrong_on_the_server(self) -> list[str]:
        """Compare the server's records, suggestions and answers with what was pushed and given."""
        rows = {f"row-{number}": [label(number, changed=True)] for number in range(self.args.records)}
        wanted = {
            "records": {row: [1] for row in rows},
            "suggestions": rows,
            "answers": {key: [value] for key, value in self.given.items()},
        }
        return [
            line
            for what, expected in wanted.items()
            for line in different(f"{self.tool} {what}", expected, held(self.tool, self.server.data, what))
        ]

    def wrong_at_home(self, home: dict[str, str]) -> list[str]:
        return different(f"{self.tool} reviews", self.given, home)

    def report(self, what: str, began: float) -> None:
        faults = ", ".join(f"{count} {name}" for name, count in self.proxy.met.most_common())
        print(
            f"{self.tool}: {what} in {time.monotonic() - began:.0f} s; {self.killed} kills, {self.broken_off} given up and"
            f" run again; requests: {faults}",
            flush=True,
        )


if __name__ == "__main__":
    main()
