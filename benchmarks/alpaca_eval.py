"""Our win rates and length-controlled win rates against AlpacaEval 2's published leaderboard, model by model.

Takes a checkout of github.com/tatsu-lab/alpaca_eval (annotations and leaderboard) and the leaderboard's
`instruction_difficulty.csv` (dataset tatsu-lab/alpaca_eval, SHA-256 e28d875b...0a18b); neither is part of goldsmith.

    python benchmarks/alpaca_eval.py --checkout alpaca_eval --difficulty instruction_difficulty.csv

A model with fewer than 805 annotations is listed apart: the leaderboard joins difficulties to annotations by their position,
so that after a missing one each is another instruction's. Joined in that way, ours agree there too.
"""

import argparse
import csv
import json
import sys
from pathlib import Path
from typing import Any

from goldsmith.judging import length_controlled_win_rate, win_rate

ANNOTATOR = "weighted_alpaca_eval_gpt4_turbo"
BOARD = f"src/alpaca_eval/leaderboards/data_AlpacaEval_2/{ANNOTATOR}_leaderboard.csv"
ITEMS, WANTED = 805, 0.5  # points


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--checkout", type=Path)
    parser.add_argument("--difficulty", type=Path)
    args = parser.parse_args()
    if not args.checkout or not args.difficulty:
        print("left out: give --checkout and --difficulty to compare with the leaderboard")
        return
    with args.difficulty.open() as file:
        difficulty = [float(row["instruction_difficulty"]) for row in csv.DictReader(file)]
    with (args.checkout / BOARD).open() as file:
        published = {row[""]: row for row in csv.DictReader(file)}
    baseline = json.loads((args.checkout / "results/gpt4_1106_preview/model_outputs.json").read_text())
    place = {row["instruction"]: number for number, row in enumerate(baseline)}
    far: list[float] = []
    for path in sorted(args.checkout.glob(f"results/*/{ANNOTATOR}/annotations.json")):
        name = path.parts[-3]
        row = published.get(name)
        if row is None or not row["length_controlled_winrate"]:
            continue
        records = json.loads(path.read_text())
        whole = len(records) == ITEMS
        hard = [
            difficulty[place[record["instruction"]] if whole else number]
            for number, record in enumerate(records)
        ]
        raw, controlled = rates(records, hard)
        far.append(abs(controlled - float(row["length_controlled_winrate"])))
        print(
            f"{name}{'' if whole else f' ({len(records)} annotations)'}: {raw:.4f}, published {float(row['win_rate']):.4f}; "
            f"length-controlled {controlled:.2f}, published {float(row['length_controlled_winrate']):.2f}"
        )
    print(f"{len(far)} models: {max(far):.2f} points apart at most, {sum(far) / len(far):.2f} on average")
    sys.exit(max(far) > WANTED)


def rates(records: list[dict[str, Any]], difficulty: list[float]) -> tuple[float, float]:
    """Return the win rate and the length-controlled one, in percent."""
    said = [record["preference"] for record in records]
    preferences = [None if value is None or value != value else value for value in said]  # noqa: PLR0124 - NaN
    lengths, others = ([len(record[f"output_{side}"]) for record in records] for side in (2, 1))
    return win_rate(preferences).win_rate, length_controlled_win_rate(
        preferences, lengths, others, difficulty
    ).win_rate


if __name__ == "__main__":
    main()
