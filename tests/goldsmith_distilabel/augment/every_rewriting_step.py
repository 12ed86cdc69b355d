"""The steps that have texts written anew, or change words by a model or a dictionary."""

from tests.goldsmith_distilabel.generate.every_step import Case
from tests.scripted_llm import ScriptedLLM

from goldsmith_distilabel.augment import (
    AttributeVariation,
    BackTranslation,
    CodeSwitch,
    ContextualReplacement,
    EntitySwap,
    Paraphrase,
    TranslateTrain,
)

__all__ = ["REWRITING"]

ROWS = [
    {"id": f"r{number}", "text": f"The film was good for {number} hours.", "label": "positive"}
    for number in range(2, 4)
]
SAID = '{"texts": ["It was a good film for these 2 hours.", "For 2 hours I saw a film that was good."]}'

REWRITING: dict[str, Case] = {
    "AttributeVariation": Case(
        make=lambda: AttributeVariation(
            name="attribute_variation",
            llm=ScriptedLLM(
                rules={r"1\. tone: (\w+)": r"A text that is \1.", "": "I cannot help with that."}
            ),
            num_texts=2,
            dimensions={"tone": ["dry", "warm"]},
        ),
        rows=ROWS,
    ),
    "BackTranslation": Case(
        make=lambda: BackTranslation(
            name="back_translation", function="tests.goldsmith_distilabel.augment.translators:by_words"
        ),
        rows=ROWS,
    ),
    "ContextualReplacement": Case(
        make=lambda: ContextualReplacement(name="contextual_replacement", label_column="label"), rows=ROWS
    ),
    "CodeSwitch": Case(
        make=lambda: CodeSwitch(name="code_switch", dictionary={"film": "Streifen"}), rows=ROWS
    ),
    "EntitySwap": Case(
        make=lambda: EntitySwap(name="entity_swap"),
        rows=[
            {"id": name, "text": f"{name} sings.", "spans": [{"start": 0, "end": 3, "label": "person"}]}
            for name in ("Ada", "Bob")
        ],
    ),
    "Paraphrase": Case(
        make=lambda: Paraphrase(name="paraphrase", llm=ScriptedLLM(default=SAID), n=2), rows=ROWS
    ),
    "TranslateTrain": Case(
        make=lambda: TranslateTrain(
            name="translate_train",
            function="tests.goldsmith_distilabel.augment.translators:by_words",
            targets=["de"],
        ),
        rows=ROWS,
    ),
}
