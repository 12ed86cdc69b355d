"""New instructions and their instances from a few human tasks."""

import hashlib
import json
import random
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import ExitStack, closing
from itertools import islice
from typing import Any, ClassVar

from distilabel.models.llms.base import LLM
from distilabel.steps.base import GeneratorStep
from distilabel.typing import GeneratorStepOutput
from pydantic import PrivateAttr

from goldsmith.data import derived_id
from goldsmith.errors import ModelError, UnreadableError
from goldsmith.generate.self_instruct import JudgedInstruction, TaskPool
from goldsmith.text import well_formed
from goldsmith_distilabel.generate.self_instruct.asked import (
    CLASSIFICATION,
    INPUT_FIRST,
    INSTRUCTIONS,
    OUTPUT_FIRST,
    SERIES,
    Answer,
    Asked,
)
from goldsmith_distilabel.generate.self_instruct.driven import driven
from goldsmith_distilabel.generate.self_instruct.options import SelfInstructOptions
from goldsmith_distilabel.generate.self_instruct.round import Made
from goldsmith_distilabel.generate.self_instruct.rounds import Rounds
from goldsmith_distilabel.generate.self_instruct.rounds_file import RoundsFile
from goldsmith_distilabel.generate.self_instruct.seeds import seed_tasks
from goldsmith_distilabel.llms import JournaledLLM
from goldsmith_distilabel.pipeline.working.row_marks import marked_failed
from goldsmith_distilabel.prompting import Asking, AskingError, AsksModels, Prompt, Row

__all__ = ["SelfInstructLoop"]

_TECHNIQUE = "Self-Instruct"
_NO_INSTANCE = {"input": "", "output": ""}


class SelfInstructLoop(SelfInstructOptions, AsksModels, GeneratorStep):
    """Grow a pool of instructions from human seeds, and write inputs and outputs for each new one.

    A round shows the model 8 tasks of the pool, at most 2 of them machine-made, and asks it to go on with the list. An
    instruction counts if it keeps the rules of the paper and its ROUGE-L F-measure to everything in the pool is at most
    0.7; then it joins the pool. For each that counts the model is asked whether it is classification, and for up to 5
    instances: of a classification the label first and then an input for it, else the input first.

    Several rounds are asked at the same time. Round k is made from what the rounds up to k - `concurrency` brought, and
    answers are judged in the order of the rounds: the result depends on what the model says, not on how fast. What does
    not count is given too, with the reason.

    The English rules (words such as "draw", the beginning "Write a program", a first character beyond ASCII) and the
    words of `rouge_score` are for English only: they hold if `language` is English, or is not given and nearly all
    seeds are written in ASCII; each can be set.

    A model that continues an answer that is begun (`continues_assistant`, as `LocalLLM`) gets the paper's own prompt, a
    list to go on with. Otherwise it departs from the paper in this: the prompts are for models that follow instructions,
    so the model is told what to do and fixed examples are fewer; the case of an instruction is left as it is; "N/A" and the like are no input; where
    the model says neither yes nor no to the question, the task is taken for no classification.

    Attributes:
        llm: the model.
        seeds: human tasks, rows with `instruction` and perhaps `id` and `provenance`.
        seeds_path: a file of such rows instead, JSON Lines or any other that `goldsmith.data.read_rows` reads.
        num_instructions: how many new instructions to accept.
        max_rounds: how many rounds to ask at most; None for no limit.
        patience: how many rounds in a row without a new instruction end the run.
        max_failed_rounds: how many rounds in a row without an answer end it with an error.
        num_demonstrations: the tasks that a round shows.
        max_machine_demonstrations: how many of them may be machine-made.
        num_new: the tasks that a round asks for.
        rouge_threshold: above this F-measure an instruction is not new.
        rouge_words: the words that are compared: "rouge" for those of `rouge_score`, "unicode" for those of any script;
            "auto" chooses by language.
        min_words: the fewest words of an instruction.
        max_words: the most.
        blocked_words: words and phrases that an instruction must not have; None for the paper's, in English.
        blocked_starts: beginnings that it must not have; None for the paper's, in English.
        ascii_start: whether it must begin with an ASCII character; None for yes in English.
        keep_cut: whether the whole tasks of an answer that the length limit cut count; in the paper none does.
        instances: whether to write instances.
        max_instances: how many of a task at most.
        temperature: of new instructions; instances are written at 0.
        top_p: of new instructions.
        presence_penalty: of new instructions.
        instance_presence_penalty: of instances.
        max_new_tokens: the longest answer to a round.
        instance_max_new_tokens: the longest answer with instances.
        concurrency: how many rounds are asked at the same time. The result depends on it.
        rounds_path: a file in which finished rounds are kept: the same run begun again goes on after them, and asks for
            none of them twice.
        language: the language to write in, as "German"; "" for that of the seeds.
        seed: of the choice of demonstrations, and of each round's request.

    Output columns:
        - id (`str`): The row's id.
        - instruction (`str`): The instruction, "" for a round that brought none.
        - instances (`list[dict[str, str]]`): `input`, perhaps "", and `output`. Where there are none, one with both
            empty: Distilabel cannot save a column that is first empty and then is not.
        - is_classification (`bool`): Whether it is a classification task.
        - round (`int`): The round that it comes from.
        - most_similar (`str`): The most similar instruction that was in the pool, "" if none shares a word or a rule before
            that one decided.
        - similarity (`float`): The ROUGE-L F-measure to it.
        - keep (`bool`): Whether the instruction counts and has an instance.
        - drop_reason (`str`): Why not.
        - provenance (`dict`): The technique, the demonstrations' ids as parents, prompt, model and seed.
        - error (`dict`): Why a model's answer is missing.
        - model_name (`str`): The model.

    Categories:
        - text-generation

    References:
        - [Self-Instruct: Aligning Language Models with Self-Generated Instructions](https://arxiv.org/abs/2212.10560)

    Citations:
        ```
        @inproceedings{wang2023selfinstruct,
            title={Self-Instruct: Aligning Language Models with Self-Generated Instructions},
            author={Wang, Yizhong and Kordi, Yeganeh and Mishra, Swaroop and Liu, Alisa and Smith, Noah A. and Khashabi, Daniel and Hajishirzi, Hannaneh},
            booktitle={Annual Meeting of the Association for Computational Linguistics},
            year={2023}
        }
        ```

    Examples:
        Ask the local model for one round:

        ```python
        from goldsmith_distilabel.generate import SelfInstructLoop
        from goldsmith_distilabel.llms import LocalLLM

        step = SelfInstructLoop(
            llm=LocalLLM(),
            seeds=[{"instruction": "Name three rivers in Europe."}, {"instruction": "Write a poem about the sea."}],
            max_rounds=1,
            instances=False,
            max_new_tokens=40,
            keep_cut=True,
        )
        step.load()
        rows = [row for batch, _ in step.process() for row in batch]
        step.unload()
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = (INSTRUCTIONS, SERIES, CLASSIFICATION, INPUT_FIRST, OUTPUT_FIRST)
    columns: ClassVar[Mapping[str, Any]] = {
        "instruction": "",
        "instances": [_NO_INSTANCE],
        "is_classification": False,
        "round": 0,
        "most_similar": "",
        "similarity": 0.0,
    }
    fingerprint_ignores: ClassVar[frozenset[str]] = frozenset({"rounds_path", "_pool", "_asked", "_tasks"})

    llm: LLM

    _pool: TaskPool = PrivateAttr()
    _asked: Asked = PrivateAttr()
    _tasks: list[Row] = PrivateAttr()

    def load(self) -> None:
        """Read the seeds and load the model."""
        self._tasks = seed_tasks(self.seeds, self.seeds_path)
        super().load()

    def process(self, offset: int = 0) -> GeneratorStepOutput:
        """Give the rows, from the first that is not counted in `offset`.

        Args:
            offset: the rows that an earlier run gave.

        Yields:
            Up to `batch_size` rows, and whether they are the last.

        Raises:
            ModelError: the model does not answer.
            JournalError: `rounds_path` cannot be used.
        """
        if offset and not self.rounds_path and not isinstance(self.llm, JournaledLLM):
            self._logger.warning(
                "Step '%s' goes on after %s rows and has to ask for all of them again: the rows fit together only if the"
                " model answers as before. Set rounds_path, or use a JournaledLLM",
                self.name,
                offset,
            )
        batch: list[Row] = []
        for row in islice(self._rows(), offset, None):
            if len(batch) == (self.batch_size or 50):
                yield batch, False
                batch = []
            batch.append(row)
        yield batch, True

    def _rows(self) -> Iterator[Row]:
        english = self.is_english(self._tasks)
        words = self.words_for(english=english)
        self._pool = TaskPool(self._tasks, self.rules_for(english=english), self.rouge_threshold, words)
        self._asked = Asked(self.llm, self.language, self.asked_for_instructions, self.asked_for_instances)
        rounds = Rounds(self.limits, self._ask, self._judge, self._completing)
        with ExitStack() as stack:
            file = None
            if self.rounds_path:
                file = stack.enter_context(closing(RoundsFile(self.rounds_path, self._settings())))
                for made in file.rounds():
                    rounds.count(made)
                    self._pool.add(made.rows[at] for at in made.accepted)
                    yield from made.rows
            failed: list[
                tuple[Made, list[Row]]
            ] = []  # neither given nor kept before it is clear that the run goes on
            for made, rows in stack.enter_context(closing(driven(self.loop, rounds.finished()))):
                failed.append((made, rows))
                if made.failed:
                    continue
                yield from self._given(failed, file)
                failed = []
            self._tell(rounds, failed)
            yield from self._given(failed, file)

    def _given(self, done: list[tuple[Made, list[Row]]], file: RoundsFile | None) -> Iterator[Row]:
        for made, rows in done:
            if file:
                file.add(made, rows)
            yield from rows

    async def _ask(self, number: int, accepted: int) -> Answer:
        rng = random.Random(f"{self.seed} {number}")  # noqa: S311 - no secret
        shown = self._pool.demonstrations(
            rng, self.num_demonstrations, self.max_machine_demonstrations, accepted
        )
        return await self._asked.instructions_after(shown, self.num_new, seed=rng.randrange(2**31))

    def _judge(self, number: int, answer: Answer) -> Made:
        origin = self.provenance(
            _TECHNIQUE, operation="instruction", parents=answer.shown, prompt=answer.prompt, llm=self.llm
        )
        row = {"instruction": "", "round": number, "provenance": origin}
        if answer.reply is None:
            return self._empty(row, answer, answer.error or AskingError("no_answer", "there is no answer"))
        try:
            items = answer.listed()
        except UnreadableError as err:
            return self._empty(row, answer, AskingError("unreadable", str(err), answer.reply.text))
        made = Made([])
        for at, item in enumerate(items):
            cut = answer.reply.cut and (not self.keep_cut or at == len(items) - 1)
            judged = self._judged(well_formed(item), cut=cut)
            one: Row = (
                row | judged | {"id": derived_id(_TECHNIQUE, str(self.seed), str(number), str(at), item)}
            )
            made.add(self.finished(one), answer.asking if at == 0 else Asking(), accepted=one["keep"])
            if one["keep"]:
                self._pool.add([one])
        return made

    def _judged(self, instruction: str, *, cut: bool) -> Row:
        if len(self._pool.machines) >= self.num_instructions:
            judged = JudgedInstruction(instruction, f"{self.num_instructions} were accepted before it")
        elif cut:
            judged = JudgedInstruction(instruction, "the answer was cut by the length limit")
        else:
            judged = self._pool.judge(instruction)
        return {
            "instruction": instruction,
            "most_similar": judged.most_similar,
            "similarity": judged.similarity,
            **_mark(judged.problem),
        }

    def _empty(self, row: Row, answer: Answer, err: AskingError) -> Made:
        self._logger.warning("Step '%s': round %s brought nothing: %s", self.name, row["round"], err)
        failed = marked_failed(row | _mark(str(err)), str(self.name), err.kind, err.message, err.raw)
        number = derived_id(_TECHNIQUE, str(self.seed), str(row["round"]))
        made = Made([], failed=answer.reply is None)
        made.add(self.finished(failed | {"id": number}), answer.asking)
        return made

    def _completing(self, made: Made) -> dict[int, Coroutine[Any, Any, Row]]:
        if not self.instances:
            return {}
        return {at: self._complete(made.rows[at], made.askings[at]) for at in made.accepted}

    async def _complete(self, row: Row, asking: Asking) -> Row:
        instruction = row["instruction"]
        try:
            answer = await self._asked.is_classification(instruction, asking)
            if answer is None:
                self._logger.warning(
                    "Step '%s': neither yes nor no to whether %r is classification: taken for none",
                    self.name,
                    instruction[:80],
                )
            found = await self._asked.instances_of(
                instruction, asking, self.max_instances, classification=bool(answer)
            )
        except AskingError as err:
            row = marked_failed(row | _mark(str(err)), str(self.name), err.kind, err.message, err.raw)
            return self.finished(row, asking)
        instances = [{"input": one.input, "output": one.output} for one in found.kept] or [_NO_INSTANCE]
        told = {"is_classification": bool(answer), "instances": instances}
        return self.finished(row | told | _mark(found.problem), asking)

    def _settings(self) -> str:
        told = self.deciding | {
            "model": self.llm.model_name,
            "prompts": self.template_sha256,
            "seed": self.seed,
            "language": self.language,
            "tasks": self._tasks,
        }
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()

    def _tell(self, rounds: Rounds, failed: list[tuple[Made, list[Row]]]) -> None:
        counts = (self.name, rounds.accepted, self.num_instructions, len(rounds))
        if rounds.ended == "accepted":
            self._logger.info("Step '%s': %s of %s instructions accepted after %s rounds", *counts)
            return
        if rounds.ended == "failures":
            last = failed[-1][1][-1]["error"]["message"]
            raise ModelError(
                f"{self.llm.model_name} gave no answer to {len(failed)} rounds in a row, at last: {last}. See to the"
                " model's address, key and context length, and run again"
            )
        why = f"{self.patience} rounds with no novel instruction"
        self._logger.warning(
            "Step '%s': %s of %s instructions accepted in %s rounds; stopped after %s",
            *counts,
            why if rounds.ended == "patience" else "max_rounds",
        )


def _mark(problem: str) -> Row:
    return {"keep": not problem, "drop_reason": f"self-instruct: {problem}" if problem else ""}
