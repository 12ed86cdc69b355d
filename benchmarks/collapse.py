"""Five generations of a trigram model, each trained on what the one before wrote, with and without curation.

    python benchmarks/collapse.py --html runs/collapse.html
    python benchmarks/collapse.py --data questions.jsonl --text-column question

The first model is trained on texts that people wrote (half of the sample comments, or of your file), each further one on as many
texts of the model before. Three ways to choose these: as they come; curated, which is what is left when near-duplicates and
repetitive texts are gone, topped up from the same model; and curated beside human texts, half and half.
`goldsmith.quality.collapse` then compares what the models wrote with the other half, which no model was trained on.
"""

import argparse
import random
import time
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import goldsmith_recipes
from goldsmith.data import read_rows
from goldsmith.dedup import near_duplicates
from goldsmith.filters import repetition_reason, repetition_scores
from goldsmith.quality import Collapse, Report, collapse
from goldsmith.quality.measure_sections import collapse_sections

DATA = Path(goldsmith_recipes.__file__).parent / "data" / "youtube_comments.jsonl"
ROUNDS = 6  # of as many texts as are wanted, from which a curated generation is chosen at most
LONGEST = 60  # words of a text
START, END = "\x02", "\x03"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--text-column", default="text")
    parser.add_argument("--generations", type=int, default=5)
    parser.add_argument("--temperature", type=float, default=0.9)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--html", type=Path)
    args = parser.parse_args()
    texts = sorted({str(row[args.text_column]) for row in read_rows(args.data, args.text_column)})
    random.Random(args.seed).shuffle(texts)
    train, held_out = texts[: len(texts) // 2], texts[len(texts) // 2 :]
    print(f"{len(train):,} texts to train on, {len(held_out):,} to compare with")
    sections = []
    for name, choose in WAYS.items():
        start = time.process_time()
        rng = random.Random(args.seed)
        data, written = train, []
        for _ in range(args.generations):
            model = Trigrams(data, args.temperature)
            written.append(model.write(len(train), rng))
            data = choose(model, written, train, rng)
        found = collapse(held_out, written, seed=args.seed)
        show(name, found, time.process_time() - start)
        sections += [
            replace(section, title=f"{name}: {section.title}") for section in collapse_sections(found)
        ]
    if args.html:
        print(Report("Model collapse", "A trigram model trained on its own texts", sections).html(args.html))


class Trigrams:
    """Which word follows two others, as often as it did in the texts, sharpened by a temperature."""

    def __init__(self, texts: list[str], temperature: float) -> None:
        counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for text in texts:
            words = [START, START, *text.split(), END]
            for context, word in zip(pairwise(words), words[2:], strict=False):
                counts[context][word] += 1
        self._next = {
            context: (list(found), [count ** (1 / temperature) for count in found.values()])
            for context, found in counts.items()
        }

    def write(self, n: int, rng: random.Random) -> list[str]:
        """Return n texts."""
        return [self._text(rng) for _ in range(n)]

    def _text(self, rng: random.Random) -> str:
        words = [START, START]
        while words[-1] != END and len(words) < LONGEST:
            words += rng.choices(*self._next[words[-2], words[-1]])
        return " ".join(words[2:]).removesuffix(END).strip()


def as_they_come(
    _model: Trigrams, written: list[list[str]], _human: list[str], _rng: random.Random
) -> list[str]:
    return written[-1]


def curated(model: Trigrams, written: list[list[str]], human: list[str], rng: random.Random) -> list[str]:
    """Return as many texts as there are human ones, without copies and repetition, as far as the model has them."""
    kept: list[str] = []
    fresh = written[-1]
    for _ in range(ROUNDS):
        kept += [text for text in fresh if text and repetition_reason(repetition_scores(text)) is None]
        firsts = near_duplicates(kept).tolist()
        kept = [text for row, text in enumerate(kept) if firsts[row] == row]
        if len(kept) >= len(human):
            break
        fresh = model.write(len(human), rng)
    return kept[: len(human)]


def beside_human(
    model: Trigrams, written: list[list[str]], human: list[str], rng: random.Random
) -> list[str]:
    kept = curated(model, written, human, rng)
    return [*human[: len(human) // 2], *kept[: len(human) - len(human) // 2]]


def show(name: str, found: Collapse, seconds: float) -> None:
    print(
        f"\n{name}: collapsed: {found.collapsed}; {found.words:,} words a generation, {seconds:.0f} CPU seconds"
    )
    for curve in found.curves:
        points = "  ".join(f"{point.value:6.3f}" for point in curve.points)
        print(
            f"  {curve.name:18} {points}   tau {curve.trend.tau:5.2f}, p {curve.trend.p:.3f}{'  lost' if curve.lost else ''}"
        )


WAYS = {"as they come": as_they_come, "curated": curated, "curated, beside human texts": beside_human}

if __name__ == "__main__":
    main()
