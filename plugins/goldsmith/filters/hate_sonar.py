"""A small English classifier of hate and offence that comes in a package."""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from goldsmith.errors import MissingExtraError
from goldsmith.extras import require
from goldsmith.filters.words import checked
from goldsmith.text import well_formed

__all__ = ["HateSonar"]

_LONGEST_READ = 20_000  # characters
_AT_ONCE = 256


class HateSonar:
    """Scores English texts by the classifier in the package hatesonar (MIT): a `ToxicityScorer`.

    A logistic regression on words, after Davidson et al. 2017 (ICWSM), trained on American tweets that were searched for
    slurs. It knows words only, and only those of its tweets: other languages get one and the same low score, "kill you" is hate,
    so are "gay" and "trash" nearly, and "moron" is nothing. Cursing is offence to it. The model is read as the package ships it,
    except that Python puts the letters in lower case: its own normaliser starts only where the system has the locale en_US.UTF-8.

    Scores are probabilities of three classes that sum to 1, of which "neither" is left out.

    References:
        - [Automated Hate Speech Detection and the Problem of Offensive Language](https://arxiv.org/abs/1703.04009)
    """

    @property
    def categories(self) -> tuple[str, ...]:
        """What is scored."""
        return ("hate_speech", "offensive_language")

    def __call__(self, texts: Sequence[str]) -> list[dict[str, float]]:
        """Return for each text category -> probability, [0, 1]. The first 20,000 characters are read.

        Raises:
            MissingExtraError: hatesonar is not installed.
            InputError: a text is no string.
        """
        read = [well_formed(checked(text)[:_LONGEST_READ]).lower() for text in texts]
        return [
            scores
            for begin in range(0, len(read), _AT_ONCE)
            for scores in self._scored(read[begin : begin + _AT_ONCE])
        ]

    def _scored(self, texts: list[str]) -> list[dict[str, float]]:
        numpy = require("numpy", extra="toxicity")
        # The text is one dimension, and no text an empty array, which the model refuses.
        _, found = _session().run(None, {"text": numpy.array(texts, dtype=object)})
        return [dict(zip(self.categories, (float(one[0]), float(one[1])), strict=True)) for one in found]


@cache
def _session() -> Any:
    onnx, runtime = require("onnx", extra="toxicity"), require("onnxruntime", extra="toxicity")
    package = find_spec("hatesonar")
    if package is None or package.origin is None:
        raise MissingExtraError(
            "hatesonar is not installed. Install it with: pip install 'goldsmith[toxicity]'"
        )
    model = onnx.load(str(Path(package.origin).parent / "model" / "model.onnx"))
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1
    without = _without_normaliser(model).SerializeToString()
    return runtime.InferenceSession(without, options, providers=["CPUExecutionProvider"])


def _without_normaliser(model: Any) -> Any:
    (lower,) = [node for node in model.graph.node if node.op_type == "StringNormalizer"]
    for node in model.graph.node:
        node.input[:] = [lower.input[0] if name == lower.output[0] else name for name in node.input]
    model.graph.node.remove(lower)
    return model
