"""Writing the files of a command."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from jobs.files.storage import no_room
from translation.exceptions import DiskFull, NoRoom


def require_writable(path: Path) -> None:
    """Raise NoRoom if `path` is a folder, or its folder does not exist or is not writable."""
    if path.is_dir() or not os.access(path.parent, os.W_OK | os.X_OK):
        raise NoRoom(
            f"The file {path} cannot be written. Name a file in a folder that exists and that you may write to."
        )


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield the path of a draft in the same folder, which replaces the file at the end of the block.

    Raises NoRoom and DiskFull.
    """
    with _name_in_errors(path):
        folder = tempfile.TemporaryDirectory(dir=path.parent, prefix=".translatefile-")
    with folder as name:
        draft = Path(name) / "draft"
        yield draft
        with _name_in_errors(path):
            os.replace(draft, path)


def write_text(path: Path, parts: Iterable[str]) -> None:
    """Write a text file in UTF-8, whole or not at all. Raises NoRoom and DiskFull."""
    with replacing(path) as draft, _name_in_errors(path), draft.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(parts)


@contextmanager
def _name_in_errors(path: Path) -> Iterator[None]:
    """Turn an OSError into NoRoom or DiskFull with the file's name."""
    try:
        yield
    except OSError as error:
        kind = DiskFull if isinstance(no_room(error), DiskFull) else NoRoom
        raise kind(f"The file {path} cannot be written: {error.strerror}.") from error
