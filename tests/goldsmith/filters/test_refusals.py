"""A refusal is one when the text says it, not when it quotes it."""

import pytest

from goldsmith.errors import InputError
from goldsmith.filters import REFUSAL_LANGUAGES, Refusal, find_refusal, refusal_reason
from goldsmith.filters.quoted import without_code, without_quotes


@pytest.mark.parametrize(
    ("text", "kind", "language"),
    [
        ("I'm sorry, but I can't assist with that.", "refusal", "en"),
        ("As an AI assistant, I have no body.", "boilerplate", "en"),
        ("Leider kann ich dir dabei nicht helfen.", "refusal", "de"),
        ("Ich bin nur eine KI und habe keine Meinung.", "boilerplate", "de"),
        ("Désolé, je ne peux pas vous aider à faire cela.", "refusal", "fr"),
        ("Je ne suis qu'une intelligence artificielle.", "boilerplate", "fr"),
        ("Lo siento, no puedo ayudarte con eso.", "refusal", "es"),
        ("Soy un modelo de lenguaje y no tengo cuerpo.", "boilerplate", "es"),
        ("Sinto muito, não posso ajudar com isso.", "refusal", "pt"),
        ("Como uma IA, não tenho opiniões.", "boilerplate", "pt"),
        ("Mi dispiace, non posso fornire queste istruzioni.", "refusal", "it"),
        ("Sono un modello linguistico, non ho un corpo.", "boilerplate", "it"),
        ("很抱歉，我不能回答这个问题。", "refusal", "zh"),
        ("作为AI助手，我没有感情。", "boilerplate", "zh"),
    ],
)
def test_every_language_has_both_kinds(text: str, kind: str, language: str) -> None:
    refusal = find_refusal(text)
    assert refusal is not None
    assert (refusal.kind, refusal.language) == (kind, language)
    others = set(REFUSAL_LANGUAGES) - {language}
    assert find_refusal(text, languages=others) is None


@pytest.mark.parametrize(
    "wrapped",
    [
        'He wrote "{}" again.',
        "“{}” was all.",
        "„{}“, hieß es.",
        "Il a dit : « {} »",
        "他说：「{}」",
        "`{}`",
        "```\n{}\n```",
    ],
)
def test_what_is_quoted_is_not_said(wrapped: str) -> None:
    assert find_refusal(wrapped.format("As an AI, I cannot. Sorry, I can't help with that.")) is None


def test_a_text_that_is_one_quotation_says_it() -> None:
    assert find_refusal("\"I'm sorry, but I can't help with that.\"") is not None


def test_a_refusal_weighs_more_than_boilerplate_before_it() -> None:
    text = "As an AI, I am polite. I'm sorry, but I can't help with that."
    refusal = find_refusal(text)
    assert refusal == Refusal("refusal", "en", text.index("sorry"), len(text) - 1)
    assert refusal_reason(refusal, text) == 'refusal: "sorry, but I can\'t help with that" (en)'


def test_an_unknown_language_is_named() -> None:
    with pytest.raises(InputError, match="'xx'"):
        find_refusal("", languages=["xx"])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("it's 'as an AI' again", "it's            again"),
        ("don't say 'I can't' to 'em", "don't say           to 'em"),
        ('5" and 6" pipes', "5         pipes"),
        ('an open " mark', 'an open " mark'),
    ],
)
def test_apostrophes_are_no_quotation_marks(text: str, left: str) -> None:
    assert without_quotes(text) == left


def test_blanking_code_moves_nothing() -> None:
    text = "a `b` c\n```py\nd\n```\ne ~~~"
    assert without_code(text) == "a     c\n     \n \n   \ne ~~~"
