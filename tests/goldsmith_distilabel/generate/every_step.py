"""Every step that writes data, in a state to run: what the tests of all of them go through."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.scripted_llm import ScriptedLLM

from goldsmith_distilabel.generate import (
    AspectRatings,
    AutoEvolInstruct,
    BestOfN,
    ConstraintPairs,
    ConversationPreferences,
    DistinctPersonas,
    DocumentQuestions,
    EvolInstructLoop,
    InstructionFromText,
    PersonaPrompt,
    PersonaToPersona,
    PreferencePairs,
    SelfInstructLoop,
    SimulatedConversation,
    TextToPersona,
)

__all__ = ["CASES", "Case"]


@dataclass(frozen=True)
class Case:
    """A step with a scripted model.

    Attributes:
        make: makes the step; call it inside a pipeline or outside.
        rows: what it is given; empty for a generator.
    """

    make: Callable[[], Any]
    rows: list[dict[str, Any]] = field(default_factory=list)


FINAL = "<finally_rewritten_instruction>Name five rivers.</finally_rewritten_instruction>"
QUESTIONS = [{"id": f"q{number}", "instruction": f"Name {number} rivers."} for number in range(3)]

_PAIRS = '{"pairs": [{"evidence": "the first program", "question": "Who was Ada?", "answer": "A pioneer."}]}'
RATED = [
    {
        "id": f"r{number}",
        "instruction": f"Name {number} rivers.",
        "generations": ["The Rhine and others.", "I do not know."],
        "scores": [4.0, 2.0],
    }
    for number in range(3)
]

CASES: dict[str, Case] = {
    "AspectRatings": Case(
        make=lambda: AspectRatings(name="rate", llm=ScriptedLLM(default="1: 5\n2: 3")), rows=RATED
    ),
    "BestOfN": Case(
        make=lambda: BestOfN(name="best", llm=ScriptedLLM(default="Rating: 7"), n=2), rows=QUESTIONS
    ),
    "PreferencePairs": Case(make=lambda: PreferencePairs(name="pairs"), rows=RATED),
    "AutoEvolInstruct": Case(
        make=lambda: AutoEvolInstruct(
            name="auto_evol", llm=ScriptedLLM(rules={"^user: You rewrite instructions": FINAL}), steps=1
        ),
        rows=QUESTIONS,
    ),
    "EvolInstructLoop": Case(
        make=lambda: EvolInstructLoop(
            name="evolve",
            llm=ScriptedLLM(
                rules={
                    "^user: (?:Make|Write)": ["Name five rivers.", "Name six."],
                    "^user: Compare": "Not Equal",
                }
            ),
            epochs=2,
        ),
        rows=QUESTIONS,
    ),
    "SimulatedConversation": Case(
        make=lambda: SimulatedConversation(
            name="talk",
            llm=ScriptedLLM(
                rules={"You play a person": "Please help me with this."}, default="Here you are."
            ),
            max_turns=1,
        ),
        rows=[{"scenario": "You want help."}, {"scenario": "You want more help.", "persona": "A baker."}],
    ),
    "ConstraintPairs": Case(
        make=lambda: ConstraintPairs(
            name="constraint_pairs",
            llm=ScriptedLLM(
                rules={
                    "Rewrite an instruction": "User instruction: Name rivers.",
                    "commas": "The Rhine and the Rhone.",
                },
                default="The Rhine, the Rhone.",
            ),
        ),
        rows=[
            {
                "instruction": "Name rivers. Use no commas.",
                "constraints": '[{"kind": "punctuation:no_comma"}]',
            },
            {"instruction": "Name rivers.", "constraints": ""},
        ],
    ),
    "ConversationPreferences": Case(
        make=lambda: ConversationPreferences(
            name="prefer",
            llm=ScriptedLLM(
                rules={
                    "Rate 2 candidate": '{"ratings": [{"rating": 4}, {"rating": 2}]}',
                    "": ["one", "two"],
                }
            ),
            num_candidates=2,
        ),
        rows=[
            {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "Hello"}]},
            {"messages": [{"role": "user", "content": "Hi"}]},
        ],
    ),
    "DocumentQuestions": Case(
        make=lambda: DocumentQuestions(name="ask_documents", llm=ScriptedLLM(default=_PAIRS)),
        rows=[{"text": "Ada wrote the first program."}, {"text": ""}],
    ),
    "InstructionFromText": Case(
        make=lambda: InstructionFromText(name="back", llm=ScriptedLLM(default="Explain why bread rises.")),
        rows=[{"text": "Bread rises because of yeast."}, {"text": ""}],
    ),
    "TextToPersona": Case(
        make=lambda: TextToPersona(
            name="to_persona",
            llm=ScriptedLLM(
                rules={"to write": "A baker.", "to read": "I cannot help with that."}, default="A chemist."
            ),
            relations=["write", "read", "like"],
        ),
        rows=[{"text": "Bread rises because of yeast."}, {"text": ""}],
    ),
    "PersonaToPersona": Case(
        make=lambda: PersonaToPersona(
            name="near",
            llm=ScriptedLLM(rules={"baker": "Daughter: A drummer.", "drummer": "Father: A baker."}),
            rounds=3,
        ),
        rows=[{"persona": "A baker."}, {"persona": ""}],
    ),
    "DistinctPersonas": Case(
        make=lambda: DistinctPersonas(name="distinct"),
        rows=[{"id": "baker", "persona": "A baker."}, {"id": "chess", "persona": "A chess player."}],
    ),
    "PersonaPrompt": Case(
        make=lambda: PersonaPrompt(
            name="persona_prompt", llm=ScriptedLLM(default="User prompt: Which barometers suit a ship?")
        ),
        rows=[{"persona": "a keeper of lighthouses"}, {"persona": ""}],
    ),
    "SelfInstructLoop": Case(
        make=lambda: SelfInstructLoop(
            name="self_instruct",
            llm=ScriptedLLM(
                rules={
                    "Is it classification": "No",
                    "For a task, write": "Example 1\nInput: a river\nOutput: the Nile",
                    "Continue the numbered": "2. Name the longest river of Asia.\n3. Explain the tides to a child.",
                }
            ),
            seeds=[{"instruction": "Write a poem about the sea."}],
            num_instructions=2,
            concurrency=1,
        )
    ),
}
