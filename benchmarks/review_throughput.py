"""How fast records get into the review tools, on their real servers, against other ways in the same run; and the memory it takes.

    python benchmarks/review_throughput.py

Argilla: one push into the server that goldsmith starts, and into one that runs argilla-server's own code only, with the same index and with
none (`servers/plain_argilla.py`), in CPU seconds of the server. Label Studio: a push, against its raw bulk import of the same tasks in the
same batches, and against a call for each task and one for its prediction, in CPU seconds of server and client, of which one waits while
the other works. Memory: the most that a process which pushes
2,000 and 20,000 records has used, above one that only makes the items.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import goldsmith_argilla
import goldsmith_label_studio
from goldsmith.review import (
    LabelQuestion,
    Ledger,
    Outgoing,
    ReviewItem,
    ReviewSchema,
    Suggestion,
    TextField,
    content_hash,
    push,
    pushed_hash,
)
from goldsmith.serving import Server, launch
from goldsmith_argilla.server.serve import PROGRAM as ARGILLA
from goldsmith_label_studio.config import label_config
from goldsmith_label_studio.form import read_form
from goldsmith_label_studio.server.serve import PROGRAM as LABEL_STUDIO
from goldsmith_label_studio.tasks import prediction, task_data

TOOLS = {"argilla": goldsmith_argilla, "label-studio": goldsmith_label_studio}
PLAIN = Path(__file__).parent / "servers" / "plain_argilla.py"
SCHEMA = ReviewSchema(
    "Spam or not",
    (TextField("text", "Comment"),),
    (LabelQuestion("label", "Is it spam?", ("spam", "ham")),),
)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--few", type=int, default=100, help="tasks made by a call each")
    parser.add_argument("--only", choices=["argilla", "label-studio", "memory"])
    parser.add_argument("--push", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.push:
        print(most_memory(**json.loads(args.push)))
        return
    with tempfile.TemporaryDirectory() as folder:
        held = [part(args, Path(folder)) for name, part in PARTS.items() if args.only in {None, name}]
    raise SystemExit(not all(held))


def items(count: int) -> list[ReviewItem]:
    return [
        ReviewItem(
            f"row-{i}",
            {"text": f"comment {i} " + "word " * 30},
            [Suggestion("label", "spam" if i % 2 else "ham", 0.8, "model")],
            {"length": i},
            {"llm": "spam", "links": "ham"},
        )
        for i in range(count)
    ]


def push_into(server: Server, tool: str, run: str, count: int, folder: Path) -> None:
    adapter: Any = TOOLS[tool].connect(server.url, server.api_key)
    push(items(count), SCHEMA, run=run, adapter=adapter, ledger=Ledger(folder / f"{run}.db"))


def into_argilla(args: argparse.Namespace, folder: Path) -> bool:
    plain = replace(ARGILLA, script=PLAIN)
    programs = {
        "ours": ARGILLA,
        "argilla-server's own code": plain,
        "the same without an index": replace(plain, variables={**ARGILLA.variables, "INDEX": "no"}),
    }
    best: dict[str, float] = {}
    for name, program in programs.items():
        with launch(program, folder / f"argilla {name}") as server:
            push_into(server, "argilla", "warm", 200, folder / name)
            for turn in range(args.rounds):
                before, began = cpu_seconds(server), time.monotonic()
                push_into(server, "argilla", f"run-{turn}", args.records, folder / name)
                speed = args.records / (cpu_seconds(server) - before)
                best[name] = max(best.get(name, 0), speed)
                wall = args.records / (time.monotonic() - began)
                print(
                    f"Argilla, {name}: {speed:.0f} records a CPU second of the server, {wall:.0f} a second",
                    flush=True,
                )
    ours, stock, bare = best.values()
    print(
        f"Argilla: {ours / stock:.1f} times argilla-server's own code, {ours / bare:.1f} without an index",
        flush=True,
    )
    return ours / stock >= 6


def cpu_seconds(server: Server) -> float:
    """Return the CPU time of the server's process."""
    pid = json.loads((server.data / "server.json").read_text())["pid"]
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def into_label_studio(args: argparse.Namespace, folder: Path) -> bool:
    best: dict[str, float] = {}
    with launch(LABEL_STUDIO, folder / "label-studio") as server:
        adapter = goldsmith_label_studio.connect(server.url, server.api_key)
        push_into(server, "label-studio", "warm", 200, folder / "ls")
        for turn in range(args.rounds):
            ways: dict[str, Callable[[], int]] = {
                "push": lambda turn=turn: pushed(server, f"run-{turn}", args.records, folder / "ls"),
                "raw bulk import": lambda turn=turn: imported(adapter, f"raw-{turn}", args.records),
                "a call for each": lambda turn=turn: one_by_one(adapter, f"one-{turn}", args.few),
            }
            for name, way in ways.items():
                cpu, began = cpu_seconds(server) + time.process_time(), time.monotonic()
                count = way()
                used = cpu_seconds(server) + time.process_time() - cpu
                best[name] = max(best.get(name, 0), count / used)
                print(
                    f"Label Studio, {name}: {count / used:.1f} tasks a CPU second of server and client,"
                    f" {count / (time.monotonic() - began):.1f} a second",
                    flush=True,
                )
    each, raw = best["push"] / best["a call for each"], best["push"] / best["raw bulk import"]
    print(
        f"Label Studio: {each:.0f} times a call for each task, {raw:.2f} of the raw bulk import", flush=True
    )
    return each >= 50 and raw >= 0.9


def pushed(server: Server, run: str, count: int, folder: Path) -> int:
    push_into(server, "label-studio", run, count, folder)
    return count


def bodies(adapter: Any, run: str, count: int) -> tuple[Any, list[dict[str, Any]]]:
    """Return a new project and the same tasks as a push sends."""
    project = adapter.create_project(run, SCHEMA)
    form = read_form(label_config(SCHEMA))
    outgoing = [Outgoing(one, content_hash(one), pushed_hash(one), None) for one in items(count)]
    clock = adapter.service.clock
    return project, [
        {"data": task_data(one, clock, form), "predictions": [prediction(one.item, form)]} for one in outgoing
    ]


def imported(adapter: Any, run: str, count: int) -> int:
    project, tasks = bodies(adapter, run, count)
    for start in range(0, count, adapter.batch):
        batch = tasks[start : start + adapter.batch]
        adapter.service.send("POST", f"/api/projects/{project.id}/import", json=batch)
    return count


def one_by_one(adapter: Any, run: str, count: int) -> int:
    project, tasks = bodies(adapter, run, count)
    for task in tasks:
        body = {"data": task["data"], "project": int(project.id)}
        made = adapter.service.json("POST", "/api/tasks/", json=body)
        adapter.service.send("POST", "/api/predictions/", json={"task": made["id"], **task["predictions"][0]})
    return count


def in_memory(args: argparse.Namespace, folder: Path) -> bool:  # noqa: ARG001
    flat = True
    for tool, program in (("argilla", ARGILLA), ("label-studio", LABEL_STUDIO)):
        with launch(program, folder / f"memory {tool}") as server:
            used = {count: in_a_process(tool, server, count, folder) for count in (2000, 20_000)}
        print(
            f"{tool}: a push of 2,000 took {used[2000]:.0f} MB more than its items, of 20,000 {used[20_000]:.0f} MB",
            flush=True,
        )
        flat = flat and used[20_000] < used[2000] + 8
    return flat


def in_a_process(tool: str, server: Server, count: int, folder: Path) -> float:
    """Return the most MB that a process took which pushed, less those of one which only made the items."""
    what = {
        "tool": tool,
        "url": server.url,
        "key": server.api_key,
        "ledger": str(folder / f"{tool}-{count}.db"),
    }
    pushing, making = (
        float(
            subprocess.run(
                [sys.executable, __file__, "--push", json.dumps(what | {"count": count, "send": send})],
                stdout=subprocess.PIPE,
                check=True,
            ).stdout
        )
        for send in (True, False)
    )
    return pushing - making


def most_memory(*, tool: str, url: str, key: str, ledger: str, count: int, send: bool) -> float:
    adapter: Any = TOOLS[tool].connect(url, key)
    rows = items(count)
    if send:
        push(rows, SCHEMA, run=f"memory-{count}", adapter=adapter, ledger=Ledger(ledger))
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


PARTS: dict[str, Callable[[argparse.Namespace, Path], bool]] = {
    "argilla": into_argilla,
    "label-studio": into_label_studio,
    "memory": in_memory,
}

if __name__ == "__main__":
    main()
