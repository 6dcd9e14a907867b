"""Models downloaded from a local server into a folder, with which the engine then translates."""

import json
import tarfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from translation.engines.firefox.bundle import export_models, import_models
from translation.engines.firefox.engine import FirefoxEngine
from translation.engines.firefox.folder import MANIFEST, Manifest, ModelFolder, copy_model, embedded_models
from translation.engines.firefox.server import ModelServer
from translation.exceptions import EngineFailed, EngineUnavailable, UsageError
from translation.testing.mirror import ATTACHMENTS, IMPATIENT, Mirror


@pytest.fixture
def mirror() -> Iterator[Mirror]:
    with Mirror.running() as server:
        yield server


def fetched(mirror: Mirror, folder: Path, source: str = "en", target: str = "de") -> int:
    """Install a model and return how many bytes were reported."""
    client = mirror.client()
    received: list[int] = []
    offer = client.offers()[source, target]
    with ModelFolder(folder).placing([(source, target)]) as drafts:
        client.fetch(offer, drafts[source, target], received.append)
    return sum(received)


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith(".lock"))


def test_a_fetched_model_translates(mirror: Mirror, tmp_path: Path) -> None:
    mirror.offer("en", "de")
    assert fetched(mirror, tmp_path) == mirror.client().offers()["en", "de"].size
    assert files_in(tmp_path) == ["en-de"]
    engine = FirefoxEngine(tmp_path)
    assert engine.pairs() == {"en": ("de", "pt"), "pt": ("de", "en")}
    assert engine.translate(["The house is big."], "en", "de") == ["A casa é grande."]


def test_where_fetching_is_allowed_the_engine_fetches_what_it_needs(mirror: Mirror, tmp_path: Path) -> None:
    mirror.offer("en", "de")
    mirror.offer("es", "en", embedded_models()["pt", "en"])
    engine = FirefoxEngine(tmp_path, fetch=True, server=mirror.client())
    assert engine.supports("es", "de")
    assert files_in(tmp_path) == []
    assert engine.translate(["A casa é grande."], "es", "de") == ["A casa é grande."]
    assert files_in(tmp_path) == ["en-de", "es-en"]


def test_a_fetched_model_comes_before_the_embedded_one(mirror: Mirror, tmp_path: Path) -> None:
    mirror.offer("en", "pt", embedded_models()["pt", "en"])
    fetched(mirror, tmp_path, "en", "pt")
    assert FirefoxEngine(tmp_path).translate(["A casa é grande."], "en", "pt") == ["The house is great."]


def test_of_several_models_the_newest_that_can_be_read_is_offered(mirror: Mirror) -> None:
    for version in ("3.0", "3.10", "3.9", "3.11a1", "4.0", "2.1"):
        mirror.offer("en", "de", version=version)
    mirror.offer("en", "de", version="3.12", filter_expression="env.channel == 'nightly'")
    assert mirror.client().offers()["en", "de"].version == "3.11a1"
    mirror.offer("en", "de", version="3.11")
    assert mirror.client().offers()["en", "de"].version == "3.11"


def test_languages_with_a_script_have_folders_of_that_name(mirror: Mirror, tmp_path: Path) -> None:
    mirror.offer("en", "zh-Hans")
    fetched(mirror, tmp_path, "en", "zh-Hans")
    assert files_in(tmp_path) == ["en-zh-Hans"]
    assert FirefoxEngine(tmp_path).pairs()["en"] == ("pt", "zh-Hans")


@pytest.mark.parametrize("name", ["../evil.bin", "a/b.bin", ".hidden", MANIFEST, ""])
def test_names_that_lead_elsewhere_are_not_offered(mirror: Mirror, name: str) -> None:
    mirror.offer("en", "de")
    mirror.records[0]["name"] = name
    assert mirror.client().offers() == {}


def test_a_model_without_vocabulary_is_not_offered(mirror: Mirror) -> None:
    mirror.offer("en", "de")
    mirror.records = [record for record in mirror.records if record["fileType"] != "vocab"]
    assert mirror.client().offers() == {}


@pytest.mark.parametrize("field", ["hash", "decompressedHash"])
def test_a_file_with_another_checksum_leaves_nothing_behind(mirror: Mirror, tmp_path: Path, field: str) -> None:
    mirror.offer("en", "de")
    record = mirror.records[-1]
    (record if field in record else record["attachment"])[field] = "0" * 64
    with pytest.raises(EngineFailed, match="SHA-256") as caught:
        fetched(mirror, tmp_path)
    assert caught.value.permanent
    assert files_in(tmp_path) == []


def test_a_file_that_is_longer_than_the_list_says_is_refused(mirror: Mirror, tmp_path: Path) -> None:
    mirror.offer("en", "de")
    mirror.records[0]["attachment"]["size"] -= 1
    with pytest.raises(EngineFailed, match="differs from the list"):
        fetched(mirror, tmp_path)


def test_a_missing_file_is_an_error_that_names_it(mirror: Mirror, tmp_path: Path) -> None:
    mirror.offer("en", "de")
    del mirror.contents[ATTACHMENTS + mirror.records[0]["attachment"]["location"]]
    with pytest.raises(EngineFailed, match=r"does not send model\.ende\.intgemm\.alphas\.bin \(status 404\)"):
        fetched(mirror, tmp_path)
    assert files_in(tmp_path) == []


def test_a_file_that_breaks_off_is_asked_for_again(mirror: Mirror, tmp_path: Path) -> None:
    mirror.offer("en", "de")
    mirror.cuts = 2
    assert fetched(mirror, tmp_path) == mirror.client().offers()["en", "de"].size
    assert files_in(tmp_path) == ["en-de"]


def test_a_connection_that_breaks_again_and_again_is_an_error_that_may_pass(mirror: Mirror, tmp_path: Path) -> None:
    mirror.offer("en", "de")
    mirror.cuts = 9
    with pytest.raises(EngineUnavailable, match="the connection broke"):
        fetched(mirror, tmp_path)
    assert files_in(tmp_path) == []


def test_an_update_that_fails_leaves_the_older_model(mirror: Mirror, tmp_path: Path) -> None:
    mirror.offer("en", "de")
    fetched(mirror, tmp_path)
    mirror.records[0]["decompressedHash"] = "0" * 64
    with pytest.raises(EngineFailed):
        fetched(mirror, tmp_path)
    assert FirefoxEngine(tmp_path).translate(["The house is big."], "en", "de") == ["A casa é grande."]


def test_what_is_no_list_of_models_says_so(mirror: Mirror) -> None:
    elsewhere = mirror.options["attachments"]
    with pytest.raises(EngineFailed, match="status 404"):
        ModelServer(elsewhere, limits=IMPATIENT).offers()
    mirror.records = [{"id": "1"}]
    with pytest.raises(EngineFailed, match="no list of models"):
        mirror.client().offers()


def test_a_server_that_is_broken_may_mend(mirror: Mirror) -> None:
    mirror.status = 503
    with pytest.raises(EngineUnavailable):
        mirror.client().offers()


def test_a_missing_model_names_the_command_that_installs_it(tmp_path: Path) -> None:
    engine = FirefoxEngine(tmp_path)
    assert engine.advice("en", "de").endswith("python manage.py models install en-de")
    assert engine.advice("pt-BR", "fr").endswith("python manage.py models install en-fr")
    assert engine.advice("fr", "ja").endswith("python manage.py models install fr-en en-ja")


def test_a_bundle_carries_models_to_another_folder(tmp_path: Path) -> None:
    bundle, there = tmp_path / "models.tar", tmp_path / "there"
    export_models({("en", "de"): embedded_models()["en", "pt"]}, bundle)
    assert files_in(tmp_path) == ["models.tar"]
    assert import_models(bundle, ModelFolder(there)) == [("en", "de")]
    assert FirefoxEngine(there).translate(["The house is big."], "en", "de") == ["A casa é grande."]
    manifest = Manifest.read(there / "en-de")
    assert manifest
    assert set(files_in(there / "en-de")) == {*manifest.files, MANIFEST, "onnx"}


def test_a_bundle_that_is_damaged_or_cut_changes_nothing(tmp_path: Path) -> None:
    bundle, there = tmp_path / "models.tar", tmp_path / "there"
    export_models({("en", "de"): embedded_models()["en", "pt"]}, bundle)
    whole = bundle.read_bytes()
    changed = whole[:5_000_000] + bytes([whole[5_000_000] ^ 1]) + whole[5_000_001:]
    for content in (whole[:9_000_000], changed, b"", b"no bundle"):
        bundle.write_bytes(content)
        with pytest.raises(UsageError, match="is not a bundle of models"):
            import_models(bundle, ModelFolder(there))
        assert list(there.glob("[!.]*")) == []


@pytest.mark.parametrize("name", ["../en-de/model.bin", "en-de/../model.bin", "/en-de/model.bin", "en-de/a/model.bin"])
def test_a_bundle_writes_nowhere_else(tmp_path: Path, name: str) -> None:
    bundle = tmp_path / "models.tar"
    with tarfile.open(bundle, "w") as archive:
        member = tarfile.TarInfo(name)
        member.size = 4
        archive.addfile(member, BytesIO(b"evil"))
    with pytest.raises(UsageError, match="is not a bundle of models"):
        import_models(bundle, ModelFolder(tmp_path / "there"))
    assert files_in(tmp_path) == ["models.tar"]


def test_links_in_a_bundle_are_refused(tmp_path: Path) -> None:
    bundle = tmp_path / "models.tar"
    with tarfile.open(bundle, "w") as archive:
        member = tarfile.TarInfo("en-de/model.bin")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(member)
    with pytest.raises(UsageError, match="is not a bundle of models"):
        import_models(bundle, ModelFolder(tmp_path / "there"))


def test_a_manifest_that_names_files_elsewhere_is_none(tmp_path: Path) -> None:
    copy_model(embedded_models()["en", "pt"], tmp_path)
    assert Manifest.read(tmp_path)
    (tmp_path / MANIFEST).write_text(json.dumps({"version": "3.0", "architecture": "", "files": {"../a": "0"}}))
    assert Manifest.read(tmp_path) is None
