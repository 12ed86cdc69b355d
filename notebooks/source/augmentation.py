# %% [markdown]
# # Augmentation: more rows of few
#
# A classifier with 50 labelled rows has seen few of the ways to say a thing. Augmentation changes rows that you have: a synonym
# ([Wei and Zou 2019](https://arxiv.org/abs/1901.11196)), a mark in between, a slip of the keyboard. It helps **if the label
# survives**, and that is what this notebook looks at: three techniques, a gate for labels, and whether anything was gained.
#
# No model is asked: for paraphrases and back-translation, which want one, see the end.

# %%
import json
from pathlib import Path

import numpy as np
import pandas as pd

import goldsmith_recipes
from goldsmith.augment import Span, aeda, character_noise, eda
from goldsmith.augment.gate import LabelGate
from goldsmith.augment.plan import choose_plan, eda_technique, new_texts, punctuation_technique
from goldsmith.labels import EndModel

pd.set_option("display.max_colwidth", 120)
pd.set_option("display.precision", 3)

sample = Path(goldsmith_recipes.__file__).parent / "data" / "youtube_comments.jsonl"
comments = [json.loads(line) for line in sample.read_text().splitlines()]
train, test = comments[:50], comments[200:]
texts, labels = [row["text"] for row in train], [row["label"] for row in train]

# %% [markdown]
# ## Three techniques

# %%
text = "The old film was a joy to watch, see https://example.org/film"
pd.DataFrame(
    [
        ("synonyms", eda(text, alpha=0.3, n_aug=1, operations=["synonym replacement"], seed=3)[0].text),
        ("marks", aeda(text, seed=1)[0].text),
        ("slips", character_noise(text, seed=1)[0].text),
    ],
    columns=["technique", "new text"],
)

# %% [markdown]
# Addresses, numbers and names stay. Labelled spans move with their text:

# %%
(made,) = eda(
    "Ada bought a car in Paris", alpha=0.3, n_aug=1, spans=[Span(0, 3, "PER"), Span(20, 25, "LOC")], seed=1
)
made.text, [(made.text[span.start : span.end], span.label) for span in made.spans]

# %% [markdown]
# ## Does the label survive?
#
# Deleting a "not" turns a review around. The gate asks a classifier of the *given* rows about each new text, and refuses what is a copy, too far
# from its original, or looks like another label.

# %%
gate = LabelGate(texts, labels)
made = new_texts(eda_technique(), texts, labels, dict.fromkeys(set(labels), 2), gate)
print(f"{len(made.kept)} passed, {len(made.refused)} were refused")
pd.DataFrame(
    [
        (labels[one.parent], texts[one.parent], one.text, one.reason)
        for one in [*made.kept[:3], *made.refused[:3]]
    ],
    columns=["label", "original", "new", "refused because"],
)

# %% [markdown]
# ## Did it help?
#
# Never take that for granted. `choose_plan` tries each technique on parts of the set that neither it nor the classifier has seen, and takes one
# only if it beats the originals alone. Here it tries one, to be quick; the recipe tries all. With so few rows it often says: none.

# %%
plan = choose_plan(texts, labels, [punctuation_technique()])
print(plan.reason)
pd.DataFrame(
    [
        (trial.technique or "the originals alone", trial.score, trial.gain, trial.error)
        for trial in plan.trials
    ],
    columns=["technique", "macro F1", "gain", "standard error"],
)

# %% [markdown]
# And on rows that were held out from everything:


# %%
def right(some_texts, some_labels):
    soft = np.eye(2)[[int(label == "spam") for label in some_labels]]
    said = EndModel(C=10, balanced=True).fit(some_texts, soft).predict([row["text"] for row in test])
    return (said == [int(row["label"] == "spam") for row in test]).mean()


new = [one.text for one in made.kept], [one.label for one in made.kept]
pd.Series(
    {"50 rows": right(texts, labels), "and the new ones": right(texts + new[0], labels + new[1])},
    name="accuracy",
)

# %% [markdown]
# ## The recipe
#
# ```console
# goldsmith run augment --data labelled.csv --against held_out.csv
# ```
#
# plans, makes, measures and reports. In a pipeline, `Paraphrase`, `BackTranslation` and `AttributeVariation` of
# `goldsmith_distilabel.augment` have a model write the new texts, and `LabelPreserved` is the gate.
