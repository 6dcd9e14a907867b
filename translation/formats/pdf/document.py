"""A PDF document on its way: read page by page, kept as places, written page by page."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import pymupdf

from translation.document import Block, BoundingBox, Content, DocumentInfo, Outcome, Problem, Span, plain_text
from translation.exceptions import DocumentEmpty, DocumentUnreadable, OcrMissing, PasswordNeeded
from translation.formats.base import Document, OutputKind, Progress, ReadOptions, WriteOptions
from translation.formats.pdf.analysis.classify import is_language
from translation.formats.pdf.analysis.content import adopt_marks, plain_word, read_content
from translation.formats.pdf.analysis.continuations import BETWEEN, Passage, join, split
from translation.formats.pdf.analysis.free_space import FreeSpace
from translation.formats.pdf.analysis.grouping import group
from translation.formats.pdf.analysis.paragraphs import Paragraph
from translation.formats.pdf.declaration import PAGES, SMALLEST_SCALE, PdfLimits, chosen_pages
from translation.formats.pdf.file_fonts import FileFonts
from translation.formats.pdf.geometry import Box, Direction, turned
from translation.formats.pdf.ocr.recognition import Recognition
from translation.formats.pdf.reading.decorations import mark_bars, remaining
from translation.formats.pdf.reading.duplicates import erase_with, part_shadows
from translation.formats.pdf.reading.encoding import is_garbage
from translation.formats.pdf.reading.glyphs import find_glyphs
from translation.formats.pdf.reading.hidden import leave_overpainted
from translation.formats.pdf.reading.limits import TextCount, require_pages, require_pixels
from translation.formats.pdf.reading.links import Link, hidden_annotations, links_of, move_links
from translation.formats.pdf.reading.outline import Label, read_labels, write_label
from translation.formats.pdf.reading.structured import Vector, list_contents, read_vectors
from translation.formats.pdf.reading.text import PageText, read_page
from translation.formats.pdf.text_frame import Strip, TextFrame
from translation.formats.pdf.transform import file_of, page_dictionary
from translation.formats.pdf.typesetting.fit import Fitted, Fitting, Flow, TypesetParagraph
from translation.formats.pdf.typesetting.line_breaking import hyphenation
from translation.formats.pdf.typesetting.shaping import Typesetter
from translation.formats.pdf.writing.bilingual import COMPOSED, Original, compose, keep_original
from translation.formats.pdf.writing.cover import clear_text, cover
from translation.formats.pdf.writing.draw import Drawing
from translation.formats.pdf.writing.embedding import Fonts
from translation.formats.pdf.writing.erase import Shown
from translation.formats.pdf.writing.report import PageCounts
from translation.formats.pdf.writing.sanitise import drop_active_content
from translation.limits import USUAL_LIMITS, Limits

# What MuPDF raises on a page that it cannot make sense of.
PAGE_ERRORS = (RuntimeError, ValueError, MemoryError, pymupdf.mupdf.FzErrorBase)
# Enough text to tell the language by, and the pages in which it is looked for.
SAMPLE_LETTERS, SAMPLE_PAGES = 4000, 30
# MuPDF's cache of decoded objects loses so many percent, what has not been used longest, every so many pages, so that
# memory does not grow with them. The fonts in use stay.
PAGES_BETWEEN_SHRINKS, SHRINK = 20, 50
# Percent: the last tenth of a percent of the size takes a third of the time of saving.
EFFORT = 60
# So many letters are kept as they were set until all pages are measured: some 4 MB.
LETTERS_KEPT = 120_000
Setter = Callable[[TextFrame, Content], TypesetParagraph | None]
LETTERS = re.compile(r"[^\W\d_]{2,}")


class PdfDocument(Document):
    """An opened PDF. Raises DocumentUnreadable, DocumentEmpty, PasswordNeeded or LimitExceeded."""

    def __init__(self, path: Path, limits: Limits = USUAL_LIMITS) -> None:
        pymupdf.TOOLS.mupdf_display_errors(False)
        pymupdf.TOOLS.mupdf_display_warnings(False)
        self._document = _open(path)
        self._limits = PdfLimits.of(limits)
        require_pages(self._document, self._limits)
        self._text_count = TextCount(limits, self._limits)
        self._file_fonts = FileFonts()
        self._places: dict[int, list[TextFrame]] = {}
        self._flows: dict[int, list[list[TextFrame]]] = {}
        self._labels: dict[int, Label] = {}
        self._links: dict[int, list[Link]] = {}
        self._problems: list[Problem] = []
        self._counts = PageCounts()
        self._recognition = Recognition()
        self._chosen: list[int] = []
        self.info = DocumentInfo("pdf", self._document.page_count, self._sample())

    def _sample(self) -> str:
        found, length = [], 0
        for number in range(min(self._document.page_count, SAMPLE_PAGES)):
            try:
                text = self._document[number].get_text()
            except PAGE_ERRORS:
                continue
            found.append(text)
            length += len(text)
            if length > SAMPLE_LETTERS:
                break
        sample = "\n".join(found)[:SAMPLE_LETTERS]
        if LETTERS.search(sample) and not is_garbage(sample):
            return sample
        try:
            return self._recognition.sample_of(self._document) or sample
        except PAGE_ERRORS:
            return sample

    def read(self, options: ReadOptions) -> Iterator[Block]:
        """Yield the paragraphs page by page, then bookmarks and tooltips."""
        pages = PAGES.of(options.own)
        self._chosen = chosen_pages(pages, self._document.page_count)
        held: list[Passage] = []
        for number in self._chosen:
            self.on_page()
            try:
                passages = join([*held, *self._read_page(number, options)])
            except PAGE_ERRORS:
                self._problem("page_unreadable", "The page could not be read and stays as it is.", number)
                continue
            held = [passage for passage in passages[-BETWEEN:] if passage.is_open]
            yield from (self._block(passage) for passage in passages if passage not in held)
            if number % PAGES_BETWEEN_SHRINKS == 0:
                pymupdf.TOOLS.store_shrink(SHRINK)
        yield from map(self._block, held)
        if not pages:
            for label, text in self._read_labels():
                self._labels[identity := self._next_id()] = label
                yield Block(identity, (Span(text),))
        if self._recognition.is_missed and not self._next_id():
            raise OcrMissing

    def _read_labels(self) -> list[tuple[Label, str]]:
        try:
            return list(read_labels(self._document))
        except PAGE_ERRORS:
            self._problem("labels_unreadable", "Bookmarks or fields could not be read; they stay as they are.", None)
            return []

    def _next_id(self) -> int:
        return len(self._places) + len(self._labels)

    def _read_page(self, number: int, options: ReadOptions) -> list[Passage]:
        links = links_of(self._document, number)
        with hidden_annotations(self._document, number) as page:
            link_boxes = [(box, link) for link, each in enumerate(links) for box in each.boxes]
            fonts, serifs = self._file_fonts.of(page), self._file_fonts.serifs
            require_pixels(page, self._limits)
            shown = list_contents(page)
            text = read_page(page, shown, link_boxes, serifs)
            text = self._recognition.text_of(page, text, serifs, options)
            self._text_count.add(text)
            leave_overpainted(text, shown)
            text.lines, shadows = part_shadows(text.lines)
            mark_bars(text)
            paragraphs = group(text, page.rect.width)
            contents = _contents(paragraphs, text, number)
            places = [found and found[1] for found in contents]
            adopt_marks(paragraphs, places)
            find_glyphs(shown, file_of(self._document), fonts, [place for place in places if place])
            erase_with([place for place in places if place], shadows)
            self._flows[number] = _flows(paragraphs, places, text, tuple(page.rect))
        if links:
            self._links[number] = links
        self._counts.leave(number, "not_language", contents.count(None))
        if is_garbage("".join(each.text for each in paragraphs)):
            self._problem("encoding_unreadable", "The letters of the page cannot be read; it stays as it is.", number)
        if text.vertical:
            self._problem("vertical_text", "Text that runs from top to bottom stays as it is.", number)
        for code, problem in self._recognition.problems.pop(number, ()):
            self._problem(code, problem, number)
        return [Passage(content, [place]) for content, place in filter(None, contents)]

    def _block(self, passage: Passage) -> Block:
        identity = self._next_id()
        self._places[identity] = passage.places
        place = passage.places[0]
        return Block(identity, passage.content, place.page, BoundingBox(*_box_of(place)))

    def write(
        self, targets: Iterable[tuple[int, Content]], options: WriteOptions, output: Path, progress: Progress
    ) -> Outcome:
        """Fit all translations, then erase and draw page by page."""
        originals = dict(self._originals(options.output))
        contents = self._placed(targets)
        fonts = Fonts(self._document)
        for done, (number, flows) in enumerate(self._fitted(contents, self._setter(options))):
            self.on_page()
            self._write_page(number, flows, fonts)
            progress((done + 1) / (len(self._flows) + 1))
            if number % PAGES_BETWEEN_SHRINKS == 0:
                pymupdf.TOOLS.store_shrink(SHRINK)
        fonts.finish()
        compose(self._document, originals, options.output)
        self._finish(options.language, output)
        progress(1.0)
        return Outcome(tuple(self._problems), self._counts.reports())

    def _fitted(self, contents: Mapping[int, Content], setter: Setter) -> Iterator[tuple[int, list[Flow]]]:
        """The flows of each page, fitted. Most documents are short enough to make them once."""
        fitting, fitted, letters = Fitting(), dict[int, list[list[Fitted]]](), 0
        kept: dict[int, list[Flow]] = {}
        for number, places in self._flows.items():
            self.on_page()
            flows = list(_set_flows(places, contents, setter))
            fitted[number] = [fitting.measure(flow) for flow in flows]
            letters += sum(setting.letters for flow in flows for setting in flow)
            if letters < LETTERS_KEPT:
                kept[number] = flows
        for number, places in self._flows.items():
            flows = kept.pop(number) if number in kept else list(_set_flows(places, contents, setter))
            for flow, found in zip(flows, fitted.pop(number), strict=True):
                fitting.apply(flow, found)
            yield number, flows

    def _placed(self, targets: Iterable[tuple[int, Content]]) -> dict[int, Content]:
        """The targets by the identity of their place; those of labels are written at once."""
        contents: dict[int, Content] = {}
        for identity, content in targets:
            if identity in self._labels:
                write_label(self._document, self._labels[identity], plain_text(content))
                continue
            places = self._places[identity]
            for place, part in zip(places, split(content, places), strict=True):
                contents[id(place)] = part
        return contents

    def _setter(self, options: WriteOptions) -> Setter:
        """What makes the setting of a content in a place, or reports that it cannot be drawn: once for each place."""
        hyphenate, typesetter = hyphenation(options.language), Typesetter(options.language)
        missing: set[int] = set()

        def set_in(place: TextFrame, content: Content) -> TypesetParagraph | None:
            setting = typesetter.set(place, content, hyphenate, SMALLEST_SCALE.of(options.own))
            if setting is None and id(place) not in missing:
                missing.add(id(place))
                text = "A paragraph has characters for which there is no font here; it stays as it was."
                self._problem("font_missing", text, place.page)
                self._counts.leave(place.page, "font_missing")
            return setting

        return set_in

    def _originals(self, kind: OutputKind) -> Iterator[tuple[int, Original]]:
        """The pages that will be shown beside their translations, kept before anything is changed."""
        for number in self._chosen if kind in COMPOSED else ():
            try:
                yield number, keep_original(self._document, number)
            except PAGE_ERRORS:
                text = "The original of the page could not be read, and is not shown with the translation."
                self._problem("original_missing", text, number)

    def _write_page(self, number: int, flows: Sequence[Flow], fonts: Fonts) -> None:
        settings = [setting for flow in flows for setting in flow]
        if not settings:
            return
        original = Shown(page_dictionary(self._document, number))
        try:
            with hidden_annotations(self._document, number) as page:
                drawing = self._redraw(page, flows, fonts)
        except PAGE_ERRORS:
            original.restore()
            text = "The page could not be rewritten; it stays as it was."
            self._problem("page_left", text, number)
            self._counts.leave(number, "page_left", len(settings))
            return
        self._counts.draw(number, settings)
        if number in self._links:
            move_links(self._document, number, self._links[number], drawing.links)
        overfull = sum(not setting.fits for setting in settings)
        if overfull:
            text = f"{overfull} paragraph(s) need more room than there is, even in small letters."
            self._problem("overfull", text, number)

    def _redraw(self, page: pymupdf.Page, flows: Sequence[Flow], fonts: Fonts) -> Drawing:
        """Erase or cover the originals and draw the translations."""
        settings = [setting for flow in flows for setting in flow]
        strips = [
            (strip, setting.place.direction)
            for flow in flows
            for position, setting in enumerate(flow)
            for strip in _strips(setting, position > 0 and flow[position - 1].place.mark is None)
        ]
        bars = [bar for each in settings for bar in each.place.bars]
        covered = clear_text(page, strips, bars)
        if covered:
            text = f"{covered} line(s) could not be erased and are covered; their old text is still found in searches."
            self._problem("page_covered", text, page.number)
        if page.number in self._recognition.scans:
            cover(page, strips)
        if bars:
            _keep_bars(settings, read_vectors(page))
        drawing = Drawing(page, fonts)
        for setting in settings:
            drawing.add(setting)
        drawing.finish()
        return drawing

    def _finish(self, language: str, output: Path) -> None:
        try:
            catalog = self._document.pdf_catalog()
            self._document.xref_set_key(catalog, "Lang", pymupdf.get_pdf_str(language))
            # The new text is not marked, so the tags of the original would point at nothing.
            for key in ("StructTreeRoot", "MarkInfo"):
                self._document.xref_set_key(catalog, key, "null")
            drop_active_content(self._document)
            self._document.save(output, garbage=3, deflate=True, use_objstms=1, compression_effort=EFFORT)
        except PAGE_ERRORS as error:
            raise DocumentUnreadable from error

    def _problem(self, code: str, text: str, page: int | None) -> None:
        self._problems.append(Problem(code, text, page))

    def close(self) -> None:
        """Close the file."""
        self._document.close()


def _open(path: Path) -> pymupdf.Document:
    try:
        document = pymupdf.open(path, filetype="pdf")
    except (pymupdf.FileDataError, pymupdf.EmptyFileError, RuntimeError, ValueError) as error:
        raise DocumentUnreadable from error
    if document.needs_pass:
        raise PasswordNeeded
    if not document.is_pdf:
        raise DocumentUnreadable
    if not _count_pages(document):
        raise DocumentEmpty("The PDF has no pages. Export the document again.")
    return document


def _count_pages(document: pymupdf.Document) -> int:
    try:
        return int(document.page_count)
    except PAGE_ERRORS as error:
        raise DocumentUnreadable from error


def _contents(paragraphs: Sequence[Paragraph], text: PageText, number: int) -> list[tuple[Content, TextFrame] | None]:
    """The content and place of each paragraph; None for one that stays as it is."""
    vocabulary = frozenset(plain_word(word.text) for line in text.lines for word in line.words)
    found: list[tuple[Content, TextFrame] | None] = []
    for paragraph in paragraphs:
        read = read_content(paragraph, number, vocabulary) if is_language(paragraph) else None
        found.append(read if read and LETTERS.search(plain_text(read[0])) else None)
    return found


def _flows(
    paragraphs: Sequence[Paragraph], places: Sequence[TextFrame | None], text: PageText, frame: Box
) -> list[list[TextFrame]]:
    """The places of a page by flows, with their limits set."""
    flows = []
    for direction in dict.fromkeys(place.direction for place in places if place):
        level = [place if place and place.direction == direction else None for place in places]
        surroundings = FreeSpace(paragraphs, level, text, frame)
        surroundings.limit()
        flows += surroundings.flows()
    return flows


def _set_flows(flows: Iterable[Sequence[TextFrame]], contents: Mapping[int, Content], setter: Setter) -> Iterator[Flow]:
    """Flows of settings; a place without one parts its flow."""
    for places in flows:
        settings = (setter(place, contents[id(place)]) if contents.get(id(place)) else None for place in places)
        for has_setting, run in groupby(settings, key=lambda each: each is not None):
            if has_setting:
                yield [setting for setting in run if setting]


def _keep_bars(settings: Iterable[TypesetParagraph], vectors: Sequence[Vector]) -> None:
    """Underlines that could not be erased alone stay where they are, and are not drawn a second time."""
    for setting in settings:
        setting.has_bars = not remaining(setting.place.bars, vectors)


def _strips(setting: TypesetParagraph, follows: bool) -> Iterator[Strip]:
    """What has to go for a setting: its text, its mark when it moves, and the dots that it has grown over.

    `follows` means that the strips before are those of the place before it in its flow, which has no mark.
    """
    place, leader = setting.place, setting.place.leader
    if place.is_alone and place.mark is None:
        yield from (
            strip._replace(joins=number > 0 or (follows and place.joins)) for number, strip in enumerate(place.strips)
        )
    else:
        yield from place.strips
    if place.mark and (setting.shift or place.mark_x is not None):
        mark = place.mark
        yield Strip(mark.x0, mark.x1, mark.baseline, place.size, mark.top, mark.bottom)
    if leader:
        lines = setting.lines()
        end = (place.first_x if len(lines) == 1 else place.x0) + lines[-1][1] + 0.3 * place.size
        if end > leader.x0:
            yield leader._replace(x1=min(end, leader.x1))


def _box_of(place: TextFrame) -> Box:
    return _back((min(place.x0, place.first_x), place.top, place.x1, place.bottom), place.direction)


def _back(box: Box, direction: Direction) -> Box:
    cos, sin = direction
    return turned(box, (cos, -sin))
