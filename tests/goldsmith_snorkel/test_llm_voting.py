"""A model's answers become votes that are believed as far as known rows go."""

import gzip
import json
import os
import subprocess
import sys
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from datasets import Dataset
from distilabel.typing import FormattedInput, GenerateOutput
from tests.goldsmith_distilabel.label.scoring_llm import ScoringLLM
from tests.goldsmith_snorkel import answering
from tests.scripted_llm import ScriptedLLM, SyncScriptedLLM

from goldsmith.errors import InputError, ModelError
from goldsmith.labels import weak_labels
from goldsmith_distilabel.llms import CallableLLM, LocalLLM
from goldsmith_snorkel import LLMVotes, Settings, VotePrompt

ROOT = Path(__file__).parents[2]
HAM, SPAM = 0, 1
LINK = VotePrompt("link", "Does the comment lead elsewhere?", {"yes": SPAM, "no": -1})
SORT = VotePrompt("sort", "Is it spam or ham?", {"spam": SPAM, "ham": HAM})
TEXTS = ["see http://x.y", "I love it", None]


def by(function: str, **fields: Any) -> CallableLLM:
    return CallableLLM(function=f"tests.goldsmith_snorkel.answering:{function}", **fields)


@pytest.mark.parametrize(
    "data",
    [
        TEXTS,
        [{"text": text} for text in TEXTS],
        pd.DataFrame({"text": TEXTS}),
        pd.DataFrame({"text": ["see http://x.y", "I love it", float("nan")]}),
        Dataset.from_dict({"text": TEXTS}),
    ],
)
def test_texts_rows_frames_and_datasets_are_asked_alike(data: Any) -> None:
    found = LLMVotes([LINK], 2, llm=by("by_words")).apply(data).votes
    assert found.L.dtype == np.int8
    assert found.L.tolist() == [[SPAM], [-1], [-1]]
    assert found.answers[:, 0].tolist() == ["yes", "no", ""]
    assert found.reasons[:, 0].tolist() == ["", "", "no_text"]
    assert np.isnan(found.confidence).all()  # a function tells no confidence


def test_a_model_may_be_named_by_a_word_and_a_prompt_by_its_fields() -> None:
    prompt = {"name": "link", "question": "A link?", "answers": {"yes": 1, "no": -1}}
    llm = "python:tests.goldsmith_snorkel.answering:by_words"
    assert LLMVotes([prompt], 2, llm=llm).apply(["http://x"]).votes.L.tolist() == [[1]]


def test_a_failed_request_and_an_unclear_answer_cost_their_own_row_and_say_why() -> None:
    failed = LLMVotes([LINK], 2, llm=by("failing")).apply(["http://a", "bad", "b"]).votes
    assert failed.L[:, 0].tolist() == [SPAM, -1, -1]
    assert failed.reasons[0, 0] == failed.reasons[2, 0] == ""
    assert failed.reasons[1, 0].startswith("request_failed: ")
    assert "the line is dead" in failed.reasons[1, 0]
    unclear = LLMVotes([LINK], 2, llm=by("unclear")).apply(["http://a", "maybe"]).votes
    assert unclear.reasons[:, 0].tolist() == ["", "unreadable: 'It depends.'"]
    assert unclear.answers[1, 0] == "It depends."


def test_confidence_is_the_probability_of_all_words_with_the_same_vote() -> None:
    # The model gives "spam" 0.8 and "ham" 0.2; in the second prompt both are one vote.
    llm = ScoringLLM(default="spam")
    plain = Settings(contextual=False)
    found = LLMVotes([SORT], 2, llm=llm, settings=plain).apply(["x"]).votes
    assert (found.L[0, 0], found.confidence[0, 0]) == (SPAM, pytest.approx(0.8))
    both = VotePrompt("both", "Kind?", {"spam": SPAM, "ham": SPAM})
    assert LLMVotes([both], 2, llm=llm, settings=plain).apply(["x"]).votes.confidence[0, 0] == pytest.approx(
        1
    )


class NullLLM(ScoringLLM):
    """Says spam with 0.8 to what has no content, and with 0.5 to anything else."""

    async def agenerate(self, input: FormattedInput, *args: Any, **kwargs: Any) -> GenerateOutput:  # noqa: A002
        output: Any = await super().agenerate(input, *args, **kwargs)
        if input[-1]["content"] not in ("N/A", "", "[MASK]"):
            output["logprobs"] = [[[{"token": word, "logprob": log(0.5)} for word in ("spam", "ham")]]]
        return output


@pytest.mark.parametrize(
    ("contextual", "vote", "sure"), [(None, HAM, 0.8), (True, HAM, 0.8), (False, SPAM, 0.5)]
)
def test_inputs_without_content_take_back_what_the_prompt_suggests(
    contextual: Any, vote: int, sure: float
) -> None:
    # 0.5 / 0.8 : 0.5 / 0.2 = 1 : 4
    found = LLMVotes([SORT], 2, llm=NullLLM(default="spam"), settings=Settings(contextual=contextual)).apply(
        ["x"]
    )
    assert (found.votes.L[0, 0], found.votes.confidence[0, 0]) == (vote, pytest.approx(sure))


def test_a_question_that_the_empty_text_answers_is_not_calibrated_unless_asked() -> None:
    prompt = VotePrompt("advert", "Is it an advertisement?", {"spam": SPAM, "ham": -1})

    def sure(contextual: bool | None) -> Any:
        settings = Settings(contextual=contextual)
        return (
            LLMVotes([prompt], 2, llm=NullLLM(default="spam"), settings=settings).apply(["x"]).votes.L[0, 0]
        )

    assert (sure(None), sure(True)) == (SPAM, -1)


def test_samples_decide_and_their_agreement_is_the_confidence() -> None:
    # The first answer counts only where there are no samples: four say yes, no, yes, yes.
    llm = ScriptedLLM(
        rules={"user: x": ["yes", "yes", "no", "yes", "yes"], "user: y": ["no", "yes", "no", "yes", "no"]}
    )
    found = LLMVotes([LINK], 2, llm=llm, settings=Settings(num_generations=4)).apply(["x", "y"]).votes
    assert (found.L[0, 0], found.confidence[0, 0]) == (SPAM, 0.75)
    assert found.reasons[:, 0].tolist() == ["", "tie: the samples differ evenly"]
    assert [parameters["temperature"] for _, parameters in llm.asked][::2] == [0.0, 0.7]


@pytest.mark.parametrize(
    ("said", "sure"),
    [("yes 90", 0.9), ("no 90", 0.1), ("Yes, 0.75", 0.75), ("yes", None), ("yes 900", None), ("hm 5", None)],
)
def test_a_stated_confidence_is_read_as_one_in_the_vote(said: str, sure: float | None) -> None:
    llm = SyncScriptedLLM(rules={"0 to 100": said}, default="yes")
    found = LLMVotes([LINK], 2, llm=llm, settings=Settings(stated=True)).apply(["x"]).votes
    assert found.L[0, 0] == SPAM
    assert found.confidence[0, 0] == (
        pytest.approx(sure) if sure is not None else pytest.approx(np.nan, nan_ok=True)
    )


def test_known_rows_take_back_a_prompt_that_is_not_precise_enough() -> None:
    texts = [f"http://{number}" for number in range(60)]
    voting = LLMVotes([LINK], 2, llm=by("by_words"), target=0.8)
    good = voting.apply(texts, [SPAM] * 58 + [HAM] * 2)
    assert (good.votes.L == SPAM).all()
    assert good.votes.confidence[0, 0] == pytest.approx(59 / 62)  # Laplace's rule
    bad = voting.apply(texts, [SPAM] * 30 + [HAM] * 30)
    assert (bad.votes.L == -1).all()
    assert (bad.asked.L == SPAM).all()
    assert bad.report.prompts[0].kept == 0
    with pytest.raises(InputError, match="give `known`"):
        voting.apply(texts)


def test_nothing_is_paid_twice_after_a_kill(tmp_path: Path) -> None:
    script = f"""
from tests.goldsmith_snorkel.test_llm_voting import LINK, by
from goldsmith_snorkel import LLMVotes, Settings
llm = by("killed_at_the_fifth", max_concurrency=1)
votes = LLMVotes([LINK], 2, llm=llm, journal={str(tmp_path / "j.sqlite")!r}, settings=Settings(batch_size=4))
print(votes.apply(list("abcdefg")).votes.L.ravel().tolist())
"""
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": paths, "ANSWERING_LOG": str(tmp_path / "asked")}

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False
        )

    assert run().returncode == -9
    second = run()
    assert second.stdout.splitlines()[-1:] == ["[1, 1, 1, 1, 1, 1, 1]"], second.stderr
    asked = (tmp_path / "asked").read_text().split()
    assert sorted(asked[:4]) == list("abcd")  # answered, and on disk before the fifth was asked
    assert not set(asked[4:]) & set("abcd")
    assert set(asked) == set("abcdefg")


@pytest.fixture(scope="module")
def comments(shared_data: Path) -> tuple[list[str], np.ndarray, np.ndarray]:
    folder = shared_data / "weak_supervision" / "youtube"
    with gzip.open(folder / "train.json.gz", "rt") as file:
        texts = [row["data"]["text"] for row in json.load(file).values()]
    with np.load(folder / "L.npz") as data:
        return texts[:400], data["L_train"][:400], data["y_train"][:400]


QUESTIONS = [
    VotePrompt(f"{label}{at}", f"{label} {at}?", {"yes": label, "no": -1})
    for label in (HAM, SPAM)
    for at in (0, 1)
]


def test_a_strong_model_makes_labels_clearly_better(
    comments: tuple[list[str], np.ndarray, np.ndarray],
) -> None:
    texts, L, gold = comments
    answering.GOLD.update(zip(texts, gold.tolist(), strict=True))
    joined = LLMVotes(QUESTIONS, 2, llm=by("by_gold")).apply(texts).votes.join(L)
    assert (joined.weights > 0.4).all()
    without, with_it = weak_labels(L, 2).labels, weak_labels(joined.L, 2, weights=joined.weights).labels
    covered = (L >= 0).any(axis=1)
    assert (with_it == gold).mean() > (without == gold).mean() + 0.1
    assert (with_it == gold)[covered].mean() > (without == gold)[covered].mean() + 0.05


def test_a_coin_flip_harms_no_label_beyond_noise(comments: tuple[list[str], np.ndarray, np.ndarray]) -> None:
    texts, L, gold = comments
    covered = (L >= 0).any(axis=1)
    without = (weak_labels(L, 2).labels == gold)[covered].mean()
    noise = 2 * np.sqrt(without * (1 - without) / covered.sum())
    asked = LLMVotes(QUESTIONS, 2, llm=by("by_flip"), target=0.7)
    known = np.where(np.arange(400) < 100, gold, -1)
    kept = asked.apply(texts, known.tolist()).votes.join(
        L
    )  # a hundred known rows: no question is right on 7 of 10
    assert (kept.L[:, L.shape[1] :] == -1).all()
    flips = LLMVotes(QUESTIONS, 2, llm=by("by_flip")).apply(texts).votes.join(L)
    for joined in (kept, flips):
        labels = weak_labels(joined.L, 2, weights=joined.weights).labels
        assert (labels == gold)[covered].mean() > without - noise
        assert (labels[~covered] == -1).all()  # a row only a coin flip votes on has no label


def test_the_packaged_model_votes_with_a_confidence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOLDSMITH_RUNTIME_DIR", str(tmp_path / "engine"))
    monkeypatch.setenv("GOLDSMITH_ENGINE_LINGER", "1")
    prompt = VotePrompt(
        "kind",
        "You label film reviews. Did the writer like the film?",
        {"positive": 1, "negative": 0},
        {
            "positive": ["A wonderful film, I loved every minute.", "Great acting and a moving story."],
            "negative": ["Boring and far too long.", "The worst film I have ever seen."],
        },
    )
    llm = LocalLLM(n_ctx=512)
    try:
        found = LLMVotes([prompt], 2, llm=llm).apply(
            ["I loved it, a great film.", "I hated it. Boring, awful, bad."]
        )
    finally:
        llm.unload()
    assert found.votes.L[:, 0].tolist() == [1, 0]
    assert ((found.votes.confidence > 0.5) & (found.votes.confidence <= 1)).all()
    assert list(found.votes.sources) == ["log_probability"]


@pytest.mark.parametrize(
    ("prompts", "cardinality", "data", "message"),
    [
        ([], 2, ["x"], "one prompt or more"),
        ([LINK, LINK], 2, ["x"], "a name of its own"),
        ([LINK], 1, ["x"], "votes for class 1, there are 1"),
        ([LINK], 2, "one text", "got a str"),
        ([LINK], 2, pd.DataFrame({"body": ["x"]}), "no column 'text'"),
    ],
)
def test_it_says_what_is_wrong(prompts: Any, cardinality: int, data: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        LLMVotes(prompts, cardinality, llm=by("by_words")).apply(data)


def test_a_model_that_never_answers_cannot_be_calibrated() -> None:
    llm = ScriptedLLM(default=None)
    with pytest.raises(ModelError, match="prompt 'sort' cannot be calibrated"):
        LLMVotes([SORT], 2, llm=llm).apply(["x"])


def test_no_rows_give_an_empty_matrix_of_the_right_width() -> None:
    found = LLMVotes([LINK, SORT], 2, llm=by("by_words")).apply([]).votes
    assert found.L.shape == (0, 2)
    assert found.join().L.shape == (0, 6)
