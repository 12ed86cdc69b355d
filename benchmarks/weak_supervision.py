"""How good labels get without gold, with few people and with few labels, on the data beside the repository.

    python benchmarks/weak_supervision.py
    python benchmarks/weak_supervision.py --sets sms --parts active --embeddings

Parts: `models` (label models on all sets, majority vote as published), `end` (the end model on soft labels of labeling functions, no gold label used), `routing` (people label a share of the
training rows, and how far stated confidences are off), `verifier` (wrong labels of the label model, found from 200 known
rows), `inference` (a class share from few labels: coverage and width of the interval), `active` (a classifier from 100 labels
that `select` chose), `votes` (prompts of a planted strong model, or of a coin flip, beside the functions), `local` (the same with the packaged model on --rows rows; by request, as it takes minutes) and `cost` (accuracy against money; --page writes it). People are the gold labels. All settings are the
defaults; those of `active` were chosen on youtube and agnews. `--embeddings` takes MiniLM in place of latent semantic
analysis there.
"""

import argparse
import gzip
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import numpy as np
from sklearn.metrics import f1_score, roc_auc_score

from goldsmith.labels import (
    ConfidenceDrivenInference,
    EndModel,
    Labeller,
    People,
    ReviewLoop,
    cost_quality_curve,
    dawid_skene,
    expected_calibration_error,
    joint_posterior,
    majority_vote,
    map_em,
    select,
    text_vectors,
    verify_labels,
    weak_labels,
)
from goldsmith.labels.active import Strategy
from goldsmith.labels.prompted import PromptedVotes, VotePrompt
from goldsmith.quality import cost_quality_report

SHARED = Path(__file__).parents[2] / "shared" / "data" / "weak_supervision"
CLASSES = {"youtube": 2, "sms": 2, "agnews": 4}
WORDS = {
    "youtube": ("ham", "spam"),
    "sms": ("ham", "spam"),
    "agnews": ("world", "sports", "business", "technology"),
}  # the class numbers' names, for a model
MODELS = {"youtube": ("train", 2), "sms": ("train", 2), "tennis": ("train", 2), "agnews": ("valid", 4)}
SHARES = (0.0, 0.1, 0.2, 0.3)
ROUNDS = 4
LABELS, BATCH = 100, 25
KNOWN = 200  # rows from which a verifier learns


class Data:
    """A set's votes, gold labels and texts, for training and test; agnews is trained on its validation split."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name, self.cardinality = name, CLASSES[name]
        train = "valid" if name == "agnews" else "train"
        with np.load(folder / name / "L.npz") as votes:
            self.L, self.gold, self.test_gold = votes[f"L_{train}"], votes[f"y_{train}"], votes["y_test"]
        self.texts, self.test_texts = texts(folder / name, train), texts(folder / name, "test")
        self.fit = map_em(self.L, self.cardinality)

    def scores(self, predicted: np.ndarray) -> str:
        average = "binary" if self.cardinality == 2 else "macro"
        accuracy, f1 = (
            (predicted == self.test_gold).mean(),
            f1_score(self.test_gold, predicted, average=average),
        )
        return f"accuracy {100 * accuracy:5.1f}  F1 {100 * f1:5.1f}"


def texts(folder: Path, split: str) -> list[str]:
    if (path := folder / f"{split}.jsonl.gz").exists():
        with gzip.open(path, "rt") as lines:
            return [json.loads(line)["text"] for line in lines]
    with gzip.open(folder / f"{split}.json.gz", "rt") as file:
        return [row["data"]["text"] for row in json.load(file).values()]


def models(folder: Path) -> None:
    """Majority vote as published, on all test rows; and on covered ones, where a tie is right by chance, beside the default label model."""
    from snorkel.utils import probs_to_preds

    means = []
    for name, (split, k) in MODELS.items():
        with np.load(folder / name / "L.npz") as told:
            train, test, gold = told[f"L_{split}"], told["L_test"], told["y_test"]
        voted = majority_vote(test, k)
        # WRENCH breaks ties as Snorkel does, by a hash of the row's number, also where nobody voted.
        published = probs_to_preds(np.where(voted[:, None] < 0, 1 / k, np.eye(k)[voted]))
        counts = np.stack([(test == label).sum(axis=1) for label in range(k)], axis=1)
        leads = counts == counts.max(axis=1, keepdims=True)
        covered = (test >= 0).any(axis=1)
        majority = (leads[np.arange(len(gold)), gold] / leads.sum(axis=1))[covered].mean()
        chosen = weak_labels(train, k).model
        fit = dawid_skene(train, k) if chosen == "dawid_skene" else map_em(train, k)
        ours = (fit.predict(test) == gold)[covered].mean()
        means.append((majority, ours))
        print(
            f"{name:8} majority vote, all rows: accuracy {100 * (published == gold).mean():.1f}  "
            f"F1 {100 * f1_score(gold, published, average='binary' if k == 2 else 'macro'):.1f}; covered rows: "
            f"{100 * majority:.1f}, {chosen} {100 * ours:.1f}"
        )
    majority, ours = np.mean(means, axis=0)
    print(
        f"mean over sets, covered rows: majority vote {100 * majority:.2f}, default label model {100 * ours:.2f}"
    )


def end(data: Data, _args: argparse.Namespace) -> None:
    model = EndModel().fit(data.texts, data.fit.probabilities, data.fit.covered)
    print(f"end model on the test set           {data.scores(model.predict(data.test_texts))}")


def routing(data: Data, args: argparse.Namespace) -> None:
    n = len(data.gold)
    confidence = EndModel().out_of_fold(data.texts, data.fit.probabilities, data.fit.covered)
    joint = joint_posterior(data.texts, data.fit.probabilities, data.fit.covered)
    for name, p in (("end model", confidence), ("votes and texts together", joint)):
        once = [with_people(p, data.gold, round(share * n)) for share in SHARES]
        print(f"least sure rows at once by {name}, {shown(SHARES)} by people: right {shown(once)}")
    for share in SHARES[1:]:
        found = [reviewed(data, round(share * n), seed) for seed in range(args.seeds)]
        right, rest, everywhere = (100 * np.array(column) for column in zip(*found, strict=True))
        print(
            f"in {ROUNDS} rounds, {100 * share:.0f} % by people: right {right.mean():.2f} ({right.min():.2f} at least)  "
            f"calibration error {rest.max():.2f} at most over the rows that models label, {everywhere.max():.2f} over all"
        )


def with_people(p: np.ndarray, gold: np.ndarray, count: int) -> float:
    labels = p.argmax(axis=1)
    unsure = np.argsort(p.max(axis=1), kind="stable")[:count]
    labels[unsure] = gold[unsure]
    return float((labels == gold).mean())


def reviewed(data: Data, budget: int, seed: int) -> tuple[float, float, float]:
    """Return the share of right labels, and the calibration error of the models' rows and of their predictions for all rows."""
    loop = ReviewLoop(data.texts, data.fit.probabilities, data.fit.covered, seed=seed)
    for done in range(ROUNDS):
        rows = loop.ask(budget * (done + 1) // ROUNDS - int(loop.reviewed.sum()))
        loop.tell(rows, data.gold[rows])
    sure, right = loop.probabilities.max(axis=1), loop.probabilities.argmax(axis=1) == data.gold
    left = ~loop.reviewed
    errors = (expected_calibration_error(sure[part], right[part]) for part in (left, left | True))
    return float((loop.labels == data.gold).mean()), *errors


def verifier(data: Data, args: argparse.Namespace) -> None:
    labels, covered = data.fit.labels, data.fit.covered
    sure = np.where(covered, data.fit.probabilities.max(axis=1), np.nan)
    found: list[tuple[float, ...]] = []
    for seed in range(args.seeds):
        known = np.random.default_rng(seed).permutation(len(labels)) < KNOWN
        correct = np.where(known, (labels == data.gold).astype(float), np.nan)
        right = verify_labels(labels, sure, correct, votes=data.L)
        left = ~known & (labels >= 0)
        wrong, doubtful = labels[left] != data.gold[left], round(0.2 * left.sum())
        for score in (sure[left], right[left]):
            first = np.argsort(score, kind="stable")[:doubtful]
            found.append((roc_auc_score(wrong, -score), wrong[first].sum() / wrong.sum()))
    for name, start in (("confidence", 0), ("verify_labels", 1)):
        area, share = np.mean(found[start::2], axis=0)
        print(f"wrong labels by {name:14}: area {area:.2f}, {100 * share:.0f} % among the 20 % most doubtful")


def inference(data: Data, args: argparse.Namespace) -> None:
    p = EndModel().out_of_fold(data.texts, data.fit.probabilities, data.fit.covered)
    guess, sure, truth = p.argmax(axis=1) == 1, p.max(axis=1), data.gold == 1
    budget, trials = len(truth) // 5, 20 * args.seeds
    found = [estimated(guess, sure, truth, budget, seed) for seed in range(trials)]
    hits = [one.low <= truth.mean() <= one.high for one in found]
    alone = 2 * 1.645 * float(truth.std()) / budget**0.5
    print(
        f"share of class 1 is {truth.mean():.3f}, the model says {guess.mean():.3f}: mean estimate "
        f"{np.mean([one.value for one in found]):.3f}, the 90 % interval holds it in {100 * np.mean(hits):.0f} % of {trials} "
        f"runs and is {np.mean([one.high - one.low for one in found]):.3f} wide; as many labels alone {alone:.3f}"
    )


def estimated(guess: np.ndarray, sure: np.ndarray, truth: np.ndarray, budget: int, seed: int) -> Any:
    run = ConfidenceDrivenInference(guess, sure, budget, seed=seed)
    while len(rows := run.ask()):
        run.tell(truth[rows])
    return run.estimate()


def votes(data: Data, args: argparse.Namespace) -> None:
    """Two prompts a class: a strong model's fire on 60 % of it and on 3 % of other rows, a coin flip's on half of all."""
    k, covered = data.cardinality, data.fit.covered
    alone = weak_labels(data.L, k).labels == data.gold
    print(
        f"functions alone: right {shown([alone[covered].mean()])} of covered rows, {shown([alone.mean()])} of all"
    )
    prompts = tuple(
        VotePrompt(f"{label}{at}", "?", {"yes": label, "no": -1}) for label in range(k) for at in (0, 1)
    )
    for name, inside, outside in (
        ("strong", 0.6, 0.03),
        ("middling", 0.5, 0.2),
        ("weak", 0.5, 0.35),
        ("coin flip", 0.5, 0.5),
    ):
        found = [planted(data, prompts, inside, outside, seed) for seed in range(args.seeds)]
        told(name, np.array(found))


def told(name: str, found: np.ndarray) -> None:
    plain, joined, everywhere, given, right = 100 * found.T
    print(
        f"with {name}: right of covered rows {plain.mean():.1f} unweighted, {joined.mean():.1f} as they are borne out "
        f"({joined.min():.1f} at least); of all {everywhere.mean():.1f}; of open rows {given.mean():.1f} get a "
        f"label ({given.max():.1f} at most), {np.mean(right[given > 0]) if given.any() else np.nan:.1f} of these right"
    )


def planted(
    data: Data, prompts: tuple[VotePrompt, ...], inside: float, outside: float, seed: int
) -> tuple[float, ...]:
    classes = np.array([max(prompt.outcomes) for prompt in prompts])
    chance = np.where(data.gold[:, None] == classes, inside, outside)
    fires = np.random.default_rng(seed).random(chance.shape) < chance
    blank = np.full(chance.shape, "", dtype=object)
    sure = np.full(chance.shape, np.nan)
    L = np.where(fires, classes, -1).astype(np.int8)
    said = PromptedVotes(prompts, data.cardinality, "planted", L, sure, {}, blank, blank)
    return beside(data, said, np.arange(len(data.gold)))


def beside(data: Data, said: PromptedVotes, rows: np.ndarray) -> tuple[float, ...]:
    """Return how often labels are right with a model's votes on some rows beside the functions, unweighted and as far as they are borne out, and what becomes of open rows."""
    joined, gold, covered = said.join(data.L[rows]), data.gold[rows], data.fit.covered[rows]
    plain, labels = weak_labels(joined.L, data.cardinality).labels, said.label(data.L[rows]).labels
    right, given = labels == gold, labels[~covered] >= 0
    return (
        float((plain == gold)[covered].mean()),
        float(right[covered].mean()),
        float(right.mean()),
        float(given.mean()),
        float(right[~covered][given].mean()) if given.any() else np.nan,
    )


def local(data: Data, args: argparse.Namespace) -> None:
    """The packaged model, one prompt for all classes with two examples each, on some rows; and the functions alone on the same rows."""
    from goldsmith_snorkel import LLMVotes, Settings

    rows = np.random.default_rng(0).permutation(len(data.gold))[: args.rows]
    few = [at for at in np.random.default_rng(1).permutation(len(data.gold)).tolist() if at not in set(rows)]
    names = WORDS[data.name]
    shown_texts = {
        name: [data.texts[at][:200] for at in few if data.gold[at] == label][:2]
        for label, name in enumerate(names)
    }
    prompt = VotePrompt(
        "kind",
        f"What kind of text is it: {', '.join(names)}?",
        {name: label for label, name in enumerate(names)},
        shown_texts,
    )
    asking = LLMVotes([prompt], data.cardinality, settings=Settings(contextual=True))
    said = asking.apply([data.texts[at][:500] for at in rows]).asked
    alone = weak_labels(data.L[rows], data.cardinality).labels == data.gold[rows]
    covered = data.fit.covered[rows]
    noise = 2 * np.sqrt(alone[covered].mean() * (1 - alone[covered].mean()) / covered.sum())
    print(
        f"on {len(rows)} rows the packaged model is right {shown([(said.L[:, 0] == data.gold[rows]).mean()])}; functions alone: "
        f"right {shown([alone[covered].mean()])} of covered rows (noise {100 * noise:.1f}), {shown([alone.mean()])} of all"
    )
    told("it", np.array([beside(data, said, rows)]))


def active(data: Data, args: argparse.Namespace) -> None:
    vectors, test = vectors_of(data, embeddings=args.embeddings)
    for strategy in get_args(Strategy):
        runs = [learnt(data, vectors, strategy, seed) for seed in range(args.seeds)]
        average = "binary" if data.cardinality == 2 else "macro"
        predicted = [model.predict(test) for model in runs]
        accuracy = [100 * (one == data.test_gold).mean() for one in predicted]
        f1 = [100 * f1_score(data.test_gold, one, average=average) for one in predicted]
        print(
            f"{LABELS} labels, {strategy:16}  accuracy {np.mean(accuracy):5.1f}  F1 {np.mean(f1):5.1f} ({min(f1):.1f} to {max(f1):.1f})",
            flush=True,
        )


def learnt(data: Data, vectors: np.ndarray, strategy: Strategy, seed: int) -> Any:
    """Return the classifier of LABELS labels, chosen in batches; where a strategy needs a model, the default begins."""
    labelled: list[int] = []
    model = None
    while len(labelled) < LABELS:
        p = None if model is None else model.predict_proba(vectors)
        needs_none = p is not None or strategy in {"coreset", "typiclust", "random"}
        rows = select(
            BATCH,
            strategy=strategy if needs_none else "margin_clusters",
            probabilities=p,
            vectors=vectors,
            labelled=labelled,
            seed=100 * seed + len(labelled),
        )
        labelled.extend(rows.tolist())
        soft = np.eye(data.cardinality)[data.gold[labelled]]
        model = EndModel.of_few().fit(vectors[labelled], soft)
    return model


def vectors_of(data: Data, *, embeddings: bool) -> tuple[np.ndarray, np.ndarray]:
    both = [*data.texts, *data.test_texts]
    if embeddings:
        from goldsmith_distilabel.llms import MiniLMEmbeddings

        model = MiniLMEmbeddings()
        model.load()
        vectors = np.array(model.encode(both))
        model.unload()
    else:
        vectors = text_vectors(both)
    return vectors[: len(data.texts)], vectors[len(data.texts) :]


def cost(data: Data, args: argparse.Namespace) -> None:
    gold = data.gold
    known = np.random.default_rng(0).permutation(len(gold))[:300]
    p = EndModel().out_of_fold(data.texts, data.fit.probabilities, data.fit.covered)
    votes = data.fit.probabilities
    labellers = [
        labeller("labeling functions", votes, gold, known),
        labeller("with an end model", p, gold, known),
    ]
    curve = cost_quality_curve(
        labellers, People(money=0.1, hours=10 / 3600, accuracy=0.98), target=args.target
    )
    best = curve.recommended
    print(
        f"recommended: {best.labeller}, people check {100 * best.share:.0f} %: {100 * best.accuracy:.1f} % right "
        f"({100 * best.low:.1f} to {100 * best.high:.1f}) for {best.money:.0f} and {best.hours:.1f} h: {curve.reason}"
    )
    if args.page:
        print(cost_quality_report(curve, f"Labels for {data.name}").html(args.page))


def labeller(name: str, p: np.ndarray, gold: np.ndarray, known: np.ndarray) -> Labeller:
    correct = np.full(len(gold), np.nan)
    correct[known] = p[known].argmax(axis=1) == gold[known]
    return Labeller(name, p.max(axis=1), correct, setup_hours=4, setup_money=200)


def shown(values: Any) -> str:
    return " / ".join(f"{100 * value:.4g}" for value in values)


PARTS: dict[str, Callable[[Data, argparse.Namespace], None]] = {
    "end": end,
    "routing": routing,
    "verifier": verifier,
    "inference": inference,
    "active": active,
    "votes": votes,
    "local": local,
    "cost": cost,
}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=SHARED)
    parser.add_argument("--sets", nargs="*", choices=CLASSES, default=["youtube", "sms"])
    parser.add_argument(
        "--parts",
        nargs="*",
        choices=("models", *PARTS),
        default=["models", *(one for one in PARTS if one != "local")],
    )
    parser.add_argument("--rows", type=int, default=600)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--target", type=float, default=0.97)
    parser.add_argument("--embeddings", action="store_true")
    parser.add_argument("--page", type=Path)
    args = parser.parse_args()
    if not args.data.is_dir():
        print(f"{args.data} is missing: name the folder of the sets with --data")
        return
    if "models" in args.parts:
        models(args.data)
    for name in args.sets:
        data = Data(args.data, name)
        print(f"\n{name}: {len(data.texts)} rows, {data.fit.covered.mean():.0%} covered")
        for part in (part for part in args.parts if part in PARTS):
            start = time.process_time()
            PARTS[part](data, args)
            print(f"  [{part}: {time.process_time() - start:.1f} CPU-s]", flush=True)


if __name__ == "__main__":
    main()
