"""Models in one tar file, for machines without internet: a folder a direction, each with its manifest."""

import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from translation.engines.firefox.folder import (
    MANIFEST,
    Direction,
    Manifest,
    ModelFolder,
    copy_model,
    direction_of,
    is_file_name,
    sha256,
)
from translation.exceptions import UsageError


def export_models(models: Mapping[Direction, Path], bundle: Path) -> None:
    """Write these models into a bundle, whole or not at all. Raises UsageError where it cannot be written."""
    try:
        with tempfile.TemporaryDirectory(dir=bundle.parent, prefix=".models-") as name:
            draft = Path(name) / "bundle"
            with tarfile.open(draft, "w") as archive:
                for direction, folder in sorted(models.items()):
                    copy = Path(name) / "-".join(direction)
                    copy.mkdir()
                    copy_model(folder, copy)
                    archive.add(copy, copy.name, filter=_without_owner)
                    shutil.rmtree(copy)
            os.replace(draft, bundle)
    except OSError as error:
        raise UsageError(f"The bundle {bundle} cannot be written: {error}.") from error


def import_models(bundle: Path, folder: ModelFolder) -> list[Direction]:
    """Install the models of a bundle, all or none; each file is checked. Raises UsageError and EngineFailed."""
    try:
        with tarfile.open(bundle) as archive:
            members = _by_model(archive)
            with folder.placing(list(members)) as drafts:
                for direction, files in members.items():
                    _extract(archive, files, drafts[direction])
    except FileNotFoundError as error:
        raise UsageError(f"There is no file {bundle}.") from error
    except (OSError, EOFError, tarfile.TarError, ValueError) as error:
        raise _no_bundle(bundle) from error
    return list(members)


def _by_model(archive: tarfile.TarFile) -> dict[Direction, list[tarfile.TarInfo]]:
    """The files of the bundle. Raises ValueError for anything that is no file of a model."""
    found: dict[Direction, list[tarfile.TarInfo]] = {}
    for member in archive:
        folder, _, name = member.name.partition("/")
        direction = direction_of(folder)
        if not direction or (name and not (member.isfile() and (is_file_name(name) or name == MANIFEST))):
            raise ValueError(member.name)
        if name:
            found.setdefault(direction, []).append(member)
    if not found:
        raise ValueError
    return found


def _extract(archive: tarfile.TarFile, members: Sequence[tarfile.TarInfo], folder: Path) -> None:
    """Put the files into the folder and check them against their manifest. Raises ValueError where they differ."""
    for member in members:
        content = archive.extractfile(member)
        if content is None:
            raise ValueError(member.name)
        with content, (folder / Path(member.name).name).open("wb") as copy:
            shutil.copyfileobj(content, copy)
    manifest = Manifest.from_json(json.loads((folder / MANIFEST).read_bytes()))
    there = {file.name: sha256(file) for file in folder.iterdir() if file.name != MANIFEST}
    if there != dict(manifest.files):
        raise ValueError(folder.name)


def _no_bundle(bundle: Path) -> UsageError:
    return UsageError(f"The file {bundle} is no bundle of models, or is damaged. Nothing was installed from it.")


def _without_owner(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member
