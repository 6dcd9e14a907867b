"""One set of request figures for all processes of a web server, whichever of them is asked for it."""

import os
import shutil
import socket
from contextlib import suppress
from pathlib import Path

# Read by prometheus_client when it is imported, so it has to be set before.
VARIABLE = "PROMETHEUS_MULTIPROC_DIR"


def share_request_figures(parent: Path) -> None:
    """Keep the figures in a folder that the processes with the same parent on this machine share."""
    # The data folder may be shared by several machines.
    prefix = f"figures-{socket.gethostname()}-"
    own = parent / f"{prefix}{os.getppid()}"
    for folder in parent.glob(f"{prefix}*"):
        if folder != own and not _runs(int(folder.name.removeprefix(prefix))):
            shutil.rmtree(folder, ignore_errors=True)
    own.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.environ[VARIABLE] = str(own)


def _runs(process: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(process, 0)
        return True
    return False
