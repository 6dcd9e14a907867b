import os
import shutil
import threading
from pathlib import Path

import pytest

from translation.document import Span
from translation.engines import ENGINES, available_engines, create_engine
from translation.engines.apertium import ApertiumEngine
from translation.engines.firefox.engine import FirefoxEngine
from translation.engines.firefox.server import ModelServer
from translation.engines.openai import ADDRESS, MODEL, REQUESTS
from translation.engines.pseudo import GROWTH, PseudoEngine
from translation.engines.settings import EngineSettings, RequestLimits
from translation.exceptions import EngineFailed, UsageError
from translation.testing.contracts import EngineContract
from translation.testing.documents import ListedDocument, run


class TestPseudo(EngineContract):
    engine = PseudoEngine()

    def test_it_changes_every_word_and_keeps_numbers(self) -> None:
        text = "A rhythm of 24 hours, by the PDF on my b-side: 3.5"
        (answer,) = self.engine.translate([text], "en", "de")
        assert not set(answer.split()) & set(text.replace("24", "").replace("3.5", "").split())
        assert "24" in answer
        assert "3.5" in answer

    def test_it_lengthens_as_much_as_it_says(self) -> None:
        text = "The quick brown fox jumps over the lazy dog and goes home to sleep."
        (answer,) = self.engine.translate([text], "en", "de")
        assert len(answer) == pytest.approx(len(text) * (1 + GROWTH), rel=0.1)

    def test_it_keeps_capitals(self) -> None:
        (answer,) = self.engine.translate(["TITLE IN CAPITALS"], "en", "de")
        assert answer.isupper()


class TestFirefox(EngineContract):
    engine = FirefoxEngine()

    def test_it_translates(self) -> None:
        assert self.engine.translate(["The house is big."], "en", "pt") == ["A casa é grande."]
        assert self.engine.translate(["A casa é grande."], "pt", "en") == ["The house is great."]

    def test_it_works_in_any_thread(self) -> None:
        answers: list[str] = []
        self.engine.translate(["The house is big."], "en", "pt")
        thread = threading.Thread(
            target=lambda: answers.extend(self.engine.translate(["The house is big."], "en", "pt"))
        )
        thread.start()
        thread.join()
        assert answers == ["A casa é grande."]

    def test_it_lists_the_characters_that_its_model_reads(self) -> None:
        alphabet = self.engine.alphabet("en", "pt")
        assert alphabet is not None
        assert alphabet.issuperset("The quick brown fox, 42: jumps!")
        assert not alphabet & set("ü§€Ω“")

    def test_models_of_the_folder_come_first_and_add_languages(self, tmp_path: Path) -> None:
        embedded = FirefoxEngine()._installed()
        copy_model(embedded["en", "pt"], tmp_path / "en-pt")
        copy_model(embedded["en", "pt"], tmp_path / "en-de")
        copy_model(embedded["pt", "en"], tmp_path / "es-en")
        engine = FirefoxEngine(tmp_path)
        assert engine._installed()["en", "pt"] == tmp_path / "en-pt"
        assert engine.pairs() == {
            "en": ("de", "pt"),
            "es": ("de", "en", "pt"),
            "pt": ("de", "en"),
        }
        assert engine.translate(["A casa é grande."], "es", "de") == ["A casa é grande."]

    def test_a_damaged_model_is_an_error_that_no_retry_helps(self, tmp_path: Path) -> None:
        copy_model(FirefoxEngine()._installed()["en", "pt"], tmp_path / "en-pt")
        (model,) = (tmp_path / "en-pt").glob("model*.bin")
        model.unlink()
        model.write_bytes(b"damaged")
        with pytest.raises(EngineFailed, match="damaged") as caught:
            FirefoxEngine(tmp_path).translate(["The house."], "en", "pt")
        assert caught.value.permanent

    def test_an_incomplete_model_is_an_error_that_no_retry_helps(self, tmp_path: Path) -> None:
        (tmp_path / "en-pt").mkdir()
        (tmp_path / "en-pt" / "model.bin").write_bytes(b"")
        with pytest.raises(EngineFailed, match="incomplete") as caught:
            FirefoxEngine(tmp_path).translate(["The house."], "en", "pt")
        assert caught.value.permanent

    def test_without_network_it_has_what_is_installed(self, tmp_path: Path) -> None:
        server = ModelServer("http://127.0.0.1:9/records", limits=RequestLimits(patience=0))
        engine = FirefoxEngine(tmp_path, fetch=True, server=server)
        assert engine.pairs() == {"en": ("pt",), "pt": ("en",)}
        assert engine.translate(["The house is big."], "en", "pt") == ["A casa é grande."]
        assert not engine.supports("en", "de")

    def test_its_revision_names_its_models(self, tmp_path: Path) -> None:
        embedded = FirefoxEngine()._installed()
        copy_model(embedded["en", "pt"], tmp_path / "en-pt")
        copy_model(embedded["en", "pt"], tmp_path / "en-de")
        copy_model(embedded["pt", "en"], tmp_path / "es-en")
        engine, plain = FirefoxEngine(tmp_path), FirefoxEngine()
        forth, back = plain.revision("en", "pt"), plain.revision("pt", "en")
        assert forth != back
        assert engine.revision("en", "pt") == forth
        assert engine.revision("es", "de") == f"{back}+{forth}"
        assert engine.revision("xx", "yy") == ""


@pytest.mark.skipif(not shutil.which("apertium"), reason="Debian's packages apertium and apertium-eng-spa are not here")
class TestApertium(EngineContract):
    pair = ("en", "es")

    @pytest.fixture(autouse=True)
    def _find(self) -> None:
        self.engine = ApertiumEngine()

    def test_it_translates(self) -> None:
        assert self.engine.translate(["The house is big.", "The dog"], "en", "es") == ["La casa es grande.", "El perro"]
        assert self.engine.translate(["La casa es grande."], "es", "en") == ["The house is big."]

    def test_it_knows_varieties_of_its_languages(self) -> None:
        assert self.engine.pairs() == {"en": ("es",), "es": ("en", "en-US")}
        assert self.engine.supports("en-GB", "es-MX")

    @pytest.mark.parametrize("sign", [*"\\[]^$/<>{}@*~#&%|", "\x00", "7\n8", "漢", "ü", "„"])
    def test_signs_of_its_stream_are_signs_like_others(self, sign: str) -> None:
        first, second = self.engine.translate([f"The house is big {sign} 7", "The dog"], "en", "es")
        assert first.startswith("La casa es grande ")
        assert (sign.replace("\x00", "") in first, second) == (True, "El perro")

    @pytest.mark.parametrize("code", ["https://example.org/a_b?c=1", "{name}", "`rm -r`", "[3]", "B-747", "x_y"])
    def test_what_is_no_language_goes_through_it(self, code: str) -> None:
        document = ListedDocument([(Span(f"The house {code} is very big."),)])
        report = run(document, "en", "es", self.engine)
        assert report.problems == ()
        assert code in str(document.targets[0])

    def test_a_program_that_breaks_off_is_an_error(self, tmp_path: Path) -> None:
        program = tmp_path / "apertium"
        program.write_text("#!/bin/sh\n[ \"$1\" = -l ] && echo eng-spa || printf 'La casa'\n")
        program.chmod(0o755)
        with pytest.raises(EngineFailed, match="broke off"):
            ApertiumEngine(str(program)).translate(["The house", "The dog"], "en", "es")

    def test_a_program_that_fails_is_an_error_that_no_retry_helps(self, tmp_path: Path) -> None:
        program = tmp_path / "apertium"
        program.write_text("#!/bin/sh\nexit 1\n")
        program.chmod(0o755)
        with pytest.raises(EngineFailed, match="install its Debian packages anew") as caught:
            ApertiumEngine(str(program)).pairs()
        assert caught.value.permanent


def test_without_the_program_apertium_says_what_to_install() -> None:
    with pytest.raises(UsageError, match="apertium-eng-spa"):
        ApertiumEngine("apertium-is-not-here")


def copy_model(source: Path, target: Path) -> None:
    """Links, for a model is large. The damaged file of a test must replace its link, never write through it."""
    target.mkdir()
    for file in source.iterdir():
        (target / file.name).symlink_to(file)


def test_every_engine_has_a_label_and_explains_its_settings() -> None:
    assert len({engine.label for engine in ENGINES.values()}) == len(ENGINES)
    assert all(setting.help for engine in ENGINES.values() for setting in engine.settings)


def test_a_setting_that_is_empty_has_its_default() -> None:
    with pytest.raises(UsageError, match="OPENAI_MODEL"):
        EngineSettings("openai").text(MODEL)
    settings = EngineSettings("openai", values={"model": "small", "address": " ", "timeout": "7.5"})
    assert settings.text(ADDRESS) == "https://api.openai.com/v1"
    assert settings.limits(*REQUESTS) == RequestLimits(timeout=7.5, patience=120.0)


def test_every_engine_of_the_table_has_its_name() -> None:
    assert {name: engine.name for name, engine in ENGINES.items()} == {name: name for name in ENGINES}


def test_an_engine_is_made_once() -> None:
    assert create_engine("firefox") is create_engine("firefox")
    settings = {"openai": {"model": "small"}}
    assert create_engine("openai", settings=settings) is create_engine("openai", settings=dict(settings))


def test_a_process_that_forks_off_makes_engines_of_its_own() -> None:
    engine = create_engine("pseudo")
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.write(writing, b"shared" if create_engine("pseudo") is engine else b"own")
        os._exit(0)
    assert os.read(reading, 10) == b"own"
    os.wait()
    os.close(reading)
    os.close(writing)


def test_engines_are_available_where_they_have_all_that_they_need() -> None:
    assert {"firefox", "pseudo"} <= set(available_engines()) <= {"firefox", "apertium", "pseudo"}
    settings = {
        "libretranslate": {"address": "http://127.0.0.1:5000"},
        "deepl": {"key": "abc"},
        "openai": {"model": "small"},
    }
    assert set(settings) <= set(available_engines(settings=settings))


def test_settings_show_no_key() -> None:
    assert "secret" not in repr(EngineSettings("deepl", values={"key": "secret"}))


def test_an_unknown_engine_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UsageError, match="firefox, libretranslate, deepl, openai, apertium, pseudo"):
        create_engine("babelfish")
