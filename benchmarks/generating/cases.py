"""The steps that are measured: how each is made, what it is given, and which text of a row to compare with which seed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from distilabel.steps.base import GeneratorStep

from generating import material
from generating.material import Rows
from goldsmith_distilabel.generate import (
    AspectRatings,
    AutoEvolInstruct,
    BestOfN,
    ConstraintPairs,
    ConversationPreferences,
    DocumentQuestions,
    EvolInstructLoop,
    InstructionFromText,
    PersonaPrompt,
    PersonaToPersona,
    SelfInstructLoop,
    SimulatedConversation,
    TextToPersona,
)
from goldsmith_distilabel.llms import LocalLLM


def column(name: str) -> Callable[[dict[str, Any]], str]:
    return lambda row: str(row[name])


def rationales(row: dict[str, Any]) -> str:
    return " ".join(text for response in row["rationales"] for text in response.values())


@dataclass(frozen=True)
class Size:
    """How much is asked for.

    Attributes:
        rows: given to the step; rounds of self-instruct.
        tokens: of an answer, at most.
    """

    rows: int
    tokens: int


@dataclass(frozen=True)
class Case:
    """A step to measure.

    Attributes:
        step: makes the step of a model and a size.
        given: makes so many rows.
        result: the text of a row that was written.
        seed: the text of a given row to compare it with.
        asked: how many rows a row that is given should become.
    """

    step: Callable[[LocalLLM, Size], Any]
    given: Callable[[int], Rows]
    result: Callable[[dict[str, Any]], str]
    seed: Callable[[dict[str, Any]], str]
    asked: int = 1


def outputs(step: Any, rows: Rows) -> Iterator[Rows]:
    """Return the batches of a step, which begins with its own seeds if it is a generator."""
    if isinstance(step, GeneratorStep):
        return (batch for batch, _ in step.process())
    return step.process(rows)


def evolve(llm: LocalLLM, size: Size) -> EvolInstructLoop:
    return EvolInstructLoop(
        llm=llm,
        epochs=2,
        information_gain=False,
        keep_seed="no",
        max_new_tokens=size.tokens,
        max_response_tokens=size.tokens,
    )


def self_instruct(llm: LocalLLM, size: Size) -> SelfInstructLoop:
    return SelfInstructLoop(
        llm=llm,
        seeds=material.seed_tasks(),
        num_instructions=8 * size.rows,  # more than the rounds can bring: each is asked
        max_rounds=size.rows,
        patience=size.rows,
        keep_cut=True,
        max_new_tokens=2 * size.tokens,
        instance_max_new_tokens=size.tokens,
    )


CASES = {
    "evolve": Case(evolve, material.questions, column("instruction"), column("instruction"), asked=2),
    "self-instruct": Case(
        self_instruct,
        lambda _: material.seed_tasks(),
        column("instruction"),
        column("instruction"),
        asked=8,
    ),
    "conversation": Case(
        lambda llm, size: SimulatedConversation(
            llm=llm, max_turns=3, max_new_tokens=size.tokens, user_max_new_tokens=size.tokens
        ),
        material.scenarios,
        column("transcript"),
        column("scenario"),
    ),
    "best-of-n": Case(
        lambda llm, size: BestOfN(llm=llm, n=3, max_new_tokens=size.tokens, judge_max_new_tokens=size.tokens),
        material.questions,
        column("generation"),
        column("instruction"),
    ),
    "ratings": Case(
        lambda llm, size: AspectRatings(llm=llm, max_new_tokens=2 * size.tokens),
        material.answered_tasks,
        rationales,
        column("instruction"),
    ),
    "documents": Case(
        lambda llm, size: DocumentQuestions(llm=llm, num_pairs=2, max_new_tokens=2 * size.tokens),
        material.passages,
        column("instruction"),
        column("text"),
        asked=2,
    ),
    "back-translation": Case(
        lambda llm, size: InstructionFromText(llm=llm, max_new_tokens=size.tokens),
        material.passages,
        column("instruction"),
        column("text"),
    ),
    "text-to-persona": Case(
        lambda llm, size: TextToPersona(llm=llm, max_new_tokens=size.tokens),
        material.short_texts,
        column("persona"),
        column("text"),
    ),
    "persona-to-persona": Case(
        lambda llm, size: PersonaToPersona(llm=llm, rounds=2, max_new_tokens=size.tokens),
        material.personas,
        column("persona"),
        column("persona"),
        asked=3,
    ),
    "persona-prompt": Case(
        lambda llm, size: PersonaPrompt(llm=llm, max_new_tokens=size.tokens),
        material.personas,
        column("instruction"),
        column("persona"),
    ),
    "constraint-pairs": Case(
        lambda llm, size: ConstraintPairs(
            llm=llm, n=2, max_new_tokens=size.tokens, relaxed_max_new_tokens=size.tokens
        ),
        material.constrained,
        column("chosen"),
        column("instruction"),
    ),
    "auto-evolve": Case(
        lambda llm, size: AutoEvolInstruct(
            llm=llm,
            steps=1,
            rounds=1,
            dev_size=8,
            keep_seed="no",
            max_new_tokens=size.tokens,
            max_response_tokens=size.tokens,
        ),
        material.questions,
        column("instruction"),
        column("instruction"),
    ),
    "turn-pairs": Case(
        lambda llm, size: ConversationPreferences(llm=llm, num_candidates=3, max_new_tokens=size.tokens),
        material.conversations,
        lambda row: str(row["chosen"][-1]["content"]),
        lambda row: str(row["messages"][0]["content"]),
    ),
}
