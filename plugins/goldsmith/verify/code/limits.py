"""What a piece of code may use up."""

from dataclasses import dataclass

from goldsmith.errors import InputError

__all__ = ["CodeLimits"]


@dataclass(frozen=True)
class CodeLimits:
    """What one run may use.

    Attributes:
        seconds: from start to end, tests included.
        cpu_seconds: of processor time, rounded up to whole seconds.
        memory: bytes of address space, for the code and for its tests each.
        output: bytes of stdout and stderr together.
        file_size: bytes of one file; all files of a job share 32 MiB.
        open_files: at a time.

    Raises:
        InputError: one of them is not positive.
    """

    seconds: float = 5.0
    cpu_seconds: float = 5.0
    memory: int = 512 << 20
    output: int = 256 << 10
    file_size: int = 8 << 20
    open_files: int = 64

    def __post_init__(self) -> None:
        """Refuse what is no limit."""
        for name, value in vars(self).items():
            if not value > 0:
                raise InputError(f"{name} of CodeLimits must be positive, got {value!r}")
