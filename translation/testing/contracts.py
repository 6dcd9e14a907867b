"""What every engine and every format must do, as base classes of tests for each new one."""

from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path

import pytest

from translation.document import Block, Content, InlineCode, Span, plain_text
from translation.engines.base import Engine
from translation.exceptions import DocumentEmpty, LanguagePairUnsupported, TranslationError
from translation.formats import open_document, recognise
from translation.formats.base import ReadOptions, WriteOptions


class EngineContract:
    """Subclasses give an engine, a pair that it has, and a sentence in the source language."""

    engine: Engine
    pair: tuple[str, str] = ("en", "pt")
    sentence = "The house is big and the garden is small."

    def test_it_lists_the_pairs_that_it_supports(self) -> None:
        source, target = self.pair
        assert target in self.engine.pairs()[source]
        assert self.engine.supports(source, target)

    def test_it_supports_regions_of_its_languages(self) -> None:
        source, target = self.pair
        assert self.engine.supports(f"{source}-US", f"{target}-BR")
        assert self.engine.translate([self.sentence], f"{source}-US", f"{target}-BR")

    def test_it_refuses_a_pair_that_it_does_not_have(self) -> None:
        assert not self.engine.supports("xx", "yy")
        with pytest.raises(LanguagePairUnsupported):
            self.engine.translate([self.sentence], "xx", "yy")

    def test_it_refuses_a_language_into_itself(self) -> None:
        assert not self.engine.supports("en", "en")

    def test_it_answers_one_for_one_in_order(self) -> None:
        other = "My mother reads a book."
        answers = self.engine.translate([self.sentence, other, self.sentence], *self.pair)
        assert len(answers) == 3
        assert answers[0] == answers[2] != answers[1]

    def test_it_changes_the_sentence(self) -> None:
        assert self.engine.translate([self.sentence], *self.pair) != [self.sentence]

    def test_it_takes_no_texts_and_empty_texts(self) -> None:
        assert self.engine.translate([], *self.pair) == []
        assert [answer.strip() for answer in self.engine.translate(["", " "], *self.pair)] == ["", ""]

    def test_it_carries_a_placeholder_over(self) -> None:
        assert "XQ-1" in self.engine.translate(["See XQ-1 for details."], *self.pair)[0]

    def test_it_survives_a_long_run_of_letters(self) -> None:
        assert len(self.engine.translate(["ab" * 1000], *self.pair)) == 1

    def test_its_revision_stays_as_long_as_it_does(self) -> None:
        assert self.engine.revision(*self.pair) == self.engine.revision(*self.pair)


class FormatContract:
    """Subclasses give a document's name, its bytes, and the name of its format."""

    name: str
    format: str

    def content(self) -> bytes:
        """Return a small document with at least two blocks."""
        raise NotImplementedError

    def damaged(self) -> Iterable[bytes]:
        """Return contents that cannot be opened."""
        return ()

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        path = tmp_path / "source"
        path.write_bytes(self.content())
        return path

    def test_it_is_recognised(self) -> None:
        assert recognise(BytesIO(self.content()), self.name).name == self.format

    def test_it_says_what_it_is(self, path: Path) -> None:
        with open_document(path, self.name) as document:
            assert document.info.format == self.format
            assert any(map(str.isalpha, document.info.sample))

    def test_its_blocks_have_unique_ids_and_text(self, path: Path) -> None:
        blocks = self._read(path)
        assert len(blocks) >= 2
        assert len({block.id for block in blocks}) == len(blocks)
        assert all(plain_text(block.content).strip() for block in blocks)

    def test_reading_twice_gives_the_same(self, path: Path) -> None:
        assert self._read(path) == self._read(path)

    def test_what_is_written_reads_back_as_the_targets(self, path: Path, tmp_path: Path) -> None:
        output = self._write(path, tmp_path, lambda text: text.replace("e", "é"))
        blocks = self._read(output)
        originals = self._read(path)
        expected = [plain_text(block.content).replace("e", "é") for block in originals]
        assert [_squeezed(plain_text(block.content)) for block in blocks] == list(map(_squeezed, expected))

    def test_blocks_without_a_target_stay(self, path: Path, tmp_path: Path) -> None:
        output = tmp_path / "output"
        with open_document(path, self.name) as document:
            originals = list(document.read(ReadOptions()))
            document.write([], WriteOptions("pt"), output, lambda _: None)
        assert [block.content for block in self._read(output)] == [block.content for block in originals]

    def test_progress_rises_to_one(self, path: Path, tmp_path: Path) -> None:
        shares: list[float] = []
        with open_document(path, self.name) as document:
            targets = [(block.id, block.content) for block in document.read(ReadOptions())]
            document.write(targets, WriteOptions("pt"), tmp_path / "output", shares.append)
        assert shares == sorted(shares)
        assert shares[-1] == 1

    def test_it_refuses_an_empty_file(self, tmp_path: Path) -> None:
        (tmp_path / "empty").write_bytes(b"")
        with pytest.raises(DocumentEmpty):
            open_document(tmp_path / "empty", self.name)

    def test_it_refuses_damaged_files_with_an_error_of_ours(self, tmp_path: Path) -> None:
        for content in self.damaged():
            (tmp_path / "damaged").write_bytes(content)
            with pytest.raises(TranslationError):
                open_document(tmp_path / "damaged", self.name)

    def _read(self, path: Path) -> list[Block]:
        with open_document(path, self.name) as document:
            return list(document.read(ReadOptions()))

    def _write(self, path: Path, folder: Path, change: Callable[[str], str]) -> Path:
        output = folder / "output"
        with open_document(path, self.name) as document:
            targets = [(block.id, _changed(block.content, change)) for block in document.read(ReadOptions())]
            document.write(targets, WriteOptions("pt"), output, lambda _: None)
        return output


def _changed(content: Content, change: Callable[[str], str]) -> Content:
    return tuple(piece if isinstance(piece, InlineCode) else Span(change(piece.text), piece.style) for piece in content)


def _squeezed(text: str) -> str:
    return " ".join(text.split())
