"""A conversation in which nobody ever got an answer says nothing about the tested model."""

from goldsmith_distilabel.prompting import AskingError, Row

__all__ = ["as_failure"]


def as_failure(result: list[Row] | Exception, counted: str) -> list[Row] | Exception:
    """Return a result whose rows were all cut short by an unreachable model as the error that it is.

    Args:
        result: the rows of one conversation, or the error that it ended with.
        counted: the column with the number of its turns.
    """
    if isinstance(result, Exception) or not all(
        row.get("infrastructure_error") and "unreachable" in row["ended"] and not row[counted]
        for row in result
    ):
        return result
    return AskingError("request_failed", result[0]["infrastructure_error"])
