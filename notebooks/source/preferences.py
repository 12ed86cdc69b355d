# %% [markdown]
# # Preference pairs, rated aspect by aspect
#
# DPO and reward models learn from pairs: a question, a better answer, a worse one. UltraFeedback
# ([Cui et al. 2023](https://arxiv.org/abs/2310.01377)) has a judge rate several answers to each question, from 1 to 5 and with
# a rationale, on **separate aspects**: how well instructions are followed, honesty, truthfulness, helpfulness. One aspect at a
# time is judged more steadily than "how good is this", and the answers stand in an order shuffled by a recorded seed,
# for judges favour what comes first.
#
# The chosen answer is the one with the highest mean, the rejected one is drawn from the rest. Ties make no pair; a rating
# that the judge does not give is missing and counts in no mean, rather than becoming a number.
#
# > This notebook runs with the model that comes with goldsmith, SmolLM2 with 135 million parameters, so that it needs no key
# > and no GPU. It shows the mechanics. As a judge so small a model is a coin: its pairs have the form of a preference, no more.

# %% [markdown]
# ## In your own pipeline

# %%
import pandas as pd
from distilabel.steps import LoadDataFromDicts
from distilabel.steps.tasks import TextGeneration

from goldsmith.export import to_dpo
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.generate import AspectRatings, PreferencePairs
from goldsmith_distilabel.llms import llm_from

pd.set_option("display.max_colwidth", 160)

questions = [
    {"id": "bread", "instruction": "Why does bread dough have to rest before it is baked? Two sentences."},
    {"id": "median", "instruction": "What is the median of 3, 9 and 4?"},
    {"id": "rivers", "instruction": "Name three rivers in Europe."},
]

with Pipeline(name="preferences", cache_dir="cache") as pipeline:
    load = LoadDataFromDicts(name="questions", data=questions)
    answer = TextGeneration(  # Distilabel's own task
        name="answer",
        llm=llm_from("local", temperature=1.0, max_new_tokens=40),
        num_generations=3,
        group_generations=True,
        output_mappings={"generation": "generations"},
    )
    rate = AspectRatings(
        name="rate",
        llm=llm_from("local"),
        aspects=["truthfulness", "helpfulness"],  # by default all four
        max_new_tokens=200,
    )
    pair = PreferencePairs(name="pair")
    load >> answer >> rate >> pair

kept = list(pipeline.run()["default"]["train"])
dropped = pipeline.set_aside

# %% [markdown]
# ## What the judge said
#
# Every answer with its ratings, of kept and dropped rows alike.

# %%
pd.DataFrame(
    {"id": row["id"], "answer": text, **ratings, "mean": score}
    for row in [*kept, *dropped]
    for text, ratings, score in zip(
        row.get("generations") or [], row.get("ratings") or [], row.get("scores") or [], strict=True
    )
)

# %% [markdown]
# ## The pairs
#
# `length_difference` is there because judges like long answers: look at it before you train.

# %%
pd.DataFrame(kept, columns=["id", "chosen", "rejected", "margin", "length_difference"])

# %% [markdown]
# ## What was dropped, and why
#
# A tie, a margin that is too small, answers that all say the same, or an answer of the judge that could not be read: then
# `error` has what it said.

# %%
pd.DataFrame(
    {
        "id": row["id"],
        "drop_reason": row.get("drop_reason"),
        "error": row["error"]["message"],
        "missing": row["missing"],
    }
    for row in dropped
)

# %% [markdown]
# ## For the trainer
#
# The conversational form that TRL's DPO trainer takes.

# %%
to_dpo(kept)[:1]

# %% [markdown]
# ## With a real model
#
# - Answers: `llm_from("openai:MODEL")`, `"ollama:MODEL"` or `"http://host/v1#MODEL"`, best the very model you want to train,
#   or several.
# - The judge, `AspectRatings(llm=...)`: the strongest model you can afford, and no relative of the one that answers.
# - Leave out `aspects` and `max_new_tokens`; have four answers. `both_orders=True` asks twice, in opposite orders, and
#   `disagreements` tells how far apart the two are. Aspects of your own are a `Rubric`.
# - `PreferencePairs(margin=0.5)` leaves out what is nearly a tie; `strategy="lowest"` rejects the worst answer.
#
# As one command, over MT-Bench's questions or your own file, ending in `train.jsonl` and a report:
#
# ```console
# goldsmith run preferences --data questions.jsonl --llm openai:MODEL --judge openai:STRONGER
# ```
