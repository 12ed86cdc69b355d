"""Evolve instructions over several epochs, and throw away what did not work."""

from collections.abc import Mapping
from typing import Any, ClassVar, Literal

from distilabel.models.llms.base import LLM
from pydantic import Field, model_validator

from goldsmith.data import derived_id
from goldsmith.generate.evol_instruct import (
    ENGLISH_STOP_WORDS,
    Elimination,
    draw_operation,
    eliminated_prompt,
    eliminated_response,
    evolved_prompt,
    operations_of,
    read_information_gain,
)
from goldsmith.text import is_english
from goldsmith_distilabel.generate.all_done import all_done
from goldsmith_distilabel.generate.evol_prompts import (
    INFORMATION_GAIN,
    OPERATION_PROMPTS,
    RESPOND,
    VERDICT_SCHEMA,
)
from goldsmith_distilabel.generate.lineage import (
    LINEAGE,
    KeepsLineage,
    descendant,
    response_columns,
    seed_row,
)
from goldsmith_distilabel.prompting import Asking, AskingError, Prompt, Row, RowByRow

__all__ = ["EvolInstructLoop"]


class EvolInstructLoop(KeepsLineage, RowByRow):
    """Evolve every instruction over some epochs, in depth and in breadth, with the paper's elimination.

    An epoch draws one operation, asks the model to rewrite the instruction by it, has the result answered, and throws it
    away if

    - (a) a judge finds no information gain over its parent,
    - (b) the response says "sorry" and has fewer than 80 words,
    - (c) the response is only punctuation and stop words,
    - (d) the answer leaks words of the evolving prompt, as "rewritten prompt",

    or, beyond the paper, if there is no instruction in the answer, it copies its parent or an earlier ancestor, or the
    length limit cut it. What passed is the parent of the next epoch; after a failure the parent stays as it was. Every
    attempt becomes a row of its own that says which it was, so that nothing vanishes and the share of each failure can be
    counted. Leaks are looked for in the answer as it came; a leading remark or heading without such words ("Sure! Here
    is a harder version:") is only taken off.

    The judge and the response are asked for at the same time, and all rows of a batch evolve at once. Rules (b) to (d)
    are about English words: they do not touch other languages, for which rule (c) looks at punctuation alone unless
    `stop_words` are given.

    Attributes:
        llm: the model that rewrites and responds.
        judge: the model that compares an instruction with its parent; by default `llm`.
        variant: "general", "code" (WizardCoder's five operations) or "math" (WizardMath's: four that make a problem
            harder, two that make it easier).
        epochs: how often each instruction is evolved.
        breadth: whether the general variant also draws the operation that writes a new, rarer instruction.
        operations: those to draw from, if not all of the variant's: see `goldsmith.generate.evol_instruct.OPERATIONS`.
        keep_seed: what becomes of the instruction given, epoch 0: "answered" (a row with a response, for which the model
            is asked if the row has no `generation`), "as_it_is", or "no" (no row).
        information_gain: whether to ask the judge, rule (a).
        temperature: for rewriting and responding; the judge answers at 0.
        top_p: as the temperature.
        max_new_tokens: the most tokens of a rewritten instruction.
        max_response_tokens: the most tokens of a response.
        apology_words: rule (b) holds below so many words.
        stop_words: for rule (c); by default a list of English function words, and none if `language` is another.
        language: the language to write in, as "German"; "" for the language of the material.
        seed: of the operations drawn and of what is sampled.
        template_sha256: the hash of the prompts; always that of the installed ones, so that a cache notices a change.

    Input columns:
        - instruction (`str`): The instruction to evolve.
        - generation (`str`): Its response, if it has one.
        - id (`str`): Its id, if it has one.

    Output columns:
        - instruction (`str`): The instruction of this row: the one given (epoch 0), or what an attempt made.
        - generation (`str`): The response to it; "" if there is none.
        - generation_cut (`bool`): Whether the length limit ended the response.
        - parent_id (`str`): The row it was made from; "" for a seed.
        - root_id (`str`): The seed it descends from.
        - epoch (`int`): The epoch it was made in, 0 for a seed.
        - operation (`str`): By which it was made; "" for a seed.
        - verdict (`str`): "seed", "accepted", or why not: "equal", "apology", "no_content", "leak", "empty", "copy", "cut",
            "failed" (a model gave no answer, or none that can be read).
        - keep (`bool`): False for a rejected attempt.
        - drop_reason (`str`): Why, in a sentence.
        - provenance (`dict`): Technique, operation, parent, prompt, model and seed.
        - error (`dict`): `kind` is "" unless a model gave nothing for this row.
        - model_name (`str`): The model.

    Categories:
        - evol
        - instruction
        - data-generation

    References:
        - [WizardLM: Empowering Large Language Models to Follow Complex Instructions](https://arxiv.org/abs/2304.12244)
        - [WizardCoder: Empowering Code Large Language Models with Evol-Instruct](https://arxiv.org/abs/2306.08568)
        - [WizardMath: Empowering Mathematical Reasoning via Reinforced Evol-Instruct](https://arxiv.org/abs/2308.09583)

    Citations:
        ```
        @misc{xu2023wizardlm,
            title={WizardLM: Empowering Large Language Models to Follow Complex Instructions},
            author={Can Xu and Qingfeng Sun and Kai Zheng and others},
            year={2023},
            eprint={2304.12244},
            archivePrefix={arXiv}
        }
        ```
        ```
        @misc{luo2023wizardcoder,
            title={WizardCoder: Empowering Code Large Language Models with Evol-Instruct},
            author={Ziyang Luo and Can Xu and Pu Zhao and others},
            year={2023},
            eprint={2306.08568},
            archivePrefix={arXiv}
        }
        ```
        ```
        @misc{luo2023wizardmath,
            title={WizardMath: Empowering Mathematical Reasoning for Large Language Models via Reinforced Evol-Instruct},
            author={Haipeng Luo and Qingfeng Sun and Can Xu and others},
            year={2023},
            eprint={2308.09583},
            archivePrefix={arXiv}
        }
        ```

    Examples:
        Evolve an instruction once with the local model:

        ```python
        from goldsmith_distilabel.generate import EvolInstructLoop
        from goldsmith_distilabel.llms import LocalLLM

        step = EvolInstructLoop(llm=LocalLLM(), epochs=1, max_new_tokens=48, max_response_tokens=16)
        step.load()
        seed, evolved = next(step.process([{"instruction": "Name three rivers.", "generation": "Rhine, Po, Elbe."}]))
        step.unload()
        assert (seed["verdict"], evolved["parent_id"]) == ("seed", seed["id"])
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = (*OPERATION_PROMPTS.values(), INFORMATION_GAIN, RESPOND)
    columns: ClassVar[Mapping[str, Any]] = LINEAGE
    technique: ClassVar[str] = "Evol-Instruct"

    judge: LLM | None = None
    variant: Literal["general", "code", "math"] = "general"
    epochs: int = Field(default=4, ge=1)
    breadth: bool = True
    operations: list[str] = Field(default_factory=list)
    information_gain: bool = True
    apology_words: int = Field(default=80, ge=0)
    stop_words: list[str] | None = None

    @model_validator(mode="after")
    def _has_operations(self) -> "EvolInstructLoop":
        operations_of(self.variant, self.operations, breadth=self.breadth)
        return self

    @property
    def inputs(self) -> list[str]:
        """The instruction."""
        return ["instruction"]

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return the seed, if it is wanted, and a row for every attempt.

        Raises:
            AskingError: there is no instruction, or every request failed.
        """
        if not isinstance(row["instruction"], str) or not row["instruction"].strip():
            raise AskingError("no_text", "the instruction is empty")
        seed = seed_row(row, row.get("id") or self._id(row))
        seeds, attempts = await all_done(self.seeds(seed, asking), self._attempts(seed, asking))
        return [*seeds, *attempts]

    async def _attempts(self, seed: Row, asking: Asking) -> list[Row]:
        line, rows, errors = [seed], [], []
        for epoch in range(1, self.epochs + 1):
            row = self._drawn(line, epoch)
            try:
                row = await self._attempt(row, line, asking)
            except AskingError as error:
                errors.append(error)
                row = self.failed(row, error)
            rows.append(row)
            line += [row] if row["keep"] else []
        if len(errors) == self.epochs and all(error.kind == "request_failed" for error in errors):
            raise errors[0]
        return rows

    def _drawn(self, line: list[Row], epoch: int) -> Row:
        seed, parent = line[0], line[-1]
        operations = operations_of(self.variant, self.operations, breadth=self.breadth)
        operation = draw_operation(operations, seed=self.seed, row_id=seed["id"], epoch=epoch)
        prompt = OPERATION_PROMPTS[self.variant, operation]
        row = descendant(seed, parent, epoch=epoch, operation=operation)
        row["provenance"] = self.provenance(
            self.technique, operation=operation, parents=[parent], prompt=prompt, llm=self.llm
        )
        return row

    async def _attempt(self, row: Row, line: list[Row], asking: Asking) -> Row:
        ancestors = [ancestor["instruction"] for ancestor in reversed(line)]
        prompt = OPERATION_PROMPTS[self.variant, row["operation"]]
        reply = await asking.ask(
            self.llm,
            prompt.chat(instruction=ancestors[0], language=self.language),
            prompt=prompt,
            max_new_tokens=self.max_new_tokens,
            **self.sampling("rewrite", row),
        )
        text = evolved_prompt(reply.text, ancestors[0])
        row |= {"instruction": text, "id": derived_id(row["id"], text)}  # in place: the checks may raise
        found = eliminated_prompt(reply.text, text, ancestors)
        if reply.cut and not found:
            found = Elimination("cut", f"cut by the limit of {self.max_new_tokens} tokens")
        return self.eliminated(row, *found) if found else await self._checked(row, ancestors[0], asking)

    async def _checked(self, row: Row, parent: str, asking: Asking) -> Row:
        gain, response = await all_done(self._gain(row, parent, asking), self.respond(row, asking))
        row |= response_columns(response)
        found = None if gain else Elimination("equal", "the judge finds no information gain over its parent")
        found = found or eliminated_response(
            response.text, stop_words=self._stop_words(), apology_words=self.apology_words
        )
        return self.eliminated(row, *found) if found else row

    async def _gain(self, row: Row, parent: str, asking: Asking) -> bool:
        if not self.information_gain:
            return True
        return await asking.read(
            self.judge or self.llm,
            INFORMATION_GAIN.chat(first=parent, second=row["instruction"]),
            read_information_gain,
            prompt=INFORMATION_GAIN,
            schema=VERDICT_SCHEMA,
            temperature=0.0,
            max_new_tokens=128,
        )

    def _stop_words(self) -> frozenset[str]:
        if self.stop_words is not None:
            return frozenset(word.casefold() for word in self.stop_words)
        return ENGLISH_STOP_WORDS if not self.language or is_english(self.language) else frozenset()
