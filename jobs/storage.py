"""What the default storage lacks: whole folders, and copies where a program can open them by path."""

import errno
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage


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
    """Copy a stored file to `path`."""
    with default_storage.open(name) as stored, path.open("wb") as copy:
        shutil.copyfileobj(stored, copy)


def store(path: Path, name: str) -> str:
    """Copy a file into the storage; returns the name that it got there."""
    with path.open("rb") as file:
        return default_storage.save(name, File(file))


def _erase_files(folder: str) -> None:
    with suppress(FileNotFoundError):
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")
