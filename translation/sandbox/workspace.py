"""Private folders for working copies of documents.

The process that creates a folder holds a lock on it. The kernel releases the lock when the process ends for any reason.
So an unlocked folder was left behind by a killed process.
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
# A folder has this prefix until it is locked, because it would look abandoned before.
UNLOCKED_PREFIX = ".palimpsest-"
LOCK = ".lock"
# The longest time between creating and locking a folder, or between deleting the lock and the folder.
UNLOCKED_TIMEOUT = timedelta(minutes=1)


@contextmanager
def private_folder(parent: Path | None, name: str = "") -> Iterator[Path]:
    """Yield a new folder, and delete it with all its files at the end.

    It is in `parent`, or in the system's folder for temporary files. If the process is killed, `delete_abandoned`
    deletes the folder and returns `name`.
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
            # While the lock is held, so that no sweep considers the folder abandoned.
            shutil.rmtree(folder)


def delete_abandoned(parent: Path) -> list[str]:
    """Delete the folders of killed processes, and return the names that were given to `private_folder`."""
    # These have no lock file yet, or no longer. Killed processes left the old ones behind.
    without_lock = [folder for folder in parent.glob(f"{PREFIX}*") if not (folder / LOCK).exists()]
    for folder in (*parent.glob(f"{UNLOCKED_PREFIX}*"), *without_lock):
        with suppress(FileNotFoundError):
            if time.time() - folder.stat().st_mtime > UNLOCKED_TIMEOUT.total_seconds():
                shutil.rmtree(folder)
    return [folder.name.removeprefix(PREFIX) for folder in parent.glob(f"{PREFIX}*") if _delete_if_abandoned(folder)]


def _delete_if_abandoned(folder: Path) -> bool:
    try:
        # "r+" opens the lock file only if it exists, because its owner may be deleting the folder.
        with (folder / LOCK).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)
    except (BlockingIOError, FileNotFoundError):
        # A process holds the lock, or the owner or another sweep has just deleted the folder.
        return False
    return True
