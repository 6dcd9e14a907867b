"""Reading a content stream operation by operation (ISO 32000-1, 7.8.2).

An operation is an operator with the operands before it. One regular expression recognises the usual forms whole, so
that Python does one step for each operation, and one step for a run of paths and colours. Everything else, such as
comments and brackets inside strings, is read token by token.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

SPACE = rb"\0\t\n\f\r "
REGULAR = rb"[^" + SPACE + rb"()<>\[\]{}/%]"
NUMBERS = rb"[-+.\d][-+.\d" + SPACE + rb"]*+"
NAME = rb"/" + REGULAR + rb"*+"
# A string without brackets inside it.
STRING = rb"\((?:[^()\\]++|\\.)*+\)"
# Whatever is in it, as in MuPDF.
HEX_STRING = rb"<(?!<)[^>]*+>"
# An array of numbers and strings.
ARRAY = rb"\[(?:[^\[\]()<>%A-Za-z/]++|" + STRING + rb"|" + HEX_STRING + rb")*+\]"
# A dictionary without other dictionaries in it.
DICTIONARY = rb"<<(?:[^<>()%]++|" + STRING + rb"|" + HEX_STRING + rb")*+>>"
# Operators of paths and colours. They move no text, and none of their operands is a string.
PATH_OPERATORS = (
    rb"re|rg|RG|ri|cs|CS|sh|[mlcvyhSsfFnWBbgGkKwJjMid]|[fBbW]\*|scn|SCN|sc|SC"
    # An operator ends where a space or the next token starts.
    rb")(?=[" + SPACE + rb"\[(</%]|\Z"
)
PATH_OPERANDS = rb"(?:[-+.\d" + SPACE + rb"]++|\[[-+.\d" + SPACE + rb"]*+\]|" + NAME + rb")*+"
END = rb"(?!" + REGULAR + rb")"
GAP = rb"[" + SPACE + rb"]*+"

PARTS = {
    b"gap": GAP,
    b"end": END,
    b"name": NAME,
    b"numbers": NUMBERS + rb"(?<=[" + SPACE + rb"])",
    b"text": ARRAY + rb"|" + STRING + rb"|" + HEX_STRING,
    b"properties": DICTIONARY + rb"|" + NAME,
    b"paths": PATH_OPERANDS + rb"(?:" + PATH_OPERATORS + rb")",
    b"letter": rb"[A-Za-z'\"]" + REGULAR + rb"*+",
}
# In Python 3.11, no capturing group may be inside a possessive group.
OPERATION = re.compile(
    rb"%(gap)s(?:"
    rb"((?:%(paths)s)++)"  # 1 paths and colours
    rb"|(%(text)s)%(gap)s(TJ|Tj|')%(end)s"  # 2 text, 3 operator
    rb"|((?:%(numbers)s)?+)(%(letter)s)"  # 4 numbers, 5 operator
    rb"|(%(name)s)%(gap)s((?:%(numbers)s)?+)(Tf|gs|Do|BMC)%(end)s"  # 6 name, 7 numbers, 8 operator
    rb"|(%(name)s)%(gap)s(%(properties)s)%(gap)s(BDC)%(end)s"  # 9 tag, 10 properties, 11 operator
    rb")" % PARTS,
    re.DOTALL,
)
# The last group of each form of `OPERATION`.
PATHS, SHOW, PLAIN, NAMED, MARKED = 1, 3, 5, 8, 11

TOKEN = re.compile(
    rb"(?:[" + SPACE + rb"]++|%[^\r\n]*+)*+(?:"
    rb"("
    + NUMBERS
    + rb"(?:(?<=["
    + SPACE
    + rb"])|"
    + END
    + rb"))|("
    + NAME
    + rb")|("
    + ARRAY
    + rb")|("
    + STRING
    + rb")|(<<|>>)|("
    + HEX_STRING
    + rb")"
    rb"|(" + REGULAR + rb"++)|(.))",
    re.DOTALL,
)
NUMBER_TOKEN, NAME_TOKEN, ARRAY_TOKEN, STRING_TOKEN = 1, 2, 3, 4
DICTIONARY_TOKEN, HEX_TOKEN, OPERATOR_TOKEN, OTHER_TOKEN = 5, 6, 7, 8
STRING_TOKENS = (STRING_TOKEN, HEX_TOKEN)
SHOWN_TOKENS = {b"Tj": STRING_TOKENS, b"'": STRING_TOKENS, b'"': STRING_TOKENS, b"TJ": (ARRAY_TOKEN,)}
# Operators that are not followed. There are no others.
OTHER_OPERATORS = frozenset(
    b"w J j M d ri i gs m l c v y h re S s f F f* B B* b b* n W W* CS cs SC SCN sc scn G g RG rg K k sh".split()
    + b"Do MP DP BX EX d0 d1 BI ID EI".split()
)
ITEM_TOKENS = frozenset((NUMBER_TOKEN, STRING_TOKEN, HEX_TOKEN, OTHER_TOKEN))
CONSTANTS = frozenset((b"true", b"false", b"null"))
# More operands than any operator has. MuPDF forgets operands, too.
MAX_OPERANDS = 4000
NUMBER_PARTS = re.compile(rb"([-+]?)[-+]*(\d*\.?\d*)")

# The data of an inline image starts behind its dictionary, ...
IMAGE_DATA = re.compile(
    rb"(?:" + GAP + NAME + GAP + rb"(?:" + NUMBERS + rb"|" + NAME + rb"|" + STRING + rb"|" + HEX_STRING + rb"|"
    # An array of filters or colours.
    rb"\[[^\[\]()<>%]*+\]|" + ARRAY + rb"|" + DICTIONARY + rb"|true|false))*+" + GAP + rb"ID[" + SPACE + rb"]",
    re.DOTALL,
)
# ... and ends before an EI, ...
IMAGE_END = re.compile(rb"EI(?=[" + SPACE + rb"</]|\Z)")
# ... if these bytes follow as far as this, because image data may have an EI in it.
READABLE = re.compile(rb"[\t\n\f\r\0 -~]*\Z")
READABLE_BYTES = 24


class Operand(NamedTuple):
    """A token before an operator: its kind, and its place in the stream."""

    kind: int
    start: int
    end: int


@dataclass(slots=True)
class Operation:
    """An operator with its operands. `start` is the place of the first operand, `end` that behind the operator.

    `is_damaged` means that there were brackets that match no others, so that readers may differ on what comes next.
    """

    operator: bytes
    operands: list[Operand]
    start: int
    end: int
    is_damaged: bool = False


def read_operation(data: bytes, place: int, in_text: bool = False) -> Operation:
    """Return the next operation of a content stream, read token by token. At the end, its operator is empty.

    Of a dictionary, only the brackets are operands. `in_text` means that the place is between BT and ET.
    """
    operands: list[Operand] = []
    depth, is_damaged = 0, False
    while (token := TOKEN.match(data, place)) is not None:
        kind = token.lastindex or OTHER_TOKEN
        start, place = token.start(kind), token.end()
        if kind == OPERATOR_TOKEN:
            if token[kind] in CONSTANTS:
                continue
            begin = operands[0].start if operands else start
            return Operation(token[kind], operands, begin, place, is_damaged or depth > 0)
        if kind == OTHER_TOKEN:
            kind, place = _read_brackets(data, start, in_text and not depth)
            is_damaged = is_damaged or kind == OTHER_TOKEN
        if kind == DICTIONARY_TOKEN:
            depth = depth + 1 if data[start] == ord("<") else 0
        if kind != OTHER_TOKEN and (not depth or kind == DICTIONARY_TOKEN):
            operands.append(Operand(kind, start, place))
        if len(operands) > MAX_OPERANDS:
            operands.clear()
    return Operation(b"", operands, len(data), len(data), bool(operands) or is_damaged)


def _read_brackets(data: bytes, start: int, in_text: bool) -> tuple[int, int]:
    """Return the kind and the end of a string or an array with brackets inside it, or of a stray byte."""
    if data[start] == ord("("):
        return STRING_TOKEN, find_string_end(data, start)
    if data[start] == ord("<"):
        return OTHER_TOKEN, len(data)
    if data[start] != ord("["):
        return OTHER_TOKEN, start + 1
    depth, place = 0, start
    while (token := TOKEN.match(data, place)) is not None:
        kind, place = token.lastindex or OTHER_TOKEN, token.end()
        if in_text and depth and (kind not in ITEM_TOKENS or token[kind] in (b"[", b"{")):
            # The array of a TJ has none of these. MuPDF, too, goes on behind it.
            return OTHER_TOKEN, token.start(kind) + 1 if kind == ARRAY_TOKEN else place
        byte = data[place - 1] if kind == OTHER_TOKEN else 0
        if byte in b"(<":
            place = find_string_end(data, place - 1) if byte == ord("(") else len(data)
        depth += (byte == ord("[")) - (byte == ord("]"))
        if not depth:
            return ARRAY_TOKEN, place
    # Nothing behind it is read, because each such bracket would need a pass through the rest.
    return OTHER_TOKEN, len(data)


def find_string_end(data: bytes, start: int) -> int:
    """Return the place behind a string that may have brackets inside it, or the end of the data."""
    depth, place, length = 0, start, len(data)
    while place < length:
        byte = data[place]
        if byte == ord("\\"):
            place += 1
        else:
            depth += (byte == ord("(")) - (byte == ord(")"))
        place += 1
        if not depth:
            return min(place, length)
    return length


def read_numbers(text: bytes) -> list[float]:
    """Return the numbers of a text. Damaged numbers are read as MuPDF reads them."""
    try:
        return list(map(float, text.split()))
    except ValueError:
        return [_lenient_number(part) for part in text.replace(b"\0", b" ").split()]


def _lenient_number(text: bytes) -> float:
    found = NUMBER_PARTS.match(text)
    try:
        return float(found[1] + found[2]) if found else 0.0
    except ValueError:
        return 0.0


def find_image_end(data: bytes, place: int) -> int:
    """Return the place behind an inline image whose BI ends at `place`: behind the first EI before readable bytes.

    Without a dictionary behind the BI, this is `place` itself. Without an EI, it is the end of the data.
    """
    begin = IMAGE_DATA.match(data, place)
    if begin is None and (operation := read_operation(data, place)).operator != b"ID":
        return place
    for found in IMAGE_END.finditer(data, begin.end() if begin else operation.end + 1):
        if READABLE.match(data[found.end() : found.end() + READABLE_BYTES]):
            return found.end()
    return len(data)
