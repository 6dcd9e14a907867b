"""Private folders for the copies of documents that are worked on.

A folder is held by a lock that ends with its process, however that ends; so those that a killed process left are known.
"""

import fcntl
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

PREFIX = "palimpsest-"
LOCK = ".lock"
# Between its making and its locking a folder is held by nobody.
NEW = timedelta(minutes=1)


@contextmanager
def private_folder(parent: Path | None) -> Iterator[Path]:
    """A folder that is deleted with all its files at the end; in the system's place without a parent."""
    if parent:
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix=PREFIX, dir=parent) as name,
        (Path(name) / LOCK).open("w") as lock,
    ):
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield Path(name)


def delete_abandoned(parent: Path) -> int:
    """Delete the folders whose processes were killed; returns how many."""
    return sum(_delete_if_abandoned(folder) for folder in parent.glob(f"{PREFIX}*"))


def _delete_if_abandoned(folder: Path) -> bool:
    try:
        if time.time() - folder.stat().st_mtime < NEW.total_seconds():
            return False
        with (folder / LOCK).open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)
    except (BlockingIOError, FileNotFoundError):
        # Somebody works in it, or its owner or another sweep has just deleted it.
        return False
    return True
