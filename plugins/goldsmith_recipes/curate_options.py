"""What a run of `curate` can be told."""

from dataclasses import dataclass

from goldsmith_recipes.generation_recipe import GenerateOptions

__all__ = ["CurateOptions"]


@dataclass(frozen=True)
class CurateOptions(GenerateOptions):
    """What a run can be told; `language` is the code of the one that is kept, "" keeps all.

    Attributes:
        toxicity: what scores it, as `ToxicityFilter.scorer`; "off" leaves it out.
        topics: "name: keywords" each.
        allow: the topics to keep, all if none is named.
        deny: the topics to drop.
        semantic: whether rows that say the same in other words are dropped.
        group: a column; rows that differ in it are never duplicates of each other.
        scores: columns of numbers: by the first the best of duplicates stays, by all together rows are selected.
        against: a file of evaluation items that no row may have.
        index: a folder that knows the rows of earlier runs: what repeats one of them is dropped.
        budget: the most rows to keep, chosen to be good and unlike each other; 0 keeps all.
        balance: a column whose values get equal shares of the budget.
        perplexity: how many rows, before and after, the local model's perplexity is measured on; 0 leaves it out.
    """

    toxicity: str = "words"
    topics: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    semantic: bool = False
    group: str = ""
    scores: tuple[str, ...] = ()
    against: str = ""
    index: str = ""
    budget: int = 0
    balance: str = ""
    perplexity: int = 0
