# %% [markdown]
# # Evol-Instruct: harder and rarer instructions
#
# Instructions that people write are mostly short and easy. Evol-Instruct
# ([Xu et al. 2023](https://arxiv.org/abs/2304.12244)) asks a model to rewrite each of them: *in depth*, by a constraint, a
# deeper question, concrete terms, more steps of reasoning or a harder input, or *in breadth*, as a rarer one of the same
# domain. It does so over several epochs, each beginning where the last one ended. What makes it work is **elimination**:
# rewrites that add nothing, leak the words of the prompt, or get no proper answer are thrown away, and their parent has
# another try in the next epoch.
#
# `EvolInstructLoop` is that loop as a Distilabel step. Every attempt becomes a row with its parent, its epoch, its operation
# and a verdict.
#
# > This notebook runs with the model that comes with goldsmith, SmolLM2 with 135 million parameters, so that it needs no key
# > and no GPU. It shows the mechanics. It follows instructions badly: expect weak rewrites, and some that are none at all.

# %% [markdown]
# ## In your own pipeline

# %%
import pandas as pd
from distilabel.steps import LoadDataFromDicts

from goldsmith.export import to_sft
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.curate import NearDuplicates
from goldsmith_distilabel.generate import EvolInstructLoop
from goldsmith_distilabel.llms import llm_from

pd.set_option("display.max_colwidth", 160)

questions = [
    {"id": "rivers", "instruction": "Name three rivers in Europe and say where each one ends."},
    {"id": "bread", "instruction": "Explain why bread dough has to rest before it is baked."},
    {"id": "email", "instruction": "Write a short email that moves a meeting from Monday to Tuesday."},
]

with Pipeline(name="evolve", cache_dir="cache") as pipeline:
    load = LoadDataFromDicts(name="questions", data=questions)
    evolve = EvolInstructLoop(
        name="evolve",
        llm=llm_from("local"),
        information_gain=False,  # the packaged model would find any two instructions equal
        epochs=2,  # the paper has 4
        max_new_tokens=96,
        max_response_tokens=64,
    )
    # An evolved instruction keeps most words of its parent, so only those of the same epoch are compared.
    distinct = NearDuplicates(name="distinct", column="instruction", group="epoch")
    load >> evolve >> distinct

kept = list(pipeline.run()["default"]["train"])
dropped = pipeline.set_aside

# %% [markdown]
# ## What was kept
#
# Epoch 0 is the question itself, answered; it is a training row too. Read the others: they pass the rules that need no judge, and
# most of them are nonsense. To throw such out is the work of the comparison with the parent, which a small model cannot do.

# %%
pd.DataFrame(kept, columns=["root_id", "epoch", "operation", "instruction"])

# %% [markdown]
# ## What was dropped, and why
#
# Nothing vanishes: the dropped rows keep the text and say which rule decided. `cut` means that the rewrite ran into the length
# limit, which is tight here so that the notebook is quick.

# %%
pd.DataFrame(dropped, columns=["root_id", "epoch", "operation", "verdict", "drop_reason"])

# %% [markdown]
# ## Training data
#
# A response that was cut is none to train on, so it is left out.

# %%
to_sft(row for row in kept if not row["generation_cut"])[-1:]

# %% [markdown]
# ## With a real model
#
# - `llm_from("openai:MODEL")`, `llm_from("ollama:MODEL")` or `llm_from("http://host/v1#MODEL")` in place of
#   `llm_from("local")`; or set the environment variable `GOLDSMITH_LLM` and call `llm_from()`. Any other Distilabel LLM works too.
# - Leave out `information_gain=False`: the comparison with the parent is the rule that throws away most. A second, stronger
#   model may do it: `judge=llm_from(...)`.
# - Leave out `epochs` and the two limits on tokens: their defaults are 4 epochs and answers of full length.
# - `variant="code"` or `variant="math"` take the operations of WizardCoder and WizardMath.
#
# As one command, over MT-Bench's questions or your own file, ending in `train.jsonl` and a report:
#
# ```console
# goldsmith run evolve --data questions.jsonl --llm openai:MODEL --judge openai:STRONGER
# ```
