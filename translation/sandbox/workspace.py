"""Private folders for the copies of documents that are worked on.

Its process holds a lock on each folder. The kernel drops the lock when the process ends in any way, so a folder without
a held lock was left by a killed process.
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
# A folder has this prefix until its lock is held: before that it would look abandoned.
UNLOCKED_PREFIX = ".palimpsest-"
LOCK = ".lock"
# How long a process may take between making a folder and locking it, or between deleting the lock and the folder.
UNLOCKED_TIMEOUT = timedelta(minutes=1)


@contextmanager
def private_folder(parent: Path | None, name: str = "") -> Iterator[Path]:
    """Yield a folder, and delete it with all its files at the end.

    It lies in `parent`, or in the system's folder for temporary files. If the process is killed, `delete_abandoned`
    returns its name.
    """
    if parent:
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unlocked = Path(tempfile.mkdtemp(prefix=UNLOCKED_PREFIX, dir=parent))
    folder = unlocked.with_name(PREFIX + (name or unlocked.name.removeprefix(UNLOCKED_PREFIX)))
    with (unlocked / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        unlocked.rename(folder)
        try:
            yield folder
        finally:
            # While the lock is held, so that no sweep takes the folder for abandoned.
            shutil.rmtree(folder)


def delete_abandoned(parent: Path) -> list[str]:
    """Delete the folders whose processes were killed; return the names that these had given them."""
    # These have no lock yet or any more; the old ones among them were left by killed processes.
    without_lock = [folder for folder in parent.glob(f"{PREFIX}*") if not (folder / LOCK).exists()]
    for folder in (*parent.glob(f"{UNLOCKED_PREFIX}*"), *without_lock):
        with suppress(FileNotFoundError):
            if time.time() - folder.stat().st_mtime > UNLOCKED_TIMEOUT.total_seconds():
                shutil.rmtree(folder)
    return [folder.name.removeprefix(PREFIX) for folder in parent.glob(f"{PREFIX}*") if _delete_if_abandoned(folder)]


def _delete_if_abandoned(folder: Path) -> bool:
    try:
        # "r+" opens the lock only if it exists: its owner may be deleting the folder.
        with (folder / LOCK).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)
    except (BlockingIOError, FileNotFoundError):
        # A process holds the lock, or the owner or another sweep has just deleted the folder.
        return False
    return True
