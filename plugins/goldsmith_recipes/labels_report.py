"""The report of a labelling run."""

from collections.abc import Mapping
from typing import Any

from goldsmith.labels import wilson_interval
from goldsmith.quality import (
    Bar,
    Bars,
    Column,
    Flow,
    Histogram,
    Numbers,
    Reliability,
    Report,
    Section,
    Stage,
    Table,
    Text,
    Tile,
)
from goldsmith.quality import Rows as RowsBrowser
from goldsmith_recipes.outcome import vouched_for
from goldsmith_recipes.quality_sections import quality_sections
from goldsmith_recipes.run_folder import Rows
from goldsmith_recipes.simulated_reviews import SIMULATED

__all__ = ["labels_report"]

_MEANING = {
    "LLM alone": "the model's label, calibrated on content-free input",
    "labeling functions alone": "a label model on the hand-written functions",
    "label model": "a label model on functions and model, and what the texts say",
    "after review": "the reviewers' label where there is one, else the label model's that learnt from them",
    "accepted and reviewed": "the gold data alone: what nobody vouches for is left out",
}


def labels_report(summary: Mapping[str, Any], kept: Rows, dropped: Rows, known: Mapping[str, str]) -> Report:
    """Return the report of a run from its summary, its rows and the known labels by id."""
    counts = summary["counts"]
    sections: list[Section] = [_numbers(summary), _flow(counts)]
    if summary["accuracy"]:
        sections += [_accuracy(summary, kept, known), _reliability(kept, known)]
    sections += [
        Histogram(
            "Confidence",
            [row["confidence"] for row in kept if row["label"] is not None],
            bins=20,
            x_label="probability the label model gives its label",
            span=(0, 1),
            style="percent",
        ),
        _voters(kept, known),
        _review(summary),
        *_refit(summary),
        RowsBrowser(
            "Rows",
            [_shown(row, known) for row in [*kept, *dropped]],
            columns=("text", "final_label", "decided_by", "confidence", "source"),
            facets=(
                "final_label",
                "decided_by",
                "route",
                "source",
                "drop_reason",
                "confidence",
                *(("right",) if known else ()),
            ),
            note="Every row of the run, dropped ones included; open one to see its votes, reviews and provenance.",
        ),
        *quality_sections((), vouched_for(kept), "text"),
    ]
    banner = SIMULATED if summary["simulated_reviews"] and counts["reviewed"] else None
    return Report(
        f"Labels: {summary['run']}",
        f"{counts['rows_in']} rows in, {counts['gold']} rows of gold data",
        sections,
        banner,
    )


def _numbers(summary: Mapping[str, Any]) -> Numbers:
    counts, accuracy, agreed = summary["counts"], summary["accuracy"], summary["agreement"]
    tiles = [
        Tile("Rows in", counts["rows_in"], f"{counts['synthetic']} of them synthetic"),
        Tile("Gold data", counts["gold"], "rows a person or a confident label model vouches for"),
        Tile("Reviewed", counts["reviewed"], f"of {counts['sent_to_review']} sent to review"),
    ]
    if "accepted and reviewed" in accuracy:
        tiles.append(
            Tile(
                "Accuracy of the gold data",
                accuracy["accepted and reviewed"],
                "against known labels",
                "percent",
            )
        )
    if agreed["rows"]:
        low, high = agreed["alpha_interval"]
        tiles.append(
            Tile(
                "Agreement",
                agreed["alpha"],
                "Krippendorff's alpha of the reviewers, nominal",
                interval=(low, high),
            )
        )
    return Numbers("At a glance", tiles)


def _flow(counts: Mapping[str, Any]) -> Flow:
    split = {
        "accepted": counts["accepted"],
        "sent to people": counts["sent_to_review"],
        "held": counts["held"],
    }
    return Flow(
        "What became of the rows",
        [
            Stage("rows in", counts["rows_in"]),
            Stage("kept", counts["kept"], lost=counts["dropped"]),
            Stage(
                "labelled",
                counts["kept"],
                split=split,
                hint="accepted: confident; held: neither confident nor sent to people",
            ),
            Stage("gold data", counts["gold"], lost={"held": counts["kept"] - counts["gold"]}),
        ],
    )


def _accuracy(summary: Mapping[str, Any], kept: Rows, known: Mapping[str, str]) -> Bars:
    scored = sum(row["id"] in known for row in kept)
    bars = [
        Bar(
            name,
            score,
            _interval(score, scored) if name != "accepted and reviewed" else None,
            _MEANING[name],
            name == "after review",
        )
        for name, score in summary["accuracy"].items()
    ]
    note = f"Share right of {scored} kept rows with a known label; a row without a label is wrong. Whiskers: 95 % Wilson intervals."
    return Bars("Accuracy of each labeller", bars, style="percent", note=note)


def _interval(share: float, trials: int) -> tuple[float, float]:
    return wilson_interval(round(share * trials), trials)


def _reliability(kept: Rows, known: Mapping[str, str]) -> Reliability:
    scored = [row for row in kept if row["id"] in known and row["label"] is not None]
    return Reliability(
        "Is the confidence honest?",
        [row["confidence"] for row in scored],
        [row["label"] == known[row["id"]] for row in scored],
        note="The label model's confidence against how often it is right, on rows with a known label.",
    )


def _voters(kept: Rows, known: Mapping[str, str]) -> Table:
    names = list(dict.fromkeys(name for row in kept for name in row["votes"]))
    columns = [
        Column("voter"),
        Column("coverage", "percent", "share of kept rows it votes on"),
        Column("overlaps", "percent", "share where it and another voter vote"),
        Column("conflicts", "percent", "share where another voter disagrees with it"),
        *(
            [Column("accuracy", "percent", "share of its votes that are right, on rows with a known label")]
            if known
            else []
        ),
    ]
    return Table("Voters", columns, [_voter(name, kept, known) for name in names])


def _voter(name: str, kept: Rows, known: Mapping[str, str]) -> list[Any]:
    voted = [row for row in kept if name in row["votes"]]
    overlaps = sum(len(row["votes"]) > 1 for row in voted)
    conflicts = sum(len(set(row["votes"].values())) > 1 and _opposed(name, row["votes"]) for row in voted)
    scored = [row["votes"][name] == known[row["id"]] for row in voted if row["id"] in known]
    accuracy = [sum(scored) / len(scored) if scored else None] if known else []
    return [name, *(count / len(kept) for count in (len(voted), overlaps, conflicts)), *accuracy]


def _opposed(name: str, votes: Mapping[str, str]) -> bool:
    return any(vote != votes[name] for vote in votes.values())


def _review(summary: Mapping[str, Any]) -> Text:
    agreed = summary["agreement"]
    pages = "\n\n".join(f"{tool}: {url}" for tool, url in summary["review_pages"].items())
    if not agreed["rows"]:
        return Text("Review", f"No row has two reviews, so agreement cannot be told.\n\n{pages}")
    people = "simulated reviewers" if summary["simulated_reviews"] else "reviewers"
    told = (
        f"{len(agreed['reviewers'])} {people} ({', '.join(agreed['reviewers'])}) both answered {agreed['rows']} rows and agree on "
        f"{agreed['agree']:.1%} of them. {summary['counts']['disputed']} rows are disputed; there the label model's label decides."
    )
    return Text("Review", f"{told}\n\n{pages}")


def _refit(summary: Mapping[str, Any]) -> list[Text]:
    told = summary["refit"]
    if not told or told["after"] is None:
        return []
    said = (
        f"With the {told['reviewed']} rows that reviewers agree on as gold, the label model and the classifier of texts were fitted "
        f"anew. Of these rows {told['before']:.1%} were right before, {told['after']:.1%} are by fits that have not seen the row's review. "
    )
    said += (
        f"So the new fit counts: {told['changed']} rows that nobody reviewed have another label."
        if told["kept"]
        else "That is no better, as the reviewers' labels are no likelier by it: the first labels stay."
    )
    if "unreviewed" in told:
        said += (
            f"\n\nOf {told['unreviewed']} rows that nobody reviewed and whose label is known, {told['unreviewed_right_before']:.1%} were right before and "
            f"{told['unreviewed_right_after']:.1%} are now."
        )
    return [Text("What the reviews taught", said)]


def _shown(row: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    told = {
        name: row.get(name)
        for name in ("text", "final_label", "decided_by", "confidence", "route", "source", "drop_reason")
    }
    if known:
        right = (
            None
            if row["id"] not in known or not row.get("final_label")
            else row["final_label"] == known[row["id"]]
        )
        told |= {"known_label": known.get(row["id"]), "right": right}
    return told | {name: value for name, value in row.items() if name not in told}
