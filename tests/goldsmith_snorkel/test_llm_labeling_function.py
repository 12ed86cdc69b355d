"""A question to a model is an ordinary labeling function."""

import pickle
from typing import Any

import pandas as pd
import pytest
from snorkel.labeling import LabelingFunction, PandasLFApplier, labeling_function
from tests.goldsmith_snorkel.test_llm_voting import by
from tests.scripted_llm import ScriptedLLM, SyncScriptedLLM

from goldsmith.errors import InputError, ModelError
from goldsmith_snorkel import ApplyReport, Settings, apply_lfs, llm_labeling_function

SPAM = 1
ROWS = [{"text": "see http://x.y"}, {"text": None}, {"text": "I love it"}]


def link(llm: Any, name: str = "link", **options: Any) -> LabelingFunction:
    return llm_labeling_function(name, "Does it lead elsewhere?", {"yes": SPAM, "no": -1}, llm=llm, **options)


@labeling_function()
def shouts(row: Any) -> int:
    return SPAM if row.text.isupper() else -1


def test_it_votes_alike_in_snorkels_applier_and_in_ours() -> None:
    lfs = [link(by("by_words")), shouts]
    there = [ROWS[0], {"text": "BUY"}, ROWS[2]]
    expected = PandasLFApplier(lfs).apply(pd.DataFrame(there), progress_bar=False)
    assert apply_lfs(lfs, there).tolist() == expected.tolist() == [[1, -1], [-1, 1], [-1, -1]]


@pytest.mark.parametrize("missing", [None, float("nan")])
def test_missing_text_is_an_abstention_without_a_request(missing: Any) -> None:
    llm = SyncScriptedLLM(default="yes")
    lf = link(llm)
    L = PandasLFApplier([lf]).apply(pd.DataFrame({"text": ["a", missing]}), progress_bar=False)
    assert L.tolist() == apply_lfs([lf], [{"text": "a"}, {"text": missing}]).tolist() == [[1], [-1]]
    assert len(llm.asked) == 2  # the first row, by each applier


def test_a_column_is_asked_in_batches_and_several_functions_share_a_model() -> None:
    class Loaded(ScriptedLLM):
        loads: int = 0

        def load(self) -> None:
            super().load()
            self.loads += 1

    llm = Loaded(default="yes")
    lfs = [link(llm, name, settings=Settings(batch_size=50)) for name in ("one", "two")]
    assert apply_lfs(lfs, [{"text": str(at)} for at in range(120)]).sum() == 240
    assert len(llm.asked) == 240
    assert llm.loads == 1
    assert lfs[0].model is lfs[1].model  # type: ignore[attr-defined]


def test_a_failing_request_is_a_fault() -> None:
    lf, rows = link(by("failing")), [{"text": "http://a"}, {"text": "bad"}]
    report = ApplyReport()
    assert apply_lfs([lf], rows, report=report).tolist() == [[1], [-1]]
    assert report.failures == {"link": 1}
    assert "the line is dead" in report.first_error["link"]
    frame = pd.DataFrame(rows)
    L, meta = PandasLFApplier([lf]).apply(frame, progress_bar=False, fault_tolerant=True, return_meta=True)
    assert (L.tolist(), meta.faults) == ([[1], [-1]], {"link": 1})
    with pytest.raises(ModelError, match="the line is dead"):
        PandasLFApplier([lf]).apply(frame, progress_bar=False)


def test_a_model_that_cannot_be_loaded_is_a_fault_on_each_row() -> None:
    report = ApplyReport()
    assert apply_lfs([link("python:no.such:model"), shouts], ROWS, report=report).tolist() == [[-1, -1]] * 3
    assert report.failures == {"link": 2}
    assert "cannot import" in report.first_error["link"]


def test_an_answer_nobody_can_read_is_an_abstention_with_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    assert apply_lfs([link(by("unclear"))], [{"text": "maybe"}]).tolist() == [[-1]]
    assert "link abstains: unreadable: 'It depends.'" in caplog.text


def test_inputs_without_content_are_asked_about_once() -> None:
    llm = ScriptedLLM(default="ham")
    lf = llm_labeling_function("sort", "Spam or ham?", {"spam": 1, "ham": 0}, llm=llm)
    PandasLFApplier([lf]).apply(pd.DataFrame({"text": ["a", "b"]}), progress_bar=False)
    assert len(llm.asked) == 3 + 2


def test_it_can_be_sent_to_another_process() -> None:
    lf = link("python:tests.goldsmith_snorkel.answering:by_words")
    assert apply_lfs([lf], ROWS).tolist() == [[1], [-1], [-1]]
    assert apply_lfs([pickle.loads(pickle.dumps(lf))], ROWS).tolist() == [[1], [-1], [-1]]


def test_an_impossible_question_says_what_is_wrong() -> None:
    with pytest.raises(InputError, match="all its answers abstain"):
        llm_labeling_function("n", "q?", {"yes": -1, "no": -1})
