"""Titles of bookmarks, in the order of the outline, however its links are damaged."""

from pathlib import Path

import pymupdf
import pytest

from translation.document import Span, plain_text
from translation.formats import open_document
from translation.formats.base import ReadOptions, WriteOptions

TITLES = ["One", "One and a half", "One and three quarters", "Two", "Two and a half"]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A page of one line with an outline of three levels."""
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), "The river is wide here.")
        document.set_toc([[level, title, 1] for level, title in zip((1, 2, 3, 1, 2), TITLES, strict=True)])
        document.save(tmp_path / "source.pdf")
    return tmp_path / "source.pdf"


def relink(path: Path, number: int, key: str, other: int) -> None:
    """Have a bookmark, counted from 0, lead to another by one of its keys."""
    with pymupdf.open(path) as document:
        xrefs = document.get_outline_xrefs()
        document.xref_set_key(xrefs[number], key, f"{xrefs[other]} 0 R")
        document.saveIncr()


def labels(path: Path) -> list[str]:
    with open_document(path, "x.pdf") as document:
        return [plain_text(block.content) for block in document.read(ReadOptions())][1:]


def test_bookmarks_come_in_the_order_in_which_they_are_shown(source: Path) -> None:
    assert labels(source) == TITLES


@pytest.mark.parametrize(("number", "key", "other"), [(4, "Next", 0), (2, "First", 1), (0, "Next", 0)])
def test_a_circle_of_bookmarks_is_read_once(source: Path, number: int, key: str, other: int) -> None:
    relink(source, number, key, other)

    found = labels(source)

    assert len(found) == len(set(found))
    assert TITLES[:3] == found[:3]


def test_titles_of_all_levels_are_translated_in_any_script(source: Path) -> None:
    output = source.with_name("output.pdf")
    with open_document(source, "x.pdf") as document:
        targets = [(block.id, (Span(f"Γ{plain_text(block.content)} 😀"),)) for block in document.read(ReadOptions())]
        document.write(targets, WriteOptions("el"), output, lambda _share: None)

    with pymupdf.open(output) as written:
        assert [title for _, title, _ in written.get_toc()] == [f"Γ{title} 😀" for title in TITLES]
