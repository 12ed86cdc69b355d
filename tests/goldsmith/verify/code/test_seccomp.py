"""The filters are run here as the kernel would run them, on every call there is."""

import errno
import platform
import struct

import pytest

from goldsmith.verify.code.inside import seccomp
from goldsmith.verify.code.inside.seccomp import filter_program

MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
ALLOWED, KILLED = 0x7FFF0000, 0x80000000
REFUSED, UNKNOWN = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS


@pytest.fixture(params=MACHINES)
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(platform, "machine", lambda: request.param)
    return str(request.param)


def answer(program: bytes, architecture: int, number: int, *arguments: int) -> int:
    """Return what a filter says of a call: the five instructions of the kernel's BPF that ours are made of."""
    call = struct.pack("<IIQ6Q", number, architecture, 0, *arguments, *[0] * (6 - len(arguments)))
    place, found = 0, 0
    while True:
        code, if_true, if_false, value = struct.unpack_from("HBBI", program, place * 8)
        place += 1
        if code == 0x20:  # load four bytes
            (found,) = struct.unpack_from("<I", call, value)
        elif code == 0x06:  # return
            return int(value)
        else:  # jump if equal, at least, or any bit
            holds = {0x15: found == value, 0x35: found >= value, 0x45: bool(found & value)}[code]
            place += if_true if holds else if_false


def denied(job: bool, column: int) -> set[int]:
    calls = [*seccomp._IN_JOBS.values(), seccomp._FORK, seccomp._VFORK, seccomp._SET_LIMIT]
    known = calls if job else list(seccomp._ALWAYS.values())
    return {number for call in known if (number := call[column]) is not None}


@pytest.mark.parametrize("job", [False, True])
def test_every_call_is_refused_that_is_listed_and_no_other(machine: str, job: bool) -> None:
    architecture, column = MACHINES[machine]
    program = filter_program(job=job)
    # 15 is in none of the arguments that a filter looks at: no flag of clone, no command that is refused; and no limit is set.
    said = {number: answer(program, architecture, number, 0x10000 | 15, 15) for number in range(600)}
    unknown = set() if job else {seccomp._CLONE3[column]}
    commands = set() if job else {seccomp._FCNTL[column]}  # 15 is F_SETOWN_EX
    assert {n for n, answered in said.items() if answered == REFUSED} == denied(job, column) | commands
    assert {n for n, answered in said.items() if answered == UNKNOWN} == unknown
    assert set(said.values()) <= {ALLOWED, REFUSED, UNKNOWN}


def test_arguments_decide_where_a_call_is_good_and_bad(machine: str) -> None:
    architecture, column = MACHINES[machine]
    always, in_jobs = filter_program(job=False), filter_program(job=True)
    clone, limit, control = (call[column] for call in (seccomp._CLONE, seccomp._LIMIT, seccomp._CONTROL))
    assert answer(always, architecture, clone, 0x10000000) == REFUSED  # a user namespace
    assert answer(always, architecture, clone, 17) == ALLOWED  # a fork
    assert answer(in_jobs, architecture, clone, 17) == REFUSED
    assert answer(in_jobs, architecture, clone, 0x3D0F00) == ALLOWED  # a thread
    assert answer(in_jobs, architecture, limit, 0, 7, 0) == ALLOWED  # reads a limit
    assert answer(in_jobs, architecture, limit, 0, 7, 1) == REFUSED
    assert answer(in_jobs, architecture, limit, 0, 7, 1 << 40) == REFUSED
    assert answer(in_jobs, architecture, control, 1, 0) == REFUSED  # not to end with its parent
    assert answer(in_jobs, architecture, control, 2, 0) == ALLOWED
    assert answer(always, architecture, seccomp._FCNTL[column], 3, 8) == REFUSED
    assert answer(always, architecture, seccomp._FCNTL[column], 3, 1) == ALLOWED
    assert answer(always, architecture, seccomp._IOCTL[column], 3, 0x5412) == REFUSED


@pytest.mark.parametrize("job", [False, True])
def test_calls_of_another_machine_end_the_process(machine: str, job: bool) -> None:
    assert answer(filter_program(job=job), 0x40000003, 1) == KILLED
    if machine == "x86_64":
        assert answer(filter_program(job=job), MACHINES[machine][0], 0x40000000 | 41) == KILLED
