"""A PDF document on its way: read page by page, kept as places, written page by page."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pymupdf

from translation.document import Block, BoundingBox, Content, DocumentInfo, Problem, Span, plain_text
from translation.exceptions import DocumentEmpty, DocumentUnreadable, PasswordNeeded
from translation.formats.base import Document, Progress, ReadOptions, chosen_pages
from translation.formats.pdf.annotations import Link, drop_active_content, hidden_annotations, links_of, move_links
from translation.formats.pdf.classify import is_garbage, is_language
from translation.formats.pdf.content import plain_word, read_content
from translation.formats.pdf.draw import Drawing, Fonts
from translation.formats.pdf.erase import changed, erase, picture
from translation.formats.pdf.fit import Flow, Setting, fit
from translation.formats.pdf.fonts import SerifNames
from translation.formats.pdf.glyphs import find_glyphs
from translation.formats.pdf.lines import hyphenation, make_tokens
from translation.formats.pdf.outline import read_titles, write_title
from translation.formats.pdf.paragraphs import Paragraph, group
from translation.formats.pdf.place import Place, Strip
from translation.formats.pdf.space import Surroundings
from translation.formats.pdf.text import Box, Direction, PageText, read_page, turned

# What MuPDF raises on a page that it cannot make sense of.
PAGE_ERRORS = (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase)
# Enough text to tell the language by, and the pages in which it is looked for.
SAMPLE_LETTERS, SAMPLE_PAGES = 4000, 30
# The program's own cache of decoded objects is emptied every so many pages, so that memory does not grow with them.
PAGES_BETWEEN_SHRINKS = 20
LETTERS = re.compile(r"[^\W\d_]{2,}")


class PdfDocument(Document):
    """An opened PDF. Raises DocumentUnreadable, DocumentEmpty or PasswordNeeded."""

    def __init__(self, path: Path) -> None:
        pymupdf.TOOLS.mupdf_display_errors(False)
        pymupdf.TOOLS.mupdf_display_warnings(False)
        self._document = _open(path)
        self._serifs = SerifNames(self._document)
        self._places: dict[int, Place] = {}
        self._flows: dict[int, list[list[Place]]] = {}
        self._titles: dict[int, int] = {}
        self._links: dict[int, list[Link]] = {}
        self._problems: list[Problem] = []
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
        return "\n".join(found)[:SAMPLE_LETTERS]

    def read(self, options: ReadOptions) -> Iterator[Block]:
        """Yield the paragraphs page by page, then the bookmarks."""
        for number in chosen_pages(options.pages, self._document.page_count):
            try:
                blocks = self._read_page(number)
            except PAGE_ERRORS:
                self._problem("page_unreadable", "The page could not be read and stays as it is.", number)
                continue
            yield from blocks
            if number % PAGES_BETWEEN_SHRINKS == 0:
                pymupdf.TOOLS.store_shrink(100)
        if options.pages is None:
            for xref, title in read_titles(self._document):
                self._titles[identity := self._next_id()] = xref
                yield Block(identity, (Span(title),))

    def _next_id(self) -> int:
        return len(self._places) + len(self._titles)

    def _read_page(self, number: int) -> list[Block]:
        links = links_of(self._document, number)
        with hidden_annotations(self._document, number) as page:
            link_boxes = [(box, link) for link, each in enumerate(links) for box in each.boxes]
            text = read_page(page, link_boxes, self._serifs.of(page))
            paragraphs = group(text, page.rect.width)
            contents = _contents(paragraphs, text, number)
            places = [found and found[1] for found in contents]
            find_glyphs(page, [place for place in places if place])
            self._flows[number] = _flows(paragraphs, places, text, tuple(page.rect))
        if links:
            self._links[number] = links
        if is_garbage("".join(each.text for each in paragraphs)):
            self._problem("encoding_unreadable", "The letters of the page cannot be read; it stays as it is.", number)
        return [self._block(*found) for found in contents if found]

    def _block(self, content: Content, place: Place) -> Block:
        identity = self._next_id()
        self._places[identity] = place
        return Block(identity, content, place.page, BoundingBox(*_box_of(place)))

    def write(
        self, targets: Iterable[tuple[int, Content]], language: str, output: Path, progress: Progress
    ) -> tuple[Problem, ...]:
        """Fit all translations, then erase and draw page by page."""
        hyphenate = hyphenation(language)
        settings: dict[int, Setting] = {}
        for identity, content in targets:
            if identity in self._titles:
                write_title(self._document, self._titles[identity], plain_text(content))
                continue
            place = self._places[identity]
            tokens = make_tokens(place, content)
            if tokens is None:
                text = "A paragraph has characters for which there is no font here; it stays as it was."
                self._problem("font_missing", text, place.page)
            else:
                settings[id(place)] = Setting(place, tokens, hyphenate)
        pages = {number: list(_set_flows(flows, settings)) for number, flows in self._flows.items()}
        fit([flow for flows in pages.values() for flow in flows])
        fonts = Fonts(self._document)
        for done, (number, flows) in enumerate(pages.items()):
            self._write_page(number, [setting for flow in flows for setting in flow], fonts)
            progress((done + 1) / (len(pages) + 1))
            if number % PAGES_BETWEEN_SHRINKS == 0:
                pymupdf.TOOLS.store_shrink(100)
        self._finish(language, output)
        progress(1.0)
        return tuple(self._problems)

    def _write_page(self, number: int, settings: list[Setting], fonts: Fonts) -> None:
        if not settings:
            return
        xref = self._document.page_xref(number)
        original = {key: self._document.xref_get_key(xref, key)[1] for key in ("Contents", "Resources")}
        try:
            with hidden_annotations(self._document, number):
                drawing = self._redraw(number, settings, fonts)
        except PAGE_ERRORS:
            drawing = None
        if drawing is None:
            for key, value in original.items():
                self._document.xref_set_key(xref, key, value)
            text = "The page could not be rewritten without changing its picture; it stays as it was."
            self._problem("page_left", text, number)
            return
        if number in self._links:
            move_links(self._document[number], self._links[number], drawing.links)
        overfull = sum(not setting.fits for setting in settings)
        if overfull:
            text = f"{overfull} paragraph(s) need more room than there is, even in small letters."
            self._problem("overfull", text, number)

    def _redraw(self, number: int, settings: list[Setting], fonts: Fonts) -> Drawing | None:
        """Erase the originals and draw the translations; None when erasing would change the page's picture."""
        before = picture(self._document[number])
        strips = [(strip, each.place.direction) for each in settings for strip in _strips(each)]
        erase(self._document[number], strips)
        page = self._document[number]
        boxes = [_back((strip.x0, strip.top, strip.x1, strip.bottom), direction) for strip, direction in strips]
        if changed(before, picture(page), boxes):
            return None
        drawing = Drawing(page, fonts)
        for setting in settings:
            drawing.add(setting)
        drawing.finish()
        return drawing

    def _finish(self, language: str, output: Path) -> None:
        catalog = self._document.pdf_catalog()
        self._document.xref_set_key(catalog, "Lang", pymupdf.get_pdf_str(language))
        # The new text is not marked, so the tags of the original would point at nothing.
        for key in ("StructTreeRoot", "MarkInfo"):
            self._document.xref_set_key(catalog, key, "null")
        drop_active_content(self._document)
        self._document.subset_fonts()
        self._document.save(output, garbage=3, deflate=True, use_objstms=1)

    def _problem(self, code: str, text: str, page: int) -> None:
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
    if not document.page_count:
        raise DocumentEmpty("The PDF has no pages. Export the document again.")
    return document


def _contents(paragraphs: Sequence[Paragraph], text: PageText, number: int) -> list[tuple[Content, Place] | None]:
    """The content and place of each paragraph; None for one that stays as it is."""
    vocabulary = frozenset(plain_word(word.text) for line in text.lines for word in line.words)
    found: list[tuple[Content, Place] | None] = []
    for paragraph in paragraphs:
        read = read_content(paragraph, number, vocabulary) if is_language(paragraph) else None
        found.append(read if read and LETTERS.search(plain_text(read[0])) else None)
    return found


def _flows(
    paragraphs: Sequence[Paragraph], places: Sequence[Place | None], text: PageText, frame: Box
) -> list[list[Place]]:
    """The places of a page by flows, with their limits set."""
    flows = []
    for direction in dict.fromkeys(place.direction for place in places if place):
        level = [place if place and place.direction == direction else None for place in places]
        surroundings = Surroundings(paragraphs, level, text, frame)
        surroundings.limit()
        flows += surroundings.flows()
    return flows


def _set_flows(flows: Iterable[Sequence[Place]], settings: Mapping[int, Setting]) -> Iterator[Flow]:
    """Flows of settings; a place without one parts its flow."""
    for places in flows:
        for has_setting, run in groupby(
            (settings.get(id(place)) for place in places), key=lambda each: each is not None
        ):
            if has_setting:
                yield [setting for setting in run if setting]


def _strips(setting: Setting) -> Iterator[Strip]:
    """What has to go for a setting: its text, its mark when it moves, and the dots that it has grown over."""
    place, leader = setting.place, setting.place.leader
    yield from place.strips
    if place.mark and setting.shift:
        mark = place.mark
        yield Strip(mark.x0, mark.x1, mark.baseline, place.size, mark.top, mark.bottom)
    if leader:
        lines = setting.lines()
        end = (place.first_x if len(lines) == 1 else place.x0) + lines[-1][1] + 0.3 * place.size
        if end > leader.x0:
            yield replace(leader, x1=min(end, leader.x1))


def _box_of(place: Place) -> Box:
    return _back((min(place.x0, place.first_x), place.top, place.x1, place.bottom), place.direction)


def _back(box: Box, direction: Direction) -> Box:
    cos, sin = direction
    return turned(box, (cos, -sin))
