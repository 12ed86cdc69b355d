"""Contextual replacement by the packaged table of words, and by a masked language model."""

from pathlib import Path
from typing import Any

import pytest
from tests.goldsmith_distilabel.augment.processed import STRANGE, processed, telling

from goldsmith.augment import tokenize
from goldsmith.errors import InputError, ModelError
from goldsmith_distilabel.augment import ContextualReplacement
from goldsmith_distilabel.augment.masked_language_model import MaskedLanguageModel

VOCABULARY = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    "the",
    "film",
    "movie",
    "picture",
    "##s",
    "great",
    "awful",
    ":",
    "good",
    "bad",
]
ROWS = [
    {"id": "g", "text": "a superb film with superb music", "label": "good"},
    {"id": "b", "text": "an awful film with awful music", "label": "bad"},
]


@pytest.fixture(scope="module")
def bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of 15 words and random weights, with two segments."""
    import torch
    from transformers import BertConfig, BertForMaskedLM, BertTokenizerFast

    folder = tmp_path_factory.mktemp("bert")
    (folder / "vocab.txt").write_text("\n".join(VOCABULARY), encoding="utf-8")
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(VOCABULARY), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=128, type_vocab_size=2, initializer_range=2.0,
    )  # fmt: skip
    BertForMaskedLM(config).save_pretrained(folder)
    BertTokenizerFast(vocab=str(folder / "vocab.txt"), vocab_file=str(folder / "vocab.txt")).save_pretrained(
        folder
    )
    return folder


def test_near_words_come_in_and_those_that_tell_the_label_stay() -> None:
    rows = processed(ContextualReplacement(name="c", label_column="label", share=1, n=3), *ROWS)
    texts = {
        key: [row["text"] for row in rows if row["label"] == key and row["operation"]]
        for key in ("good", "bad")
    }
    assert all(text.count("superb") == 2 for text in texts["good"])
    assert all(text.count("awful") == 2 for text in texts["bad"])
    assert any("movie" in text for text in texts["good"])
    origin = rows[1]["provenance"]
    assert (origin["technique"], origin["parents"], origin["depth"]) == ("Contextual replacement", ["g"], 0)


def test_label_words_are_replaced_where_asked_for_but_not_by_those_of_another_label() -> None:
    step = ContextualReplacement(
        name="c", label_column="label", share=1, n=10, also=["label words"], min_cosine=0.3
    )
    rows = processed(step, *ROWS, {"text": "terrific terrific", "label": "bad"})
    new = [row["text"] for row in rows if row["label"] == "good" and row["operation"]]
    assert all("superb" not in text.split() for text in new)
    assert not any("terrific" in text or "awful" in text for text in new)


def test_spans_move_with_their_words() -> None:
    text = "the film was shown in rome"
    row = {"text": text, "spans": [{"start": 22, "end": 26, "label": "place"}]}
    _, made = processed(ContextualReplacement(name="c", spans_column="spans", share=1), row)
    assert made["text"] != text
    (span,) = made["spans"]
    assert made["text"][span["start"] : span["end"]] == "rome"


def test_denials_numbers_and_names_are_as_they_were() -> None:
    text = "nobody in Paris saw the two films or 3 concerts"
    rows = processed(ContextualReplacement(name="c", share=1, n=5), {"text": text})
    assert len(rows) > 2
    for row in rows:
        words = row["text"].split()
        assert [words[at] for at in (0, 1, 2, 5, 8)] == ["nobody", "in", "Paris", "two", "3"]


def test_any_text_gives_a_text_or_a_reason() -> None:
    rows = processed(
        ContextualReplacement(name="c"), *[{"id": str(n), "text": text} for n, text in enumerate(STRANGE)]
    )
    originals, made = rows[::2], rows[1::2]
    assert [row["text"] for row in originals] == STRANGE
    for given, row in zip(originals, made, strict=True):
        assert row["keep"] == (given["text"] != row["text"]) == (not row["drop_reason"])
    assert made[-1]["keep"]  # a million characters


def test_a_masked_language_model_proposes_its_whole_words_likeliest_first(bert: Path) -> None:
    import torch
    from transformers import AutoModelForMaskedLM, AutoTokenizer

    model = MaskedLanguageModel(str(bert))
    place = next(token for token in tokenize("the film") if token.text == "film")
    (proposed,) = model.proposed("the film", [place])
    assert sorted(proposed) == sorted(
        ["the", "film", "movie", "picture", "great", "awful", "good", "bad"]
    )  # no mark, no ##s
    logits = AutoModelForMaskedLM.from_pretrained(bert)(
        **AutoTokenizer.from_pretrained(bert)("the [MASK]", return_tensors="pt")
    ).logits
    order = [VOCABULARY[number] for number in torch.argsort(logits[0, 2], descending=True).tolist()]
    assert proposed == [word for word in order if word in proposed]


def test_the_label_changes_what_is_proposed_before_the_text_and_as_a_segment(bert: Path) -> None:
    place = next(token for token in tokenize("the film") if token.text == "film")
    for condition in ("prepend", "segment"):
        model = MaskedLanguageModel(str(bert), condition, ["bad", "good"])
        assert model.proposed("the film", [place], "good") != model.proposed("the film", [place], "bad")
    indifferent = MaskedLanguageModel(str(bert), "none", ["bad", "good"])
    assert indifferent.proposed("the film", [place], "good") == indifferent.proposed(
        "the film", [place], "bad"
    )


def test_the_step_takes_a_masked_language_model(bert: Path) -> None:
    rows = [{"text": "the great film", "label": "good"}, {"text": "the awful film", "label": "bad"}]
    step = ContextualReplacement(
        name="c", masked_lm=str(bert), label_column="label", condition="segment", share=1
    )
    out = processed(step, *rows)
    assert [row["keep"] for row in out] == [True] * 4
    assert all(set(row["text"].split()) <= set(VOCABULARY) for row in out)
    assert all(row["text"].split()[0] == "the" for row in out)


def test_texts_longer_than_the_model_reads_are_seen_around_each_place(bert: Path) -> None:
    text = "great " * 500 + "film"
    place = tokenize(text)[-1]
    (proposed,) = MaskedLanguageModel(str(bert)).proposed(text, [place])
    assert proposed


def test_models_that_cannot_serve_are_refused(bert: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no masked language model in .*no config\.json"):
        MaskedLanguageModel(str(tmp_path))
    with pytest.raises(InputError, match="2 segments for 3 labels"):
        MaskedLanguageModel(str(bert), "segment", ["a", "b", "c"])
    with pytest.raises(ModelError, match=r"no modules\.json"):
        processed(ContextualReplacement(name="c", model=str(tmp_path)), {"text": "film"})


def test_the_same_text_gives_the_same_in_any_batch() -> None:
    step = ContextualReplacement(name="c", share=0.5, n=2)
    alone = telling(processed(step, {"text": "the nice film was cheap"}))
    beside: Any = telling(processed(step, {"text": "another one"}, {"text": "the nice film was cheap"}))
    assert beside[-len(alone) :] == alone
