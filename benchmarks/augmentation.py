"""Texts a CPU second through the augmentations that change words, and EDA's synonym replacement against nlpaug's in the same run.

Run with: python benchmarks/augmentation.py [--texts 2000] [--data FILE]

nlpaug is no dependency of goldsmith (pip install nlpaug), and what it needs of nltk's data is in no package: `wordnet`, `omw-1.4` and
`averaged_perceptron_tagger_eng` (python -m nltk.downloader ..., or a folder named by NLTK_DATA). Where it is missing, ours is
measured alone. Both change a tenth of the words, at least one, in one new text of each. Every round is one pass over all texts
after one text that loads what is loaded once, for both the same; in the first no word has been looked up, and rounds of the two take turns.
"""

import argparse
import gc
import gzip
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from goldsmith.augment import aeda, character_noise, eda, fit_tf_idf, replace_by_tf_idf

DATA = Path(__file__).parents[2] / "shared" / "data" / "weak_supervision" / "agnews" / "test.jsonl.gz"
PACKAGED = Path(__file__).parents[1] / "plugins" / "goldsmith_recipes" / "data" / "youtube_comments.jsonl"
ROUNDS = 3
WANTED = 10
WARM = "The old doctors quickly bought three taken cars."


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=int, default=2000)
    parser.add_argument("--data", type=Path, default=DATA if DATA.exists() else PACKAGED)
    args = parser.parse_args()
    texts = read(args.data)[: args.texts]
    words = statistics.mean(len(text.split()) for text in texts)
    print(f"{len(texts):,} texts of {args.data.name}, {words:.0f} words on average")
    enough = beside_nlpaug(texts)
    fitted = fit_tf_idf(texts)
    others: dict[str, Callable[[str], Any]] = {
        "EasyDataAugmentation, all four, 4 texts of each": eda,
        "RandomPunctuation": aeda,
        "TfIdfReplacement": lambda text: replace_by_tf_idf(text, fitted),
        "CharacterNoise": character_noise,
    }
    for name, change in others.items():
        change(texts[0])
        print(f"{name:48} {speed(change, texts):8,.0f} texts/s", flush=True)
    sys.exit(not enough)


def read(path: Path) -> list[str]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        return [json.loads(line)["text"] for line in file]


def beside_nlpaug(texts: list[str]) -> bool:
    """Return whether the rounds together are fast enough, or there is no peer to tell."""
    theirs = nlpaug()
    ours = lambda text: eda(text, 0.1, 1, operations=["synonym replacement"])  # noqa: E731
    ours(WARM)
    gc.freeze()  # else what collects garbage goes through all that nltk has loaded, at our cost and not at its own
    rounds: list[tuple[float, float]] = []
    for number in range(ROUNDS):
        mine = speed(ours, texts)
        told = f"synonym replacement, round {number + 1}: {mine:8,.0f} texts/s"
        if theirs is not None:
            rounds.append((mine, speed(theirs, texts)))
            told += f", nlpaug {rounds[-1][1]:8,.0f}: {mine / rounds[-1][1]:.1f} times as many"
        print(told, flush=True)
    if not rounds:
        return True
    ours_together, theirs_together = (
        statistics.harmonic_mean(speeds) for speeds in zip(*rounds, strict=True)
    )
    print(f"together {ours_together / theirs_together:.1f}, {WANTED} are wanted")
    return ours_together / theirs_together >= WANTED


def nlpaug() -> Callable[[str], Any] | None:
    """Return nlpaug's augmenter, warm, or None where it or its data is missing."""
    try:
        import nlpaug.augmenter.word as words

        augmenter = words.SynonymAug(aug_src="wordnet", aug_p=0.1)
        augmenter.augment(WARM)
    except (ImportError, LookupError, OSError) as err:
        print(f"nlpaug is not measured: {type(err).__name__}: {str(err).strip().splitlines()[0]}")
        return None
    return augmenter.augment  # type: ignore[no-any-return]


def speed(change: Callable[[str], Any], texts: list[str]) -> float:
    began = time.process_time()
    for text in texts:
        change(text)
    return len(texts) / (time.process_time() - began)


if __name__ == "__main__":
    main()
