# %% [markdown]
# # Weak supervision: labels from rules that may be wrong
#
# Labelling a thousand rows by hand takes a day; writing five rules takes half an hour. The rules are wrong now and then and silent often.
# Weak supervision ([Ratner et al. 2017](https://arxiv.org/abs/1711.10160)) learns from where they agree and differ how far to
# believe each, **without a single known label**, and gives every row a label with a confidence.
#
# The rows are comments on music videos. Which are spam is known here, and used only at the end, to see how well it went. No model is asked.

# %%
import json
from pathlib import Path

import numpy as np
import pandas as pd
from snorkel.labeling import labeling_function

import goldsmith_recipes
from goldsmith.labels import EndModel, route
from goldsmith.labels import weak_labels as weak
from goldsmith_snorkel import LFAnalysis, apply_lfs

pd.set_option("display.max_colwidth", 90)
pd.set_option("display.precision", 3)

sample = Path(goldsmith_recipes.__file__).parent / "data" / "youtube_comments.jsonl"
rows = [json.loads(line) for line in sample.read_text().splitlines()][:250]
texts = [row["text"] for row in rows]
truth = np.array([int(row["label"] == "spam") for row in rows])  # nobody but the last cells sees it
ABSTAIN, HAM, SPAM = -1, 0, 1

# %% [markdown]
# ## Five rules
#
# A labeling function sees a row, votes, or abstains.


# %%
@labeling_function()
def link(row):
    return SPAM if "http" in row.text or "www." in row.text else ABSTAIN


@labeling_function()
def check_out(row):
    return SPAM if "check" in row.text.lower() else ABSTAIN


@labeling_function()
def subscribe(row):
    return SPAM if "subscribe" in row.text.lower() else ABSTAIN


@labeling_function()
def opinion(row):
    return HAM if any(word in row.text.lower() for word in ("love", "best", "beautiful", "song")) else ABSTAIN


@labeling_function()
def short(row):
    return HAM if len(row.text.split()) < 6 else ABSTAIN


functions = [link, check_out, subscribe, opinion, short]
L = apply_lfs(functions, rows, cardinality=2)
L.shape, L[:5].tolist()

# %% [markdown]
# ## What the rules are worth
#
# *Coverage* is the share of rows a rule votes on, *conflicts* where another says otherwise. None of it needs a label.

# %%
analysis = LFAnalysis(L, functions)
analysis.lf_summary()

# %% [markdown]
# Where would another rule help most? The rows that nobody votes on, and the words that are common among them:

# %%
[advice.reason for advice in analysis.next_function(texts, clusters=2)]

# %% [markdown]
# ## Votes become labels
#
# The label model weighs the rules by how they agree; a majority would count them alike.

# %%
found = weak(L, 2)
print(found.reason)
p, covered = found.probabilities, found.covered
votes = pd.DataFrame(L, columns=[one.name for one in functions])
pd.DataFrame({"text": texts, "spam": p[:, 1], "votes": (votes >= 0).sum(axis=1)}).head(8)

# %% [markdown]
# ## And labels become a model
#
# A classifier learns from the soft labels what the texts have in common, and so labels what no rule votes on. `out_of_fold`: no row is
# judged by a model that has learnt from it.

# %%
learnt = EndModel().out_of_fold(texts, p, covered)
pd.Series(
    {
        "rows with a vote": covered.mean(),
        "label model, where it votes": (p.argmax(axis=1) == truth)[covered].mean(),
        "label model, silence is wrong": ((p.argmax(axis=1) == truth) & covered).mean(),
        "end model, all rows": (learnt.argmax(axis=1) == truth).mean(),
    },
    name="share right",
)

# %% [markdown]
# ## And the unsure rows go to people
#
# Accept what is sure, send a few to people, hold the rest.

# %%
routes = route(learnt.max(axis=1), 25, accept=0.65)
right = learnt.argmax(axis=1) == truth
pd.DataFrame({"route": np.asarray(routes), "right": right}).groupby("route")["right"].agg(["size", "mean"])

# %% [markdown]
# ## The recipe
#
# ```console
# goldsmith run labels --data texts.csv --task my_task.py --budget 200
# ```
#
# does this with a language model's votes beside the rules, and sends the unsure rows to Argilla and Label Studio. `goldsmith run cost` says first
# what which accuracy will cost.
