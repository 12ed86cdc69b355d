# %% [markdown]
# # Self-Instruct: new instructions from a few of your own
#
# A handful of tasks that people wrote grows into a pool of hundreds or thousands. Self-Instruct
# ([Wang et al. 2022](https://arxiv.org/abs/2212.10560)) shows a model eight tasks of the pool, at most two of them machine-made,
# and has it go on with the list. What it writes has to pass the paper's rules (length, nothing that text alone cannot do) and
# has to be **new**: a ROUGE-L of at most 0.7 to everything in the pool. What passes joins the pool, and the next rounds show it.
#
# For each that counts, the model is asked whether it is a classification task, and then for **instances**: an input, if the task
# needs one, and its output; of a classification task the label first, so that no class is preferred.
#
# `SelfInstructLoop` is that loop, as the first step of a Distilabel pipeline.
#
# > This notebook runs with the model that comes with goldsmith, SmolLM2 with 135 million parameters, so that it needs no key
# > and no GPU. It shows the mechanics: many of its tasks are new, few are good, and its outputs are worse.

# %% [markdown]
# ## In your own pipeline

# %%
import pandas as pd

from goldsmith.export import to_sft
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.generate import SelfInstructLoop
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
    SelfInstructLoop(
        name="grow",
        llm=llm_from("local"),
        seeds=seeds,  # or seeds_path="seeds.jsonl"
        num_instructions=6,
        max_rounds=4,
        concurrency=2,
        max_instances=2,  # the paper: 5
        instance_max_new_tokens=80,
        max_new_tokens=120,
        keep_cut=True,  # the last task of a cut list is dropped, the whole ones before it count
    )

kept = list(pipeline.run()["default"]["train"])
dropped = pipeline.set_aside

# %% [markdown]
# ## What was kept
#
# `most_similar` is the nearest instruction that was in the pool, `similarity` the ROUGE-L to it.

# %%
pd.DataFrame(kept, columns=["round", "instruction", "most_similar", "similarity"])

# %% [markdown]
# Each with its instances.

# %%
pd.DataFrame(kept, columns=["instruction", "is_classification", "instances"])

# %% [markdown]
# ## What was dropped, and why
#
# Every instruction that did not count comes out too, with its reason.

# %%
pd.DataFrame(dropped, columns=["round", "instruction", "similarity", "drop_reason"])

# %% [markdown]
# ## Training data

# %%
to_sft(kept)[:2]

# %% [markdown]
# ## As one command
#
# `goldsmith run instructions --data seeds.jsonl --count 100 --llm openai:MODEL` goes from a file of tasks to `train.jsonl` and a
# report.

# %% [markdown]
# ## With a real model
#
# - `llm_from("openai:MODEL")`, `"ollama:MODEL"` or `"http://host/v1#MODEL"` in place of `llm_from("local")`; or set the
#   environment variable `GOLDSMITH_LLM` and call `llm_from()`. Any other Distilabel LLM works too.
# - `BestOfN` after it, with `instances=False`, answers each new instruction several times and keeps the answer a judge scores highest.
# - Give as many seeds as you can: the paper has 175. Set `num_instructions` to what you want, and leave out the limits on rounds and
#   tokens, `keep_cut` and `concurrency`.
# - `rounds_path="rounds.jsonl"` keeps finished rounds: a run begun again asks for none of them twice.
# - `language="German"`: the rules about English words are off, and words of any script are compared.
