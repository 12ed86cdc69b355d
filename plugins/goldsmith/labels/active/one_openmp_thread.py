"""Clustering that a forked process can do as well."""

from collections.abc import Iterator
from contextlib import contextmanager

from goldsmith.extras import require

__all__ = ["one_openmp_thread"]


@contextmanager
def one_openmp_thread() -> Iterator[None]:
    """Let scikit-learn compute on one OpenMP thread meanwhile.

    A process forked from one that has used OpenMP's threads, as a pipeline's steps are, would wait for ever for threads
    that only its parent has.

    Raises:
        MissingExtraError: threadpoolctl is not installed.

    >>> with one_openmp_thread():
    ...     pass
    """
    with require("threadpoolctl", extra="labels").threadpool_limits(1, user_api="openmp"):
        yield
