"""What language models say when they are at their worst: 5,000 examples for every parser of their answers."""

import json
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

__all__ = ["fuzzed", "many_strange_outputs", "strange_outputs"]

_CORPUS = Path(__file__).parent / "data" / "generate" / "local_model_outputs.jsonl"
_PIECES = [
    "1. ", "2) ", "IV. ", "- ", "* ", "**", "```json\n", "```", "{", "}", "[", "]", '"', "'", ",", ":", "\n", "\n\n", " ",
    "Task 9:", "Instruction:", "Input:", "Output:", "Rating: ", "Rationale: ", "N/A", "5", "3/5", "0", "-1", "1e999",
    "nan", "null", "true", "Yes", "No", "Equal", "Not Equal", "Sure, here is", "I'm sorry, but as an AI", "Class label:",
    "#Rewritten Prompt#:", "<think>", "</think>", "[DONE]", "<|im_end|>", "User:", "Assistant:", "Persona:", "question",
    "answer", "\x00", "\ud800", "\u202e", "👩‍👩‍👧", "你好", "مرحبا", "٣", "²", "{{ x }}", "</instruction>", "A" * 2000,
    '{"rating": "4", "rationale": null}', '[{"question": 1}, "x", null]', '{"a": ' * 40, "[" * 300,
]  # fmt: skip


def _corpus() -> list[str]:
    if not _CORPUS.exists():
        return ["ok"]
    return [json.loads(line)["output"] for line in _CORPUS.read_text(encoding="utf-8").splitlines()]


def strange_outputs() -> st.SearchStrategy[str]:
    """Return answers made of the pieces parsers look for, arbitrary text, and real answers of the local model, cut."""
    pieces = st.lists(st.sampled_from(_PIECES) | st.text(max_size=12), max_size=14).map("".join)
    real = st.tuples(st.sampled_from(_corpus()), st.integers(0, 400), st.integers(0, 400), pieces)
    return st.one_of(
        pieces, real.map(lambda cut: cut[0][cut[1] : cut[1] + cut[2]] + cut[3]), st.text(max_size=200)
    )


def many_strange_outputs(seed: int, count: int = 50) -> list[str]:
    """Return answers of the same kind, drawn by a seed: a hundred times as fast, for `count` a Hypothesis example."""
    rng, corpus = Random(seed), _corpus()
    found = []
    for _ in range(count):
        real = rng.choice(corpus)
        start = rng.randrange(len(real) + 1)
        parts = [real[start : start + rng.randrange(400)]] * rng.randrange(2)
        parts += [_piece(rng) for _ in range(rng.randrange(14))]
        rng.shuffle(parts)
        found.append("".join(parts))
    return found


def _piece(rng: Random) -> str:
    return (
        rng.choice(_PIECES)
        if rng.random() < 0.8
        else chr(rng.choice([rng.randrange(128), rng.randrange(0x110000)]))
    )


def fuzzed(test: Callable[[str], Any]) -> Callable[[], Any]:
    """Run a test of one strange output 5,000 times."""
    known = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    often = settings(max_examples=5000, deadline=None, derandomize=True, suppress_health_check=known)
    wrapped: Callable[[], Any] = often(given(strange_outputs())(test))
    return wrapped
