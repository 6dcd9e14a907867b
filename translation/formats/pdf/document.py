"""The stages of a PDF: open, read, analyse, typeset, write.

    open       reading.opening opens the document and returns a sample of its text
    read       reading returns the text and the vectors of a page, and ocr the text of scanned pages
    analyse    analysis returns paragraphs, each with its content and the frame of its translation
    typeset    typesetting breaks translations into lines and fits them into the frames
    write      writing erases the original from each page and draws the translations

Pages are read one by one, and only frames are kept. When all blocks are translated, pages are written one by one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pymupdf

from translation.document import (
    Block,
    BlockBoxes,
    BoundingBox,
    Content,
    DocumentInfo,
    Outcome,
    Problem,
    Span,
    plain_text,
)
from translation.exceptions import DocumentUnreadable, OcrMissing
from translation.formats.base import Document, OutputKind, Progress, ReadOptions, WriteOptions
from translation.formats.pdf.analysis.classify import is_language
from translation.formats.pdf.analysis.content import attach_list_markers, normalise_word, read_content
from translation.formats.pdf.analysis.continuations import (
    MAX_PARAGRAPHS_BETWEEN,
    Passage,
    join_passages,
    split_translation,
)
from translation.formats.pdf.analysis.free_space import FreeSpace
from translation.formats.pdf.analysis.grouping import group_lines
from translation.formats.pdf.analysis.number_cells import find_number_cells, separate_number_cells
from translation.formats.pdf.analysis.paragraphs import PageParagraph
from translation.formats.pdf.content_streams.removal import ContentSurgeon
from translation.formats.pdf.declaration import PAGES, SMALLEST_SCALE, PdfLimits, chosen_pages
from translation.formats.pdf.file_fonts import FileFonts
from translation.formats.pdf.geometry import Box
from translation.formats.pdf.ocr.recognition import Recognition
from translation.formats.pdf.reading.decorations import attach_decorations
from translation.formats.pdf.reading.duplicates import erase_with_frames, separate_duplicates
from translation.formats.pdf.reading.encoding import is_garbage
from translation.formats.pdf.reading.glyphs import find_glyphs
from translation.formats.pdf.reading.hidden import drop_hidden_text
from translation.formats.pdf.reading.limits import TextCount, require_pages, require_pixels
from translation.formats.pdf.reading.links import Link, move_links, read_links, without_annotations
from translation.formats.pdf.reading.opening import PAGE_ERRORS, load_objects, open_pdf, sample_text
from translation.formats.pdf.reading.outline import OutlineEntry, read_outline, write_outline_entry
from translation.formats.pdf.reading.structured import make_display_list
from translation.formats.pdf.reading.text import PageText, read_page
from translation.formats.pdf.structure.alternatives import Alternative, read_alternatives, write_alternative
from translation.formats.pdf.structure.finishing import finish_structure
from translation.formats.pdf.structure.tree import StructureTree
from translation.formats.pdf.text_frame import TextFrame
from translation.formats.pdf.transform import file_of, page_dictionary
from translation.formats.pdf.typesetting.flows import DocumentFitter
from translation.formats.pdf.typesetting.paragraph import Flow, TypesetParagraph
from translation.formats.pdf.typesetting.shaping import Typesetter
from translation.formats.pdf.writing.bilingual import BILINGUAL_KINDS, OriginalPage, compose, keep_original
from translation.formats.pdf.writing.embedding import EmbeddedFonts
from translation.formats.pdf.writing.page import PageTools, RewrittenPage, rewrite_page
from translation.formats.pdf.writing.report import PageCounts
from translation.formats.pdf.writing.sanitise import remove_active_content
from translation.formats.pdf.writing.saved_contents import SavedContents
from translation.limits import USUAL_LIMITS, Limits

# MuPDF's cache of decoded objects shrinks after this many pages, so that memory does not grow with the document.
PAGES_BETWEEN_SHRINKS = 20
# It then loses this share of its size, the least recently used first. The fonts in use stay.
SHRINK_PERCENT = 50
# The effort of compression. The last tenth of a percent of the size would take a third of the time.
COMPRESSION_EFFORT_PERCENT = 60
# Text without two letters in a row has nothing to translate.
LETTERS = re.compile(r"[^\W\d_]{2,}")


class PdfDocument(Document):
    """An open PDF. Opening it raises DocumentUnreadable, DocumentEmpty, PasswordNeeded or LimitExceeded."""

    def __init__(self, path: Path, limits: Limits = USUAL_LIMITS) -> None:
        self._document = open_pdf(path)
        self._limits = PdfLimits.of(limits)
        require_pages(self._document, self._limits)
        self._text_count = TextCount(limits, self._limits)
        self._file_fonts = FileFonts()
        self._surgeon = ContentSurgeon(self._document)
        self._frames: dict[int, list[TextFrame]] = {}
        self._flows: dict[int, list[list[TextFrame]]] = {}
        self._number_frames: list[TextFrame] = []
        self._lacking_font: set[int] = set()
        self._labels: dict[int, OutlineEntry] = {}
        self._alternatives: dict[int, Alternative] = {}
        self._language = ""
        self._links: dict[int, list[Link]] = {}
        self._problems: list[Problem] = []
        self._boxes: list[BlockBoxes] = []
        self._counts = PageCounts()
        self._recognition = Recognition()
        self._chosen: list[int] = []
        self.info = DocumentInfo("pdf", self._document.page_count, self._sample())

    def _sample(self) -> str:
        sample = sample_text(self._document)
        if LETTERS.search(sample) and not is_garbage(sample):
            return sample
        try:
            return self._recognition.sample_of(self._document) or sample
        except PAGE_ERRORS:
            return sample

    def read(self, options: ReadOptions) -> Iterator[Block]:
        """Yield the paragraphs page by page, then bookmarks, tooltips and the descriptions of figures."""
        pages = PAGES.of(options.own)
        load_objects(self._document)
        self._tree, self._language = StructureTree(self._document), options.language or ""
        self._chosen = chosen_pages(pages, self._document.page_count)
        held: list[Passage] = []
        for number in self._chosen:
            self.on_page()
            try:
                passages = join_passages([*held, *self._read_page(number, options)])
            except PAGE_ERRORS:
                self._problem("page_unreadable", "The page could not be read. It stays as it is.", number)
                continue
            last = [passage for passage in passages if passage.has_words][-MAX_PARAGRAPHS_BETWEEN:]
            held = [passage for passage in last if passage.is_unfinished]
            yield from (self._block(passage) for passage in passages if passage not in held)
            if number % PAGES_BETWEEN_SHRINKS == 0:
                pymupdf.TOOLS.store_shrink(SHRINK_PERCENT)
        yield from map(self._block, held)
        if not pages:
            for label, text in self._read_labels():
                self._labels[identity := self._next_id()] = label
                yield Block(identity, (Span(text),))
            for alternative, text in read_alternatives(self._tree):
                self._alternatives[identity := self._next_id()] = alternative
                yield Block(identity, (Span(text),))
        if self._recognition.is_tesseract_missing and not self._next_id():
            raise OcrMissing

    def _read_page(self, number: int, options: ReadOptions) -> list[Passage]:
        """Return the passages of a page, and keep the flows of their frames for writing."""
        links = read_links(self._document, number)
        with without_annotations(self._document, number) as page:
            link_boxes = [(box, link) for link, each in enumerate(links) for box in each.boxes]
            fonts, serifs = self._file_fonts.of(page), self._file_fonts.serifs
            require_pixels(page, self._limits)
            display_list = make_display_list(page)
            text = read_page(page, display_list, link_boxes, serifs)
            text = self._recognition.text_of(page, text, serifs, options)
            self._text_count.add(text)
            drop_hidden_text(text, display_list)
            text.lines, duplicates = separate_duplicates(text.lines)
            attach_decorations(text)
            paragraphs = separate_number_cells(group_lines(text, page.rect.width))
            contents = _read_contents(paragraphs, text, number, number in self._recognition.scans)
            frames = [each and each[1] for each in contents]
            attach_list_markers(paragraphs, frames)
            to_fill = [frame for frame in frames if frame]
            find_glyphs(display_list, file_of(self._document), fonts, to_fill)
            erase_with_frames(to_fill, duplicates)
            self._flows[number] = _find_flows(paragraphs, frames, text, tuple(page.rect))
        if links:
            self._links[number] = links
        self._counts.add_left(number, "not_language", contents.count(None))
        self._report_unread(number, paragraphs, text)
        passages = [Passage(content, [frame]) for content, frame in filter(None, contents)]
        self._number_frames += [passage.frames[0] for passage in passages if not passage.has_words]
        return passages

    def _report_unread(self, number: int, paragraphs: Sequence[PageParagraph], text: PageText) -> None:
        if is_garbage("".join(each.text for each in paragraphs)):
            self._problem("encoding_unreadable", "The text of the page cannot be read. It stays as it is.", number)
        if text.vertical:
            self._problem("vertical_text", "Vertical text is not translated. It stays as it is.", number)
        for code, problem in self._recognition.problems.pop(number, ()):
            self._problem(code, problem, number)

    def _read_labels(self) -> list[tuple[OutlineEntry, str]]:
        try:
            return list(read_outline(self._document))
        except PAGE_ERRORS:
            self._problem("labels_unreadable", "Bookmarks or fields could not be read. They stay as they are.", None)
            return []

    def _block(self, passage: Passage) -> Block:
        identity = self._next_id()
        self._frames[identity] = passage.frames
        for frame in passage.frames:
            frame.block, frame.original_box = identity, frame.box
        first = passage.frames[0]
        return Block(identity, passage.content, first.page, BoundingBox(*first.original_box))

    def _next_id(self) -> int:
        return len(self._frames) + len(self._labels) + len(self._alternatives)

    def write(
        self, targets: Iterable[tuple[int, Content]], options: WriteOptions, output: Path, progress: Progress
    ) -> Outcome:
        """Fit all translations into their frames, then rewrite page by page."""
        originals = dict(self._originals(options.output))
        contents = self._contents_by_frame(targets)
        tools = PageTools(self._surgeon, EmbeddedFonts(self._document), self._tree, options.language)
        typesetter = Typesetter(options.language, SMALLEST_SCALE.of(options.own))
        self._count_left_numbers(contents)
        fitter = DocumentFitter(self._flows, contents, partial(self._typeset, typesetter))
        for done, (number, flows) in enumerate(fitter.fitted_pages(self.on_page)):
            self.on_page()
            self._write_page(number, flows, tools)
            progress((done + 1) / (len(self._flows) + 1))
            if number % PAGES_BETWEEN_SHRINKS == 0:
                pymupdf.TOOLS.store_shrink(SHRINK_PERCENT)
        tools.fonts.finish()
        compose(self._document, originals, options.output)
        self._finish(options.language, output)
        progress(1.0)
        return Outcome(tuple(self._problems), self._counts.reports(), tuple(self._boxes))

    def _originals(self, kind: OutputKind) -> Iterator[tuple[int, OriginalPage]]:
        """Yield copies of the pages to show beside their translations. Call it before anything is changed."""
        for number in self._chosen if kind in BILINGUAL_KINDS else ():
            try:
                original = keep_original(self._document, number)
                self._tree.set_apart(original.form)
                yield number, original
            except PAGE_ERRORS:
                text = "The original of the page could not be read. The translation is shown without it."
                self._problem("original_missing", text, number)

    def _contents_by_frame(self, targets: Iterable[tuple[int, Content]]) -> dict[int, Content]:
        """Return the translations by the `id` of their frames, and write those of bookmarks and tooltips."""
        contents: dict[int, Content] = {}
        for identity, content in targets:
            if identity in self._labels:
                write_outline_entry(self._document, self._labels[identity], plain_text(content))
                continue
            if identity in self._alternatives:
                write_alternative(self._tree, self._alternatives[identity], plain_text(content))
                continue
            frames = self._frames[identity]
            for frame, part in zip(frames, split_translation(content, frames), strict=True):
                contents[id(frame)] = part
        return contents

    def _count_left_numbers(self, contents: dict[int, Content]) -> None:
        for frame in self._number_frames:
            if id(frame) not in contents:
                self._counts.add_left(frame.page, "not_language")

    def _typeset(self, typesetter: Typesetter, frame: TextFrame, content: Content) -> TypesetParagraph | None:
        """Return a typeset translation, or report once for each frame that no font has its characters."""
        typeset = typesetter.typeset(frame, content)
        if typeset is None and id(frame) not in self._lacking_font:
            self._lacking_font.add(id(frame))
            text = "A paragraph has characters that no installed font has. It stays as it is."
            self._problem("font_missing", text, frame.page)
            self._counts.add_left(frame.page, "font_missing")
        return typeset

    def _write_page(self, number: int, flows: Sequence[Flow], tools: PageTools) -> None:
        """Rewrite a page, or restore it if that fails."""
        paragraphs = [typeset for flow in flows for typeset in flow]
        if not paragraphs:
            return
        original = SavedContents(page_dictionary(self._document, number))
        try:
            is_scan = number in self._recognition.scans
            rewritten = rewrite_page(self._document, number, flows, tools, self._links.get(number, ()), is_scan)
        except PAGE_ERRORS:
            original.restore()
            self._tree.forget_page(number)
            self._problem("page_left", "The page could not be rewritten. It stays as it is.", number)
            self._counts.add_left(number, "page_left", len(paragraphs))
            return
        if number in self._links:
            move_links(self._document, number, self._links[number], rewritten.links)
        self._report_written(number, paragraphs, rewritten)

    def _report_written(self, number: int, paragraphs: Sequence[TypesetParagraph], rewritten: RewrittenPage) -> None:
        self._counts.set_drawn(number, paragraphs)
        for typeset, box in zip(paragraphs, rewritten.boxes, strict=True):
            if box is not None:
                before, after = BoundingBox(*typeset.frame.original_box), BoundingBox(*box)
                self._boxes.append(BlockBoxes(typeset.frame.block, number, before, after))
        if rewritten.covered:
            text = f"Could not erase {rewritten.covered} line(s). They are covered; searches still find their text."
            self._problem("page_covered", text, number)
        if overfull := sum(not typeset.fits for typeset in paragraphs):
            text = f"Could not fit {overfull} paragraph(s), even at the smallest text size. They run over."
            self._problem("overfull", text, number)

    def _finish(self, language: str, output: Path) -> None:
        try:
            catalog = self._document.pdf_catalog()
            self._document.xref_set_key(catalog, "Lang", pymupdf.get_pdf_str(language))
            self._tree.replace_streams(self._surgeon.form_copies)
            finish_structure(self._tree, self._language, language)
            remove_active_content(self._document)
            effort = COMPRESSION_EFFORT_PERCENT
            self._document.save(output, garbage=3, deflate=True, use_objstms=1, compression_effort=effort)
        except PAGE_ERRORS as error:
            raise DocumentUnreadable from error

    def _problem(self, code: str, text: str, page: int | None) -> None:
        self._problems.append(Problem(code, text, page))

    def close(self) -> None:
        """Close the file."""
        self._surgeon.close()
        self._document.close()


def _read_contents(
    paragraphs: Sequence[PageParagraph], text: PageText, number: int, is_scan: bool
) -> list[tuple[Content, TextFrame] | None]:
    """Return the content and the frame of each paragraph, or None if it stays as it is.

    Numbers in scans stay as they are, because the picture has no reading errors.
    """
    vocabulary = frozenset(normalise_word(word.text) for line in text.lines for word in line.words)
    number_cells = set() if is_scan else find_number_cells(paragraphs)
    contents: list[tuple[Content, TextFrame] | None] = []
    for paragraph in paragraphs:
        is_number = id(paragraph) in number_cells
        read = read_content(paragraph, number, vocabulary) if is_number or is_language(paragraph) else None
        contents.append(read if read and (is_number or LETTERS.search(plain_text(read[0]))) else None)
    return contents


def _find_flows(
    paragraphs: Sequence[PageParagraph], frames: Sequence[TextFrame | None], text: PageText, area: Box
) -> list[list[TextFrame]]:
    """Return the frames of a page by flows, and set how far each frame may grow. `area` is the box of the page."""
    flows = []
    for direction in dict.fromkeys(frame.direction for frame in frames if frame):
        aligned = [frame if frame and frame.direction == direction else None for frame in frames]
        space = FreeSpace(paragraphs, aligned, text, area)
        space.set_limits()
        flows += space.flows()
    return flows
