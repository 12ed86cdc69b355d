"""A language model's probability for each label, from the log-probabilities of its next tokens.

The probability of a label is that of answering it when nothing but labels may be answered. Answers are read as a
trie: where the labels' texts part, the mass of the tokens that lead to each is compared; a token that several labels
begin with is split by what follows it. Where only one label is left, the rest of its tokens counts as certain.
"""

import math
from collections.abc import Iterable, Mapping, Sequence

__all__ = ["calibrated", "content_free_prior", "label_scores", "open_prefixes"]

NextTokens = Mapping[str, Mapping[str, float]]
"""The answer so far -> its next tokens and their natural log-probabilities; "" is the start of the answer."""

_LEAST = 1e-12  # some services report an impossible token as -9999


def label_scores(labels: Iterable[str], next_tokens: NextTokens) -> dict[str, float] | None:
    """Return the probability of each label, summing to 1, or None if no returned token begins any label.

    A label counts however it is written: in lower case, capitalised, in capitals or as given, after a space or not;
    for each way the longest token that begins it is taken, and single letters only when they are the whole label ("A"
    begins many an answer that is not "advertisement"). A label without a token among those returned gets the smallest
    probability returned, the most it can have. A shared beginning whose next tokens are unknown is split evenly.

    Args:
        labels: the words to be answered.
        next_tokens: the token distribution at the start of the answer (""), and after each beginning that
            `open_prefixes` names, as far as they are known.

    >>> first = {"pos": math.log(0.5), "Pos": math.log(0.1), "neg": math.log(0.2), "The": math.log(0.2)}
    >>> scores = label_scores(["positive", "negative"], {"": first})
    >>> {label: round(p, 3) for label, p in scores.items()}
    {'positive': 0.75, 'negative': 0.25}
    """
    labels = list(dict.fromkeys(labels))
    starts = next_tokens.get("", {})
    if not _mass_by_text(labels, "", starts):
        return None
    return _split(labels, "", next_tokens)


def open_prefixes(labels: Iterable[str], next_tokens: NextTokens) -> list[str]:
    """Return the answers begun by more than one label whose next tokens `label_scores` would like to know.

    >>> open_prefixes(["very good", "very bad"], {"": {"very": -0.1, "good": -3.0}})
    ['very']
    """
    labels = list(dict.fromkeys(labels))
    found: list[str] = []
    for prefix, tokens in next_tokens.items():
        for text in _mass_by_text(_beginning(labels, prefix), prefix, tokens):
            if len(_beginning(labels, text)) > 1 and text not in next_tokens and text not in found:
                found.append(text)
    return found


def content_free_prior(scores: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the mean of the scores that inputs without content got: what the prompt alone suggests.

    >>> content_free_prior([{"a": 0.5, "b": 0.5}, {"a": 1.0, "b": 0.0}])
    {'a': 0.75, 'b': 0.25}
    """
    return {label: math.fsum(score[label] for score in scores) / len(scores) for label in scores[0]}


def calibrated(scores: Mapping[str, float], prior: Mapping[str, float]) -> dict[str, float]:
    """Return the scores after contextual calibration: divided by the content-free prior, summing to 1.

    Zhao et al. 2021 (arXiv 2102.09690), section 5: q = W p + b with W = diag(1/p_cf) and b = 0, renormalised, where
    p_cf is the mean over the content-free inputs "N/A", "[MASK]" and the empty text.

    Args:
        scores: the probability of each label.
        prior: the content-free probability of each label, above 0.

    >>> calibrated({"spam": 0.5, "ham": 0.5}, {"spam": 0.75, "ham": 0.25})
    {'spam': 0.25, 'ham': 0.75}
    """
    rescaled = {label: score / prior[label] for label, score in scores.items()}
    total = math.fsum(rescaled.values())
    return {label: score / total for label, score in rescaled.items()}


def _split(labels: list[str], prefix: str, next_tokens: NextTokens) -> dict[str, float]:
    """Share a mass of 1 among the labels that begin with `prefix`."""
    tokens = next_tokens.get(prefix)
    if not tokens:
        return dict.fromkeys(labels, 1 / len(labels))
    mass = _mass_by_text(labels, prefix, tokens)
    scores = dict.fromkeys(labels, 0.0)
    for text, share in mass.items():
        inside = _beginning(labels, text)
        deeper = _split(inside, text, next_tokens) if len(inside) > 1 else {inside[0]: 1.0}
        for label, part in deeper.items():
            scores[label] += share * part
    for label in labels:
        if label.lower() == prefix:  # the answer may end here: whatever continues no longer label
            scores[label] = max(0.0, 1 - math.fsum(mass.values()))
    least = max(math.exp(min(tokens.values())), _LEAST)
    scores = {label: score or least for label, score in scores.items()}
    total = math.fsum(scores.values())
    return {label: score / total for label, score in scores.items()}


def _mass_by_text(labels: list[str], prefix: str, tokens: Mapping[str, float]) -> dict[str, float]:
    """Return the answers that the next token may begin, in lower case, and the mass of the tokens that do."""
    chosen: dict[str, str] = {}
    for label in labels:
        for way in (label, label.lower(), label.capitalize(), label.upper()):
            for rest in [way[len(prefix) :]] if prefix else [way, f" {way}"]:
                fitting = [token for token in tokens if _begins(token, rest, at_start=not prefix)]
                if fitting:
                    longest = max(fitting, key=len)
                    chosen[longest] = (prefix + longest).lstrip().lower()
    mass: dict[str, float] = {}
    for token, text in chosen.items():
        mass[text] = mass.get(text, 0.0) + math.exp(tokens[token])
    return mass


def _begins(token: str, rest: str, *, at_start: bool) -> bool:
    bare = token.strip()
    lone_letter = at_start and len(bare) == 1 and bare.isascii() and bare != rest.strip()
    return bool(bare) and rest.startswith(token) and not lone_letter


def _beginning(labels: list[str], text: str) -> list[str]:
    return [label for label in labels if label.lower().startswith(text)]
