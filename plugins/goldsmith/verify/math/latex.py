"""Plain form back into the LaTeX that math-verify reads."""

import re

__all__ = ["to_latex"]

_NAMES = re.compile(
    r"(?<![\\A-Za-z])(pi|sqrt|sin|cos|tan|cot|sec|csc|log|ln|exp|arcsin|arccos|arctan)(?![A-Za-z])"
)
_SIGNS = {"<=": r"\le ", ">=": r"\ge ", "!=": r"\ne ", "*": r"\cdot ", "+-": r"\pm ", "%": r"\%"}


def to_latex(text: str) -> str:
    r"""Return plain mathematics as LaTeX: programmers' powers, roots and names get braces and backslashes.

    >>> to_latex("x^10 + sqrt(2)*pi <= 2^(n+1)")
    'x^{10} + \\sqrt{2}\\cdot \\pi \\le 2^{n+1}'
    """
    text = _NAMES.sub(lambda m: "\\" + m[1] + " ", text)
    text = re.sub(r"\^ ?(-?\d+(?:\.\d+)?)", r"^{\1}", text)
    text = re.sub(r"(\^|\\sqrt) ?\(([^()]*)\)", r"\1{\2}", text)
    text = re.sub(r"(?<![A-Za-z])oo(?![A-Za-z])", r"\\infty ", text)
    text = re.sub(r"<=|>=|!=|\*|\+-|%", lambda m: _SIGNS[m[0]], text)
    text = re.sub(r"\\sqrt +", r"\\sqrt", text)
    return re.sub(r"(\\[a-z]+) +", r"\1 ", text).strip()
