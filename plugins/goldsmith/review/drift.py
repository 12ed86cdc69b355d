"""Refusing to mix answers to different questions."""

from goldsmith.errors import SchemaDriftError
from goldsmith.review.schema import Asked

__all__ = ["differences", "refuse_drift"]


def differences(wanted: Asked, found: Asked) -> list[str]:
    """Say in words where a project differs from what a run asks; empty when an answer means the same in both.

    >>> differences({"questions": {"q": ["label", "a", "b"]}}, {"questions": {"q": ["label", "a"]}})
    ["question 'q': this run has 'b', the project does not"]
    """
    found_words: list[str] = []
    for part in sorted(wanted.keys() | found.keys()):
        ours, theirs = wanted.get(part, {}), found.get(part, {})
        singular = part.removesuffix("s")
        for name in sorted(ours.keys() | theirs.keys()):
            if name not in theirs:
                found_words.append(f"{singular} {name!r} is missing in the project")
            elif name not in ours:
                found_words.append(f"{singular} {name!r} of the project is not in this run")
            else:
                found_words += [
                    f"{singular} {name!r}: {words}" for words in _options(ours[name], theirs[name])
                ]
    return found_words


def _options(ours: list[str], theirs: list[str]) -> list[str]:
    if ours[:1] != theirs[:1]:
        # Only a field has no kind: then it is a text.
        kinds = [side[0] if side else "text" for side in (ours, theirs)]
        return [f"this run asks for {kinds[0]}, the project for {kinds[1]}"]
    more = [f"this run has {option!r}, the project does not" for option in ours if option not in theirs]
    less = [f"the project has {option!r}, this run does not" for option in theirs if option not in ours]
    return more + less


def refuse_drift(run: str, wanted: Asked, found: Asked, *, where: str) -> None:
    """Check that the project at `where` asks what the run asks.

    Raises:
        SchemaDriftError: it does not; the message lists the differences and the ways on.
    """
    if changes := differences(wanted, found):
        raise SchemaDriftError(
            f"the review project of run {run!r} ({where}) asks something else than this run does:\n"
            + "\n".join(f"  - {change}" for change in changes)
            + "\nNothing was pushed. Either\n"
            f"  1. ask what the project asks (undo the change), or\n"
            f"  2. carry the reviews into a new run: goldsmith.review.migrate(items, schema, run={run!r}, to={run + '-2'!r}, ...), with"
            " renamed=Renamed(...) for what only has another name, or\n"
            f"  3. begin anew: push under a new run name. In either case the old project stays as it is."
        )
