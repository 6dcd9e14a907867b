import threading
from pathlib import Path

import pytest

from translation.engines import ENGINES, create_engine
from translation.engines.firefox import FirefoxEngine
from translation.engines.pseudo import GROWTH, PseudoEngine
from translation.exceptions import EngineFailed, UsageError
from translation.tests.contracts import EngineContract


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

    def test_it_tells_which_characters_its_model_reads(self) -> None:
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

    def test_without_network_it_has_what_is_installed(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("FXTRANSLATE_RECORDS_URL", "http://127.0.0.1:9/records")
        engine = FirefoxEngine(tmp_path, fetch=True)
        assert engine.pairs() == {"en": ("pt",), "pt": ("en",)}
        assert engine.translate(["The house is big."], "en", "pt") == ["A casa é grande."]
        assert not engine.supports("en", "de")


def copy_model(source: Path, target: Path) -> None:
    """Links, for a model is large. The damaged file of a test must replace its link, never write through it."""
    target.mkdir()
    for file in source.iterdir():
        (target / file.name).symlink_to(file)


def test_every_engine_of_the_table_has_its_name() -> None:
    assert {name: engine.name for name, engine in ENGINES.items()} == {name: name for name in ENGINES}


def test_an_engine_is_made_once() -> None:
    assert create_engine("firefox") is create_engine("firefox")


def test_an_unknown_engine_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UsageError, match="firefox, pseudo"):
        create_engine("babelfish")
