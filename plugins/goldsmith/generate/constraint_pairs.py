"""Pairs of responses of which one meets all constraints and the other breaks one: relaxing, checking."""

import random
from collections.abc import Sequence

from goldsmith.generate.derived_seed import derived_seed
from goldsmith.generate.persona_prompts.drop_reasons import refusing_words
from goldsmith.text import letters_and_digits
from goldsmith.verify.constraints import Constraint, constraint_problems

__all__ = ["constraint_pair_reason", "draw_relaxed", "is_relaxed", "response_flaw"]


def draw_relaxed(constraints: Sequence[Constraint], *, seed: object = 0) -> Constraint:
    """Return the constraint to relax, drawn uniformly by `seed`.

    >>> from goldsmith.verify import draw_constraints
    >>> constraints = draw_constraints("row 1", 3)
    >>> draw_relaxed(constraints, seed=1) == draw_relaxed(constraints, seed=1)
    True
    """
    return random.Random(derived_seed(seed)).choice(constraints)  # noqa: S311 (no secret)


def is_relaxed(relaxed: str, instruction: str) -> bool:
    """Return whether `relaxed` asks for something else than `instruction`; case, space and punctuation do not count.

    >>> is_relaxed("name  five rivers", "Name five rivers."), is_relaxed("Name rivers.", "Name five rivers.")
    (False, True)
    """
    return letters_and_digits(relaxed) != letters_and_digits(instruction)


def response_flaw(response: str, *, cut: bool = False) -> str:
    """Return why `response` is none to learn from, whatever the constraints: empty, cut off, a refusal; else "".

    >>> response_flaw("The Rhine and", cut=True)
    'cut off'
    """
    if not any(map(str.isalnum, response)):
        return "empty"
    if cut:
        return "cut off"
    refused = refusing_words(response)
    return f'refusal ("{refused}")' if refused else ""


def constraint_pair_reason(
    chosen: str, rejected: str, constraints: Sequence[Constraint], relaxed: Constraint
) -> str | None:
    """Return why the two responses are no pair to learn from, or None.

    The chosen one must meet all `constraints`, the rejected one must break `relaxed`; so they are never the same.

    >>> from goldsmith.verify import read_constraints
    >>> (no_comma,) = read_constraints('[{"kind": "punctuation:no_comma"}]')
    >>> constraint_pair_reason("Rhine and Rhone.", "Rhine, Rhone.", [no_comma], no_comma)
    >>> constraint_pair_reason("Rhine, Rhone.", "Rhine, Rhone.", [no_comma], no_comma)
    'constraint pair: chosen breaks punctuation:no_comma: 1 commas'
    >>> constraint_pair_reason("Rhine and Rhone.", "The Rhine.", [no_comma], no_comma)
    'constraint pair: rejected keeps punctuation:no_comma'
    """
    if broken := constraint_problems(chosen, constraints):
        return f"constraint pair: chosen breaks {'; '.join(broken)}"
    if not constraint_problems(rejected, [relaxed]):
        return f"constraint pair: rejected keeps {relaxed.kind}"
    return None
