"""Answer a question many times, and believe the answer that most chains of thought come to."""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from pydantic import Field

from goldsmith.generate import derived_seed
from goldsmith.reason import AnswerClusters, Chain, Majority, answer_clusters, majority, same_answer
from goldsmith_distilabel.prompting import Asking, Reply, Row
from goldsmith_distilabel.reason.chain_columns import CHAIN_COLUMNS, chain_columns
from goldsmith_distilabel.reason.writes_chains import CHAIN_OF_THOUGHT, WritesChains

__all__ = ["SelfConsistency"]

Samples = list[tuple[Reply, Chain]]


class SelfConsistency(WritesChains):
    """Sample many chains of thought, and keep one whose answer most of them come to.

    Answers are clustered by what they say: 1/2 and 0.5 are one answer (`goldsmith.reason.answer_clusters`). The cluster with
    most votes wins; of several with equally many one is drawn by the seed. A chain that is cut off or has no answer has
    no vote, and counts in the share. The row gets the first whole chain of the winning cluster, and keeps every sample.

    The defaults are the paper's: 40 samples at temperature 0.7 without a threshold (section 3.1, there for PaLM and GPT-3).
    Most of the gain comes with the first 5 or 10 (section 5), so begin with those where samples cost. Two things differ:
    the paper compares answers as text, and shows eight worked examples (`examples`).

    Attributes:
        llm: the model.
        n: how many chains to sample.
        min_votes: that the winner must have, else the row is dropped.
        min_share: of all samples that the winner must have, in [0, 1].
        form: "think" for `<think>` tags, "steps" for a list of steps (held to a JSON schema where the model can be).
        kind: how answers are compared: "math" by `goldsmith.verify.math_equal`, both ways; "text" by normalised text.
            "code" asks for programs, which hardly ever agree.
        timeout: seconds until a comparison of two answers is given up as "not equal".
        examples: worked examples shown as earlier turns, each with `instruction`, `chain` and `answer`.
        system_prompt: what answers are written under, unless the row has its own.
        temperature: of the samples.
        top_p: of the samples.
        max_new_tokens: the longest chain and answer together.
        language: to think and answer in.
        seed: of the samples and of the draw among equals; every row derives its own.

    Input columns:
        - instruction (`str`): The question.
        - system_prompt (`str`, optional): What to answer it under.
        - id (`str`, optional): The row's stable id.

    Output columns:
        - generation, chain, steps, response, final_answer, finish_reason: The chosen chain, as of `ChainOfThought`; empty
            if none is.
        - generations (`list[str]`): All samples as they are, in the order in which they were drawn.
        - chains (`list[str]`): The reasoning of each.
        - final_answers (`list[str]`): The answer of each; "" if it has none.
        - finish_reasons (`list[str]`): "stop" or "length" of each.
        - clusters (`list[int]`): The cluster of each, from 0, the biggest first; -1 for one without a vote.
        - votes (`list[int]`): The votes of each cluster; [0] if there is none.
        - votes_share (`float`): The share of the samples that the biggest cluster has, in [0, 1].
        - samples (`int`): How many samples there are.
        - tied (`int`): How many clusters have most votes.
        - keep, drop_reason, error: whether there is a majority, and why not; the row's failure.
        - provenance (`dict`): Where the row comes from.

    Categories:
        - text-generation
        - filtering

    References:
        - [Self-Consistency Improves Chain of Thought Reasoning in Language Models](https://arxiv.org/abs/2203.11171)

    Citations:
        ```
        @inproceedings{wang2023selfconsistency,
            title={Self-Consistency Improves Chain of Thought Reasoning in Language Models},
            author={Wang, Xuezhi and Wei, Jason and Schuurmans, Dale and Le, Quoc V. and others},
            booktitle={International Conference on Learning Representations},
            year={2023}
        }
        ```

    Examples:
        Three samples:

        ```python
        from goldsmith_distilabel.llms import LocalLLM
        from goldsmith_distilabel.reason import SelfConsistency

        step = SelfConsistency(llm=LocalLLM(n_ctx=1024), n=3, max_new_tokens=32)
        step.load()
        (row,) = next(step.process([{"instruction": "What is 2 + 2?"}]))
        step.unload()
        assert len(row["generations"]) == len(row["clusters"]) == 3
        ```
    """

    columns: ClassVar[Mapping[str, Any]] = {
        **CHAIN_COLUMNS,
        "generations": [""],
        "chains": [""],
        "final_answers": [""],
        "finish_reasons": [""],
        "clusters": [-1],
        "votes": [0],
        "votes_share": 0.0,
        "samples": 0,
        "tied": 0,
    }

    n: int = Field(default=40, ge=1)
    min_votes: int = Field(default=1, ge=1)
    min_share: float = Field(default=0.0, ge=0, le=1)
    timeout: float = Field(default=5.0, gt=0)

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return the row with its samples and the chosen one.

        Raises:
            AskingError: there is no question, or no answer at all.
        """
        samples = await self.samples(row, self.n, asking)
        answers = ["" if reply.cut else found.final_answer for reply, found in samples]
        same = partial(same_answer, kind=self.kind, timeout=self.timeout)
        clusters = await asyncio.to_thread(answer_clusters, answers, same)
        vote = majority(
            clusters,
            min_votes=self.min_votes,
            min_share=self.min_share,
            seed=derived_seed(self.seed, self.row_id(row), "tie"),
        )
        return [row | self._columns(row, samples, clusters, vote)]

    def _columns(self, row: Row, samples: Samples, clusters: AnswerClusters, vote: Majority) -> Row:
        agreeing = [
            one
            for one, of in zip(samples, clusters.of, strict=True)
            if vote.cluster >= 0 and of == vote.cluster
        ]
        whole = [one for one in agreeing if not self.flaw(*one)]
        reason = vote.reason or ("" if whole else "no sample of the majority has its reasoning")
        return {
            **CHAIN_COLUMNS,
            **(chain_columns(*whole[0]) if whole else {}),
            "generations": [reply.text for reply, _ in samples],
            "chains": [found.chain for _, found in samples],
            "final_answers": [found.final_answer for _, found in samples],
            "finish_reasons": ["length" if reply.cut else "stop" for reply, _ in samples],
            "clusters": list(clusters.of),
            "votes": list(clusters.votes) or [0],
            "votes_share": vote.share,
            "samples": len(samples),
            "tied": vote.tied,
            "keep": not reason,
            "drop_reason": f"self-consistency: {reason}" if reason else "",
            "model_name": self.llm.model_name,
            "provenance": self.provenance(
                "self-consistency",
                operation=self.form,
                parents=[row],
                prompt=CHAIN_OF_THOUGHT[self.form],
                llm=self.llm,
            ),
        }
