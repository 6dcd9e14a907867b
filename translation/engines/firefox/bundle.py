"""Bundles: tar files of models for machines without internet. Each model has a folder with its manifest."""

import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from translation.engines.firefox.folder import (
    MANIFEST,
    Manifest,
    ModelDirection,
    ModelFolder,
    copy_model,
    direction_of,
    is_file_name,
    sha256,
)
from translation.exceptions import NoRoom, UsageError


def export_models(models: Mapping[ModelDirection, Path], bundle: Path) -> None:
    """Write models into a bundle, whole or not at all. Raises NoRoom if it cannot be written."""
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
        raise NoRoom(f"The bundle {bundle} cannot be written: {error}.") from error


def import_models(bundle: Path, folder: ModelFolder) -> list[ModelDirection]:
    """Check and install the models of a bundle, all or none. Raises UsageError."""
    try:
        with tarfile.open(bundle) as archive:
            members = _by_model(archive)
            with folder.placing(list(members)) as drafts:
                for direction, files in members.items():
                    _extract(archive, files, drafts[direction])
    except FileNotFoundError as error:
        raise UsageError(f"There is no file {bundle}.") from error
    except (OSError, EOFError, tarfile.TarError, ValueError) as error:
        raise _not_a_bundle(bundle) from error
    return list(members)


def _by_model(archive: tarfile.TarFile) -> dict[ModelDirection, list[tarfile.TarInfo]]:
    """Return the files of a bundle by model. Raises ValueError for anything else in it."""
    members: dict[ModelDirection, list[tarfile.TarInfo]] = {}
    for member in archive:
        folder, _, name = member.name.partition("/")
        direction = direction_of(folder)
        if not direction or (name and not (member.isfile() and (is_file_name(name) or name == MANIFEST))):
            raise ValueError(member.name)
        if name:
            members.setdefault(direction, []).append(member)
    if not members:
        raise ValueError
    return members


def _extract(archive: tarfile.TarFile, members: Sequence[tarfile.TarInfo], folder: Path) -> None:
    """Extract files into the folder, and compare them with their manifest. Raises ValueError if they differ."""
    for member in members:
        content = archive.extractfile(member)
        if content is None:
            raise ValueError(member.name)
        with content, (folder / Path(member.name).name).open("wb") as copy:
            shutil.copyfileobj(content, copy)
    manifest = Manifest.from_json(json.loads((folder / MANIFEST).read_bytes()))
    sums = {file.name: sha256(file) for file in folder.iterdir() if file.name != MANIFEST}
    if sums != dict(manifest.files):
        raise ValueError(folder.name)


def _not_a_bundle(bundle: Path) -> UsageError:
    return UsageError(f"The file {bundle} is not a bundle of models, or it is damaged. Nothing was installed from it.")


def _without_owner(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member
