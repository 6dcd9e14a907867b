"""What the default storage lacks: whole folders, and copies where a program can open them by path."""

import shutil
from contextlib import suppress
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage


def erase_folder(folder: str) -> None:
    """Delete the folder with all its files; nothing happens where there is none."""
    with suppress(FileNotFoundError):
        for name in default_storage.listdir(folder)[1]:
            default_storage.delete(f"{folder}/{name}")
    default_storage.delete(folder)


def fetch(name: str, path: Path) -> None:
    """Copy a stored file to `path`."""
    with default_storage.open(name) as stored, path.open("wb") as copy:
        shutil.copyfileobj(stored, copy)


def store(path: Path, name: str) -> str:
    """Copy a file into the storage; returns the name that it got there."""
    with path.open("rb") as file:
        return default_storage.save(name, File(file))
