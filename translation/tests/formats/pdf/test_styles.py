"""Which style of a PDF's paragraph is the base, style 0. The phrases in the tests are set as HTML."""

from pathlib import Path

import pymupdf
import pytest

from translation.document import Content, InlineCode, Span
from translation.formats import open_document
from translation.formats.base import ReadOptions

CSS = "p { font-family: sans-serif; font-size: 9px; margin: 0 }"


def content_of(html: str, folder: Path) -> Content:
    """Return the content of a PDF with one paragraph."""
    path = folder / "source.pdf"
    with pymupdf.open() as document:
        document.new_page().insert_htmlbox(pymupdf.Rect(56, 56, 540, 200), f"<p>{html}</p>", css=CSS)
        document.save(path)
    with open_document(path, path.name) as document:
        (block,) = document.read(ReadOptions())
    return block.content


def in_base_style(content: Content) -> str:
    return "|".join(part.text.strip() for part in content if not isinstance(part, InlineCode) and part.style == 0)


@pytest.mark.parametrize(
    ("html", "base"),
    [
        ("Press the <b>red button</b> on the left side.", "Press the|on the left side."),
        ("See the <b>user manual for the safety instructions</b> now.", "See the|now."),
        ("<b>All visitors must sign the guest book</b>.", "."),
        ("<b>Note:</b> it is old and <b>must never be opened.</b>", "it is old and"),
        ("<i>All visitors must sign the guest book</i>, please.", ", please."),
        ("Read <a href='https://example.org/'>our guide to renting a flat in the city</a> first.", "Read|first."),
    ],
)
def test_plain_text_is_the_base_even_if_it_is_shorter(html: str, base: str, tmp_path: Path) -> None:
    assert in_base_style(content_of(html, tmp_path)) == base


@pytest.mark.parametrize(
    ("html", "base"),
    [
        ("<b>All visitors must sign the guest book.</b>", "All visitors must sign the guest book."),
        (
            "<i>In the novel</i> Ulysses <i>he spends a day in the city.</i>",
            "In the novel|he spends a day in the city.",
        ),
    ],
)
def test_emphasis_is_the_base_where_all_is_emphasised(html: str, base: str, tmp_path: Path) -> None:
    assert in_base_style(content_of(html, tmp_path)) == base


def test_a_plain_note_in_another_size_is_not_the_base(tmp_path: Path) -> None:
    content = content_of(
        "<b>The large words of this paragraph</b> <span style='font-size: 6px'>(small)</span>", tmp_path
    )
    assert in_base_style(content) == "The large words of this paragraph"
    assert Span("(small)", 1) in content
