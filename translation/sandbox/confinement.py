"""How a process gives up what it does not need, before it opens a file that nobody vouches for.

Every step that the kernel refuses is left out: containers often forbid namespaces. Run as a
program, it tries them on itself and prints which it grants.
"""

import ctypes
import json
import os
import resource
import signal
import struct
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from translation.limits import Limits

# From the headers of Linux.
PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWNET = 0x00020000, 0x10000000, 0x40000000
MS_RDONLY, MS_BIND, MS_REC, MS_PRIVATE = 1, 1 << 12, 1 << 14, 1 << 18
SYS_CAPSET = {"x86_64": 126, "aarch64": 91}
CAPABILITY_VERSION = 0x20080522

# Between the signal that says why and the one that nothing stops.
LAST_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Isolation:
    """Which walls the kernel granted."""

    network: bool = False
    files: bool = False


def confine(limits: Limits, hidden: Sequence[Path] = ()) -> Isolation:
    """Limit this process and all that it starts: no network, none of the hidden files and folders, no more of anything
    than it may use. The working folder stays, even in a hidden one.
    """
    walls = _part(hidden) if sys.platform == "linux" else Isolation()
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, limits.memory_bytes)
    _limit(resource.RLIMIT_FSIZE, limits.output_bytes)
    _limit(resource.RLIMIT_NOFILE, limits.open_files)
    _limit(resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + LAST_SECONDS)
    if walls.network:
        # Outside a namespace of its own it would count every process of the user.
        _limit(resource.RLIMIT_NPROC, limits.processes)
    # Python ignores it; the death by it tells which limit it was.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    # The kernel forgets it when a process changes its credentials.
    die_with_parent()
    return walls


def die_with_parent() -> None:
    """A killed worker closes nothing: the kernel has to end its child."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def allow_processor_time(seconds: int) -> None:
    """Let this process use so many seconds from now on, as far as its limit for all goes."""
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used) + 1 + seconds
    if most != resource.RLIM_INFINITY:
        soft = max(1, min(soft, most - LAST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CPU, (soft, most))


def _limit(kind: int, soft: int, hard: int | None = None) -> None:
    """Set a limit, or keep the one that is lower already."""
    _, most = resource.getrlimit(kind)
    hard = soft if hard is None else hard
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    resource.setrlimit(kind, (soft, hard))


def _part(hidden: Sequence[Path]) -> Isolation:
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # A user of a namespace of its own may make the others, root or not.
    walls = Isolation()
    if library.unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS) == 0:
        walls = Isolation(network=True, files=_hide(library, hidden))
        _drop_capabilities(library)
    elif library.unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0:
        walls = Isolation(network=True)
        _drop_capabilities(library)
    return walls


def _hide(library: ctypes.CDLL, paths: Sequence[Path]) -> bool:
    """Put an empty folder or file over each. The deepest comes first, as the others would hide it."""
    done: bool = library.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None) == 0
    for path in sorted(paths, key=lambda each: len(each.parts), reverse=True):
        name = os.fsencode(path)
        if path.is_dir():
            done = library.mount(b"none", name, b"tmpfs", MS_RDONLY, b"size=4k") == 0 and done
        elif path.exists():
            done = library.mount(b"/dev/null", name, None, MS_BIND, None) == 0 and done
    return done


def _drop_capabilities(library: ctypes.CDLL) -> None:
    """Give up the power over its own namespaces, with which the walls could be taken down."""
    call = SYS_CAPSET.get(os.uname().machine)
    if call:
        header = struct.pack("Ii", CAPABILITY_VERSION, 0)
        library.syscall(call, header, bytes(24))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(confine(Limits(), [Path.cwd()]))))
