"""Private folders for the copies of documents that are worked on.

A folder is held by a lock that ends with its process, however that ends; so those that a killed process left are known.
"""

import fcntl
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

PREFIX = "palimpsest-"
# A folder bears another name until it is locked, as between its making and its locking it is held by nobody.
UNLOCKED = ".palimpsest-"
LOCK = ".lock"
NEW = timedelta(minutes=1)


@contextmanager
def private_folder(parent: Path | None, name: str = "") -> Iterator[Path]:
    """A folder that is deleted with all its files at the end; in the system's place without a parent.

    `delete_abandoned` tells its name, if the process is killed.
    """
    if parent:
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unlocked = Path(tempfile.mkdtemp(prefix=UNLOCKED, dir=parent))
    folder = unlocked.with_name(PREFIX + (name or unlocked.name.removeprefix(UNLOCKED)))
    with (unlocked / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        unlocked.rename(folder)
        try:
            yield folder
        finally:
            # Under the lock: nobody shall take the end of it for the end of its process.
            shutil.rmtree(folder)


def delete_abandoned(parent: Path) -> list[str]:
    """Delete the folders whose processes were killed; returns the names that they were given."""
    # Without a lock are those that are being made or deleted, and those whose process was killed while it did that.
    unlocked = [folder for folder in parent.glob(f"{PREFIX}*") if not (folder / LOCK).exists()]
    for folder in (*parent.glob(f"{UNLOCKED}*"), *unlocked):
        with suppress(FileNotFoundError):
            if time.time() - folder.stat().st_mtime > NEW.total_seconds():
                shutil.rmtree(folder)
    return [folder.name.removeprefix(PREFIX) for folder in parent.glob(f"{PREFIX}*") if _delete_if_abandoned(folder)]


def _delete_if_abandoned(folder: Path) -> bool:
    try:
        # Not to be made here: its owner may be deleting the folder.
        with (folder / LOCK).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)
    except (BlockingIOError, FileNotFoundError):
        # Somebody works in it, or its owner or another sweep has just deleted it.
        return False
    return True
