# %% [markdown]
# # Self-Instruct: new instructions from a few of your own
#
# A handful of tasks that people wrote grows into a pool of hundreds or thousands. Self-Instruct
# ([Wang et al. 2022](https://arxiv.org/abs/2212.10560)) shows a model eight tasks of the pool, at most two of them machine-made,
# and asks it to go on with the list. What it writes has to pass the paper's rules (length, nothing that text alone cannot do) and
# has to be **new**: a ROUGE-L of at most 0.7 to everything in the pool. What passes joins the pool, and the next round shows it.
#
# `SelfInstructLoop` is that loop, as the first step of a Distilabel pipeline. `BestOfN` then answers each new instruction several
# times, has a judge score the answers, and keeps the best, with the others beside it.
#
# > This notebook runs with the model that comes with goldsmith, SmolLM2 with 135 million parameters, so that it needs no key
# > and no GPU. It shows the mechanics. So small a model rarely goes on with a list as asked: most of what it writes is dropped.

# %% [markdown]
# ## In your own pipeline

# %%
import pandas as pd

from goldsmith.export import to_sft
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.generate import BestOfN, SelfInstructLoop
from goldsmith_distilabel.llms import llm_from

pd.set_option("display.max_colwidth", 160)

seeds = [
    {"id": "s1", "instruction": "Name three rivers in Europe."},
    {"id": "s2", "instruction": "Explain why the sky is blue to a child."},
    {"id": "s3", "instruction": "Write a short email that moves a meeting to Tuesday."},
    {"id": "s4", "instruction": "Give two reasons to learn a foreign language."},
    {"id": "s5", "instruction": "Describe how to boil an egg."},
    {"id": "s6", "instruction": "Suggest a title for a story about a lighthouse."},
    {"id": "s7", "instruction": "Compare trains and planes for a trip of 500 km."},
    {"id": "s8", "instruction": "List four things to check before you rent a flat."},
]

with Pipeline(name="instructions", cache_dir="cache") as pipeline:
    grow = SelfInstructLoop(
        name="grow",
        llm=llm_from("local"),
        seeds=seeds,  # or seeds_path="seeds.jsonl"
        num_instructions=4,
        max_rounds=4,
        concurrency=4,
        instances=False,  # the paper's inputs and outputs; here BestOfN answers
        max_new_tokens=96,
        keep_cut=True,  # the last task of a cut list is dropped, the whole ones before it count
    )
    answer = BestOfN(name="answer", llm=llm_from("local"), n=2, max_new_tokens=48, judge_max_new_tokens=64)
    grow >> answer

kept = pipeline.run()["default"]["train"]
dropped = pd.DataFrame(pipeline.set_aside)

# %% [markdown]
# ## What was kept
#
# `most_similar` is the nearest instruction that was in the pool, `similarity` the ROUGE-L to it.

# %%
kept.to_pandas()[["round", "instruction", "most_similar", "similarity"]]

# %% [markdown]
# Each with the best of its answers, and the scores of all (NaN: the judge gave none that can be read).

# %%
kept.to_pandas()[["instruction", "generation", "scores"]]

# %% [markdown]
# ## What was dropped, and why
#
# Every instruction that did not count comes out too, with its reason.

# %%
dropped[["round", "instruction", "similarity", "drop_reason"]]

# %% [markdown]
# ## Training data

# %%
to_sft([{name: row[name] for name in ("id", "instruction", "generation")} for row in kept])[:1]

# %% [markdown]
# ## With a real model
#
# - `llm_from("openai:MODEL")`, `"ollama:MODEL"` or `"http://host/v1#MODEL"` in place of `llm_from("local")`; or set the
#   environment variable `GOLDSMITH_LLM` and call `llm_from()`. Any other Distilabel LLM works too. `BestOfN(judge=...)` may be another.
# - Give as many seeds as you can: the paper has 175. Set `num_instructions` to what you want, and leave out the limits on rounds and
#   tokens, `keep_cut` and `concurrency`.
# - `rounds_path="rounds.jsonl"` keeps finished rounds: a run begun again asks for none of them twice.
# - `language="German"`: the rules about English words are off, and words of any script are compared.
