# %% [markdown]
# # What a data set is worth
#
# Made data can look fine row by row and be poor as a set: the same thought over and over, labels that contradict each other, rare words
# gone, test questions copied in. This notebook measures one small set on four sides (**diversity, accuracy, consistency, naturalness**),
# looks for one risk (**collapse**: what is lost when a model learns from its own texts,
# [Shumailov et al. 2024](https://www.nature.com/articles/s41586-024-07566-y)), and ends with the page that holds all of it.
#
# No model is asked here: measuring is arithmetic.

# %%
import json
from collections import Counter
from pathlib import Path

import pandas as pd

import goldsmith_recipes
from goldsmith.quality import collapse, consistency, diversity, naturalness, report

pd.set_option("display.max_colwidth", 110)
pd.set_option("display.precision", 3)

sample = Path(goldsmith_recipes.__file__).parent / "data" / "youtube_comments.jsonl"
comments = [json.loads(line) for line in sample.read_text().splitlines()][:120]
human = [row["text"] for row in comments]
templated = [
    f"{name}, check out my {thing}!" for name in ("Hey", "Hi") for thing in ("song", "page", "cat", "mix")
] * 15

# %% [markdown]
# ## Diversity
#
# 120 comments that people wrote beside 120 that a template wrote. *distinct-2* is the share of word pairs that are different, *self-BLEU* how
# much a text looks like the others, the *compression ratio* what gzip makes of it. Most of these depend on the number of rows, so
# compare sets of one size.


# %%
def beside(measured):
    return pd.DataFrame(
        {name: {one.name: one.value for one in found.measures} for name, found in measured.items()}
    )


beside({"people": diversity(human), "template": diversity(templated)})

# %% [markdown]
# Every number says how it is meant, on how many rows it was taken, and how sure it is:

# %%
(one,) = (one for one in diversity(human).measures if one.name == "distinct-2")
one.definition, one.n, one.interval

# %% [markdown]
# ## Consistency
#
# Do near-identical texts have the same label? Ten copies of one comment, three of them labelled otherwise:

# %%
copies = ["Check out my channel please"] * 10
labels = ["spam"] * 7 + ["ham"] * 3
beside(
    {
        "the sample": consistency(human, labels=[row["label"] for row in comments]),
        "with copies": consistency(human + copies, labels=[row["label"] for row in comments] + labels),
    }
)

# %% [markdown]
# ## Naturalness
#
# The classifier two-sample test asks whether a classifier can tell your texts from human ones: 50 % if it cannot.

# %%
found = naturalness(templated, human=human, language="en")
pd.DataFrame([[one.name, one.value] for one in found.measures], columns=["measure", "value"])

# %% [markdown]
# ## Collapse
#
# A toy: each "generation" keeps the half of the last one whose words are the commonest, and repeats it. That is what sampling likely words does
# to a language, in fast motion. Entropy and distinct-2 fall below what fresh texts of people have: *lost*. (*Rare words kept* begins high, as these
# generations repeat the very texts that the rare words were read from; its fall is what counts.)


# %%
def next_generation(texts):
    seen = Counter(word for text in texts for word in text.lower().split())
    common = sorted(
        texts, key=lambda text: -sum(seen[word] for word in text.lower().split()) / max(1, len(text.split()))
    )
    return common[: len(texts) // 2] * 2


generations = [next_generation(human)]
for _ in range(2):
    generations.append(next_generation(generations[-1]))
fallen = collapse(human, generations)
pd.DataFrame(
    {curve.name: [*(point.value for point in curve.points), curve.lost] for curve in fallen.curves},
    index=["fresh human", 1, 2, 3, "lost"],
).T

# %% [markdown]
# ## Everything on one page
#
# `report` measures what it is given material for, and writes one self-contained HTML page. Without human texts there is no collapse, without
# evaluation items no contamination; nothing is invented.

# %%
whole = report(comments, human=human[:60], evaluation=human[:2])
whole.html("quality.html")
sorted(whole.measures)

# %% [markdown]
# ## The recipe
#
# ```console
# goldsmith run curate --data texts.parquet --against test.jsonl
# ```
#
# filters a file, drops duplicates and test items, and writes this page, `quality.html`, of what is left.
