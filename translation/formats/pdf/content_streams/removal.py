"""Removing glyphs and decorations from the content streams of a page. Every other byte stays as it is.

A removed glyph leaves an offset of the width of its advance, unless the next text is placed by itself. A form is shared
by its uses, so a form that changes is copied.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Self

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.content_streams.bands import Band, BandIndex, BoxIndex
from translation.formats.pdf.content_streams.budget import COST_OF_BYTE, Budget, ContentTooLarge
from translation.formats.pdf.content_streams.cutting import TextCutter
from translation.formats.pdf.content_streams.edits import Edit, apply_edits
from translation.formats.pdf.content_streams.kept import (
    KeptText,
    TextRecorder,
    are_same,
    kept_text,
)
from translation.formats.pdf.content_streams.marks import ContentMark
from translation.formats.pdf.content_streams.marks import Sequence as MarkedSequence
from translation.formats.pdf.content_streams.paths import PathRemover
from translation.formats.pdf.content_streams.shows import Show
from translation.formats.pdf.content_streams.source import ContentSource
from translation.formats.pdf.content_streams.state import State, Surroundings
from translation.formats.pdf.content_streams.strings import format_number, write_array
from translation.formats.pdf.content_streams.unspoken import without_actual_text
from translation.formats.pdf.content_streams.walker import StreamWalker
from translation.formats.pdf.content_streams.witness import PROBE, Witness
from translation.formats.pdf.geometry import Box, intersects
from translation.formats.pdf.transform import dictionary_of, file_of, page_transform

# The object number of a form, a hash of its new contents, the names of new objects in them, and the object number of
# the page whose resources it uses, or 0 if it has its own.
FormKey = tuple[int, bytes, tuple[str, ...], int]


class ContentChanged(RuntimeError):
    """Removing text would have moved or lost other text. Nothing was changed."""


class ContentUnreliable(RuntimeError):
    """The contents are damaged, and readers differ on what they show. Nothing was changed."""


@dataclass
class BandReport:
    """What went from one band: its length in points, and its glyphs by where they stood in the structure.

    `left` is the number of glyphs that could not be removed, because they are hidden or part of a clipping path.
    """

    length: float = 0.0
    glyphs: dict[ContentMark, int] = field(default_factory=dict)
    left: int = 0


@dataclass
class RemovalReport:
    """What went from a page, by the numbers of the bands and of the boxes of decorations.

    `mcids` are the marked-content sequences of the page's own contents.
    """

    bands: list[BandReport]
    decorations: set[int] = field(default_factory=set)
    mcids: set[int] = field(default_factory=set)

    @property
    def removed(self) -> int:
        """The number of removed glyphs."""
        return sum(sum(band.glyphs.values()) for band in self.bands)


@dataclass
class _Removal:
    """What the streams of one page have in common.

    `page` is its object number. `copies` are the changed forms, by what they were and became.
    """

    page: int
    index: BandIndex
    boxes: BoxIndex
    report: RemovalReport
    copies: dict[FormKey, mupdf.PdfObj]


class ContentSurgeon:
    """Removes text from the pages of one document. Close it after use."""

    def __init__(self, document: pymupdf.Document) -> None:
        self._source = ContentSource(file_of(document))
        self._copies: dict[FormKey, mupdf.PdfObj] = {}

    @property
    def form_copies(self) -> dict[int, int]:
        """The object numbers of the copies of changed forms, by the number of the form."""
        return {number: mupdf.pdf_to_num(copy) for (number, *_rest), copy in self._copies.items()}

    def close(self) -> None:
        """Return the fonts to MuPDF."""
        self._source.close()

    def clear(self, page: pymupdf.Page, bands: Sequence[Band], boxes: Sequence[Box] = ()) -> RemovalReport:
        """Remove the glyphs of bands and the paths in boxes from a page.

        Afterwards its contents leave the graphics state as it was. Raises ContentTooLarge, ContentChanged,
        ContentUnreliable or an error of MuPDF, and then the page is as it was.
        """
        target, budget = dictionary_of(page), Budget()
        self._source.forget_forms()
        report = RemovalReport([BandReport() for _ in bands])
        mark = ContentMark(mupdf.pdf_to_num(target), -1, "")
        removal = _Removal(mark.stream, BandIndex(enumerate(bands)), BoxIndex(boxes), report, self._copies)
        around = Surroundings(mupdf.pdf_page_resources(page._pdf_page()), State(page_transform(target)), mark)
        walker = _RemovingWalker(self._source, budget, self._source.page_contents(target, budget), around)
        walker.start(removal)
        try:
            walker.run()
        except ContentTooLarge as error:
            if walker.is_damaged:
                raise ContentUnreliable from error
            raise
        witness = Witness(page) if walker.is_damaged else None
        data = walker.finish_page()
        after = Surroundings(walker.new_resources(), State(page_transform(target)), mark)
        if not self._is_unchanged(walker.kept, data, after):
            raise ContentUnreliable if witness else ContentChanged
        resources = after.resources if walker.needs_resources else None
        with _Replaced(target, self._source.file, data + PROBE if witness else data, resources) as replaced:
            if witness:
                if not witness.agrees(removal.index):
                    raise ContentUnreliable
                replaced.update(data)
            replaced.stay()
        return report

    def _is_unchanged(self, kept: list[KeptText], data: bytes, around: Surroundings) -> bool:
        recorder = TextRecorder(self._source, Budget(), data, around)
        recorder.found, recorder.forms = [], {mupdf.pdf_to_num(copy) for copy in self._copies.values()}
        recorder.run()
        return are_same(kept, recorder.found)


class _Replaced:
    """New contents and resources of a page, which only stay after the block if `stay` is called in it."""

    def __init__(
        self, page: mupdf.PdfObj, file: mupdf.PdfDocument, data: bytes, resources: mupdf.PdfObj | None
    ) -> None:
        self._page, self._stays = page, False
        self._old = {key: mupdf.pdf_dict_gets(page, key) for key in ("Contents", "Resources")}
        self._file = file
        self._stream = mupdf.pdf_add_stream(file, mupdf.fz_new_buffer_from_copied_data(data), mupdf.PdfObj(), 0)
        mupdf.pdf_dict_puts(page, "Contents", self._stream)
        if resources is not None:
            mupdf.pdf_dict_puts(page, "Resources", resources)

    def update(self, data: bytes) -> None:
        """Exchange the new contents."""
        mupdf.pdf_update_stream(self._file, self._stream, mupdf.fz_new_buffer_from_copied_data(data), 0)

    def stay(self) -> None:
        """Do not restore the old ones."""
        self._stays = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        for key, value in ({} if self._stays else self._old).items():
            if value.m_internal:
                mupdf.pdf_dict_puts(self._page, key, value)
            else:
                mupdf.pdf_dict_dels(self._page, key)


class _RemovingWalker(StreamWalker):
    """Finds the edits of one stream."""

    def start(self, removal: _Removal) -> None:
        """Set what the streams of the page have in common, before the walk."""
        self._removal = removal
        self._edits: list[Edit] = []
        # Edits that removed the end of a line so far, and the offsets that they need if text follows.
        self._held: list[tuple[Edit, float]] = []
        self._objects: dict[str, mupdf.PdfObj] = {}
        self._properties: dict[str, mupdf.PdfObj] = {}
        self.kept: list[KeptText] = []
        self._paths = PathRemover(removal.boxes, self._edits, removal.report.decorations, self.budget)
        self.follows_paths = bool(removal.boxes.count)

    # Text

    def show(self, show: Show) -> float:
        """Remove the glyphs of shown text that stand in a band."""
        stretch = show.measure()
        if stretch is None:
            return self._show_each(show)
        self.budget.spend_glyphs(stretch.glyphs)
        if not stretch.codes:
            return stretch.advance
        band = self._index_for(show).find_stretch(*show.point(stretch.first), *show.point(stretch.last))
        if band is None or (band >= 0 and not show.unit):
            return self._show_each(show)
        if band >= 0 and show.is_removable:
            self._count(show, band, stretch.glyphs, stretch.advance)
            self._remove_whole(show, stretch.advance)
        else:
            if band >= 0:
                self._removal.report.bands[band].left += stretch.glyphs
            self._keep(kept_text(show, stretch) if stretch.is_visible else None)
        return stretch.advance

    def _index_for(self, show: Show) -> BandIndex:
        index = self._removal.index
        return index.along(show.dx, show.dy) if show.font.vertical is None else index

    def _show_each(self, show: Show) -> float:
        """Do the same string by string, or glyph by glyph."""
        self.budget.spend_operations(COST_OF_BYTE * (show.end - show.start))
        cutter, reports = TextCutter(show, self._index_for(show)), self._removal.report.bands
        for band, (glyphs, width) in cutter.lost.items():
            self._count(show, band, glyphs, width)
        for band, glyphs in cutter.left.items():
            reports[band].left += glyphs
        if cutter.is_empty:
            self._remove_whole(show, cutter.advance)
            return cutter.advance
        if cutter.lost:
            operand = write_array(cutter.parts, self.data)
            self._edits.append(Edit(show.begin, show.finish, _joined(show.lead, operand + b"TJ")))
        self._keep(cutter.kept)
        return cutter.advance

    def _count(self, show: Show, band: int, glyphs: int, advance: float) -> None:
        self.budget.spend_glyphs(glyphs)
        report = self._removal.report.bands[band]
        report.length += abs(advance) * (abs(show.dx) + abs(show.dy))
        report.glyphs[show.mark] = report.glyphs.get(show.mark, 0) + glyphs
        if self.sequences:
            self._note_loss()

    def _note_loss(self) -> None:
        for sequence in reversed(self.sequences):
            if sequence.has_lost:
                # So do those around it.
                break
            sequence.has_lost = True

    def _remove_whole(self, show: Show, advance: float) -> None:
        edit = Edit(show.begin, show.finish, show.lead)
        self._edits.append(edit)
        self._held.append((edit, -advance / show.unit))

    def _keep(self, text: KeptText | None) -> None:
        self.interrupt_text()
        if text is not None:
            self.kept.append(text)

    def place_text(self) -> None:
        """Leave no offsets before text that is placed by itself."""
        self._held.clear()

    def interrupt_text(self) -> None:
        """Leave an offset for each removed operation, because the next text stands behind it."""
        for edit, offset in self._held:
            if number := format_number(offset):
                edit.text = _joined(edit.text, b"[%s]TJ" % number)
        self._held.clear()

    # Forms, paths and marked content

    def use_form(self, operand: tuple[int, int], form: mupdf.PdfObj, inner: Surroundings) -> None:
        """Edit a form for this use of it, if bands or boxes reach into it."""
        box = mupdf.pdf_dict_get_rect(form, mupdf.pdf_new_name("BBox"))
        area = inner.state.matrix.box((box.x0, box.y0, box.x1, box.y1))
        if not (
            self._removal.index.meets(area) or any(intersects(area, each) for each in self._removal.boxes.near(area))
        ):
            return
        walker = _RemovingWalker(self.source, self.budget, self.source.form_contents(form, self.budget), inner)
        walker.start(self._removal)
        walker.run()
        self.is_damaged = self.is_damaged or walker.is_damaged
        data = walker.finish_form()
        if data is None:
            return
        self.kept += walker.kept
        copy = self._copy_form(form, data, walker)
        name = f"Palimpsest-{mupdf.pdf_to_num(copy)}"
        self._objects[name] = copy
        self._edits.append(Edit(*operand, b"/" + name.encode()))
        self._note_loss()

    def _copy_form(self, form: mupdf.PdfObj, data: bytes, walker: "_RemovingWalker") -> mupdf.PdfObj:
        """Return a copy of a form with other contents. Equal copies are made once."""
        has_own = mupdf.pdf_is_dict(mupdf.pdf_dict_gets(form, "Resources"))
        page = 0 if has_own else self._removal.page
        key = mupdf.pdf_to_num(form), sha256(data).digest(), tuple(walker._objects), page
        known = self._removal.copies.get(key)
        if known is not None and not walker._properties:
            return known
        copy = mupdf.pdf_add_object(self.source.file, deep_copy(form))
        mupdf.pdf_update_stream(self.source.file, copy, mupdf.fz_new_buffer_from_copied_data(data), 0)
        if walker.needs_resources:
            mupdf.pdf_dict_puts(copy, "Resources", walker.new_resources())
        self._removal.copies[key] = copy
        return copy

    def follow_paths(self, start: int, end: int) -> None:
        """Remove paths that lie in boxes."""
        self._paths.follow(self.data, start, end, self.state.matrix)

    def enter_sequence(self, sequence: MarkedSequence) -> None:
        """Note the sequences of the page's own contents."""
        if sequence.mark.mcid >= 0 and not self.around.forms:
            self._removal.report.mcids.add(sequence.mark.mcid)

    def leave_sequence(self, sequence: MarkedSequence) -> None:
        """Remove the text that stands for glyphs, if some of them were removed."""
        if sequence.has_lost and sequence.actual_text:
            operator = self.data[sequence.start : sequence.end]
            text, properties = without_actual_text(self.source.file, sequence, operator, self.around.resources)
            self._properties.update(properties)
            self._edits.append(Edit(sequence.start, sequence.end, text))

    def cut_off(self, start: int) -> None:
        """Remove an operation without an end, or what is drawn later would be a part of it."""
        self._edits.append(Edit(start, len(self.data), b""))

    def restore_nothing(self, start: int, end: int) -> None:
        """Remove a Q without a q, which would restore a state from before the page's contents."""
        if not self.around.forms:
            self._edits.append(Edit(start, end, b""))

    # Results

    def finish_form(self) -> bytes | None:
        """Return the new contents of a form, or None if it stays as it is."""
        while self.sequences:
            self.leave_sequence(self.sequences.pop())
        return apply_edits(self.data, self._edits) if self._edits else None

    def finish_page(self) -> bytes:
        """Return the new contents of a page, with everything closed that was left open."""
        ends = [b"ET"] * self.in_text + [b"EMC"] * len(self.sequences) + [b"Q"] * len(self.saved)
        return b"\n".join([b"q", self.finish_form() or self.data, *ends, b"Q"])

    @property
    def needs_resources(self) -> bool:
        """Whether the new contents use objects that the resources do not have yet."""
        return bool(self._objects or self._properties)

    def new_resources(self) -> mupdf.PdfObj:
        """Return the resources with new forms and properties, as a copy if there are any."""
        if not self.needs_resources:
            return self.around.resources
        own = deep_copy(self.around.resources)
        for category, entries in (("XObject", self._objects), ("Properties", self._properties)):
            if entries:
                old = mupdf.pdf_dict_gets(own, category)
                new = deep_copy(old) if mupdf.pdf_is_dict(old) else mupdf.pdf_new_dict(self.source.file, 4)
                for name, value in entries.items():
                    mupdf.pdf_dict_puts(new, name, value)
                mupdf.pdf_dict_puts(own, category, new)
        return own


def _joined(lead: bytes, text: bytes) -> bytes:
    return lead + b" " + text if lead and text else lead + text


def deep_copy(value: mupdf.PdfObj) -> mupdf.PdfObj:
    """Return a copy with direct parts of its own. MuPDF would renumber parts of two objects twice when it saves."""
    return mupdf.pdf_deep_copy_obj(mupdf.pdf_resolve_indirect(value))
