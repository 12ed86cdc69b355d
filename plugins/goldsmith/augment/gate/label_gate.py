"""The gate that new texts pass if their labels survived."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy.typing as npt

from goldsmith.augment.gate.held_out import HeldOut
from goldsmith.augment.gate.label_evidence import Evidence, LabelEvidence
from goldsmith.augment.gate.likeness import least_likeness, likeness, word_change
from goldsmith.dedup import read
from goldsmith.errors import InputError

__all__ = ["Judged", "LabelGate"]


@dataclass(frozen=True, slots=True)
class Judged:
    """What the gate found out about a new text.

    Attributes:
        reason: why it may not be used, "" if it may.
        probability: of its label, by the classifier that has not seen its original; None where none was asked.
        likeness: the cosine of its vector and its original's; None without vectors.
        change: the share of words and marks that differ from the original's.
    """

    reason: str
    probability: float | None
    likeness: float | None
    change: float


class LabelGate:
    """Refuses new texts that may have lost their label, copy another text, or stand in the test set.

    In this order, and the first reason is the one told:

    - copy: the text is its original's, another original's or an earlier new one's, but for blanks;
    - leak: it comes near a held-out text (`HeldOut`);
    - negation: it denies more often or less often than its original;
    - drift: more or fewer of its words changed than allowed, or it is no closer to its original than originals of different
      labels are to each other (`least_likeness`);
    - label: a classifier that has not seen its original (`LabelEvidence`) takes it for another label, or finds its label
      implausible, and did neither with the original. Where it is wrong about the original it says nothing about what was made of
      it; so hard originals have variants too, and a weak classifier refuses little.

    A classifier that does no better than guessing is not asked. A new text whose label is not its original's, as a
    counterfactual's, is not compared with the original.

    Attributes:
        evidence: the classifier of the originals, None where none is asked.
        least_likeness: the cosine that a text must exceed, None without vectors.

    >>> texts = ["win free money", "free money now", "win a prize", "see you at home", "home at six", "see you"] * 2
    >>> gate = LabelGate(texts, (["spam"] * 3 + ["ham"] * 3) * 2)
    >>> for judged in gate.check(["win free cash", "see you at home", "win  free money"], ["spam"] * 3, [0, 0, 0]):
    ...     print(judged.reason or "kept")
    kept
    copy: of an original
    copy: of its original
    """

    def __init__(
        self,
        texts: Sequence[str],
        labels: Sequence[str],
        *,
        vectors: npt.ArrayLike | None = None,
        held_out: Sequence[str] = (),
        classifier: bool = True,
        significance: float = 0.1,
        change: tuple[float, float] = (0.0, 1.0),
        alike: float = 0.95,
        keep_negations: bool = True,
        language: str = "en",
        seed: int = 0,
    ) -> None:
        """Learn from the originals what is normal.

        Args:
            texts: of the originals, [n].
            labels: of the originals, [n].
            vectors: [n, d] embeddings of the originals, for likeness and classifier.
            held_out: texts of validation and test splits.
            classifier: whether a classifier of the originals is asked.
            significance: the `plausible` of `Evidence` that a text must exceed, in [0, 1): about that share of the originals
                lie below.
            change: the least and the most share of words that may differ, within [0, 1].
            alike: the `share` of `least_likeness`.
            keep_negations: whether texts must deny as often as their original; needs a language of `goldsmith.dedup.LANGUAGES`.
            language: of the texts, ISO 639-1.
            seed: of folds and drawn pairs.

        Raises:
            InputError: a bound is out of range, or the originals cannot train a classifier.
            MissingExtraError: an optional dependency is not installed.
        """
        low, high = change
        if not 0 <= low <= high <= 1 or not 0 <= significance < 1:
            raise InputError(
                f"wanted 0 <= low <= high <= 1 and 0 <= significance < 1, got {change} and {significance}"
            )
        self._texts, self._labels = list(texts), list(labels)
        self._vectors, self._language, self._seed = vectors, language, seed
        self._change, self._significance, self._keep_negations = change, significance, keep_negations
        self._held_out = HeldOut(held_out) if held_out else None
        evidence = LabelEvidence(texts, labels, vectors=vectors, seed=seed) if classifier else None
        self.accuracy = evidence.accuracy if evidence else None
        self.evidence = evidence if evidence and evidence.beats_guessing else None
        self.least_likeness = (
            None if vectors is None else least_likeness(vectors, labels, share=alike, seed=seed)
        )

    def check(
        self,
        texts: Sequence[str],
        labels: Sequence[str],
        parents: Sequence[int],
        *,
        vectors: npt.ArrayLike | None = None,
    ) -> list[Judged]:
        """Return what is found out about new texts.

        Args:
            texts: [m].
            labels: they should have, [m].
            parents: the place of each one's original, [m].
            vectors: [m, d], where the originals had vectors.

        Raises:
            InputError: the lengths differ, a label is none of the originals', or vectors are missing.
        """
        if not len(texts) == len(labels) == len(parents):
            raise InputError(f"{len(texts)} texts, {len(labels)} labels and {len(parents)} originals")
        near = self._near(vectors, parents)
        found = self.evidence.judge(texts, labels, parents, vectors=vectors) if self.evidence else None
        changes = [
            word_change(self._texts[parent], text) for text, parent in zip(texts, parents, strict=True)
        ]
        checks: list[Callable[[int], str]] = [
            self._copies(texts, parents),
            self._leaks(texts),
            lambda at: self._negation(texts[at], labels[at], parents[at]),
            lambda at: self._drift(changes[at], near[at] if near else None, labels[at], parents[at]),
            lambda at: self._label(found, at, labels[at]),
        ]
        return [
            Judged(
                next((reason for check in checks if (reason := check(at))), ""),
                float(found.probability[at]) if found else None,
                near[at] if near else None,
                changes[at],
            )
            for at in range(len(texts))
        ]

    def _near(self, vectors: npt.ArrayLike | None, parents: Sequence[int]) -> list[float] | None:
        if vectors is None and self._vectors is None:
            return None
        if vectors is None or self._vectors is None:
            raise InputError("give vectors of the originals and of the new texts, or of neither")
        return [float(cosine) for cosine in likeness(self._vectors, vectors, parents)]

    def _copies(self, texts: Sequence[str], parents: Sequence[int]) -> Callable[[int], str]:
        originals = {" ".join(text.split()) for text in self._texts}
        first: dict[str, int] = {}
        for at, text in enumerate(texts):
            first.setdefault(" ".join(text.split()), at)

        def reason(at: int) -> str:
            plain = " ".join(texts[at].split())
            if plain == " ".join(self._texts[parents[at]].split()):
                return "copy: of its original"
            if plain in originals:
                return "copy: of an original"
            return "" if first[plain] == at else "copy: of another new text"

        return reason

    def _leaks(self, texts: Sequence[str]) -> Callable[[int], str]:
        reasons = self._held_out.reasons(texts) if self._held_out else [""] * len(texts)
        return reasons.__getitem__

    def _negation(self, text: str, label: str, parent: int) -> str:
        if not self._keep_negations or label != self._labels[parent]:
            return ""
        before, after = _negations(self._texts[parent], self._language), _negations(text, self._language)
        return "" if before == after else f"negation: denies {after} times, its original {before}"

    def _drift(self, change: float, near: float | None, label: str, parent: int) -> str:
        low, high = self._change
        if label != self._labels[parent]:
            return ""
        if not low <= change <= high:
            return f"drift: {change:.0%} of its words changed, {low:.0%} to {high:.0%} may"
        if near is not None and self.least_likeness is not None and near <= self.least_likeness:
            return f"drift: as far from its original ({near:.2f}) as texts of other labels"
        return ""

    def _label(self, found: Evidence | None, at: int, label: str) -> str:
        if found is None or self.evidence is None or not found.known[at]:
            return ""
        other = self.evidence.classes[found.likeliest[at]]
        if other != label:
            return (
                f"label: reads as {other} ({found.likeliest_probability[at]:.2f}),"
                f" not {label} ({found.probability[at]:.2f})"
            )
        if found.plausible[at] <= self._significance < found.original_plausible[at]:
            return f"label: {label} is less plausible than in {1 - found.plausible[at]:.0%} of its originals"
        return ""


@lru_cache(maxsize=256)  # an original is compared with each of its variants
def _negations(text: str, language: str) -> int:
    return read(text, language).negations
