"""What there is to run of a row with a program and its tests."""

from typing import Any, Literal

from goldsmith.verify import CodeJob, final_code

__all__ = ["code_job"]


def code_job(
    row: dict[str, Any],
    *,
    column: str = "generation",
    tests_column: str = "tests",
    setup_column: str = "",
    style: Literal["auto", "assert", "unittest", "pytest"] = "auto",
) -> CodeJob | str:
    """Return what to run, or why nothing can be run.

    >>> code_job({"generation": "x = 1", "tests": "assert x == 1"})
    CodeJob(code='x = 1', tests=['assert x == 1'], stdin='', style='auto')
    >>> code_job({"generation": "x = 1", "tests": ""})
    'there is no test in tests'
    """
    text, tests = row.get(column), row.get(tests_column)
    if not isinstance(text, str):
        return f"{column} is a {type(text).__name__}, wanted a str"
    code = final_code(text)
    setup = row.get(setup_column) if setup_column else ""
    if code is None and not setup:
        return f"there is no Python in {column}"
    sources = [tests] if isinstance(tests, str) else tests
    if not isinstance(sources, list) or not all(isinstance(source, str) for source in sources):
        return f"{tests_column} is a {type(tests).__name__}, wanted a str or a list of them"
    sources = [source for source in sources if source.strip()]
    if not sources:
        return f"there is no test in {tests_column}"
    return CodeJob(f"{setup or ''}{text if code is None else code}", sources, style=style)
