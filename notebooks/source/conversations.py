# %% [markdown]
# # Conversations between a simulated user and an assistant
#
# Chat models are trained on conversations of several turns, and those are hard to get: people's own are private, and asking a
# model for a whole dialogue in one go gives two sides that know everything of each other. Here two models talk turn by turn
# (as in [tau-bench](https://arxiv.org/abs/2406.12045)). One plays a **user with a goal**: it knows its scenario, its persona,
# what it can tell, what it does not know and what it wants. The other is the assistant, and sees only what is said.
#
# The user ends with a stop token once the outcome is *reported done*. Confirming is not completing: a judge reads what was said
# and takes the token back if the assistant has only promised. Empty turns, repeated ones and those said as the other side are
# asked for again, and the row says why its conversation ended.
#
# > This notebook runs with the model that comes with goldsmith, SmolLM2 with 135 million parameters, so that it needs no key
# > and no GPU. It shows the mechanics. So small a model mixes up the two sides and makes up facts: read on with that in mind.

# %% [markdown]
# ## In your own pipeline

# %%
import pandas as pd
from distilabel.steps import LoadDataFromDicts

from goldsmith.export import to_sft
from goldsmith_distilabel import Pipeline
from goldsmith_distilabel.curate import PromptLeakFilter
from goldsmith_distilabel.generate import SimulatedConversation
from goldsmith_distilabel.llms import llm_from

pd.set_option("display.max_colwidth", 160)

goals = [
    {
        "id": "table",
        "scenario": "You booked a table for four at a restaurant and two more friends want to come.",
        "persona": "A cheerful, a bit chatty teacher.",
        "known": ["The booking is under the name Okafor.", "It is for this Friday, 7 pm."],
        "unknown": ["the booking number"],
        "outcome": "The booking is changed to six people.",
    },
    {
        "id": "washing",
        "scenario": "Your washing machine stops in the middle of the cycle with the water still in it.",
        "persona": "A retired bus driver, patient and not technical.",
        "known": ["The display shows E20.", "You have a bucket and towels."],
        "unknown": ["where the filter is"],
        "outcome": "You know how to let the water out and clean the filter.",
    },
]

with Pipeline(name="conversations", cache_dir="cache") as pipeline:
    load = LoadDataFromDicts(name="situations", data=goals)
    talk = SimulatedConversation(
        name="talk",
        llm=llm_from("local"),
        max_turns=2,
        max_new_tokens=40,
        user_max_new_tokens=32,
    )
    leaks = PromptLeakFilter(name="leaks", column="transcript", prompt_columns=["scenario"])
    load >> talk >> leaks

kept = list(pipeline.run()["default"]["train"])
dropped = pipeline.set_aside

# %% [markdown]
# ## What was kept
#
# `ended` is the reason for ending: `goal_reached`, `user_gave_up`, `max_turns`, or `repetition` and `errors`, with which a
# conversation is dropped. `turn_notes` tells what happened on the way: most turns were cut, as the limits here are tight.

# %%
pd.DataFrame(kept, columns=["id", "num_turns", "ended", "num_errors", "turn_notes"])

# %%
for row in kept[:1]:
    print("\n\n".join(f"{message['role']}: {message['content']}" for message in row["messages"]))

# %% [markdown]
# ## What was dropped, and why
#
# Either the simulation itself gave up, or the filter behind it found the prompt in what was said: a user that reads its role out.
# A filter is a step of its own; `RepetitionFilter` and `NearDuplicates` would be the next ones to put there.

# %%
pd.DataFrame(dropped, columns=["id", "ended", "drop_reason", "transcript"])

# %% [markdown]
# ## Training data
#
# The `messages` form that chat templates take.

# %%
[len(row["messages"]) for row in to_sft(kept)]

# %% [markdown]
# ## With a real model
#
# - `llm=llm_from("openai:MODEL")`, `"ollama:MODEL"` or `"http://host/v1#MODEL"`; or set the environment variable `GOLDSMITH_LLM`
#   and call `llm_from()`. Any other Distilabel LLM works too.
# - `user=` and `judge=` may be models of their own. A user that is another model than the assistant says things the assistant
#   would not have thought of.
# - Leave out the limits on turns and tokens: their defaults are 8 answers of up to 512 tokens.
# - `system_prompt=`, or a column of that name, is the assistant's.
#
# As one command, over 30 invented situations or your own file, ending in `train.jsonl` and a report:
#
# ```console
# goldsmith run conversations --data situations.jsonl --llm openai:MODEL
# ```
