"""Following a content stream: the state of text, forms, layers and marked content (ISO 32000-1, 8.4 and 9.3)."""

import re
from collections.abc import Callable

from pymupdf import mupdf

from translation.formats.pdf.content_streams.budget import (
    COST_OF_FORM,
    MAX_FORM_DEPTH,
    MAX_OPERAND_BYTES,
    OPERATIONS_BETWEEN_CHECKS,
    Budget,
    ContentTooLarge,
)
from translation.formats.pdf.content_streams.font_metrics import FontMetrics
from translation.formats.pdf.content_streams.marks import ContentMark, Sequence, artifact_operator
from translation.formats.pdf.content_streams.operations import (
    MARKED,
    NAME_TOKEN,
    NAMED,
    NUMBER_TOKEN,
    OPERATION,
    OTHER_OPERATORS,
    PATHS,
    PLAIN,
    SHOW,
    SHOWN_TOKENS,
    Operand,
    Operation,
    find_image_end,
    read_numbers,
    read_operation,
)
from translation.formats.pdf.content_streams.shows import Show
from translation.formats.pdf.content_streams.source import ContentSource, resource
from translation.formats.pdf.content_streams.state import State, Surroundings
from translation.formats.pdf.content_streams.strings import decode_name
from translation.formats.pdf.transform import Transform

IDENTITY = Transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# Saved states beyond this depth are not kept, as in MuPDF.
MAX_SAVED_STATES = 100_000
# From this text rendering mode on, text is part of a clipping path.
FIRST_CLIPPING_MODE, NO_RENDERING_MODE = 4, 8
OPENING_BRACKET = ord("[")
MCID = re.compile(rb"/MCID[\0\t\n\f\r ]+(\d{1,9})")


class StreamWalker:
    """Reads one content stream from start to end. Subclasses take the shown text, paths and forms.

    `matrix` is the text matrix, and `line_matrix` that of the start of the line.
    """

    follows_paths = False

    def __init__(self, source: ContentSource, budget: Budget, data: bytes, around: Surroundings) -> None:
        self.source, self.budget, self.data, self.around = source, budget, data, around
        self.state, self.matrix, self.line_matrix = around.state, IDENTITY, IDENTITY
        self.saved: list[State] = []
        self.sequences: list[Sequence] = []
        self.in_text = False
        self.is_damaged = False
        self._fonts: dict[bytes, FontMetrics | None] = {}
        self._plain: dict[bytes, Callable[[bytes, int, int], None]] = {
            b"Tf": self._set_no_font,
            b"'": self._next_line,
            b'"': self._space_and_next_line,
            b"Td": self._move,
            b"TD": self._move_and_lead,
            b"Tm": self._set_matrix,
            b"T*": self._next_line,
            b"BT": self._begin_text,
            b"ET": self._end_text,
            b"Tc": self._set_char_space,
            b"Tw": self._set_word_space,
            b"Tz": self._set_scale,
            b"TL": self._set_leading,
            b"Ts": self._set_rise,
            b"Tr": self._set_rendering,
            b"q": self._save,
            b"Q": self._restore,
            b"cm": self._transform,
            b"EMC": self._end_sequence,
        }

    def show(self, show: Show) -> float:
        """Take shown text, and return how far it moves the text."""
        raise NotImplementedError

    def use_form(self, operand: tuple[int, int], form: mupdf.PdfObj, inner: Surroundings) -> None:
        """Take the use of a form, whose name is at this place of the stream."""
        raise NotImplementedError

    def place_text(self) -> None:
        """Take an operator that places the next text by itself, wherever the text before it ended."""

    def interrupt_text(self) -> None:
        """Take an operator after which the text goes on where it was."""

    def follow_paths(self, start: int, end: int) -> None:
        """Take operations of paths and colours at this place of the stream. Only called if `follows_paths`."""

    def enter_sequence(self, sequence: Sequence) -> None:
        """Take the start of a marked-content sequence."""

    def leave_sequence(self, sequence: Sequence) -> None:
        """Take the end of a marked-content sequence."""

    def restore_nothing(self, start: int, end: int) -> None:
        """Take a Q without a q before it, at this place of the stream."""

    def cut_off(self, start: int) -> None:
        """Take the rest of the stream, in which an operation does not end."""

    def run(self) -> None:
        """Go through the stream. Raises ContentTooLarge."""
        data, place, length, match = self.data, 0, len(self.data), OPERATION.match
        count, interval, plain = 0, OPERATIONS_BETWEEN_CHECKS, self._plain
        while place < length:
            found = match(data, place)
            if found is None:
                place = self._read_slowly(place)
            elif found.lastindex == PLAIN and (take := plain.get(found[PLAIN])):
                start, place = place, found.end()
                take(found[PLAIN - 1], start, place)
            else:
                place = self._take(found)
            count += 1
            if count >= interval:
                self.budget.spend_operations(count)
                count = 0
        self.budget.spend_operations(count)

    def _take(self, found: re.Match[bytes]) -> int:
        """Take an operation that is in a usual form but not plain, and return the place behind it."""
        kind, end = found.lastindex, found.end()
        if kind == SHOW:
            start, behind = found.span(SHOW - 1)
            self._show(found[SHOW], start, behind, start, end)
        elif kind == PLAIN:
            if found[PLAIN] == b"BI":
                return self._pass_image(found.start(PLAIN), end)
            self.is_damaged = self.is_damaged or found[PLAIN] not in OTHER_OPERATORS
        elif kind == NAMED:
            self._use_name(found[NAMED], found.span(NAMED - 2), found[NAMED - 1], end)
        elif kind == MARKED:
            self._begin_marked(found.start(MARKED - 2), end, found[MARKED - 2], found[MARKED - 1])
        elif self.follows_paths:
            self.follow_paths(found.start(PATHS), end)
        return end

    def _read_slowly(self, place: int) -> int:
        """Read one operation token by token, and return the place behind it."""
        operation = read_operation(self.data, place, self.in_text)
        self.is_damaged = self.is_damaged or operation.is_damaged
        if operation.operator:
            return self._take_slowly(operation)
        self.cut_off(place)
        return operation.end

    def _take_slowly(self, operation: Operation) -> int:
        """Take an operation that was read token by token, and return the place behind it."""
        operator, data = operation.operator, self.data
        numbers = b" ".join([data[each.start : each.end] for each in operation.operands if each.kind == NUMBER_TOKEN])
        names = [(each.start, each.end) for each in operation.operands if each.kind == NAME_TOKEN]
        shown = [each for each in operation.operands if each.kind in SHOWN_TOKENS.get(operator, ())]
        if shown:
            self._show_slowly(operation, shown[-1], numbers)
        elif operator in (b"Tf", b"gs", b"Do") and names:
            self._use_name(operator, names[-1], numbers, operation.end)
        elif operator in self._plain:
            self._plain[operator](numbers, operation.start, operation.end)
        elif operator == b"BI":
            return self._pass_image(operation.start, operation.end)
        elif operator in (b"BDC", b"BMC"):
            first = operation.operands[0] if operation.operands else None
            tag = data[first.start : first.end] if first else b""
            properties = data[first.end : operation.operands[-1].end].strip() if first else b""
            self._begin_marked(operation.start, operation.end, tag, properties)
        else:
            self.is_damaged = self.is_damaged or operator not in OTHER_OPERATORS
            if self.follows_paths:
                self.follow_paths(operation.start, operation.end)
        return operation.end

    def _pass_image(self, start: int, end: int) -> int:
        """Return the place behind an inline image whose BI is at this place."""
        behind = find_image_end(self.data, end)
        if behind == end:
            self.is_damaged = True
        elif behind == len(self.data) and not self.data.endswith(b"EI"):
            self.is_damaged = True
            self.cut_off(start)
        return behind

    def _show_slowly(self, operation: Operation, shown: Operand, numbers: bytes) -> None:
        operator, lead = operation.operator, b""
        if operator == b'"':
            self.state.word_space, self.state.char_space = self._numbers(numbers, 2)
            operator, lead = b"'", b"%.6g Tw %.6g Tc " % (self.state.word_space, self.state.char_space)
        self._show(operator, shown.start, shown.end, operation.start, operation.end, lead)

    # Text

    def _show(self, operator: bytes, start: int, end: int, begin: int, finish: int, lead: bytes = b"") -> None:
        if operator == b"'":
            self._next_line(b"", begin, finish)
            lead += b"T*"
        state = self.state
        font = state.font
        # As in MuPDF, TJ shows no string, and Tj no array.
        if font is None or (self.data[start] == OPENING_BRACKET) is not (operator == b"TJ"):
            self.interrupt_text()
            return
        if not self.in_text:
            self.is_damaged = True
        if finish - begin > MAX_OPERAND_BYTES:
            raise ContentTooLarge("operands")
        a, b, c, d, e, f = self.matrix
        page_a, page_b, page_c, page_d, page_e, page_f = state.matrix
        if rise := state.rise:
            e, f = e + rise * c, f + rise * d
        x, y = e * page_a + f * page_c + page_e, e * page_b + f * page_d + page_f
        along, down = (a, b) if font.vertical is None else (c, d)
        dx, dy = along * page_a + down * page_c, along * page_b + down * page_d
        mark, is_hidden = self._inside()
        can_go = not is_hidden and state.rendering < FIRST_CLIPPING_MODE
        show = Show(self.data, start, end, begin, finish, lead, state, font, x, y, dx, dy, can_go, mark)
        advance = self.show(show)
        a, b, c, d, e, f = self.matrix
        self.matrix = Transform(a, b, c, d, e + advance * along, f + advance * down)

    def _inside(self) -> tuple[ContentMark, bool]:
        """Return the mark of what is shown now, and whether it is hidden."""
        if self.sequences:
            return self.sequences[-1].mark, self.sequences[-1].is_hidden
        return self.around.mark, self.around.is_hidden

    def _move(self, numbers: bytes, _start: int, _end: int) -> None:
        x, y = self._numbers(numbers, 2)
        self._to_line(x, y)

    def _move_and_lead(self, numbers: bytes, _start: int, _end: int) -> None:
        x, y = self._numbers(numbers, 2)
        self.state.leading = -y
        self._to_line(x, y)

    def _next_line(self, _numbers: bytes, _start: int, _end: int) -> None:
        self._to_line(0.0, -self.state.leading)

    def _to_line(self, x: float, y: float) -> None:
        a, b, c, d, e, f = self.line_matrix
        self.matrix = self.line_matrix = Transform(a, b, c, d, x * a + y * c + e, x * b + y * d + f)
        self.place_text()

    def _set_matrix(self, numbers: bytes, _start: int, _end: int) -> None:
        self.matrix = self.line_matrix = Transform(*self._numbers(numbers, 6))
        self.place_text()

    def _begin_text(self, _numbers: bytes, _start: int, _end: int) -> None:
        self.matrix, self.line_matrix, self.in_text = IDENTITY, IDENTITY, True
        self.place_text()

    def _end_text(self, _numbers: bytes, _start: int, _end: int) -> None:
        self.in_text = False
        self.place_text()

    def _space_and_next_line(self, numbers: bytes, start: int, end: int) -> None:
        self.state.word_space, self.state.char_space = self._numbers(numbers, 2)
        self._next_line(b"", start, end)

    def _set_no_font(self, numbers: bytes, _start: int, _end: int) -> None:
        self._set_font(b"", numbers)

    def _set_char_space(self, numbers: bytes, _start: int, _end: int) -> None:
        (self.state.char_space,) = self._numbers(numbers, 1)

    def _set_word_space(self, numbers: bytes, _start: int, _end: int) -> None:
        (self.state.word_space,) = self._numbers(numbers, 1)

    def _set_scale(self, numbers: bytes, _start: int, _end: int) -> None:
        self.state.scale = self._numbers(numbers, 1)[0] / 100

    def _set_leading(self, numbers: bytes, _start: int, _end: int) -> None:
        (self.state.leading,) = self._numbers(numbers, 1)

    def _set_rise(self, numbers: bytes, _start: int, _end: int) -> None:
        (self.state.rise,) = self._numbers(numbers, 1)

    def _set_rendering(self, numbers: bytes, _start: int, _end: int) -> None:
        self.state.rendering = int(min(self._numbers(numbers, 1)[0], NO_RENDERING_MODE))

    # Graphics state

    def _save(self, _numbers: bytes, _start: int, _end: int) -> None:
        self.interrupt_text()
        if len(self.saved) < MAX_SAVED_STATES:
            self.saved.append(self.state.copy())

    def _restore(self, _numbers: bytes, start: int, end: int) -> None:
        self.interrupt_text()
        if self.saved:
            self.state = self.saved.pop()
        else:
            self.is_damaged = True
            self.restore_nothing(start, end)

    def _transform(self, numbers: bytes, _start: int, _end: int) -> None:
        self.state.matrix = Transform(*self._numbers(numbers, 6)).then(self.state.matrix)

    # Resources

    def _use_name(self, operator: bytes, operand: tuple[int, int], numbers: bytes, end: int) -> None:
        name = self.data[operand[0] : operand[1]]
        if operator == b"Tf":
            self._set_font(name, numbers)
        elif operator == b"gs":
            self._set_graphics_state(name)
        elif operator == b"Do":
            self._use_object(decode_name(name), operand)
        else:
            self._begin_marked(operand[0], end, name, b"")

    def _set_font(self, name: bytes, numbers: bytes) -> None:
        if name not in self._fonts:
            self._fonts[name] = self.source.font(resource(self.around.resources, "Font", decode_name(name)))
        self.state.font, (self.state.size,) = self._fonts[name], self._numbers(numbers, 1)

    def _set_graphics_state(self, name: bytes) -> None:
        state = resource(self.around.resources, "ExtGState", decode_name(name))
        pair = mupdf.pdf_dict_gets(state, "Font") if state.m_internal else state
        if pair.m_internal and mupdf.pdf_is_array(pair):
            self.state.font = self.source.font(mupdf.pdf_array_get(pair, 0))
            self.state.size = mupdf.pdf_to_real(mupdf.pdf_array_get(pair, 1))

    def _use_object(self, name: str, operand: tuple[int, int]) -> None:
        self.interrupt_text()
        form = resource(self.around.resources, "XObject", name)
        if not mupdf.pdf_is_stream(form) or mupdf.pdf_to_name(mupdf.pdf_dict_gets(form, "Subtype")) != "Form":
            return
        number = mupdf.pdf_to_num(form)
        if number in self.around.forms or len(self.around.forms) >= MAX_FORM_DEPTH:
            return
        if self.follows_paths or self.source.is_lively(form, self.budget):
            self.budget.spend_form()
            self.use_form(operand, form, self._inside_form(form, number))
        else:
            self.budget.spend_operations(COST_OF_FORM)

    def _inside_form(self, form: mupdf.PdfObj, number: int) -> Surroundings:
        mark, is_hidden = self._inside()
        resources = mupdf.pdf_dict_gets(form, "Resources")
        if not mupdf.pdf_is_dict(resources):
            # In old files, a form without resources uses those of the page (ISO 32000-1, 7.8.3).
            resources = self.around.resources
        if mupdf.pdf_dict_gets(form, "StructParents").m_internal:
            mark = ContentMark(number, -1, mark.artifact)
        matrix = mupdf.pdf_dict_get_matrix(form, mupdf.pdf_new_name("Matrix"))
        inner = Transform(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f).then(self.state.matrix)
        is_hidden = is_hidden or self.source.is_hidden(mupdf.pdf_dict_gets(form, "OC"))
        return Surroundings(resources, self.state.copy(inner), mark, (*self.around.forms, number), is_hidden)

    # Marked content

    def _begin_marked(self, start: int, end: int, tag: bytes, properties: bytes) -> None:
        mark, is_hidden = self._inside()
        sequence = Sequence(start, end, tag, mark, is_hidden)
        if properties[:1] == b"/":
            self._read_properties(sequence, decode_name(properties))
        elif found := MCID.search(properties):
            sequence.mark = mark._replace(mcid=int(found[1]), artifact="")
        sequence.actual_text = sequence.actual_text or b"/ActualText" in properties
        if tag == b"/Artifact":
            sequence.mark = ContentMark(mark.stream, -1, artifact_operator(properties))
        self.sequences.append(sequence)
        self.enter_sequence(sequence)

    def _read_properties(self, sequence: Sequence, name: str) -> None:
        properties = resource(self.around.resources, "Properties", name)
        sequence.properties = name
        if sequence.tag == b"/OC":
            sequence.is_hidden = sequence.is_hidden or self.source.is_hidden(properties)
        mcid = mupdf.pdf_dict_gets(properties, "MCID")
        if mcid.m_internal:
            sequence.mark = sequence.mark._replace(mcid=mupdf.pdf_to_int(mcid), artifact="")
        sequence.actual_text = bool(mupdf.pdf_dict_gets(properties, "ActualText").m_internal)

    def _end_sequence(self, _numbers: bytes, _start: int, _end: int) -> None:
        if self.sequences:
            self.leave_sequence(self.sequences.pop())

    def _numbers(self, text: bytes, count: int) -> list[float]:
        """Return this many numbers. Missing ones are zero."""
        try:
            found = list(map(float, text.split()))
        except ValueError:
            found, self.is_damaged = read_numbers(text), True
        if len(found) == count:
            return found
        self.is_damaged = True
        return [*found, *[0.0] * count][:count]
