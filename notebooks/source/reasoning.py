# %% [markdown]
# # Reasoning data: which chains are worth training on
#
# A model that is to reason is trained on chains of thought. Most that a model writes are not fit for that: the answer is wrong, or it is right and
# the chain miscounts on the way, wavers, repeats itself, or comes to something else. Here chains are verified, filtered, and shown
# beside those that were rejected; then the steps of some are labelled.
#
# > This notebook runs with the model that comes with goldsmith, SmolLM2 with 135 million parameters, so that it needs no key
# > and no GPU. It shows the mechanics. It cannot do sums: that it is right once in a while is luck.

# %% [markdown]
# ## Chains that you have
#
# Six questions with chains of thought that come with goldsmith. Some are right, some are wrong, and some are right but flawed.

# %%
import pandas as pd
from distilabel.steps import LoadDataFromDicts
from IPython.display import HTML

from goldsmith.data import read_rows
from goldsmith.export import to_prm, to_reasoning_sft
from goldsmith.reason import read_chain
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.llms import llm_from
from goldsmith_distilabel.reason import (
    DifficultyBand,
    FilterChains,
    PassRates,
    ProcessLabels,
    RejectionSampling,
    VerifyMath,
)
from goldsmith_recipes.generation_recipe import load_recipe, sample_path

pd.set_option("display.max_colwidth", None)

questions = read_rows(sample_path(load_recipe("chains")), "question")
chains = []
for question in questions:
    for sample, text in enumerate(question["generations"]):
        found = read_chain(text)
        chains.append(
            {
                "id": f"{question['id']}-{sample}",
                "question_id": question["id"],
                "instruction": question["question"],
                "answer": question["answer"],
                "generation": text,
                "chain": found.chain,
                "steps": list(found.steps),
                "response": found.response,
                "final_answer": found.final_answer,
            }
        )

with Pipeline(name="filter", cache_dir="cache") as pipeline:
    load = LoadDataFromDicts(name="chains", data=chains)
    verify = VerifyMath(name="verify", column="final_answer", drop=False)
    rates = PassRates(name="pass_rates")
    band = DifficultyBand(name="difficulty", fewest=4)
    flaws = FilterChains(name="flaws")
    load >> verify >> rates >> band >> flaws

kept = list(pipeline.run()["default"]["train"])
rejected = pipeline.set_aside

# %% [markdown]
# ## Kept and rejected, side by side
#
# Of each question one kept chain, and every rejected one with its reason. `fence` has none that is kept: all four chains are right, so the question is too
# easy to learn from.

# %%
first_kept = {row["question_id"]: row["chain"] for row in reversed(kept)}
table = pd.DataFrame(
    [
        {
            "question": row["question_id"],
            "kept": first_kept.get(row["question_id"], "(none)"),
            "rejected": row["chain"],
            "because": row["drop_reason"],
        }
        for row in rejected
    ]
)
left = {"text-align": "left", "white-space": "pre-wrap", "vertical-align": "top"}
HTML(table.style.set_uuid("rejected").set_properties(**left).hide().to_html())

# %% [markdown]
# ## Chains that a model writes
#
# `RejectionSampling` draws several chains of a question and keeps the right ones; every sample is a row. The
# packaged model hardly ever is right, so most is rejected.

# %%
easy = [
    {
        "id": "apples",
        "instruction": "Tom has 2 apples and gets 3 more. How many apples has he?",
        "answer": "5",
    },
    {"id": "coins", "instruction": "Ann has 4 coins and loses 1. How many coins are left?", "answer": "3"},
]
with Pipeline(name="sample", cache_dir="cache") as pipeline:
    load = LoadDataFromDicts(name="questions", data=easy)
    sample = RejectionSampling(name="sample", llm=llm_from("local"), n=6, max_new_tokens=96)
    load >> sample

written = [row for leaf in pipeline.run().values() for row in leaf["train"]]
columns = ["question_id", "sample", "final_answer", "answer", "keep", "drop_reason"]
pd.DataFrame([*written, *pipeline.set_aside], columns=columns).sort_values(["question_id", "sample"])

# %% [markdown]
# ## Which steps are right
#
# `ProcessLabels` completes the solution several times from each step on (Math-Shepherd, [Wang et al. 2024](https://arxiv.org/abs/2312.08935)): the hard label says whether any completion
# comes to the right answer, the score is the share that does. The last step's answer is checked as it is. With so weak a model the labels say little about the steps: it would not
# find the way from anywhere.

# %%
label = ProcessLabels(name="labels", llm=llm_from("local"), n=4, max_new_tokens=48)
label.load()
labelled = next(label.process([row for row in chains if row["id"] in {"bread-flour-0", "bread-flour-1"}]))
label.unload()
pd.DataFrame(
    [
        {"chain": row["id"], "step": step, "right": right, "score": score}
        for row in labelled
        for step, right, score in zip(row["steps"], row["step_labels"], row["step_scores"], strict=True)
    ]
)

# %% [markdown]
# ## Files for trainers
#
# For SFT, and for a process reward model in TRL's stepwise form. `left_out` counts what is not in them.

# %%
sft = to_reasoning_sft([*kept, *rejected])
print(sft[0]["messages"][1]["content"])
dict(sft.left_out)

# %%
to_prm(labelled)

# %% [markdown]
# ## With a real model
#
# - `llm_from("openai:MODEL")`, `llm_from("ollama:MODEL")` or `llm_from("http://host/v1#MODEL")` in place of
#   `llm_from("local")`. Leave out `n` and the limits on tokens: 16 chains a question and 8 completions a step are the defaults.
# - `ProcessLabels(method="consensus", judge=llm_from(...))` keeps the chains on whose first error a judge agrees with the completions.
# - `DifficultyBand(llm=...)` measures a question by a solver of your choice.
#
# As commands, ending in files for SFT, DPO and RLVR and a report:
#
# ```console
# goldsmith run math --data questions.jsonl --llm openai:MODEL
# goldsmith run chains --data chains.jsonl --llm openai:MODEL --label-steps
# ```
