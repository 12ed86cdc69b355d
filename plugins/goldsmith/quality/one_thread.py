"""Small matrices on one thread."""

from collections.abc import Iterator
from contextlib import contextmanager

from goldsmith.extras import require

__all__ = ["one_thread"]


@contextmanager
def one_thread() -> Iterator[None]:
    """Let numpy's and scikit-learn's libraries compute on one thread meanwhile.

    Matrices of a few hundred rows are no faster on two, and a hundred times slower where the other core is busy and the
    threads wait for each other; sums come out alike, whatever the number of cores.

    Raises:
        MissingExtraError: threadpoolctl is not installed.

    >>> with one_thread():
    ...     pass
    """
    with require("threadpoolctl", extra="quality").threadpool_limits(1):
        yield
