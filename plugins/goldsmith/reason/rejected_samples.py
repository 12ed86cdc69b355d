"""Which samples of a question are worth training on."""

from collections.abc import Sequence

from goldsmith.dedup import exact_duplicates

__all__ = ["rejected_samples"]


def rejected_samples(flaws: Sequence[str], chains: Sequence[str], most: int) -> list[str]:
    """Return for each sample why it is rejected, "" for those that are kept.

    Kept are the first `most` samples without a flaw whose chain is not that of an earlier one, after
    `goldsmith.text.normalise`: correct and distinct paths (rejection sampling fine-tuning, Yuan et al. 2023, section 3.2).

    Args:
        flaws: [n] what is wrong with each, "" if nothing is.
        chains: [n] the reasoning of each.
        most: how many to keep.

    >>> rejected_samples(["", "unverified", "", "", ""], ["a b", "c", "A  b", "d", "e"], 2)
    ['', 'unverified', 'duplicate of sample 0', '', 'more than 2 right chains']
    """
    sound = [place for place, flaw in enumerate(flaws) if not flaw]
    first = exact_duplicates([chains[place] for place in sound])
    reasons = list(flaws)
    kept = 0
    for number, place in enumerate(sound):
        if first[number] != number:
            reasons[place] = f"duplicate of sample {sound[first[number]]}"
        elif kept == most:
            reasons[place] = f"more than {most} right chain{'s' * (most > 1)}"
        else:
            kept += 1
    return reasons
