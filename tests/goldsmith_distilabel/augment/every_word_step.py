"""Every step that changes words or letters of texts, in a state to run."""

from tests.goldsmith_distilabel.generate.every_step import Case

from goldsmith_distilabel.augment import (
    CharacterNoise,
    CodeVariation,
    ConversationVariation,
    DictionaryReplacement,
    EasyDataAugmentation,
    RandomPunctuation,
    TfIdfReplacement,
    Transliterate,
)

__all__ = ["CHANGING_WORDS"]

TEXTS = ["The old doctor quickly bought three cars.", "The film was not very good, {name}!", "很好", ""]


def reviews(step: str) -> list[dict[str, str]]:
    """Return rows whose ids say which step they are for."""
    return [{"id": f"{step}{number}", "text": text} for number, text in enumerate(TEXTS)]


CHANGING_WORDS: dict[str, Case] = {
    "CharacterNoise": Case(make=lambda: CharacterNoise(name="character_noise"), rows=reviews("n-word-")),
    "CodeVariation": Case(
        make=lambda: CodeVariation(name="code_variation"),
        rows=[
            {"id": f"code-{number}", "code": code}
            for number, code in enumerate(["def f(x):\n    y = x\n    return y\n", "no code"])
        ],
    ),
    "ConversationVariation": Case(
        make=lambda: ConversationVariation(name="conversation_variation", n=2),
        rows=[
            {"id": f"turns-{number}", "conversation": [{"role": "user", "content": text}]}
            for number, text in enumerate(["Where is my parcel?", "..."])
        ],
    ),
    "DictionaryReplacement": Case(
        make=lambda: DictionaryReplacement(name="dictionary_replacement", synonyms={"film": ["movie"]}),
        rows=reviews("d-word-"),
    ),
    "Transliterate": Case(
        make=lambda: Transliterate(name="transliterate", standard="ISO 9"),
        rows=[{"id": f"letters-{number}", "text": text} for number, text in enumerate(["Щука", "none"])],
    ),
    "EasyDataAugmentation": Case(
        make=lambda: EasyDataAugmentation(name="eda", n_aug=2), rows=reviews("e-word-")
    ),
    "RandomPunctuation": Case(
        make=lambda: RandomPunctuation(name="random_punctuation"), rows=reviews("p-word-")
    ),
    "TfIdfReplacement": Case(
        make=lambda: TfIdfReplacement(name="tf_idf_replacement"), rows=reviews("t-word-")
    ),
}
