"""What language models say when they are at their worst: 5,000 examples for every parser of their answers."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

__all__ = ["fuzzed", "strange_outputs"]

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


@cache
def _examples() -> list[str]:
    """Return 5,000 of them; drawn once, as drawing takes many times as long as what is tested."""
    drawn: list[str] = []
    once = settings(
        max_examples=5000,
        phases=[Phase.generate],
        database=None,
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
            HealthCheck.filter_too_much,
            HealthCheck.nested_given,
        ],
    )

    @once
    @given(strange_outputs())
    def draw(output: str) -> None:
        drawn.append(output)

    draw()
    assert len(drawn) >= 5000, f"only {len(drawn)} were drawn"
    return drawn


def fuzzed(test: Callable[[str], Any]) -> Callable[[], None]:
    """Run a test of one strange output on 5,000 of them; its failure shows the shortest output that it fails on."""

    def wrapped() -> None:
        failed: list[tuple[str, Exception]] = []
        for output in _examples():
            try:
                test(output)
            except Exception as err:  # noqa: BLE001 - the shortest is raised below
                failed.append((output, err))
        if failed:
            output, error = min(failed, key=lambda found: len(found[0]))
            error.add_note(f"on {output!r}, one of {len(failed)} outputs")
            raise error

    wrapped.__name__, wrapped.__doc__ = test.__name__, test.__doc__
    return wrapped
