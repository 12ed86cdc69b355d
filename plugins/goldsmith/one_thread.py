"""Computing on one thread."""

from collections.abc import Iterator
from contextlib import contextmanager

from goldsmith.extras import require

__all__ = ["one_thread"]


@contextmanager
def one_thread(extra: str, *, library: str | None = None) -> Iterator[None]:
    """Let the libraries of numpy and scikit-learn compute on one thread meanwhile.

    Matrices of a few hundred rows are no faster on two, and a hundred times slower where the other core is busy and the
    threads wait for each other; sums come out alike, whatever the number of cores. And a process forked from one that has
    used OpenMP's threads, as a pipeline's steps are, would wait for ever for threads that only its parent has.

    Args:
        extra: the extra of whoever computes, to name where threadpoolctl is missing.
        library: "openmp" or "blas" for one of the two alone.

    Raises:
        MissingExtraError: threadpoolctl is not installed.

    >>> with one_thread("quality"):
    ...     pass
    """
    with require("threadpoolctl", extra=extra).threadpool_limits(1, user_api=library):
        yield
