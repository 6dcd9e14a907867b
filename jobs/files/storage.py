"""What the default storage lacks: whole folders, and copies where a program can open them by path."""

import errno
import shutil
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage

from translation.exceptions import DiskFull, NoRoom, SourceMissing

FULL = (errno.ENOSPC, errno.EDQUOT)
UNWRITABLE = (errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.ENOTDIR)


def erase_folder(folder: str) -> None:
    """Delete the folder with all its files; nothing happens where there is none."""
    _erase_files(folder)
    try:
        default_storage.delete(folder)
    except OSError as error:
        if error.errno != errno.ENOTEMPTY:
            raise
        # A file came in between, from a worker that had not yet heard.
        _erase_files(folder)
        default_storage.delete(folder)


def old_folders(parent: str, before: datetime) -> Iterator[str]:
    """The names of the folders in `parent` in which no file has come or gone since."""
    with suppress(FileNotFoundError):
        for name in default_storage.listdir(parent)[0]:
            if default_storage.get_modified_time(f"{parent}/{name}") < before:
                yield name


def fetch(name: str, path: Path) -> None:
    """Copy a stored file to `path`. Raises SourceMissing."""
    try:
        stored = default_storage.open(name)
    except FileNotFoundError as error:
        raise SourceMissing from error
    with stored, path.open("wb") as copy:
        shutil.copyfileobj(stored, copy)


def store(path: Path, name: str) -> str:
    """Copy a file into the storage; returns the name that it got there. Raises what `keep` raises."""
    with path.open("rb") as file:
        return keep(File(file), name)


def keep(file: "File[bytes]", name: str) -> str:
    """Store a file, whole or not at all; returns the name that it got. Raises DiskFull, NoRoom and OSError."""
    try:
        with full_or_unwritable():
            return default_storage.save(name, file)
    except (OSError, NoRoom):
        with suppress(OSError):
            default_storage.delete(name)
        raise


@contextmanager
def full_or_unwritable() -> Iterator[None]:
    """Raise DiskFull or NoRoom for what the system says when there is no place to write."""
    try:
        yield
    except OSError as error:
        if told := no_room(error):
            raise told from error
        raise


def no_room(error: OSError) -> NoRoom | None:
    """What an error of the system means, where it means that there is no place to write."""
    if error.errno in FULL:
        return DiskFull()
    return NoRoom() if error.errno in UNWRITABLE else None


def keep_only(folder: str, names: Container[str]) -> None:
    """Delete the files of the folder but for those of these names, as the storage knows them."""
    with suppress(FileNotFoundError):
        for file in default_storage.listdir(folder)[1]:
            if f"{folder}/{file}" not in names:
                default_storage.delete(f"{folder}/{file}")


def _erase_files(folder: str) -> None:
    with suppress(FileNotFoundError):
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")
