"""How many texts `SemanticDuplicates(recall=StaticEmbeddings())` embeds, and which pairs it loses, on the data beside the repository.

Run with: python benchmarks/static_recall.py [texts of each set] (the first run distils the vectors of words, two minutes)

All pairs of the first texts of each set whose MiniLM vectors have a cosine of .8 and whose words agree would be duplicates; a pair is
kept if its static vectors reach the threshold, and a text is embedded if any other's do.
"""

import gzip
import json
import sys
import time
from pathlib import Path

import numpy as np

from goldsmith.dedup import disagreement, read
from goldsmith_distilabel.llms import MiniLMEmbeddings, StaticEmbeddings

SETS = {"youtube": "train.json.gz", "sms": "train.json.gz", "agnews": "test.jsonl.gz"}
SHARED = Path(__file__).parents[2] / "shared" / "data" / "weak_supervision"
DUPLICATE = 0.8


def main(count: int) -> None:
    model, static = MiniLMEmbeddings(), StaticEmbeddings()
    model.load()
    static.load()
    for name, file in SETS.items():
        texts = list(dict.fromkeys(texts_of(SHARED / name / file)))[:count]
        vectors, dear = timed(model, texts)
        cheap, quick = timed(static, texts)
        print(
            f"{name}: {len(texts)} texts, {len(texts) / dear:,.0f} and {len(texts) / quick:,.0f} texts a CPU second"
        )
        one, other = np.nonzero(np.triu(vectors @ vectors.T >= DUPLICATE, 1))
        readings = [read(text) for text in texts]
        agree = [disagreement(readings[a], readings[b]) is None for a, b in zip(one, other, strict=True)]
        cosines = cheap @ cheap.T
        pairs = cosines[one[agree], other[agree]]
        np.fill_diagonal(cosines, 0)
        for threshold in (0.4, 0.5, 0.6, 0.7):
            kept, embedded = (pairs >= threshold).sum(), (cosines >= threshold).any(axis=1).mean()
            print(f"  {threshold}: {embedded:.0%} of the texts embedded, {kept} of {len(pairs)} pairs kept")


def texts_of(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        if path.name.endswith(".jsonl.gz"):
            return [json.loads(line)["text"] for line in file]
        return [row["data"]["text"] for row in json.load(file).values()]


def timed(embeddings: MiniLMEmbeddings | StaticEmbeddings, texts: list[str]) -> tuple[np.ndarray, float]:
    began = time.process_time()
    vectors = np.array(embeddings.encode(texts))
    return vectors, time.process_time() - began


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 600)
