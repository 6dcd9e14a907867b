"""Write translations into a page's content stream: glyph numbers, placed by line, with the document's own formulas."""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.fonts import Style
from translation.formats.pdf.geometry import Box, Direction, box_on_page, point_on_page
from translation.formats.pdf.text_frame import Code, TextFrame
from translation.formats.pdf.transform import dictionary_of, page_transform
from translation.formats.pdf.typesetting.fit import TypesetParagraph
from translation.formats.pdf.typesetting.line_breaking import Run, Token
from translation.formats.pdf.typesetting.line_runs import Placed, Strings, by_looks, gaps, place_runs
from translation.formats.pdf.writing.embedding import Fonts

# Letters of a face that has one weight are made bold by an outline this thick, in ems.
OUTLINE = 0.035
# A line with so few blanks that each would have to grow by more than this many ems is not justified.
WIDEST_STRETCH = 0.6


class Drawing:
    """The content stream of the translations of one page, and where the words of its links have come to stand."""

    def __init__(self, page: pymupdf.Page, fonts: Fonts) -> None:
        self.page, self.fonts = page, fonts
        self.to_file = page_transform(dictionary_of(page)).inverse()
        self.operators: list[str] = []
        # Where in them the paragraph that is being drawn begins.
        self._behind = 0
        self.links: dict[int, list[Box]] = defaultdict(list)
        self._names: dict[str, str] = {}
        self._own_names: dict[int, str] = {}
        # The 2×2 part of the matrix of upright letters, by direction and width.
        self._upright: dict[tuple[Direction, float], str] = {}

    def add(self, setting: TypesetParagraph) -> None:
        """Draw one translation in its place."""
        place = setting.place
        self._behind = len(self.operators)
        if place.mark and (setting.shift or place.mark_x is not None):
            x = place.mark.x0 if place.mark_x is None else place.mark_x
            self._draw_code(place.mark, setting, x, place.mark.baseline + setting.shift)
        for number, (tokens, width) in enumerate(lines := setting.lines()):
            y = place.baselines[0] + setting.shift + number * setting.leading
            last = number == len(lines) - 1
            if setting.is_shaped:
                self._draw_shaped(setting, self._placed(setting, tokens, width, number, last), y)
                continue
            x, gap = self._start(setting, tokens, width, number, last)
            for runs in _by_style(tokens):
                x = self._draw_runs(setting, runs, x, y, gap)

    def finish(self) -> None:
        """Append the stream to the page. Erasing leaves its streams uncompressed: in a book they add up in memory."""
        document, page, xrefs = self.page.parent, dictionary_of(self.page), self.page.get_contents()
        # A damaged file names contents that are no streams.
        old = [document.xref_stream(xref) or b"" for xref in xrefs]
        stream = b"\n".join([b"q", *old, b"Q q", "\n".join(self.operators).encode(), b"Q"])
        mupdf.pdf_dict_puts(page, "Contents", _compressed(self.fonts.file, stream))
        for xref in xrefs:
            if xref >= self.fonts.first_new:
                document.update_stream(xref, b"")

    def _start(
        self, setting: TypesetParagraph, tokens: list[Token], width: float, number: int, last: bool
    ) -> tuple[float, float]:
        """Where a line starts, and how wide its blanks are."""
        place, blank = setting.place, setting.blank * setting.across
        left = place.first_x if number == 0 else place.x0
        if place.align == "center":
            return (place.x0 + place.x1) / 2 - width / 2, blank
        if place.align == "right":
            return place.x1 - width, blank
        if place.align == "justify" and not last and len(tokens) > 1:
            blank += max(0.0, place.x1 - left - width) / (len(tokens) - 1)
        return left, blank

    def _draw_runs(self, setting: TypesetParagraph, runs: list[Run | None], x: float, y: float, gap: float) -> float:
        """Draw runs of one face and style from x on; None stands for a blank. Returns where they end."""
        shown = next((run for run in runs if run is not None), None)
        if shown is None:
            return x + gap * len(runs)
        if shown.code is not None:
            self._draw_code(shown.code, setting, x, y)
            return x + shown.width * setting.scale
        place, size = setting.place, shown.style.size * setting.scale
        condense = place.condense * setting.narrow
        space, advance = shown.face.glyph(" ")
        kern = -(gap / (size * condense) - advance) * 1000
        start, strings = x, list[str]()
        for run in runs:
            if run is None:
                strings.append(f"<{space:04x}>{kern:.0f}")
                x += gap
            else:
                strings.append(f"<{run.face.codes(run.text)}>")
                self.fonts.use(run)
                x += run.width * setting.across
        self._show(shown, f"[{''.join(strings)}] TJ", size, self._matrix(place.direction, condense, start, y))
        if setting.has_bars:
            self._draw_bars(shown.style, place, start, x, y, size)
        if shown.style.link >= 0:
            self._note_link(shown.style, place, (start, y - 0.8 * size, x, y + 0.25 * size))
        return x

    def _placed(
        self, setting: TypesetParagraph, tokens: list[Token], width: float, number: int, last: bool
    ) -> list[Placed]:
        """Where the runs of a line of shaped text stand."""
        place, blank, stretch = setting.place, setting.blank * setting.scale, 0.0
        indent = place.first_x - place.x0 if number == 0 else 0.0
        left, right = (place.x0, place.x1 - indent) if place.rtl else (place.x0 + indent, place.x1)
        if place.align == "center":
            left = (place.x0 + place.x1 - width) / 2
        elif place.align == "justify" and not last and gaps(tokens):
            stretch = max(0.0, right - left - width) / gaps(tokens)
            if stretch > WIDEST_STRETCH * place.size * setting.scale:
                left, stretch = right - width if place.rtl else left, 0.0
        elif place.align == "right" or (place.rtl and place.align == "justify"):
            left = right - width
        return place_runs(tokens, left, blank, stretch, setting.scale)

    def _draw_shaped(self, setting: TypesetParagraph, line: list[Placed], y: float) -> None:
        place = setting.place
        for part in by_looks(line):
            run = part[0].run
            if run.code is not None:
                self._draw_code(run.code, setting, part[0].x, y)
                continue
            size = run.style.size * setting.scale
            left, right = min(each.x for each in part), max(each.x + each.width for each in part)
            strings = Strings(self.fonts.letters[run.face.name], left, size)
            for each in part:
                strings.add(each)
                self.fonts.use(each.run)
            self._show(run, strings.finish(), size, self._matrix(place.direction, 1.0, left, y))
            if setting.has_bars:
                self._draw_bars(run.style, place, left, right, y, size)
            if run.style.link >= 0:
                self._note_link(run.style, place, (left, y - 0.8 * size, right, y + 0.25 * size))

    def _draw_bars(self, style: Style, place: TextFrame, x0: float, x1: float, y: float, size: float) -> None:
        """Underlines, strike-throughs and highlights from x0 to x1, behind the letters."""
        bars = []
        for bar in style.bars:
            top, bottom = y + bar.top * size, y + bar.bottom * size
            corners = [
                self.to_file.point(*point_on_page(*corner, place.direction))
                for corner in ((x0, top), (x1, top), (x1, bottom), (x0, bottom))
            ]
            path = " ".join(f"{x:.2f} {y:.2f} {'l' if number else 'm'}" for number, (x, y) in enumerate(corners))
            bars.append(f"{_fill(bar.colour)} {path} f")
        self.operators[self._behind : self._behind] = bars

    def _show(self, run: Run, strings: str, size: float, matrix: str) -> None:
        name = self._names.get(run.face.name) or self._names.setdefault(
            run.face.name, self.fonts.name_of(self.page, run.face)
        )
        fill = _fill(run.style.colour)
        if run.face.one_weight and run.style.bold:
            fill += f" {fill.upper()} 2 Tr {OUTLINE * size:.2f} w"
            strings += " 0 Tr"
        self.operators.append(f"BT {fill} /{name} {size:.2f} Tf {matrix} Tm {strings} ET")

    def _matrix(self, direction: Direction, condense: float, x: float, y: float) -> str:
        """The text matrix for upright letters in the frame of a direction, in the file's coordinates."""
        linear = self._upright.get((direction, condense))
        if linear is None:
            cos, sin = direction
            linear = self._linear((condense * cos, condense * sin, sin, -cos))
            self._upright[direction, condense] = linear
        return f"{linear} {self._point(point_on_page(x, y, direction))}"

    def _linear(self, linear: tuple[float, float, float, float]) -> str:
        return " ".join([f"{round(value, 4):g}" for value in self.to_file.linear(*linear)])

    def _point(self, point: tuple[float, float]) -> str:
        x, y = self.to_file.point(*point)
        return f"{x:.2f} {y:.2f}"

    def _draw_code(self, code: Code, setting: TypesetParagraph, x: float, y: float) -> None:
        scale = setting.scale
        colour = _fill(code.colour)
        for glyph in code.glyphs:
            name = self._own_names.get(glyph.font) or self._own_names.setdefault(
                glyph.font, self.fonts.own_name(self.page, glyph.font)
            )
            a, b, c, d = (scale * value for value in glyph.matrix)
            point = point_on_page(x + glyph.x * scale, y + glyph.y * scale, setting.place.direction)
            matrix = f"{self._linear((a, b, c, d))} {self._point(point)}"
            self.operators.append(f"BT {colour} /{name} 1 Tf {matrix} Tm <{glyph.code}> Tj ET")

    def _note_link(self, style: Style, place: TextFrame, box: Box) -> None:
        self.links[style.link].append(box_on_page(box, place.direction))


def _compressed(file: mupdf.PdfDocument, content: bytes) -> mupdf.PdfObj:
    """A new stream. PyMuPDF compresses by the highest level, which takes five times as long for 4 % less."""
    entries = mupdf.pdf_new_dict(file, 2)
    mupdf.pdf_dict_puts(entries, "Filter", mupdf.pdf_new_name("FlateDecode"))
    data = mupdf.fz_new_buffer_from_copied_data(zlib.compress(content))
    return mupdf.pdf_add_stream(file, data, entries, 1)


def _fill(colour: int) -> str:
    red, green, blue = (colour >> shift & 255 for shift in (16, 8, 0))
    return f"{red / 255:.3g} {green / 255:.3g} {blue / 255:.3g} rg"


def _by_style(tokens: Iterable[Token]) -> Iterator[list[Run | None]]:
    """The runs of a line by face and style. A blank between two of one style is theirs, any other stands alone."""
    current: list[Run | None] = []
    shown: Run | None = None
    for number, token in enumerate(tokens):
        for position, run in enumerate(token.runs):
            blank = number > 0 and position == 0
            same = shown is not None and shown.code is None and run.code is None
            if same and shown is not None and shown.face is run.face and shown.style == run.style:
                current += [None, run] if blank else [run]
            else:
                if current:
                    yield current
                if blank:
                    yield [None]
                current, shown = [run], run
    if current:
        yield current
