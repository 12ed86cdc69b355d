"""What steps that write data make of the local model, and how busy they keep its engine.

For each technique: rows kept and set aside by reason, the share of different word pairs of what was written beside that of
the seeds (the same number of texts), and the engine's tokens/s during the step against the same requests sent again all
at once, which is as fast as the engine goes. The model is the packaged one: counts show the mechanics, not quality.

    python benchmarks/generation.py --rows 24
"""

import argparse
import asyncio
import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

from pydantic import PrivateAttr

import goldsmith_recipes
from goldsmith.quality import distinct_n
from goldsmith_distilabel.generate import BestOfN, EvolInstructLoop, SimulatedConversation
from goldsmith_distilabel.llms import LocalLLM
from goldsmith_recipes.generation_run import reason_kind

WANTED = 0.85  # of the engine's speed
DATA = Path(goldsmith_recipes.__file__).parent / "data"


class Noting(LocalLLM):
    """The local model, with a note of every request."""

    _noted: list[dict[str, Any]] = PrivateAttr(default_factory=list)

    async def _generation(self, request: dict[str, Any]) -> dict[str, Any]:
        self._noted.append(request)
        return await super()._generation(request)

    @property
    def noted(self) -> list[dict[str, Any]]:
        return list(self._noted)

    async def again(self, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Send requests all at once."""
        return await asyncio.gather(*(super(Noting, self)._generation(request) for request in requests))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=24)
    rows = parser.parse_args().rows
    questions = sample("mt_bench_questions.jsonl", rows)
    short = {"max_new_tokens": 120}
    ratios = [
        measured(
            lambda llm: EvolInstructLoop(
                name="evolve", llm=llm, epochs=2, information_gain=False, max_response_tokens=120, **short
            ),
            questions,
            "instruction",
        ),
        measured(
            lambda llm: SimulatedConversation(name="talk", llm=llm, max_turns=3, **short),
            sample("conversation_scenarios.jsonl", rows),
            "transcript",
        ),
        measured(lambda llm: BestOfN(name="best", llm=llm, n=3, **short), questions, "generation"),
    ]
    raise SystemExit(min(ratios) < WANTED)


def sample(name: str, n: int) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()[:n]]


def measured(make: Any, given: list[dict[str, Any]], column: str) -> float:
    """Print what a step makes of rows, and return its share of the engine's speed."""
    llm = Noting(n_ctx=2048)
    step = make(llm)
    step.load()
    started = time.perf_counter()
    out = next(step.process(given))
    seconds = time.perf_counter() - started
    during = (
        written(row["distilabel_metadata"][f"statistics_{step.name}"]["output_tokens"] for row in out)
        / seconds
    )
    flat = flat_out(llm)
    step.unload()
    reasons = Counter(reason_kind(row) for row in out if not row["keep"] or row["error"]["kind"])
    new = [row[column] for row in out if row["keep"] and not row["error"]["kind"]]
    old = [str(row.get(column) or row.get("instruction") or row.get("scenario")) for row in given]
    few = min(len(new), len(old))
    print(f"{type(step).__name__}: {len(given)} rows given, {len(new)} kept, {dict(reasons)} set aside")
    print(
        f"  different word pairs among {few} texts: {distinct_n(new[:few]):.2f}, of those given {distinct_n(old[:few]):.2f}"
    )
    print(
        f"  {during:.0f} tokens/s during the step, {flat:.0f} flat out: {during / flat:.0%} (wanted {WANTED:.0%})"
    )
    return during / flat


def flat_out(llm: Noting) -> float:
    """Return the engine's tokens/s when all noted requests are sent at once."""
    requests = llm.noted
    started = time.perf_counter()
    answers = llm.event_loop.run_until_complete(llm.again(requests))
    seconds = time.perf_counter() - started
    return written(answer["usage"].get("completion_tokens", 0) for answer in answers) / seconds


def written(counts: Any) -> int:
    return sum(counts)


if __name__ == "__main__":
    main()
