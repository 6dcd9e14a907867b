"""The confinement of the sandbox, before it opens an untrusted file.

A step that the kernel refuses is skipped, because containers often forbid namespaces. Run as a program, this module
confines itself and prints the isolation that the kernel granted.
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
PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38
CLONE_NEWNS = 0x00020000
CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
MS_RDONLY = 1
MS_BIND = 1 << 12
MS_REC = 1 << 14
MS_PRIVATE = 1 << 18
SYS_CAPSET = {"x86_64": 126, "aarch64": 91}
CAPABILITY_VERSION = 0x20080522

# The processor time between SIGXCPU, which gives the reason, and SIGKILL, which always ends the process.
KILL_DELAY_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Isolation:
    """Whether the kernel isolates the sandbox from the network and from the server's files."""

    network: bool = False
    files: bool = False


def confine(limits: Limits, masked_paths: Sequence[Path] = ()) -> Isolation:
    """Confine this process and all that it starts, and return its isolation.

    The limits apply always. As far as the kernel allows, the process loses the network and the masked paths. It keeps
    its working folder, even inside a masked folder.
    """
    isolation = _isolate(masked_paths) if sys.platform == "linux" else Isolation()
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, limits.memory_bytes)
    _limit(resource.RLIMIT_FSIZE, limits.output_bytes)
    _limit(resource.RLIMIT_NOFILE, limits.open_files)
    _limit(resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + KILL_DELAY_SECONDS)
    if isolation.network:
        # Only in a new user namespace: elsewhere the limit would count every process of the user.
        _limit(resource.RLIMIT_NPROC, limits.processes)
    # Python ignores this signal by default. The worker needs it to see which limit was exceeded.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    # A second time, because the kernel resets this when a process changes its credentials.
    die_with_parent()
    return isolation


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent dies, because a killed worker cannot."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def allow_processor_time(seconds: int) -> None:
    """Allow this process `seconds` more of processor time, within its limit for the document."""
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used) + 1 + seconds
    if most != resource.RLIM_INFINITY:
        soft = max(1, min(soft, most - KILL_DELAY_SECONDS))
    resource.setrlimit(resource.RLIMIT_CPU, (soft, most))


def _limit(kind: int, soft: int, hard: int | None = None) -> None:
    """Set a limit, or keep the current one if it is lower."""
    _, most = resource.getrlimit(kind)
    hard = soft if hard is None else hard
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    resource.setrlimit(kind, (soft, hard))


def _isolate(masked_paths: Sequence[Path]) -> Isolation:
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # In a new user namespace, any user may create the other namespaces.
    isolation = Isolation()
    if library.unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS) == 0:
        isolation = Isolation(network=True, files=_mask(library, masked_paths))
        _drop_capabilities(library)
    elif library.unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0:
        isolation = Isolation(network=True)
        _drop_capabilities(library)
    return isolation


def _mask(library: ctypes.CDLL, paths: Sequence[Path]) -> bool:
    """Mount an empty folder or file over each path, and return whether all succeeded."""
    succeeded: bool = library.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None) == 0
    # The deepest path comes first, because a mount over its parent would hide it.
    for path in sorted(paths, key=lambda each: len(each.parts), reverse=True):
        name = os.fsencode(path)
        if path.is_dir():
            succeeded = library.mount(b"none", name, b"tmpfs", MS_RDONLY, b"size=4k") == 0 and succeeded
        elif path.exists():
            succeeded = library.mount(b"/dev/null", name, None, MS_BIND, None) == 0 and succeeded
    return succeeded


def _drop_capabilities(library: ctypes.CDLL) -> None:
    """Drop the capabilities in the new namespaces, which would allow the process to undo the isolation."""
    call = SYS_CAPSET.get(os.uname().machine)
    if call:
        header = struct.pack("Ii", CAPABILITY_VERSION, 0)
        library.syscall(call, header, bytes(24))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(confine(Limits(), [Path.cwd()]))))
