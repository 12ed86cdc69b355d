"""The system calls that a sandboxed process is denied, as a seccomp filter built and installed without libseccomp."""

import ctypes
import errno
import platform
import signal
import struct

__all__ = ["FILTERED_MACHINES", "SystemCallFilter", "end_with_parent", "filter_program"]

# Number on x86_64, number on aarch64 (None: it has no such call there).
_ALWAYS = {
    # network
    "socket": (41, 198), "socketpair": (53, 199), "bind": (49, 200), "listen": (50, 201), "connect": (42, 203),
    # other processes
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "pidfd_send_signal": (424, 424),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "process_madvise": (440, 440),
    "execve": (59, 221), "execveat": (322, 281),
    "setpriority": (141, 140), "ioprio_set": (251, 30),
    "sched_setaffinity": (203, 122), "sched_setscheduler": (144, 119), "sched_setparam": (142, 118),
    "sched_setattr": (314, 274),
    # the kernel's larger surfaces
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427), "bpf": (321, 280),
    "perf_event_open": (298, 241), "userfaultfd": (323, 282), "keyctl": (250, 219), "add_key": (248, 217),
    "request_key": (249, 218), "fanotify_init": (300, 262), "personality": (135, 92),
    # namespaces and mounts
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41),
    "chroot": (161, 51), "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    "open_tree_attr": (467, 467), "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    # the machine
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104),
    "kexec_file_load": (320, 294), "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225),
    "acct": (163, 89), "quotactl": (179, 60), "quotactl_fd": (443, 443), "syslog": (103, 116),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171), "clock_adjtime": (305, 266),
    "sethostname": (170, 161), "setdomainname": (171, 162), "vhangup": (153, 58), "iopl": (172, None),
    "ioperm": (173, None),
    # memory and messages that outlive a process
    "shmget": (29, 194), "shmat": (30, 196), "semget": (64, 190), "msgget": (68, 186), "mq_open": (240, 180),
    "memfd_secret": (447, 447),
}  # fmt: skip
_IN_JOBS = {
    "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131), "memfd_create": (319, 279),
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
    "chown": (92, None), "fchown": (93, 55), "lchown": (94, None), "fchownat": (260, 54),
    "utime": (132, None), "utimes": (235, None), "futimesat": (261, None), "utimensat": (280, 88),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7), "setxattrat": (463, 463),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16), "removexattrat": (466, 466),
    "file_setattr": (469, 469), "truncate": (76, 45), "mknod": (133, None), "mknodat": (259, 33),
    "setuid": (105, 146), "setgid": (106, 144), "setreuid": (113, 145), "setregid": (114, 143),
    "setresuid": (117, 147), "setresgid": (119, 149), "setfsuid": (122, 151), "setfsgid": (123, 152),
    "setgroups": (116, 159), "capset": (126, 91),
}  # fmt: skip
_SET_LIMIT, _LIMIT = (160, 164), (302, 261)  # setrlimit; prlimit64, which also reads
_CONTROL, _WITH_PARENT = (157, 167), 1  # prctl, PR_SET_PDEATHSIG
_FORK, _VFORK = (57, None), (58, None)
_CLONE, _CLONE3, _FCNTL, _IOCTL = (56, 220), (435, 435), (72, 25), (16, 29)
_SIGNALS_BY_FILE = (8, 10, 15)  # F_SETOWN, F_SETSIG, F_SETOWN_EX: have the kernel signal another process
_TERMINAL = (0x5412, 0x541C, 0x8901, 0x8902)  # TIOCSTI, TIOCLINUX, FIOSETOWN, SIOCSPGRP
_NEW_NAMESPACES, _THREAD = 0x7E020000, 0x10000
_ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
FILTERED_MACHINES = frozenset(_ARCHITECTURES)

_LOAD, _EQUAL, _ANY_BIT, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_control = ctypes.CDLL(None, use_errno=True).prctl  # looking it up is not for each fork
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_REFUSE, _UNKNOWN = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
_NUMBER, _ARCHITECTURE, _FIRST, _SECOND, _THIRD = 0, 4, 16, 24, 32  # where in the call's description


class SystemCallFilter:
    """A filter, ready to be put on this process or, at little cost, on forks of it.

    Args:
        program: what it denies, see `filter_program`.
    """

    def __init__(self, program: bytes) -> None:
        self._code = ctypes.create_string_buffer(program, len(program))
        self._described = struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(self._code))

    def apply(self) -> None:
        """Put this process, and whatever comes of it, under the filter; it cannot be taken off again.

        Raises:
            OSError: the kernel refuses the filter.
        """
        _control(38, 1, 0, 0, 0)  # no new privileges, without which there is no filter
        if _control(22, 2, self._described, 0, 0):
            raise OSError(ctypes.get_errno(), "the kernel refuses the seccomp filter")


def end_with_parent() -> None:
    """Have the kernel kill this process when the one it comes of ends; what has been given a job cannot take it back."""
    _control(_WITH_PARENT, signal.SIGKILL, 0, 0, 0)


def filter_program(*, job: bool) -> bytes:
    """Return a filter in the kernel's BPF, 8 bytes an instruction. The calls' numbers are searched for, not gone through: the
    kernel tries a filter on every call there is when it is put on a process, which is once for each job's.

    Args:
        job: what a job is denied besides: new processes, signals and changes of a file's owner, mode or times. Threads
            stay allowed. Else what no sandboxed process needs; both hold in a job, whose process comes of a filtered one.
    """
    architecture, column = _ARCHITECTURES[platform.machine()]
    lines = [_line(_LOAD, _ARCHITECTURE), _line(_EQUAL, architecture, 1, 0), _line(_RETURN, _KILL)]
    lines += [_line(_LOAD, _NUMBER)]
    if column == 0:
        lines += [_line(_AT_LEAST, 0x40000000, 0, 1), _line(_RETURN, _KILL)]  # the x32 calls
    lines += _of_jobs(column) if job else _of_all(column)
    calls = (*_IN_JOBS.values(), _FORK, _VFORK, _SET_LIMIT) if job else tuple(_ALWAYS.values())
    lines += _refused_if_in(sorted(number for call in calls if (number := call[column]) is not None))
    return b"".join(lines)


def _of_all(column: int) -> list[bytes]:
    lines = [_line(_EQUAL, _CLONE3[column], 0, 1), _line(_RETURN, _UNKNOWN)]  # so that libc takes clone
    lines += _with_argument(
        _CLONE[column], _FIRST, [_line(_ANY_BIT, _NEW_NAMESPACES, 0, 1), _line(_RETURN, _REFUSE)]
    )
    for call, values in ((_FCNTL, _SIGNALS_BY_FILE), (_IOCTL, _TERMINAL)):
        refused = [line for value in values for line in (_line(_EQUAL, value, 0, 1), _line(_RETURN, _REFUSE))]
        lines += _with_argument(call[column], _SECOND, refused)
    return lines


def _of_jobs(column: int) -> list[bytes]:
    unset = [_line(_EQUAL, 0, 1, 0), _line(_RETURN, _REFUSE)]
    return [
        *_with_argument(_CLONE[column], _FIRST, [_line(_ANY_BIT, _THREAD, 1, 0), _line(_RETURN, _REFUSE)]),
        *_with_argument(
            _CONTROL[column], _FIRST, [_line(_EQUAL, _WITH_PARENT, 0, 1), _line(_RETURN, _REFUSE)]
        ),
        *_with_argument(_LIMIT[column], _THIRD, [*unset, _line(_LOAD, _THIRD + 4), *unset]),
    ]


def _refused_if_in(numbers: list[int]) -> list[bytes]:
    """Refuse the call if its number is one of these, which are sorted; else allow it."""
    if len(numbers) < 4:
        refused = [line for n in numbers for line in (_line(_EQUAL, n, 0, 1), _line(_RETURN, _REFUSE))]
        return [*refused, _line(_RETURN, _ALLOW)]
    half = len(numbers) // 2
    low, high = _refused_if_in(numbers[:half]), _refused_if_in(numbers[half:])
    return [_line(_AT_LEAST, numbers[half], len(low), 0), *low, *high]


def _with_argument(number: int, argument: int, checks: list[bytes]) -> list[bytes]:
    """For one call, load an argument's low half and check it; then load the call's number again."""
    inner = [_line(_LOAD, argument), *checks, _line(_LOAD, _NUMBER)]
    return [_line(_EQUAL, number, 0, len(inner)), *inner]


def _line(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)
