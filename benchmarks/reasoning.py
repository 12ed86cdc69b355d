"""How often a model is right on GSM8K: one chain of thought, the majority of several, and whether any of them is right.

All three see the same samples: `RejectionSampling` draws them, `SelfConsistency` finds them in the journal. Every chain that
is kept is verified once more, against the whole number behind GSM8K's `####` and by `VerifyMath`; one that fails ends
the run with an error. Worked examples before each question are GSM8K's own, from the end of the file. The packaged model
hardly ever solves anything: its figures show the mechanics.

    python benchmarks/reasoning.py --rows 24 --samples 5 --tokens 160
"""

import argparse
import json
import re
import tempfile
import time
from pathlib import Path
from typing import Any

from goldsmith.judging import share_interval
from goldsmith.labels import wilson_interval
from goldsmith.verify import math_equal
from goldsmith_distilabel.llms import JournaledLLM, llm_from
from goldsmith_distilabel.reason import RejectionSampling, SelfConsistency, VerifyMath

GSM8K = Path(__file__).parents[2] / "shared" / "data" / "gsm8k" / "test.jsonl"
Rows = list[dict[str, Any]]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=24, help="questions, from the beginning of the file")
    parser.add_argument("--samples", type=int, default=5, help="chains of each")
    parser.add_argument("--tokens", type=int, default=160, help="of a chain, at most")
    parser.add_argument("--examples", type=int, default=2, help="worked examples before each question")
    parser.add_argument("--form", choices=["think", "steps"], default="think")
    parser.add_argument("--llm", default="local", help="as on goldsmith's command line")
    args = parser.parse_args()
    lines = [json.loads(line) for line in GSM8K.read_text(encoding="utf-8").splitlines()]
    rows = [
        {"id": f"gsm8k-{number}", "instruction": line["question"], "answer": line["answer"]}
        for number, line in enumerate(lines[: args.rows])
    ]
    told = {
        "n": args.samples,
        "form": args.form,
        "max_new_tokens": args.tokens,
        "examples": [worked(line) for line in lines[len(lines) - args.examples :]],
    }
    with tempfile.TemporaryDirectory() as folder:
        # All samples of sixteen questions wait for the local engine's few slots: an attempt may take its time.
        llm = JournaledLLM(llm=llm_from(args.llm), path=str(Path(folder) / "journal.sqlite"), timeout_s=3600)
        sampled, seconds = run(RejectionSampling(name="reject", llm=llm, max_kept=args.samples, **told), rows)
        voted, again = run(SelfConsistency(name="vote", llm=llm, **told), rows)
    print(
        f"{len(rows)} questions, {args.samples} samples of at most {args.tokens} tokens: {seconds:.0f} s, then {again:.0f} s"
    )
    if [row["generation"] for row in sampled] != [text for row in voted for text in row["generations"]]:
        raise SystemExit("the two steps saw different samples")
    print_samples(sampled)
    print_accuracy(sampled, voted)
    raise SystemExit(not all_verified([row for row in sampled if row["keep"]]))


def worked(line: dict[str, str]) -> dict[str, str]:
    """A line of GSM8K as an example: its solution without the calculator's marks."""
    solution, _, answer = line["answer"].partition("\n#### ")
    chain = re.sub(r"<<[^>]*>>", "", solution).replace("\n", "\n\n")
    return {"instruction": line["question"], "chain": chain, "answer": answer}


def run(step: Any, rows: Rows) -> tuple[Rows, float]:
    """The rows of a step, and the seconds it took."""
    step.load()
    started = time.perf_counter()
    try:
        return next(step.process(rows)), time.perf_counter() - started
    finally:
        step.unload()


def print_samples(rows: Rows) -> None:
    """What became of the samples."""
    whole = [row for row in rows if row["finish_reason"] == "stop" and row["chain"] and row["final_answer"]]
    cut = sum(row["finish_reason"] == "length" for row in rows)
    print(
        f"  samples: {len(rows)}, {len(whole)} with chain and answer, {cut} cut off, {sum(row['keep'] for row in rows)} kept"
    )


def print_accuracy(sampled: Rows, voted: Rows) -> None:
    """The three accuracies over the questions, each with its 95 % interval."""
    one = share_interval([row["verified"] for row in sampled], [row["question_id"] for row in sampled])
    solved = {row["question_id"] for row in sampled if row["keep"] and row["question_id"]}
    right = sum(
        bool(row["final_answer"]) and bool(math_equal(row["answer"], row["final_answer"])) for row in voted
    )
    print(f"  one sample: {one.value:.1%} ({one.low:.1%} to {one.high:.1%})")
    for name, count in (("self-consistency", right), ("rejection sampling, some chain kept", len(solved))):
        low, high = wilson_interval(count, len(voted))
        print(
            f"  {name}: {count} of {len(voted)} questions, {count / len(voted):.1%} ({low:.1%} to {high:.1%})"
        )


def all_verified(kept: Rows) -> bool:
    """Whether the answer of every kept chain is the gold one, by two ways that know nothing of the step's verdict."""
    told = next(VerifyMath(name="again", column="final_answer").process(kept)) if kept else []
    numbers = [
        float(re.sub(r"[^\d.-]", "", row["answer"].rpartition("#### ")[2]))
        == float(re.sub(r"[^\d.-]", "", row["final_answer"]).rstrip(".") or "nan")
        for row in kept
    ]
    verified = sum(row["verified"] for row in told)
    print(
        f"  kept chains verified again: {verified} of {len(kept)}; the same number behind ####: {sum(numbers)}"
    )
    return verified == len(kept)


if __name__ == "__main__":
    main()
