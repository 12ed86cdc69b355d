import pytest
from tests.strange_outputs import fuzzed

from goldsmith.generate import persona_prompt_reason

KEEPER = "A retired lighthouse keeper who repairs barometers and writes about storms."
PROMPT = "Guess a prompt that this persona may give an assistant, and let it be informative and specific."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("I'm sorry, but I can't help with that.", "refusal ("),
        ("As an AI language model, I have no needs.", "refusal ("),
        ("Es tut mir leid, aber dabei kann ich nicht helfen.", "refusal ("),
        (KEEPER, "says little but the persona"),
        ("a retired lighthouse keeper who repairs barometers", "says little but the persona"),
        (f"{KEEPER}\n\n{KEEPER}\n\n{KEEPER}", "says little but the persona"),
        (f"{KEEPER} - a prompt.", "says little but the persona"),
        (f"I am {KEEPER}", "says little but the persona"),
        ("which barometer suits a SHIP?", "repeats an example"),
        ("Name a river.\n\nUser prompt: Name a lake.", 'more than one text ("User prompt:" stands in it)'),
        ("Name a river.\n**User prompt 2:** Name a lake.", 'more than one text ("User prompt 2:"'),
        ("Name a river.\n\nAssistant: The Rhine.", 'holds a response too ("Assistant: T"'),
        ("Nenne einen Fluss.\n\n**Antwort:** Der Rhein.", "holds a response too ("),
        (f"{PROMPT} Name a river.", "prompt leak: repeats"),
        ("Name a river.<|im_end|>", "prompt leak: template marker"),
    ],
)
def test_what_is_not_worth_keeping_is_dropped_with_its_reason(text: str, reason: str) -> None:
    found = persona_prompt_reason(
        text, KEEPER, "prompt", prompt=PROMPT, examples=["Which barometer suits a ship?"]
    )
    assert found is not None
    assert found.startswith(f"persona prompt: {reason}")


@pytest.mark.parametrize(
    "text",
    [
        "Which storms have retired lighthouse keepers written about?",
        "I keep a lighthouse. How do I repair a barometer that writes nothing?",
        "How do I answer somebody who says 'I'm sorry, but I can't help with that'?",
        "Fill in the form:\nName:\nResponse:",
        "Name a river.",
    ],
)
def test_what_a_persona_may_well_ask_is_kept(text: str) -> None:
    assert persona_prompt_reason(text, KEEPER, "prompt", prompt=PROMPT) is None


def test_an_article_may_have_titles_and_responses_in_it() -> None:
    text = "Talks\n\nTitle: of a talk\n\nResponse: none\n\nI'm told to wait."
    assert persona_prompt_reason(text, KEEPER, "knowledge") is None


def test_a_refusal_that_an_article_tells_of_is_none() -> None:
    story = "The sea was calm, and nobody at the station expected what the glass foretold. " * 4
    assert (
        persona_prompt_reason(f"{story} I'm sorry, but I can't help with that.", KEEPER, "knowledge") is None
    )


@fuzzed
def test_any_text_has_a_reason_or_none(text: str) -> None:
    reason = persona_prompt_reason(text, KEEPER, "constraints", prompt=PROMPT)
    assert reason is None or reason.startswith("persona prompt: ")


def test_a_title_is_no_article() -> None:
    assert persona_prompt_reason("How to tap a glass", KEEPER, "knowledge") == (
        "persona prompt: a title without an article"
    )
    assert persona_prompt_reason("Glass\n\nTap it.", KEEPER, "knowledge") is None


def test_a_persona_of_a_word_or_of_another_script_is_compared_too() -> None:
    assert (
        persona_prompt_reason("A cook!", "a cook", "prompt") == "persona prompt: says little but the persona"
    )
    assert persona_prompt_reason("What does a cook need?", "a cook", "prompt") is None
    keeper = "一位退休的灯塔看守人"
    assert persona_prompt_reason("我是一位退休的灯塔看守人。", keeper, "prompt") is not None
    assert persona_prompt_reason("灯塔的灯为什么会旋转？", keeper, "prompt") is None
