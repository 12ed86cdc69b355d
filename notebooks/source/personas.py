# %% [markdown]
# # Personas: data as varied as the people who would ask for it
#
# A model that is asked a thousand times for "a prompt" repeats itself. PersonaHub
# ([Ge et al. 2024](https://arxiv.org/abs/2406.20094)) asks for the prompts of a thousand people instead. Where do the people
# come from? Any text tells of somebody: who would write, read, like or dislike it (`TextToPersona`). Each of them knows others
# (`PersonaToPersona`). Of those who say the same, one stays (`DistinctPersonas`). What each would ask is `PersonaPrompt`'s work: a
# prompt, a math problem, an article, a tool, or an instruction with constraints that code can check.
#
# > This notebook runs with the model that comes with goldsmith, SmolLM2 with 135 million parameters, so that it needs no key
# > and no GPU. It shows the mechanics. The people it describes are mostly bare names, and their prompts make little sense.

# %% [markdown]
# ## In your own pipeline

# %%
import pandas as pd
from distilabel.steps import LoadDataFromDicts
from distilabel.steps.tasks import TextGeneration

from goldsmith.export import to_sft
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.generate import DistinctPersonas, PersonaPrompt, PersonaToPersona, TextToPersona
from goldsmith_distilabel.llms import llm_from

pd.set_option("display.max_colwidth", 160)

texts = [
    {
        "id": "bees",
        "text": "Our bees swarmed on the first warm Sunday of May and settled in the neighbour's pear tree.",
    },
    {
        "id": "ward",
        "text": "Night shift again. Four ambulances in the bay, two beds free, and a porter who whistles.",
    },
]

with Pipeline(name="personas", cache_dir="cache") as pipeline:
    load = LoadDataFromDicts(name="texts", data=texts)
    people = TextToPersona(
        name="people",
        llm=llm_from("local"),
        relations=["write", "dislike"],  # one request each; the paper's one question: ["any"]
        max_new_tokens=40,
    )
    near = PersonaToPersona(name="near", llm=llm_from("local"), rounds=1, max_new_tokens=40)  # the paper: 6
    distinct = DistinctPersonas(name="distinct")
    ask = PersonaPrompt(name="ask", llm=llm_from("local"), max_new_tokens=64)
    answer = TextGeneration(name="answer", llm=llm_from("local", max_new_tokens=32))
    load >> people >> near >> distinct >> ask >> answer

kept = list(pipeline.run()["default"]["train"])
dropped = pipeline.set_aside

# %% [markdown]
# ## What was kept
#
# The persona stays on the row: `round` 0 came from the text, 1 from the person before, to whom the new one is `relation`.

# %%
pd.DataFrame(kept, columns=["text", "relation", "round", "persona", "instruction"])

# %% [markdown]
# ## What was dropped, and why
#
# Personas that the length limit cut or that were there before, prompts that say little but the persona or hold several texts.

# %%
pd.DataFrame(dropped, columns=["persona", "instruction", "drop_reason"])

# %% [markdown]
# ## One of each
#
# `DistinctPersonas` works by itself too: near-duplicates by words, then duplicates in meaning by the embeddings of all-MiniLM-L6-v2.

# %%
step = DistinctPersonas()
step.load()
told = [
    "A nurse working nights in a hospital",
    "A night nurse who works in a hospital",
    "A hospital nurse, working in a night",
    "A chess grandmaster",
]
rows = next(step.process([{"id": str(number), "persona": text} for number, text in enumerate(told)]))
step.unload()
pd.DataFrame(rows, columns=["persona", "keep", "drop_reason"])

# %% [markdown]
# ## Training data

# %%
to_sft(kept)[:1]

# %% [markdown]
# ## With a real model
#
# - As one command: `goldsmith run personas --data texts.txt --llm openai:MODEL`; with `--judge`, the best of four answers is taken.
# - `llm_from("openai:MODEL")`, `"ollama:MODEL"` or `"http://host/v1#MODEL"` in place of `llm_from("local")`, or any Distilabel LLM.
# - `PersonaToPersona(rounds=6, width=3)` goes as far as the paper and follows three relations of each person.
# - `PersonaPrompt(kind="math")`, `"knowledge"`, `"tool"` or `"constraints"`; `ConstraintPairs` makes preference pairs of the last.
# - `language="German"`, and a multilingual embedding model in `DistinctPersonas(embeddings=...)`.
