"""A Ray session on this machine alone, that leaves nothing behind."""

import logging
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

__all__ = ["local_ray"]

_TOKEN = secrets.token_hex(32)  # one for all sessions: Ray reads it once a process


@contextmanager
def local_ray(num_cpus: int, num_gpus: int = 0) -> Iterator[str]:
    """Start Ray with so many CPUs and GPUs on paper, and give its address."""
    folder = tempfile.mkdtemp(prefix="ray")  # the paths of sockets must be short
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_raylet_start_wait_time_s", "180")
        patch.setenv("RAY_AUTH_MODE", "token")
        patch.setenv("RAY_AUTH_TOKEN", _TOKEN)  # else Ray would leave one in the home folder
        patch.setenv("RAY_AUTH_MODE", "")  # Ray sets it; now it will not stay
        patch.delenv("RAY_AUTH_MODE")
        import ray  # reads the environment here and nowhere else

        ray.init(
            num_cpus=num_cpus,
            num_gpus=num_gpus,
            include_dashboard=False,
            log_to_driver=False,
            logging_level=logging.WARNING,
            _temp_dir=folder,
        )
        try:
            yield ray.get_runtime_context().gcs_address
        finally:
            ray.shutdown()
            shutil.rmtree(folder, ignore_errors=True)
