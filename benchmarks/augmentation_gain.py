"""What augmentation does to a classifier trained on few rows, and whether labels survive, on the data beside the repository.

    python benchmarks/augmentation_gain.py
    python benchmarks/augmentation_gain.py --tasks sms --seeds 3

For each task and seed, rows are drawn at random from the training split, and one classifier (`EndModel.of_few()` on TF-IDF of words
and characters) is trained on them alone, with each technique's new texts, as they come and through the gate, and with what the plan
chooses on these rows. It is tested on the test split. "gain" is the mean difference to the same rows alone, with the 95 % interval of
Student's t over seeds; "kept label" the share of new texts to which a classifier trained on the full training split gives their label;
"repeated" the originals as often as there would be new texts, which tells what is gained by weight alone. Accuracy, of sms F1 of spam.
"""

import argparse
import time
from collections.abc import Sequence

import numpy as np
from scipy.stats import t as student
from sklearn.metrics import f1_score
from weak_supervision import CLASSES, SHARED, texts

from goldsmith.augment import Augmented
from goldsmith.augment.gate import LabelGate
from goldsmith.augment.plan import (
    NewText,
    Technique,
    choose_plan,
    eda_technique,
    neighbour_technique,
    new_texts,
    per_text,
    punctuation_technique,
)
from goldsmith.labels import EndModel
from goldsmith.one_thread import one_thread
from goldsmith_distilabel.augment.word_table import word_neighbours

ROWS = {"youtube": 100, "sms": 200, "agnews": 100}
TESTED = 4_000
MODEL = EndModel.of_few()


class Task:
    """A set's training and test split, and a classifier of all of the first."""

    def __init__(self, name: str) -> None:
        self.name, self.classes = name, [str(label) for label in range(CLASSES[name])]
        train = "valid" if name == "agnews" else "train"
        with np.load(SHARED / name / "L.npz") as votes:
            self.labels = [str(label) for label in votes[f"y_{train}"]]
            self.gold = [str(label) for label in votes["y_test"]][:TESTED]
        self.texts, self.tests = texts(SHARED / name, train), texts(SHARED / name, "test")[:TESTED]
        self.full = self.fitted(self.texts, self.labels)

    def fitted(self, given: Sequence[str], labels: Sequence[str]):
        return MODEL.fit(given, np.eye(len(self.classes))[[int(label) for label in labels]])

    def drawn(self, seed: int) -> tuple[list[str], list[str]]:
        rows = np.random.default_rng(seed).permutation(len(self.texts))[: ROWS[self.name]]
        return [self.texts[at] for at in rows], [self.labels[at] for at in rows]

    def score(self, given: Sequence[str], labels: Sequence[str]) -> float:
        predicted = [self.classes[at] for at in self.fitted(given, labels).predict(self.tests)]
        if self.name == "sms":
            return 100 * f1_score(self.gold, predicted, pos_label="1")
        return 100 * float(np.mean(np.array(predicted) == np.array(self.gold)))

    def survived(self, made: Sequence[NewText]) -> float:
        if not made:
            return np.nan
        told = self.full.predict([one.text for one in made])
        return float(np.mean([self.classes[at] == one.label for at, one in zip(told, made, strict=True)]))


def repeated(texts: Sequence[str], _: Sequence[str], counts: Sequence[int], __: int) -> list[list[Augmented]]:
    return [[Augmented(text, "repeated")] * count for text, count in zip(texts, counts, strict=True)]


def trial(task: Task, technique: Technique | None, seed: int, *, gated: bool) -> tuple[float, float, float]:
    """Return the score, the share of labels that survived, and the share that was kept."""
    given, labels = task.drawn(seed)
    if technique is None:
        return task.score(given, labels), np.nan, np.nan
    gate = LabelGate(given, labels, seed=seed) if gated else None
    made = new_texts(technique, given, labels, per_text(labels), gate, seed=seed)
    more = [*given, *(one.text for one in made.kept)], [*labels, *(one.label for one in made.kept)]
    kept = len(made.kept) / max(1, len(made.kept) + len(made.refused))
    return task.score(*more), task.survived(made.kept), kept


def planned(task: Task, techniques: Sequence[Technique], seed: int) -> tuple[float, float, float]:
    given, labels = task.drawn(seed)
    plan = choose_plan(given, labels, techniques, repeats=2, tried=4, seed=seed)
    print(f"    seed {seed}: {plan.reason}", flush=True)
    return trial(task, plan.technique, seed, gated=True)


def interval(values: np.ndarray) -> str:
    reach = student.ppf(0.975, len(values) - 1) * values.std(ddof=1) / len(values) ** 0.5
    return f"{values.mean():6.2f} ± {reach:4.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tasks", nargs="+", default=list(ROWS), choices=list(ROWS))
    parser.add_argument("--seeds", type=int, default=10)
    args = parser.parse_args()
    near = neighbour_technique(word_neighbours())
    synonyms = eda_technique(operations=["synonym replacement"])
    tried = [near, punctuation_technique(), eda_technique()]
    ways = [("repeated", Technique("repeated", repeated), (False,))]
    ways += [(one.name, one, (False, True)) for one in (*tried, synonyms)]
    for name in args.tasks:
        task, started = Task(name), time.perf_counter()
        alone = np.array([trial(task, None, seed, gated=False)[0] for seed in range(args.seeds)])
        print(f"{name}, {ROWS[name]} rows: alone {interval(alone)}", flush=True)
        for title, technique, gates in ways:
            for gated in gates:
                show(
                    f"{title}{', gate' if gated else ''}",
                    [trial(task, technique, seed, gated=gated) for seed in range(args.seeds)],
                    alone,
                )
        show("the plan", [planned(task, tried, seed) for seed in range(args.seeds)], alone)
        print(f"  {time.perf_counter() - started:.0f} s", flush=True)


def show(title: str, found: list[tuple[float, float, float]], alone: np.ndarray) -> None:
    score, label, kept = np.array(found).T
    told = (
        f"kept label {np.nanmean(label):.3f}  passed {np.nanmean(kept):.2f}"
        if not np.isnan(label).all()
        else "nothing made"
    )
    print(f"  {title:32} {interval(score)}  gain {interval(score - alone)}  {told}", flush=True)


if __name__ == "__main__":
    with one_thread("labels"):
        main()
