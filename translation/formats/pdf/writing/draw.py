"""Drawing translations into a page's content stream, with the document's own glyphs for inline codes."""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import pymupdf
from pymupdf import mupdf

from translation.formats.pdf.fonts import Style
from translation.formats.pdf.geometry import Box, Direction, box_on_page, point_on_page, union
from translation.formats.pdf.structure.paragraph_tags import ParagraphTags
from translation.formats.pdf.text_frame import Code, TextFrame
from translation.formats.pdf.transform import dictionary_of, page_transform
from translation.formats.pdf.typesetting.line_breaking import TextRun, Token
from translation.formats.pdf.typesetting.line_runs import (
    TJ_UNITS_PER_EM,
    PlacedRun,
    TextOperators,
    count_gaps,
    group_by_style,
    place_runs,
)
from translation.formats.pdf.typesetting.paragraph import TypesetParagraph
from translation.formats.pdf.writing.embedding import EmbeddedFonts

# An outline this thick makes a face without bold bold.
OUTLINE_EM = 0.035
# A line of shaped text is not justified if each gap would have to grow by more than this.
MAX_STRETCH_EM = 0.6
# A link reaches this far above the baseline of its words ...
LINK_ASCENT_EM = 0.8
# ... and this far below it.
LINK_DESCENT_EM = 0.25


class PageDrawing:
    """The content stream with the translations of one page.

    `links` has the boxes of each link's words, by the link's number. `boxes` has the box of each added paragraph, or
    None for a paragraph without text. Both are in page space. `link_xrefs` are the annotations of each link.
    """

    def __init__(self, page: pymupdf.Page, fonts: EmbeddedFonts, link_xrefs: Sequence[Sequence[int]] = ()) -> None:
        self.page, self.fonts = page, fonts
        self._link_xrefs = link_xrefs
        # The tags of the current paragraph, and the link of the current piece of it, or None outside of a piece.
        self._tags: ParagraphTags | None = None
        self._piece: int | None = None
        self.links: dict[int, list[Box]] = defaultdict(list)
        self.boxes: list[Box | None] = []
        self._to_file = page_transform(dictionary_of(page)).inverse()
        self._operators: list[str] = []
        # The start of the current paragraph in the operators. Its decorations are inserted there, behind its text.
        self._start_of_paragraph = 0
        self._names: dict[str, str] = {}
        self._original_names: dict[int, str] = {}
        # The 2×2 part of the matrix of upright text, by direction and width.
        self._upright: dict[tuple[Direction, float], str] = {}

    def add(self, typeset: TypesetParagraph, tags: ParagraphTags, marker_tags: ParagraphTags) -> None:
        """Draw one translation, with its list marker if it moves. Both have tags."""
        frame = typeset.frame
        self._start_of_paragraph = len(self._operators)
        if (marker := frame.list_marker) and typeset.moves_list_marker:
            x = marker.x0 if frame.list_marker_x is None else frame.list_marker_x
            self._tags = marker_tags
            self._draw_code(marker, typeset, x, marker.baseline + typeset.shift)
            self._leave_piece()
        self._tags = tags
        box: Box | None = None
        for number, (tokens, width) in enumerate(lines := typeset.lines()):
            y = frame.baselines[0] + typeset.shift + number * typeset.leading
            last = number == len(lines) - 1
            space_after = not last and lines[number + 1][0][0].spaced
            if typeset.is_shaped:
                left, right = self._draw_shaped(
                    typeset, self._place(typeset, tokens, width, number, last), y, space_after
                )
            else:
                left, gap = self._line_start(typeset, tokens, width, number, last)
                right = self._draw_line(typeset, tokens, (left, y), gap, space_after)
            line_box = _line_box(typeset, left, right, y)
            box = line_box if box is None else union(box, line_box)
        self._leave_piece()
        self.boxes.append(box and box_on_page(box, frame.direction))

    @property
    def _is_tagged(self) -> bool:
        return bool(self._tags and self._tags.close)

    def _enter_piece(self, link: int) -> None:
        """Begin a piece of the paragraph, if the current piece is not of this link. -1 is text outside of links."""
        if self._tags and self._is_tagged and link != self._piece:
            self._leave_piece()
            if opening := self._tags.open(self._link_xrefs[link] if 0 <= link < len(self._link_xrefs) else ()):
                self._operators.append(opening)
                self._piece = link

    def _leave_piece(self) -> None:
        if self._tags and self._piece is not None:
            self._operators.append(self._tags.close)
            self._piece = None

    def finish(self) -> None:
        """Merge the page's contents and this stream into one compressed stream.

        The contents leave the graphics state as it was, as after `remove_text`, which leaves them uncompressed.
        """
        document, page, xrefs = self.page.parent, dictionary_of(self.page), self.page.get_contents()
        # The contents of a damaged page may not be streams.
        old = [document.xref_stream(xref) or b"" for xref in xrefs]
        stream = b"\n".join([*old, b"q", "\n".join(self._operators).encode(), b"Q"])
        mupdf.pdf_dict_puts(page, "Contents", _compressed(self.fonts.file, stream))
        for xref in xrefs:
            # In a book, the new streams from erasing would fill the memory.
            if xref >= self.fonts.first_new_xref:
                document.update_stream(xref, b"")

    def _line_start(
        self, typeset: TypesetParagraph, tokens: list[Token], width: float, number: int, last: bool
    ) -> tuple[float, float]:
        """Return the start of a line, and the width of its spaces."""
        frame, space = typeset.frame, typeset.space_width * typeset.horizontal_scale
        left = frame.first_x if number == 0 else frame.x0
        if frame.align == "center":
            return (frame.x0 + frame.x1) / 2 - width / 2, space
        if frame.align == "right":
            return frame.x1 - width, space
        if frame.align == "justify" and not last and len(tokens) > 1:
            space += max(0.0, frame.x1 - left - width) / (len(tokens) - 1)
        return left, space

    def _draw_line(
        self, typeset: TypesetParagraph, tokens: list[Token], start: tuple[float, float], gap: float, space_after: bool
    ) -> float:
        """Draw a line from its start on, and return its right end. `gap` is the width of its spaces."""
        (right, y), groups = start, list(_group_by_style(tokens))
        for position, runs in enumerate(groups):
            after = groups[position + 1][0] is None if position + 1 < len(groups) else space_after
            right = self._draw_runs(typeset, runs, right, y, gap, after)
        return right

    def _draw_runs(
        self, typeset: TypesetParagraph, runs: list[TextRun | None], x: float, y: float, gap: float, space_after: bool
    ) -> float:
        """Draw runs of one face and style from `x` on, and return their end. None stands for a space.

        In tagged text, a space between lines or styles is drawn too, because programs that read tags see no places.
        """
        shown = next((run for run in runs if run is not None), None)
        if shown is None:
            return x + gap * len(runs)
        if shown.code is not None:
            self._draw_code(shown.code, typeset, x, y)
            return x + shown.width * typeset.scale
        frame, size = typeset.frame, shown.style.size * typeset.scale
        condense = frame.condense * typeset.narrowing
        space, advance = shown.face.glyph(" ")
        kern = -(gap / (size * condense) - advance) * TJ_UNITS_PER_EM
        start, strings = x, list[str]()
        for run in runs:
            if run is None:
                strings.append(f"<{space:04x}>{kern:.0f}")
                x += gap
            else:
                strings.append(f"<{run.face.codes(run.text)}>")
                self.fonts.use(run)
                x += run.width * typeset.horizontal_scale
        if space_after and self._is_tagged:
            strings.append(f"<{space:04x}>")
        self._show(shown, f"[{''.join(strings)}] TJ", size, self._matrix(frame.direction, condense, start, y))
        self._draw_along(typeset, shown.style, start, x, y)
        return x

    def _place(
        self, typeset: TypesetParagraph, tokens: list[Token], width: float, number: int, last: bool
    ) -> list[PlacedRun]:
        """Return the placed runs of a line of shaped text."""
        frame, space, stretch = typeset.frame, typeset.space_width * typeset.scale, 0.0
        indent = frame.first_x - frame.x0 if number == 0 else 0.0
        left, right = (frame.x0, frame.x1 - indent) if frame.rtl else (frame.x0 + indent, frame.x1)
        if frame.align == "center":
            left = (frame.x0 + frame.x1 - width) / 2
        elif frame.align == "justify" and not last and count_gaps(tokens):
            stretch = max(0.0, right - left - width) / count_gaps(tokens)
            if stretch > MAX_STRETCH_EM * frame.size * typeset.scale:
                left, stretch = right - width if frame.rtl else left, 0.0
        elif frame.align == "right" or (frame.rtl and frame.align == "justify"):
            left = right - width
        return place_runs(tokens, left, space, stretch, typeset.scale)

    def _draw_shaped(
        self, typeset: TypesetParagraph, line: list[PlacedRun], y: float, space_after: bool
    ) -> tuple[float, float]:
        """Draw a line of shaped text, and return its left and right end."""
        for part in group_by_style(line):
            run = part[0].run
            if run.code is not None:
                self._draw_code(run.code, typeset, part[0].x, y)
                continue
            size = run.style.size * typeset.scale
            left, right = _ends(part)
            operators = TextOperators(self.fonts.glyph_texts[run.face.name], left, size)
            for each in part:
                operators.add(each)
                self.fonts.use(each.run)
            shown = operators.finish()
            if space_after and self._is_tagged and part[-1] is line[-1]:
                shown += f" <{run.face.glyph(' ')[0]:04x}> Tj"
            self._show(run, shown, size, self._matrix(typeset.frame.direction, 1.0, left, y))
            self._draw_along(typeset, run.style, left, right, y)
        return _ends(line) if line else (typeset.frame.x0, typeset.frame.x0)

    def _draw_along(self, typeset: TypesetParagraph, style: Style, x0: float, x1: float, y: float) -> None:
        """Draw the decorations of a text from `x0` to `x1`, and record the box of its link."""
        size = style.size * typeset.scale
        if typeset.draws_decorations:
            self._draw_decorations(style, typeset.frame, x0, x1, y, size)
        if style.link >= 0:
            box = x0, y - LINK_ASCENT_EM * size, x1, y + LINK_DESCENT_EM * size
            self.links[style.link].append(box_on_page(box, typeset.frame.direction))

    def _draw_decorations(self, style: Style, frame: TextFrame, x0: float, x1: float, y: float, size: float) -> None:
        """Draw underlines, strike-throughs and highlights from `x0` to `x1`, behind the text of the paragraph."""
        paths = []
        for decoration in style.decorations:
            top, bottom = y + decoration.top * size, y + decoration.bottom * size
            corners = [
                self._to_file.point(*point_on_page(*corner, frame.direction))
                for corner in ((x0, top), (x1, top), (x1, bottom), (x0, bottom))
            ]
            path = " ".join(f"{x:.2f} {y:.2f} {'l' if number else 'm'}" for number, (x, y) in enumerate(corners))
            paths.append(f"{_fill(decoration.colour)} {path} f")
        if self._is_tagged:
            paths = ["/Artifact BMC", *paths, "EMC"]
        self._operators[self._start_of_paragraph : self._start_of_paragraph] = paths

    def _show(self, run: TextRun, strings: str, size: float, matrix: str) -> None:
        name = self._names.get(run.face.name) or self._names.setdefault(
            run.face.name, self.fonts.add_face(self.page, run.face)
        )
        fill = _fill(run.style.colour)
        if run.face.one_weight and run.style.bold:
            fill += f" {fill.upper()} 2 Tr {OUTLINE_EM * size:.2f} w"
            strings += " 0 Tr"
        self._enter_piece(run.style.link)
        self._operators.append(f"BT {fill} /{name} {size:.2f} Tf {matrix} Tm {strings} ET")

    def _draw_code(self, code: Code, typeset: TypesetParagraph, x: float, y: float) -> None:
        scale = typeset.scale
        colour = _fill(code.colour)
        if code.glyphs and self._piece is None:
            self._enter_piece(-1)
        for glyph in code.glyphs:
            name = self._original_names.get(glyph.font) or self._original_names.setdefault(
                glyph.font, self.fonts.add_original(self.page, glyph.font)
            )
            a, b, c, d = (scale * value for value in glyph.matrix)
            point = point_on_page(x + glyph.x * scale, y + glyph.y * scale, typeset.frame.direction)
            matrix = f"{self._linear((a, b, c, d))} {self._point(point)}"
            self._operators.append(f"BT {colour} /{name} 1 Tf {matrix} Tm <{glyph.code}> Tj ET")

    def _matrix(self, direction: Direction, condense: float, x: float, y: float) -> str:
        """Return the text matrix, in the file's coordinates, for upright text in the frame of a direction."""
        linear = self._upright.get((direction, condense))
        if linear is None:
            cos, sin = direction
            linear = self._linear((condense * cos, condense * sin, sin, -cos))
            self._upright[direction, condense] = linear
        return f"{linear} {self._point(point_on_page(x, y, direction))}"

    def _linear(self, linear: tuple[float, float, float, float]) -> str:
        return " ".join([f"{round(value, 4):g}" for value in self._to_file.linear(*linear)])

    def _point(self, point: tuple[float, float]) -> str:
        x, y = self._to_file.point(*point)
        return f"{x:.2f} {y:.2f}"


def _ends(line: Iterable[PlacedRun]) -> tuple[float, float]:
    ends = [(each.x, each.x + each.width) for each in line]
    return min(left for left, _ in ends), max(right for _, right in ends)


def _line_box(typeset: TypesetParagraph, left: float, right: float, y: float) -> Box:
    """Return the box of a drawn line, with the ascent of the original's first line and the descent of its last."""
    frame, scale = typeset.frame, typeset.scale
    ascent, descent = frame.baselines[0] - frame.top, frame.bottom - frame.baselines[-1]
    return left, y - scale * ascent, right, y + scale * descent


def _compressed(file: mupdf.PdfDocument, content: bytes) -> mupdf.PdfObj:
    """Return a new compressed stream. PyMuPDF's level of compression takes five times as long for 4 % less."""
    entries = mupdf.pdf_new_dict(file, 2)
    mupdf.pdf_dict_puts(entries, "Filter", mupdf.pdf_new_name("FlateDecode"))
    data = mupdf.fz_new_buffer_from_copied_data(zlib.compress(content))
    return mupdf.pdf_add_stream(file, data, entries, 1)


def _fill(colour: int) -> str:
    red, green, blue = (colour >> shift & 255 for shift in (16, 8, 0))
    return f"{red / 255:.3g} {green / 255:.3g} {blue / 255:.3g} rg"


def _group_by_style(tokens: Iterable[Token]) -> Iterator[list[TextRun | None]]:
    """Yield the runs of a line by face and style. Spaces between runs of one style are included, others are alone."""
    current: list[TextRun | None] = []
    shown: TextRun | None = None
    for number, token in enumerate(tokens):
        for position, run in enumerate(token.runs):
            after_space = number > 0 and position == 0
            same = shown is not None and shown.code is None and run.code is None
            if same and shown is not None and shown.face is run.face and shown.style == run.style:
                current += [None, run] if after_space else [run]
            else:
                if current:
                    yield current
                if after_space:
                    yield [None]
                current, shown = [run], run
    if current:
        yield current
