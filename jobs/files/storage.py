"""The files of uploads and jobs: put, get, erase and expire.

Everything goes through Django's default storage, so that another storage can replace the local disk. Names are paths
inside the storage, such as `jobs/ID/source.pdf`.
"""

import errno
import logging
from collections.abc import Callable, Collection, Container, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage

from translation.exceptions import DiskFull, NoRoom

logger = logging.getLogger(__name__)

DISK_FULL_ERRORS = (errno.ENOSPC, errno.EDQUOT)
UNWRITABLE_ERRORS = (errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.ENOTDIR)


def put(name: str, content: "File[bytes] | Path") -> str:
    """Store a file, whole or not at all, and return its name. Raises DiskFull, NoRoom and OSError."""
    if isinstance(content, Path):
        with content.open("rb") as file:
            return put(name, File(file))
    try:
        with full_or_unwritable():
            return default_storage.save(name, content)
    except (OSError, NoRoom):
        with suppress(OSError):
            default_storage.delete(name)
        raise


def get(name: str) -> "File[bytes]":
    """Open a stored file for reading. Raises FileNotFoundError."""
    return default_storage.open(name)


def exists(name: str) -> bool:
    return default_storage.exists(name)


def erase(name: str, but: Collection[str] = ()) -> None:
    """Delete a file, or a folder with its files, if it exists.

    With `but`, keep those files of the folder, and the folder.
    """
    _erase_files(name, but)
    if but:
        return
    try:
        default_storage.delete(name)
    except OSError as error:
        if error.errno != errno.ENOTEMPTY:
            raise
        # A worker that has not noticed the deletion stored a file in the meantime.
        _erase_files(name)
        default_storage.delete(name)


def expire(parent: str, before: datetime, in_use: Callable[[], Container[str]]) -> None:
    """Erase the folders in `parent` that have not changed since `before` and are not in use.

    `in_use` returns the names of the folders in use. It is called after the old folders were listed, so it includes
    rows written in between. Folders that cannot be erased are logged.
    """
    old = list(_unchanged_since(before, parent))
    names = in_use() if old else ()
    for name in old:
        if name not in names:
            try:
                erase(f"{parent}/{name}")
            except OSError:
                logger.exception("The files of %s/%s cannot be deleted.", parent, name)


@contextmanager
def full_or_unwritable() -> Iterator[None]:
    """Raise DiskFull or NoRoom for an OSError which means that nothing can be written."""
    try:
        yield
    except OSError as error:
        if ours := no_room(error):
            raise ours from error
        raise


def no_room(error: OSError) -> NoRoom | None:
    """Return DiskFull or NoRoom if the error means that nothing can be written, otherwise None."""
    if error.errno in DISK_FULL_ERRORS:
        return DiskFull()
    return NoRoom() if error.errno in UNWRITABLE_ERRORS else None


def _unchanged_since(before: datetime, parent: str) -> Iterator[str]:
    with suppress(FileNotFoundError):
        for name in default_storage.listdir(parent)[0]:
            if default_storage.get_modified_time(f"{parent}/{name}") < before:
                yield name


def _erase_files(folder: str, but: Collection[str] = ()) -> None:
    with suppress(FileNotFoundError, NotADirectoryError):
        for file in default_storage.listdir(folder)[1]:
            if f"{folder}/{file}" not in but:
                default_storage.delete(f"{folder}/{file}")
