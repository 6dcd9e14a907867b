"""Active content is not in the output; text that only looks like it stays."""

from pathlib import Path

import pymupdf

from translation.formats.base import ReadOptions, WriteOptions
from translation.formats.pdf.document import PdfDocument

TEXT = "The library keeps its old books in a cool room, and nobody may take them home."


def rewritten(source: Path) -> pymupdf.Document:
    """The document after its way through the format, without a change to its text."""
    output = source.with_name("output.pdf")
    with PdfDocument(source) as document:
        targets = [(block.id, block.content) for block in document.read(ReadOptions())]
        document.write(targets, WriteOptions("pt"), output, lambda _: None)
    return pymupdf.open(output)


def texts_of_objects(document: pymupdf.Document) -> str:
    return "\n".join(document.xref_object(xref, compressed=True) for xref in range(1, document.xref_length()))


def test_a_script_in_an_annotation_goes_and_the_page_around_it_stays(tmp_path: Path) -> None:
    with pymupdf.open() as made:
        page = made.new_page()
        page.insert_text((72, 72), TEXT, fontsize=9)
        page.insert_link(
            {"kind": pymupdf.LINK_URI, "uri": "https://example.org/", "from": pymupdf.Rect(72, 60, 200, 80)}
        )
        action = "<</Subtype/Link/Rect[72 90 90 99]/A<</S/JavaScript/JS(app.alert\\(1\\))>>>>"
        link = made.xref_get_key(page.xref, "Annots")[1].strip("[]")
        made.xref_set_key(page.xref, "Annots", f"[{link} {action}]")
        made.save(tmp_path / "source.pdf")

    with rewritten(tmp_path / "source.pdf") as document:
        assert "library" in document[0].get_text()
        assert [link["uri"] for link in document[0].get_links()] == ["https://example.org/"]
        assert "JavaScript" not in texts_of_objects(document)


def test_an_attached_file_goes_with_its_bytes(tmp_path: Path) -> None:
    with pymupdf.open() as made:
        page = made.new_page()
        page.insert_text((72, 72), TEXT, fontsize=9)
        page.add_file_annot((72, 200), b"a program", "x.exe")
        made.embfile_add("y.exe", b"another program")
        made.save(tmp_path / "source.pdf")

    with rewritten(tmp_path / "source.pdf") as document:
        assert document.embfile_count() == 0
        assert "EmbeddedFile" not in texts_of_objects(document)
        streams = [document.xref_stream(xref) or b"" for xref in range(1, document.xref_length())]
        assert not [stream for stream in streams if b"program" in stream]


def test_a_harmless_view_and_resources_of_any_name_stay(tmp_path: Path) -> None:
    with pymupdf.open() as made:
        page = made.new_page()
        page.insert_text((72, 72), TEXT, fontsize=9)
        made.xref_set_key(made.pdf_catalog(), "OpenAction", f"<</S/GoTo/D[{page.xref} 0 R/Fit]>>")
        for name in ("AA", "EF"):
            page.insert_text((72, 700), "12 34", fontname=name, fontfile=font_file(tmp_path))
        made.save(tmp_path / "source.pdf")

    with rewritten(tmp_path / "source.pdf") as document:
        assert "/S/GoTo" in texts_of_objects(document)
        assert "12 34" in document[0].get_text()


def font_file(folder: Path) -> str:
    path = folder / "font.ttf"
    path.write_bytes(pymupdf.Font("figo").buffer)
    return str(path)
