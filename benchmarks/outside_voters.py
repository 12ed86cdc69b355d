"""How far a further voter should be doubted, from label matrices made by chance: no real set is looked at.

    python benchmarks/outside_voters.py            # what the settings of `Doubt` should be, and what they give on fresh sets
    python benchmarks/outside_voters.py --sets 10  # a glance

A set is made thus: 300 to 3,000 rows of 2 to 6 classes of uneven size, 4 to 30 labeling functions that fire on 1 to 30 % of rows (in a quarter
of the sets on every class, else on one) with odds of 1.3 to 60, two fifths of which share their mistakes, and 15 % hard rows, on which all are half
as good. Beside them stands one voter of known worth: a model with two prompts a class, two fifths of whose mistakes are common, or one with a single
answer a row.

A setting passes if no voter makes labels worse by more than chance on more than 5 % of sets (more than two
standard deviations of as many coin flips as labels have changed); if what knows nothing labels no more than 1 % of the rows the functions leave open; and if
of open rows that another voter labels more are right than wrong. Of these that setting is recommended with which useful voters leave most rows rightly
labelled. Settings are looked at one after another, and one is changed only if it gains more than two standard errors.
"""

import argparse
import time
from dataclasses import asdict, dataclass, replace

import numpy as np

from goldsmith.labels import Doubt, WeakLabelling, borne_out, weak_labels

TRIED = {
    "less": (1.282, 1.645, 2.326),
    "more": (1.645, 2.326, 3.09),
    "alone": (1.5, 2.0, 3.0),
    "telling": (10, 30, 100),
    "imagined": (3.0, 10.0, 30.0),
    "rounds": (1, 2, 3),
}
START = Doubt(less=1.645, more=2.326, alone=2.0, telling=30, imagined=10.0, rounds=1)
PROMPTS = {
    "strong prompts": (0.6, 0.03),
    "middling prompts": (0.5, 0.2),
    "weak prompts": (0.5, 0.35),
    "coin flips": (0.5, 0.5),
    "adverse prompts": (0.2, 0.5),
}  # the share of its class a prompt fires on, and of other rows
ANSWERS = {"right on 95 %": 0.95, "right on 75 %": 0.75, "right on 60 %": 0.6, "always wrong": 0.0}
VOTERS = (*PROMPTS, *ANSWERS, "guess", "always the same")
NOTHING = {"coin flips", "adverse prompts", "always wrong", "guess", "always the same"}
USEFUL = {"strong prompts", "middling prompts", "right on 95 %", "right on 75 %"}
SPOILT, OPEN = 0.05, 0.01


@dataclass(frozen=True)
class Made:
    """Votes [n, m], the truth [n], which rows are hard [n], and what functions alone say."""

    L: np.ndarray
    truth: np.ndarray
    hard: np.ndarray
    cardinality: int
    alone: WeakLabelling


def made(seed: int) -> Made:
    rng = np.random.default_rng(seed)
    n, k = int(rng.choice([300, 1000, 3000])), int(rng.choice([2, 2, 2, 4, 6]))
    shares = np.maximum(rng.dirichlet(np.full(k, 3.0)), 0.08)
    truth, hard = rng.choice(k, size=n, p=shares / shares.sum()), rng.random(n) < 0.15
    narrow, common = rng.random() < 0.75, rng.random((n, 4))
    columns = []
    for at in range(max(int(rng.choice([4, 10, 30])), k)):
        luck = rng.random(n)
        if rng.random() < 0.4:  # half of its luck is that of others
            luck = (luck + common[:, at % 4]).argsort().argsort() / n
        write = of_one_class if narrow else of_all_classes
        columns.append(write(truth, hard, luck, label=at % k, k=k, rng=rng))
    L = np.column_stack(columns).astype(np.int8)
    return Made(L, truth, hard, k, weak_labels(L, k))


def drawn(rng: np.random.Generator, low: float, high: float) -> float:
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def of_one_class(
    truth: np.ndarray, hard: np.ndarray, luck: np.ndarray, *, label: int, k: int, rng: np.random.Generator
) -> np.ndarray:
    odds, coverage = drawn(rng, 1.3, 60), drawn(rng, 0.01, 0.3)
    inside = min(0.95, coverage * odds / (1 + (odds - 1) / k))
    return np.where(luck < chance(truth == label, hard, inside, inside / odds), label, -1)


def of_all_classes(
    truth: np.ndarray, hard: np.ndarray, luck: np.ndarray, *, label: int, k: int, rng: np.random.Generator
) -> np.ndarray:
    del label  # it votes for every one
    odds, coverage = drawn(rng, 1.3, 60), 3 * drawn(rng, 0.01, 0.3)
    right = luck < chance(np.full(len(truth), True), hard, odds / (odds + k - 1), 2 / k - 1 / (odds + k - 1))
    vote = np.where(right, truth, (truth + rng.integers(1, k, len(truth))) % k)
    return np.where(rng.random(len(truth)) < coverage, vote, -1)


def chance(wanted: np.ndarray, hard: np.ndarray, inside: float, outside: float) -> np.ndarray:
    """Return how likely each row is voted for: on hard rows half as good."""
    return np.where(hard, (inside + outside) / 2, np.where(wanted, inside, outside))


def voter(name: str, one: Made, seed: int) -> np.ndarray:
    rng = np.random.default_rng((seed, VOTERS.index(name)))
    n, k = one.L.shape[0], one.cardinality
    hard = one.hard & (rng.random(n) < 0.5)
    if name in PROMPTS:
        label = np.repeat(np.arange(k), 2)
        luck = np.where(rng.random((n, 2 * k)) < 0.4, rng.random((n, k))[:, label], rng.random((n, 2 * k)))
        fires = luck < chance(one.truth[:, None] == label, hard[:, None], *PROMPTS[name])
        return np.where(fires, label, -1).astype(np.int8)
    if name in ANSWERS:
        right = rng.random(n) < np.where(hard, (ANSWERS[name] + 1 / k) / 2, ANSWERS[name])
        vote = np.where(right, one.truth, (one.truth + rng.integers(1, k, n)) % k)
    else:
        vote = rng.integers(k, size=n) if name == "guess" else np.full(n, int(rng.integers(k)))
    return vote[:, None].astype(np.int8)


@dataclass(frozen=True)
class Found:
    """What became of one set with one voter: whether covered rows were spoilt, what open rows got, how many rows are right."""

    spoilt: bool
    covered: float
    given: int
    right_given: int
    open_rows: int
    right: float


def tried(one: Made, name: str, seed: int, doubt: Doubt) -> Found:
    votes = voter(name, one, seed)
    told = borne_out(votes, one.L, one.cardinality, groups=["model"] * votes.shape[1], doubt=doubt)
    right = weak_labels(one.L, one.cardinality, outside=told).labels
    covered, before = one.alone.covered, one.alone.labels == one.truth
    given, after = right[~covered] >= 0, right == one.truth
    changed = (after != before)[covered].sum()
    gain = int(after[covered].sum()) - int(before[covered].sum())
    return Found(
        gain < -2 * float(np.sqrt(changed)),
        gain / max(int(covered.sum()), 1),
        int(given.sum()),
        int(after[~covered][given].sum()),
        len(given),
        float(after.mean() - before.mean()),
    )


Table = dict[str, list[Found]]


def all_tried(sets: dict[int, Made], doubt: Doubt) -> Table:
    return {name: [tried(one, name, seed, doubt) for seed, one in sets.items()] for name in VOTERS}


def share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def faults(table: Table) -> list[str]:
    """Return why a setting does not pass."""
    found = []
    for name, runs in table.items():
        given, right = sum(one.given for one in runs), sum(one.right_given for one in runs)
        labelled = share(given, sum(one.open_rows for one in runs))
        if np.mean([one.spoilt for one in runs]) > SPOILT:
            found.append(f"{name} spoils {np.mean([one.spoilt for one in runs]):.1%} of sets")
        if name in NOTHING and labelled > OPEN:
            found.append(f"{name} labels {labelled:.1%} of open rows")
        if name not in NOTHING and labelled > OPEN and 2 * right <= given:
            found.append(f"{name} is right on {share(right, given):.1%} of open rows it labels")
    return found


def gains(table: Table) -> np.ndarray:
    """Return the gain in rows rightly labelled in each set, the mean over useful voters."""
    return np.mean([[one.right for one in table[name]] for name in sorted(USEFUL)], axis=0)


def recommended(sets: dict[int, Made]) -> Doubt:
    best, table = START, all_tried(sets, START)
    say("start", table, gains(table) * 0)
    for setting, values in TRIED.items():
        here = best
        for value in values:
            doubt = replace(here, **{setting: value})
            if doubt == here:
                continue
            other = all_tried(sets, doubt)
            more = gains(other) - gains(table)
            say(f"{setting} = {value:g}", other, more)
            error = float(more.std(ddof=1) / np.sqrt(len(more)))
            mended = bool(faults(table)) and not faults(other)
            if not faults(other) and (mended or more.mean() > 2 * error):
                best, table = doubt, other
    return best


def say(what: str, table: Table, more: np.ndarray) -> None:
    why = "; ".join(faults(table)) or "passes"
    error = more.std(ddof=1) / np.sqrt(len(more))
    print(
        f"{what:16} useful voters add {100 * gains(table).mean():6.2f} points ({100 * more.mean():+.2f} +- {100 * error:.2f})  {why}",
        flush=True,
    )


def told(table: Table) -> None:
    for name, runs in table.items():
        covered = [100 * one.covered for one in runs]
        given, open_rows = sum(one.given for one in runs), sum(one.open_rows for one in runs)
        right = share(sum(one.right_given for one in runs), given)
        print(
            f"{name:17} covered rows {np.mean(covered):+6.2f} points ({min(covered):+.2f} at worst, "
            f"{np.mean([one.spoilt for one in runs]):.1%} of sets spoilt); labels {share(given, open_rows):.1%} of open rows, "
            f"{right:.1%} of these right"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sets", type=int, default=60)
    args = parser.parse_args()
    start = time.process_time()
    doubt = recommended({seed: made(seed) for seed in range(args.sets)})
    print(f"\nrecommended: {asdict(doubt)}\nin use:      {asdict(Doubt())}")
    print("\nin use, on fresh sets:")
    fresh = all_tried({seed: made(seed) for seed in range(10_000, 10_000 + args.sets)}, Doubt())
    told(fresh)
    print("; ".join(faults(fresh)) or "passes")
    print(f"[{time.process_time() - start:.0f} CPU-s]")


if __name__ == "__main__":
    main()
