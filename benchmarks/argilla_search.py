"""How long the search box, filters, sorts and similarity take on Argilla's server as goldsmith starts it, over HTTP.

    python benchmarks/argilla_search.py --records 100000

The records have 20 to 60 words of a vocabulary in which a few are common and most are rare, metadata, a suggestion with a score and a
vector; every hundredth has a response. Each sort of request is made `--times` times with other words and bounds, for 50 records. Ends
with 1 if the median of all text searches is over 150 ms, or that of a sort of request over 1 s, in CPU time of the server: that is what
they take where nothing else runs.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from review_throughput import cpu_seconds

from goldsmith.serving import Server
from goldsmith_argilla.server import serve

VOCABULARY = [f"w{number:x}q" for number in range(20_000)]
WEIGHTS = [1 / (rank + 10) for rank in range(20_000)]
DIMENSIONS = 64
Body = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=15)
    args = parser.parse_args()
    dice = random.Random(0)
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as server:
        headers = {"X-Argilla-Api-Key": server.api_key}
        with httpx.Client(
            base_url=f"{server.url}/api/v1", headers=headers, timeout=600, trust_env=False
        ) as api:
            dataset = filled(api, args.records, dice)
            medians = measured(api, dataset, args.times, dice, server)
    text = statistics.median(seconds for name, seconds in medians.items() if name.startswith("text"))
    print(f"text searches, median: {text * 1000:.0f} ms of the server's CPU")
    raise SystemExit(text > 0.150 or max(medians.values()) > 1)


def filled(api: httpx.Client, count: int, dice: random.Random) -> Body:
    """Make a dataset of `count` records and return it with the ids of its question and vector."""
    workspace = sent(api, "GET", "/me/workspaces")["items"][0]["id"]
    dataset = sent(api, "POST", "/datasets", {"name": "many", "workspace_id": workspace})
    base = f"/datasets/{dataset['id']}"
    sent(
        api,
        "POST",
        f"{base}/fields",
        {"name": "text", "title": "Text", "required": True, "settings": {"type": "text"}},
    )
    options = [{"value": value, "text": value} for value in ("spam", "ham", "unsure")]
    asked = {
        "name": "label",
        "title": "Label",
        "required": True,
        "settings": {"type": "label_selection", "options": options},
    }
    dataset["question"] = sent(api, "POST", f"{base}/questions", asked)["id"]
    for name, kind in (("source", "terms"), ("length", "integer"), ("score", "float")):
        sent(
            api,
            "POST",
            f"{base}/metadata-properties",
            {"name": name, "title": name, "settings": {"type": kind}},
        )
    vector = {"name": "meaning", "title": "Meaning", "dimensions": DIMENSIONS}
    dataset["vector"] = sent(api, "POST", f"{base}/vectors-settings", vector)["id"]
    sent(api, "PUT", f"{base}/publish")
    me = sent(api, "GET", "/me")["id"]
    began = time.monotonic()
    for start in range(0, count, 500):
        items = [record(number, dataset, me, dice) for number in range(start, min(start + 500, count))]
        sent(api, "PUT", f"{base}/records/bulk", {"items": items})
    print(
        f"{count:,} records with vectors logged, {count / (time.monotonic() - began):.0f} a second",
        flush=True,
    )
    return dict(dataset)


def record(number: int, dataset: Body, me: str, dice: random.Random) -> Body:
    words = dice.choices(VOCABULARY, WEIGHTS, k=dice.randint(20, 60))
    suggestion = {
        "question_id": dataset["question"],
        "value": dice.choice(("spam", "ham")),
        "score": dice.random(),
    }
    made = {
        "external_id": f"row-{number}",
        "fields": {"text": " ".join(words)},
        "metadata": {"source": dice.choice("abcdef"), "length": len(words), "score": dice.random()},
        "suggestions": [suggestion],
        "vectors": {"meaning": [round(dice.gauss(0, 1), 3) for _ in range(DIMENSIONS)]},
    }
    if number % 100 == 0:
        made["responses"] = [{"user_id": me, "status": "submitted", "values": {"label": {"value": "ham"}}}]
    return made


def measured(
    api: httpx.Client, dataset: Body, times: int, dice: random.Random, server: Server
) -> dict[str, float]:
    """Return the median CPU seconds of each sort of request."""
    medians: dict[str, float] = {}
    for name, made in REQUESTS.items():
        clock: list[float] = []
        used: list[float] = []
        for _ in range(times + 1):
            body = made(dice)
            if "vector" in body.get("query", {}):
                vector = [round(dice.gauss(0, 1), 3) for _ in range(DIMENSIONS)]
                body["query"]["vector"] |= {"name": "meaning", "value": vector}
            cpu, began = cpu_seconds(server), time.monotonic()
            found = sent(api, "POST", f"/datasets/{dataset['id']}/records/search?limit=50", body)
            clock.append(time.monotonic() - began)
            used.append(cpu_seconds(server) - cpu)
        medians[name] = statistics.median(used[1:])
        print(
            f"{name:40} {medians[name] * 1000:5.0f} ms of CPU, {statistics.median(clock[1:]) * 1000:5.0f} ms by the clock,"
            f" first {clock[0] * 1000:.0f} ms, {found['total']:,} found",
            flush=True,
        )
    return medians


def sent(api: httpx.Client, method: str, path: str, body: Body | None = None) -> Any:
    answer = api.request(method, path, json=body)
    assert answer.is_success, answer.text[:500]
    return answer.json() if answer.content else {}


def searched(words: str) -> Body:
    return {"query": {"text": {"q": words}}}


def terms(scope: Body, *values: str) -> Body:
    return {"filters": {"type": "and", "and": [{"type": "terms", "scope": scope, "values": list(values)}]}}


def between(scope: Body, low: float, high: float) -> Body:
    return {"filters": {"type": "and", "and": [{"type": "range", "scope": scope, "ge": low, "le": high}]}}


def sorted_by(scope: Body, order: str = "asc") -> Body:
    return {"sort": [{"scope": scope, "order": order}]}


def of_metadata(name: str) -> Body:
    return {"entity": "metadata", "metadata_property": name}


def of_suggestion(name: str) -> Body:
    return {"entity": "suggestion", "question": "label", "property": name}


def common(dice: random.Random) -> str:
    return dice.choice(VOCABULARY[:20])


def rare(dice: random.Random) -> str:
    return dice.choice(VOCABULARY[200:])


ANSWERED = {"entity": "response", "property": "status"}
REQUESTS: dict[str, Callable[[random.Random], Body]] = {
    "text: a common word": lambda dice: searched(common(dice)),
    "text: a rare word": lambda dice: searched(rare(dice)),
    "text: two words": lambda dice: searched(f"{common(dice)} {rare(dice)}"),
    "text: a phrase or a word, and not one": lambda dice: searched(
        f'"{common(dice)} {common(dice)}" | {rare(dice)} -{common(dice)}'
    ),
    "text: a beginning": lambda dice: searched(f"{rare(dice)[:3]}*"),
    "filter: a metadata term": lambda dice: terms(of_metadata("source"), dice.choice("abcdef")),
    "filter: a range of metadata": lambda dice: between(of_metadata("score"), dice.random() / 2, 0.8),
    "filter: a suggested value": lambda _: terms(of_suggestion("value"), "spam"),
    "filter: a suggestion's score": lambda dice: between(of_suggestion("score"), dice.random() / 2, 0.8),
    "filter: answered": lambda _: terms(ANSWERED, "submitted"),
    "filter: not answered": lambda _: terms(ANSWERED, "pending"),
    "filter and text": lambda dice: searched(common(dice)) | terms(of_metadata("source"), "a", "b"),
    "sort: by metadata": lambda dice: sorted_by(of_metadata("length"), dice.choice(("asc", "desc"))),
    "sort: by a suggestion's score": lambda _: sorted_by(of_suggestion("score")),
    "sort: by the time of insertion": lambda _: sorted_by(
        {"entity": "record", "property": "inserted_at"}, "desc"
    ),
    "similarity": lambda _: {"query": {"vector": {"max_results": 50, "order": "most_similar"}}},
}

if __name__ == "__main__":
    main()
