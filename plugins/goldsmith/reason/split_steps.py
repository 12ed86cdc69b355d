"""The steps of a chain of thought."""

import re

__all__ = ["split_steps", "without_marker"]

_MARKER = re.compile(
    r"^[ \t]*(?:[#*_]{1,4}[ \t]*)?(?:step[ \t]*)?(\d{1,3})[ \t]*[.):](?:[*_]{1,3})?(?=\s|$)[ \t]*",
    re.IGNORECASE,
)
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")


def split_steps(chain: str) -> list[str]:
    r"""Return the steps of a chain: numbered lines if they count up from 1, else paragraphs, else lines.

    What stands before the first number is a step of its own. The numbers themselves are left out. A fenced block is not
    split.

    >>> split_steps("Step 1: Half of 2 is 1.\nStep 2: 2 + 1 = 3.")
    ['Half of 2 is 1.', '2 + 1 = 3.']
    >>> split_steps("First halve it,\nso 1.\n\nThen add: 3.")
    ['First halve it,\nso 1.', 'Then add: 3.']
    >>> split_steps("Half of 2 is 1.\n2 + 1 = 3.")
    ['Half of 2 is 1.', '2 + 1 = 3.']
    """
    numbered = _numbered(chain)
    if numbered:
        return numbered
    paragraphs = _outside_fences(_PARAGRAPHS.split(chain), "\n\n")
    if len(paragraphs) > 1:
        return paragraphs
    return _outside_fences(chain.split("\n"), "\n")


def without_marker(step: str) -> str:
    """Return a step without its number.

    >>> without_marker("Step 2: 2 + 1 = 3.")
    '2 + 1 = 3.'
    """
    return _MARKER.sub("", step.strip(), count=1).strip()


def _numbered(chain: str) -> list[str]:
    steps: list[list[str]] = [[]]
    wanted = 1
    for line in chain.split("\n"):
        marker = _MARKER.match(line)
        if marker and int(marker[1]) == wanted:
            steps.append([line[marker.end() :]])
            wanted += 1
        else:
            steps[-1].append(line)
    if wanted <= 2:
        return []
    return [step for lines in steps if (step := "\n".join(lines).strip())]


def _outside_fences(parts: list[str], glue: str) -> list[str]:
    joined: list[str] = []
    inside = False
    for part in parts:
        if inside:
            joined[-1] += glue + part
        else:
            joined.append(part)
        inside ^= part.count("```") % 2 == 1
    return [step for part in joined if (step := part.strip())]
