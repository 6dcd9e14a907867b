"""Request metrics of a web server with several processes. Each process can report the total of all."""

import os
import shutil
import socket
from contextlib import suppress
from pathlib import Path

# prometheus_client reads the variable when it is imported, so it must be set before.
VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def share_request_metrics(parent: Path) -> None:
    """Keep the metrics in a folder in `parent` that all processes of this web server share.

    Also delete the folders of servers that no longer run on this machine.
    """
    # Several machines may share the data folder.
    prefix = f"figures-{socket.gethostname()}-"
    own = parent / f"{prefix}{os.getppid()}"
    for folder in parent.glob(f"{prefix}*"):
        if folder != own and not _is_running(int(folder.name.removeprefix(prefix))):
            shutil.rmtree(folder, ignore_errors=True)
    own.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ[VARIABLE] = str(own)


def _is_running(process: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(process, 0)
        return True
    return False
