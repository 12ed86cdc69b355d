"""What a run of `curate` gives back and tells of itself."""

from collections import Counter
from typing import Any

from goldsmith.quality import Report, Section, Table, before_and_after, contamination_page
from goldsmith_distilabel.llms import LocalLogprobs
from goldsmith_recipes.curate_options import CurateOptions
from goldsmith_recipes.run_folder import Rows

__all__ = ["matches", "measured", "quality", "sections", "training"]

_NOTED = {
    "keep", "drop_reason", "duplicate_of", "similarity", "cluster", "repetition_scores", "encoding_damage", "text_length", "refusal", "prompt_echo", "template_markers", "pii", "toxicity", "topic",
    "topic_score", "topic_margin", "language_probability", "contamination", "selection_score", "provenance", "distilabel_metadata", "error",
}  # fmt: skip


def training(rows: Rows) -> Rows:
    """Return the kept rows as they were given, with `text` mended and masked, without what the filters noted."""
    return [{name: value for name, value in row.items() if name not in _NOTED} for row in rows]


def measured(rows: Rows) -> dict[str, Any]:
    """Return the share that was kept, why the others were not, and in how many kept rows personal data was masked."""
    kept = [row for row in rows if row.get("keep") is not False]
    dropped = Counter(str(row["drop_reason"]).partition(":")[0] for row in rows if row.get("keep") is False)
    return {
        "kept_share": len(kept) / len(rows) if rows else None,
        "rows_masked": sum(bool(row.get("pii")) for row in kept),
        "dropped": dict(dropped.most_common()),
    }


def sections(found: dict[str, Any]) -> list[Section]:
    """Return how many rows each filter dropped; the pages beside the report have the rest."""
    note = "A row counts under the first filter that dropped it. quality.html measures the rows before and after."
    return [Table("Dropped, by filter", ["filter", "rows"], list(found["dropped"].items()), note=note)]


def quality(given: Rows, rows: Rows, options: CurateOptions) -> Report:
    """Return the page that measures the rows as they were given and as they were kept."""
    return before_and_after(
        given,
        [row for row in rows if row.get("keep") is not False],
        language=options.language.lower(),
        logprobs=LocalLogprobs() if options.perplexity else None,
        scored=max(options.perplexity, 1),
        seed=options.seed,
    )


def matches(_: Rows, rows: Rows, __: CurateOptions) -> Report | None:
    """Return the page of evaluation items in rows, if any were looked for."""
    return contamination_page(rows) if any("contamination" in row for row in rows) else None
