# %% [markdown]
# # Curation: what to throw away, and why
#
# A filter that deletes cannot be argued with. Here a filter **marks**: every dropped row keeps its reason, so you can read what you lose
# before you lose it. This notebook curates a handful of texts, then looks at the three decisions that matter most: what counts as a
# duplicate, what counts as a test item, and what to do with personal data.
#
# No model is asked.

# %%
import pandas as pd
from distilabel.steps import LoadDataFromDicts

from goldsmith.dedup import exact_duplicates, near_duplicates
from goldsmith.filters import EvaluationItems, contamination_reason, find_pii, mask_pii
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.curate import (
    ExactDuplicates,
    LengthFilter,
    NearDuplicates,
    PiiFilter,
    RefusalFilter,
    RepetitionFilter,
)

pd.set_option("display.max_colwidth", 100)

texts = [
    "The river Rhine rises in the Swiss Alps and flows to the North Sea near Rotterdam.",
    "the river rhine rises in the swiss alps and flows  to the north sea near Rotterdam.",
    "The river Rhine rises in the Swiss Alps and flows into the North Sea near Rotterdam.",
    "I'm sorry, but as an AI language model I cannot help with that request.",
    "Good. " * 40,
    "ok",
    "Write to ana.silva@example.org or call +1 415 555 2671 before Friday, please.",
    "Bees tell each other by a dance where the flowers are: the angle is the direction.",
]
rows = [{"id": str(number), "text": text} for number, text in enumerate(texts)]

# %% [markdown]
# ## A pipeline of filters
#
# Cheap rules first, duplicates last: what is dropped early need not be compared.

# %%
with Pipeline(name="curation", cache_dir="cache") as pipeline:
    load = LoadDataFromDicts(name="texts", data=rows)
    length = LengthFilter(name="length", min_words=3)
    repetition = RepetitionFilter(name="repetition")
    refusals = RefusalFilter(name="refusals")
    personal = PiiFilter(name="personal", mode="mask")
    copies = ExactDuplicates(name="copies")
    near = NearDuplicates(name="near")
    load >> length >> repetition >> refusals >> personal >> copies >> near

kept = list(pipeline.run()["default"]["train"])
pd.DataFrame(kept, columns=["id", "text"])

# %%
pd.DataFrame(pipeline.set_aside, columns=["id", "text", "drop_reason"])

# %% [markdown]
# ## What is a duplicate?
#
# Equal after normalisation is cheap and sure. *Near* is a decision: the share of word pairs that two texts have in common
# (Jaccard), found by MinHash ([Broder 1997](https://doi.org/10.1109/SEQUEN.1997.666900)) and then compared for certain. Each row names the row it
# duplicates, or itself.

# %%
pd.DataFrame(
    {
        "text": texts[:3],
        "exact": exact_duplicates(texts[:3]),
        "near, 0.58": near_duplicates(texts[:3]),
        "near, 0.9": near_duplicates(texts[:3], threshold=0.9),
    }
)

# %% [markdown]
# ## Is a test question in the data?
#
# A model that has seen the test is no better for it. Word for word is easily found; an edited copy is what leaks.

# %%
test = EvaluationItems(["Where does the river Rhine rise, and into which sea does it flow near Rotterdam?"])
asked = [
    "Question: Where does the river Rhine rise, and into which sea does it flow near Rotterdam?",
    "Where does the old river Rhine rise, and into which cold sea does it flow near Rotterdam?",
    "Where does the river Elbe rise, and which towns does it pass?",
]
pd.DataFrame({"text": asked, "reason": [contamination_reason(found) for found in test.overlaps(asked)]})

# %% [markdown]
# ## Personal data
#
# An order number is no telephone number: each kind has something that vouches for it (a checksum, a country's numbering plan).

# %%
letter = "Order 4155552671 goes to jo@example.org, call +1 415 555 2671."
mask_pii(letter, find_pii(letter))

# %% [markdown]
# ## The recipe
#
# ```console
# goldsmith run curate --data texts.parquet --language en --against test.jsonl
# ```
#
# runs these filters and more over a file or a `datasets` folder, and reports every dropped row with its reason. `docs/curate.md` says what each
# filter misses: read it before you trust one.
