"""Firefox's models on this machine: those in a folder, and those that `make setup` embeds."""

import fcntl
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self, TypeAlias

from translation.alignment.vocabulary import Vocabulary, load_vocabulary
from translation.alignment.word_alignment import ShortlistFile
from translation.engines.base import permanent
from translation.exceptions import EngineFailed, UsageError

# The source and target language in Mozilla's codes.
ModelDirection: TypeAlias = tuple[str, str]

# Other pairs are translated through English, as in Firefox.
HUB = "en"
MANIFEST = "manifest.json"
# The embedded models belong to the virtual environment, as the packages do.
EMBEDDED = Path(sys.prefix) / "share" / "palimpsest" / "models"
EMBEDDED_DIRECTIONS: tuple[ModelDirection, ...] = (("en", "pt"), ("pt", "en"))
EMBEDDED_ADVICE = (
    "Run make setup to get the models for English and Portuguese, "
    "or in another virtual environment: python -m translation.engines.firefox.embedded"
)
CODE = r"[a-z]{2,3}(?:[-_][A-Za-z]{2,8})?"

_INSTALLED = re.compile(rf"({CODE})-({CODE})")
_FILE_NAME = re.compile(r"\w[\w.-]*")


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """The files of one direction. In most models both languages share one vocabulary."""

    model: Path
    source_vocabulary: Path
    target_vocabulary: Path
    shortlist: Path | None

    @property
    def name(self) -> str:
        """The name of the model, such as en-de."""
        return self.model.parent.name

    @property
    def shares_vocabulary(self) -> bool:
        """Whether both languages share one vocabulary."""
        return self.source_vocabulary == self.target_vocabulary


@dataclass(frozen=True, slots=True)
class Manifest:
    """Describes an installed model: its version, and the SHA-256 sum of each file by name."""

    version: str
    architecture: str
    files: Mapping[str, str]

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """Return the manifest of an installed model. None if somebody copied the model there by hand."""
        try:
            return cls.from_json(json.loads((folder / MANIFEST).read_bytes()))
        except (FileNotFoundError, ValueError):
            return None

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """Return the manifest from JSON data. Raises ValueError if it is invalid or names a file outside the folder."""
        try:
            manifest = cls(str(data["version"]), str(data["architecture"]), dict(data["files"]))
        except (TypeError, KeyError) as error:
            raise ValueError from error
        if not all(is_file_name(name) for name in manifest.files):
            raise ValueError
        return manifest

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Return the manifest of a model, or create one for the files that the engine reads."""
        files = model_files(folder)
        used = {files.model, files.source_vocabulary, files.target_vocabulary, files.shortlist} - {None}
        return cls.read(folder) or cls("", "", {file.name: sha256(file) for file in used if file})

    def is_intact(self, folder: Path) -> bool:
        """Return whether no file of the model is missing or changed."""
        return all((folder / name).is_file() and sha256(folder / name) == digest for name, digest in self.files.items())

    def write(self, folder: Path) -> None:
        (folder / MANIFEST).write_text(json.dumps(asdict(self), indent=2, sort_keys=True) + "\n")


class ModelFolder:
    """The folder of the installed models. Each model has a folder named after its direction, such as `en-de`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def models(self) -> dict[ModelDirection, Path]:
        """Return the folders of the installed models."""
        folders = self.path.iterdir() if self.path.is_dir() else ()
        named = ((direction_of(folder.name), folder) for folder in folders)
        return {direction: folder for direction, folder in named if direction and any(folder.glob("model*"))}

    @contextmanager
    def placing(self, directions: Sequence[ModelDirection]) -> Iterator[dict[ModelDirection, Path]]:
        """Yield empty folders to fill. At the end, all of them or none become the models of these directions."""
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

    def remove(self, direction: ModelDirection) -> None:
        """Delete a model. Raises UsageError if it is not installed."""
        name = "-".join(direction)
        if direction not in self.models():
            raise UsageError(f"The model {name} is not installed in {self.path}.")
        with tempfile.TemporaryDirectory(dir=self.path, prefix=".removed-") as removed:
            (self.path / name).rename(Path(removed) / name)

    def _swap(self, drafts: Mapping[ModelDirection, Path], discarded: Path) -> None:
        """Move the drafts into place, and the replaced models to `discarded`. Only one process does so at a time."""
        for folder in drafts.values():
            _make_durable(folder)
        with locked(self.path):
            for folder in drafts.values():
                installed = self.path / folder.name
                if installed.exists():
                    installed.rename(discarded / f"{folder.name}.old")
                folder.rename(installed)


def installed_models(folder: Path | None) -> dict[ModelDirection, Path]:
    """Return the folders of all models. A model in `folder` replaces an embedded model of the same direction."""
    return embedded_models() | (ModelFolder(folder).models() if folder else {})


def embedded_models() -> dict[ModelDirection, Path]:
    """Return the folders of the models for English and Portuguese that `make setup` installs."""
    return ModelFolder(EMBEDDED).models()


def model_files(folder: Path) -> ModelFiles:
    """Return a model's files for the engine. Raises EngineFailed if one is missing."""
    files = sorted(folder.iterdir())

    def first(*prefixes: str) -> Path | None:
        named = (file for prefix in prefixes for file in files if file.name.startswith(prefix))
        return next((file for file in named if file.suffix != ".json"), None)

    model, source, target = first("model"), first("srcvocab", "vocab"), first("trgvocab", "vocab")
    if not (model and source and target):
        raise broken(folder, "incomplete")
    return ModelFiles(model, source, target, first("lex"))


def read_vocabulary(path: Path) -> Vocabulary:
    """Return a vocabulary of a model. Raises EngineFailed if it is damaged."""
    try:
        return load_vocabulary(path)
    except (ValueError, OSError) as error:
        raise broken(path.parent, "damaged") from error


def read_shortlist(files: ModelFiles) -> ShortlistFile | None:
    """Return the shortlist of a model, or None if it has none. Raises EngineFailed if it is damaged."""
    if files.shortlist is None:
        return None
    try:
        return ShortlistFile(files.shortlist)
    except ValueError as error:
        raise broken(files.model.parent, "damaged") from error


def copy_model(source: Path, folder: Path) -> Manifest:
    """Copy a model's files for the engine, with a manifest. Return the manifest."""
    manifest = Manifest.of(source)
    for name in manifest.files:
        shutil.copyfile(source / name, folder / name)
    manifest.write(folder)
    return manifest


def broken(folder: Path, how: str) -> EngineFailed:
    """Return the error for an unusable installed model. `how` completes the sentence "The model is"."""
    name = folder.name
    return permanent(f"The model in {name} is {how}. Install it again: python manage.py models install {name}")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let only one process at a time into the context. Raises OSError if the folder cannot be written."""
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def is_file_name(name: str) -> bool:
    """Return whether a name is a plain file name, other than the manifest's."""
    return bool(_FILE_NAME.fullmatch(name)) and name != MANIFEST


def direction_of(name: str) -> ModelDirection | None:
    """Return the direction of a model from its folder's name. None for any other name."""
    match = _INSTALLED.fullmatch(name)
    return (match[1], match[2]) if match else None


def _make_durable(folder: Path) -> None:
    """Write the files to the disk, because a power cut could otherwise leave empty files in place."""
    for file in filter(Path.is_file, folder.iterdir()):
        with file.open("rb") as content:
            os.fsync(content.fileno())
