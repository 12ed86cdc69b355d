"""The instruction that a text answers."""

from collections.abc import Mapping
from typing import Any, ClassVar

from distilabel.models.llms.base import LLM
from pydantic import Field

from goldsmith.generate import back_translation_reason, derived_seed, read_instruction
from goldsmith_distilabel.prompting import Asking, Prompt, Row, RowByRow

__all__ = ["InstructionFromText"]

ASK = Prompt("goldsmith_distilabel.generate", "instruction_from_text/ask")
_SCHEMA = {
    "type": "object",
    "properties": {"instruction": {"type": "string"}},
    "required": ["instruction"],
    "additionalProperties": False,
}


class InstructionFromText(RowByRow):
    """Write the instruction to which a text is the response: the first half of instruction back-translation.

    A person's text becomes the response, unchanged; only the instruction is a model's. The paper trains a model on seed
    pairs turned round; here any model is asked, so no training is needed and the instruction is as good as that model.
    An instruction is dropped, with its reason, if it is empty, copies the text, points at "the text above", or
    answers instead of asking. The last is known by its first words and by refusals only.

    The second half, curation, is Distilabel's `InstructionBacktranslation`: it reads `instruction` and `generation` and adds
    a `score` of 1 to 5 with its `reason`. Put it after this step, with `output_mappings={"model_name": "scoring_model"}` to
    keep this step's `model_name`, and keep the best scored: the paper's best model was trained on the fives.

    Attributes:
        llm: the model.
        max_chars: a longer text is shown to the model up to here only; the response stays whole.
        max_copied_words: the most words on end that the instruction may share with the text.
        temperature: of the answers.
        max_new_tokens: the longest instruction.
        language: of the instruction, as "German"; "": that of the text.
        seed: of the answers.

    Input columns:
        - text (`str`): The text.

    Output columns:
        - instruction (`str`): The instruction.
        - generation (`str`): The text, unchanged.
        - keep (`bool`): Whether the instruction holds.
        - drop_reason (`str`): Why not.
        - provenance (`dict`): Where it comes from.
        - model_name (`str`): The model.

    Categories:
        - text-generation

    References:
        - [Self-Alignment with Instruction Backtranslation](https://arxiv.org/abs/2308.06259)

    Citations:
        ```
        @misc{li2023selfalignment,
            title={Self-Alignment with Instruction Backtranslation},
            author={Li, Xian and Yu, Ping and Zhou, Chunting and Schick, Timo and others},
            year={2023},
            eprint={2308.06259},
            archivePrefix={arXiv}
        }
        ```

    Examples:
        Find the question to an answer:

        ```python
        from goldsmith_distilabel.generate import InstructionFromText
        from goldsmith_distilabel.llms import LocalLLM

        step = InstructionFromText(llm=LocalLLM(n_ctx=1024), max_new_tokens=40)
        step.load()
        (row,) = next(step.process([{"text": "Bread rises because yeast turns sugar into gas."}]))
        assert row["generation"] == row["text"]
        step.unload()
        ```
    """

    prompts: ClassVar[tuple[Prompt, ...]] = (ASK,)
    columns: ClassVar[Mapping[str, Any]] = {"instruction": "", "generation": ""}

    llm: LLM
    max_chars: int = Field(default=8000, ge=50)
    max_copied_words: int = Field(default=8, ge=1)
    temperature: float = Field(default=0.7, ge=0)
    max_new_tokens: int = Field(default=256, ge=1)

    @property
    def inputs(self) -> list[str]:
        """The text."""
        return ["text"]

    async def rows_of(self, row: Row, asking: Asking) -> list[Row]:
        """Return the row with its instruction."""
        text = row["text"] or ""
        if not text.strip():
            return [row | {"keep": False, "drop_reason": "instruction: no text"}]
        instruction = await asking.read(
            self.llm,
            ASK.chat(text=text[: self.max_chars], language=self.language),
            read_instruction,
            prompt=ASK,
            schema=_SCHEMA,
            temperature=self.temperature,
            max_new_tokens=self.max_new_tokens,
            seed=derived_seed(self.seed, text),
        )
        reason = back_translation_reason(instruction, text, max_copied_words=self.max_copied_words)
        return [
            row
            | {
                "instruction": instruction,
                "generation": text,
                "keep": reason is None,
                "drop_reason": reason or "",
                "provenance": self.provenance(
                    "Instruction back-translation",
                    operation="text to instruction",
                    parents=[row],
                    prompt=ASK,
                    llm=self.llm,
                ),
            }
        ]
