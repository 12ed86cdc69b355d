"""What the settings of label models and classifiers make of sets made by chance: no real set is looked at.

    python benchmarks/label_settings.py

The sets are those of `outside_voters.py`. In place of texts a row has a vector, a direction about its class's own with noise, so that a classifier is right on
about 70 to 95 % of rows. Shown are, as means over sets: the right labels of covered rows by `map_em` with other settings and by majority vote; the right
labels when people take the fifth of rows that is least sure by votes, by texts, by the mean of both and by their product (`joint_posterior`); the mean
share of each class that is found (balanced accuracy) by classifiers of 100 random labels.

The settings of `map_em` make little difference. The vectors are no texts, so the other two settle less: the mean is a little better here than the product that
`joint_posterior` takes, and a stronger penalty than that of `EndModel.of_few`; both were chosen on YouTube and AG News and stay.
"""

import argparse
from collections.abc import Iterator

import numpy as np
from outside_voters import Made, made

from goldsmith.labels import EndModel, joint_posterior, majority_vote, map_em

EM = ((4, 1000, 1), (2, 1000, 1), (8, 1000, 1), (4, 100, 1), (4, 10_000, 1), (4, 1000, 2), (4, 1000, 5))
FEW = ((1.0, False), (1.0, True), (10.0, False), (10.0, True), (100.0, True))
DIMENSIONS, LABELS = 30, 100


def unipolar(count: int) -> Iterator[Made]:
    """Yield sets whose functions vote for one class each."""
    yield from (one for one in map(made, range(count)) if one.alone.model == "map_em")


def vectors(one: Made, seed: int) -> np.ndarray:
    rng = np.random.default_rng((seed, 99))
    centres = rng.normal(size=(one.cardinality, DIMENSIONS))
    centres *= rng.uniform(1.5, 3) / np.linalg.norm(centres, axis=1, keepdims=True)
    points = centres[one.truth] + rng.normal(size=(len(one.truth), DIMENSIONS))
    return points / np.linalg.norm(points, axis=1, keepdims=True)


def label_models(sets: list[Made]) -> None:
    def right(labels: list[np.ndarray]) -> str:
        each = [(told == one.truth)[one.alone.covered].mean() for told, one in zip(labels, sets, strict=True)]
        return f"{100 * np.mean(each):.2f}"

    print(f"majority vote, a tie is wrong: {right([majority_vote(one.L, one.cardinality) for one in sets])}")
    for odds, strength, steps in EM:
        fits = [
            map_em(one.L, one.cardinality, odds=odds, strength=strength, steps=steps).labels for one in sets
        ]
        print(f"map_em, odds {odds}, strength {strength}, {steps} steps: {right(fits)}")


def routes(sets: list[Made]) -> None:
    found: dict[str, list[float]] = {}
    for seed, one in enumerate(sets):
        X, q, covered = vectors(one, seed), one.alone.probabilities, one.alone.covered
        by_text = EndModel().out_of_fold(X, q, covered)
        ways = {
            "votes": q,
            "texts": by_text,
            "the mean of both": np.where(covered[:, None], (q + by_text) / 2, by_text),
            "their product": joint_posterior(X, q, covered),
        }
        for name, p in ways.items():
            labels = p.argmax(axis=1)
            seen = np.argsort(p.max(axis=1), kind="stable")[: len(labels) // 5]
            labels[seen] = one.truth[seen]
            found.setdefault(name, []).append(float((labels == one.truth).mean()))
    product = np.array(found["their product"])
    for name, right in found.items():
        less = 100 * (np.array(right) - product)
        print(
            f"a fifth of the rows by people, the least sure by {name}: {100 * np.mean(right):.2f} right "
            f"({less.mean():+.2f} +- {less.std(ddof=1) / np.sqrt(len(less)):.2f} against the product)"
        )


def few(sets: list[Made]) -> None:
    for strength, balanced in FEW:
        found = []
        for seed, one in enumerate(sets):
            X, order = vectors(one, seed), np.random.default_rng(seed).permutation(len(one.truth))
            soft = np.eye(one.cardinality)[one.truth[order[:LABELS]]]
            model = EndModel(C=strength, balanced=balanced).fit(X[order[:LABELS]], soft)
            told, truth = model.predict(X[order[LABELS:]]), one.truth[order[LABELS:]]
            found.append(np.mean([(told == label)[truth == label].mean() for label in set(truth.tolist())]))
        print(f"{LABELS} labels, C = {strength:g}, balanced {balanced}: {100 * np.mean(found):.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sets", type=int, default=60)
    args = parser.parse_args()
    sets = list(unipolar(args.sets))
    label_models(sets)
    small = [one for one in sets if len(one.truth) <= 1000]
    routes(small)
    few(small)


if __name__ == "__main__":
    main()
