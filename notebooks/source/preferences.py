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
from distilabel.steps import LoadDataFromDicts, StepInput, step
from distilabel.steps.tasks import TextGeneration
from distilabel.typing import StepOutput

from goldsmith.export import to_dpo
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.generate import AspectRatings, PreferencePairs
from goldsmith_distilabel.llms import llm_from

pd.set_option("display.max_colwidth", 160)

questions = [
    {"id": "bread", "instruction": "Why does bread dough have to rest? Answer in at most 20 words."},
    {"id": "rivers", "instruction": "Name three rivers in Europe in at most 10 words."},
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
        max_new_tokens=120,
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
# NaN is a rating that is missing: the packaged model mostly says "N/A", or nothing that can be read. It is told which and why:

# %%
pd.DataFrame([*kept, *dropped], columns=["id", "missing"])

# %% [markdown]
# ## The pairs, and what was dropped
#
# A pair needs two rated answers. A tie, a margin that is too small and answers that all say the same make none either.

# %%
pd.DataFrame(kept, columns=["id", "chosen", "rejected", "margin"])

# %%
pd.DataFrame(dropped, columns=["id", "drop_reason"])

# %% [markdown]
# ## A rule in place of the judge
#
# Scores may come from anything. Where an instruction can be checked, a rule is the better judge: these ask for a number of words,
# so an answer loses a point for each word too many. The same answers, a step of a few lines, and every pair is right *about the
# number of words*. A rule sees no more than that: a short answer wins here even if it is worthless, so with a real judge you would
# want both.


# %%
@step(inputs=["instruction", "generations"], outputs=["scores"])
def count_words(inputs: StepInput) -> StepOutput:
    """Give each answer ten points, less one for each word beyond the number that its instruction names."""
    for row in inputs:
        allowed = next(int(word) for word in row["instruction"].split() if word.isdigit())
        row["scores"] = [10.0 - max(0, len(text.split()) - allowed) for text in row["generations"]]
    yield inputs


answers = [{name: row[name] for name in ("id", "instruction", "generations")} for row in [*kept, *dropped]]

with Pipeline(name="by_rule", cache_dir="cache") as by_rule:
    load = LoadDataFromDicts(name="answers", data=answers)
    score = count_words(name="count_words")
    pair = PreferencePairs(name="pair", margin=1, strategy="lowest")
    load >> score >> pair

kept = list(by_rule.run()["default"]["train"])
dropped = by_rule.set_aside

# %% [markdown]
# `length_difference` is there because judges like long answers: look at it before you train. Here it is the point.

# %%
pd.DataFrame(kept, columns=["id", "chosen", "rejected", "margin", "length_difference"])

# %%
pd.DataFrame(dropped, columns=["id", "drop_reason"])

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
