"""A paragraph's words as content for the engine, and the place that its translation will fill."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence, Set
from itertools import groupby, pairwise

from translation.document import Content, InlineCode, Span
from translation.formats.pdf.analysis.grouping import SIZE_RATIO
from translation.formats.pdf.analysis.list_markers import has_mark, is_entry
from translation.formats.pdf.analysis.paragraphs import Paragraph
from translation.formats.pdf.fonts import FALLBACK, WIDEST, Style, face_named, face_of
from translation.formats.pdf.reading.text import Line
from translation.formats.pdf.reading.words import Word
from translation.formats.pdf.scripts import SOUTH_EAST_ASIAN, UNSPACED, script_of
from translation.formats.pdf.text_frame import Code, Strip, TextFrame

HYPHENATED = re.compile(r"[^\W\d_]-$|\u00ad$")
OPERATOR = re.compile(r"[=+\-−<>≤≥±×·/|∈⊂(){}\[\]\d.,:]+$")
CLOSES = re.compile(r"[.,;:]$")
# The faces at hand are drawn narrower where the document's own font is; below this it would look squeezed.
NARROWEST = 0.8
ACCENTS = {
    "¨": "\u0308",
    "´": "\u0301",
    "`": "\u0300",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "˚": "\u030a",
    "ˇ": "\u030c",
    "¸": "\u0327",
}
PRESENTATION_FORM = re.compile("[\ufb1d-\ufb4f\ufb50-\ufdff\ufe70-\ufefc]")
LOOSE_ACCENT = re.compile(r"([¨´`ˆ˜˚ˇ¸])([A-Za-zıȷ])")
# A font that runs as wide as this share of the face at hand is as wide: the rest is kerning.
AS_WIDE = 0.96
# A last line that reaches to within so many ems of the right edge is full.
FULL = 1.5
# Letters measured to compare the widths of two fonts.
MEASURED = 200


def read_content(paragraph: Paragraph, page: int, vocabulary: Set[str]) -> tuple[Content, TextFrame]:
    """The content of a paragraph, and its place. Bullets and leading numbers stay where they are, outside both.

    `vocabulary` are words of the surrounding text, which tell whether a hyphen at a line end belongs to its word.
    """
    lines = [list(line.words) for line in paragraph.lines]
    # Centred lines move under a number before them: it goes with them.
    is_marked = has_mark(paragraph.lines[0]) and (len(lines) == 1 or paragraph.align != "center")
    mark = _code([lines[0].pop(0)], paragraph.lines[0]) if is_marked else None
    for number, words in enumerate(lines):
        for word in words:
            word.line = number
    words = [word for line in lines for word in line]
    _glue_lines(words)
    main = _main_style(words, paragraph.style)
    for word in words:
        word.style = _plain_size(word.style, main)
        word.maths = word.maths or _is_sign(word)
    condense, strips = _condense(lines, main), tuple(strip for line in lines for strip in _strips(line))
    builder = _ContentBuilder(main, paragraph)
    for group in _groups(_dehyphenated(words, vocabulary)):
        builder.add(group)
    x0, first_x = _edges(paragraph, lines)
    place = TextFrame(
        page=page,
        direction=paragraph.direction,
        x0=x0,
        x1=paragraph.x1,
        first_x=first_x,
        top=paragraph.top,
        bottom=paragraph.bottom,
        baselines=paragraph.baselines,
        leading=paragraph.leading,
        align=paragraph.align,
        style=main,
        condense=condense,
        strips=strips,
        styles=tuple(builder.styles),
        codes=tuple(builder.codes),
        decorations=tuple(bar for line in paragraph.lines for bar in line.bars),
        list_marker=mark,
        rtl=paragraph.rtl,
        characters=sum(len(piece.text) for piece in builder.pieces),
        ends_full=len(lines) > 1 and paragraph.lines[-1].x1 > paragraph.x1 - FULL * main.size,
    )
    return tuple(builder.pieces), place


class _ContentBuilder:
    """Puts words and formulas one after the other, as spans by style and inline codes."""

    def __init__(self, main: Style, paragraph: Paragraph) -> None:
        self.paragraph = paragraph
        self.styles, self.codes, self.pieces = [main], list[Code](), list[Span | InlineCode]()

    def add(self, group: Sequence[Word]) -> None:
        """Add a word, or the words of a formula."""
        first = group[0]
        blank = "" if first.glued or not self.pieces else " "
        if first.maths or first.raised:
            self._append(blank, self._last_style())
            self.pieces.append(InlineCode(len(self.codes), "".join(word.text for word in group)))
            self.codes.append(_code(group, self.paragraph.lines[first.line]))
            return
        if first.style not in self.styles:
            self.styles.append(first.style)
        number = self.styles.index(first.style)
        if number == self._last_style():
            self._append(blank + composed(first.text), number)
        else:
            # The blank between two styles belongs to neither.
            self._append(blank, 0)
            self._append(composed(first.text), number)

    def _last_style(self) -> int:
        last = self.pieces[-1] if self.pieces else None
        return last.style if isinstance(last, Span) else 0

    def _append(self, text: str, style: int) -> None:
        last = self.pieces[-1] if self.pieces else None
        if isinstance(last, Span) and last.style == style:
            self.pieces[-1] = Span(last.text + text, style)
        elif text:
            self.pieces.append(Span(text, style))


def _is_sign(word: Word) -> bool:
    """Whether a word is a sign, such as an arrow, that no face here has: it can only be shown with its own glyph."""
    if word.text.isascii() or any(character.isalpha() for character in word.text):
        return False
    if not face_of(word.style).lacks(word.text):
        return False
    # The widest takes as long to load as a page to read, and most documents need not have it.
    return all(face_named(name).lacks(word.text) for name in (FALLBACK, WIDEST))


def _main_style(words: Sequence[Word], default: Style) -> Style:
    if all(word.style is default for word in words):
        return default
    weights: Counter[Style] = Counter()
    for word in words:
        if not (word.maths or word.raised):
            weights[word.style] += len(word.text)
    main = weights.most_common(1)[0][0] if weights else default
    # Small differences of size are rounding: the most frequent size of the paragraph speaks for all.
    return main._replace(size=default.size) if _same_size(main, default) else main


def _same_size(style: Style, other: Style) -> bool:
    return SIZE_RATIO[0] <= style.size / other.size <= SIZE_RATIO[1]


def _plain_size(style: Style, main: Style) -> Style:
    return style._replace(size=main.size) if style.size != main.size and _same_size(style, main) else style


def _dehyphenated(words: Sequence[Word], vocabulary: Set[str]) -> list[Word]:
    """Join what was hyphenated at a line end, and letters of one word that differ in size alone (small capitals)."""
    joined: list[Word] = []
    for word in words:
        last = joined[-1] if joined else None
        if last is None or word.maths or last.maths or word.raised or last.raised:
            joined.append(word)
        elif last.line != word.line and HYPHENATED.search(last.text) and word.text[:1].isalpha():
            last.text, last.line = _unbroken(last.text, word.text, vocabulary), word.line
        elif word.glued and last.style._replace(size=0) == word.style._replace(size=0):
            last.text += word.text
        else:
            joined.append(word)
    return joined


def _unbroken(first: str, second: str, vocabulary: Set[str]) -> str:
    """A word that a line end parts, with its hyphen only where the text has it so elsewhere."""
    joined, hyphenated = first[:-1] + second, f"{first[:-1]}-{second}"
    keep = second[0].isupper() or plain_word(hyphenated) in vocabulary
    return hyphenated if keep and plain_word(joined) not in vocabulary else joined


def plain_word(word: str) -> str:
    """A word as it is compared with others: in lower case, without the punctuation around it."""
    return word.strip(".,;:!?()[]\"'“”‘’").lower()


def composed(text: str) -> str:
    """Text as it is written: with accents that were drawn before their letters, as TeX does, on them, and with letters
    in place of the forms in which they were drawn."""
    if text.isascii() and "`" not in text:
        return text
    if PRESENTATION_FORM.search(text):
        text = unicodedata.normalize("NFKC", text)
    if not LOOSE_ACCENT.search(text):
        return text
    return LOOSE_ACCENT.sub(lambda match: unicodedata.normalize("NFC", _accented(match[1], match[2])), text)


def _accented(accent: str, letter: str) -> str:
    return {"ı": "i", "ȷ": "j"}.get(letter, letter) + ACCENTS[accent]


def _groups(words: Sequence[Word]) -> list[list[Word]]:
    """Words one by one, but the words of one formula on one line together, with the operators and numbers between."""
    groups: list[list[Word]] = []
    for position, word in enumerate(words):
        last = groups[-1] if groups else None
        if last is not None and (last[0].maths or last[0].raised) and last[0].line == word.line:
            inside = OPERATOR.match(word.text) and not CLOSES.search(last[-1].text)
            followed = any(later.maths and later.line == word.line for later in words[position + 1 : position + 3])
            code = word.maths or word.raised
            if (code and (word.glued or last[0].maths)) or (inside and (followed or _closes(last, word))):
                last.append(word)
                continue
        groups.append([word])
    return groups


def _closes(group: Sequence[Word], word: Word) -> bool:
    """Whether a word closes a bracket that a formula has opened."""
    text = "".join(each.text for each in group)
    return word.glued and word.text in (")", "]", "}") and any(text.count(each) for each in "([{")


def _code(words: Sequence[Word], line: Line) -> Code:
    colours = Counter(word.style.colour for word in words)
    return Code(
        x0=min(word.x0 for word in words),
        x1=max(word.x1 for word in words),
        top=min(word.top for word in words),
        bottom=max(word.bottom for word in words),
        baseline=line.baseline,
        text="".join(word.text for word in words),
        colour=colours.most_common(1)[0][0],
        fonts=frozenset(word.font for word in words),
    )


def _glue_lines(words: Sequence[Word]) -> None:
    """Put no blank between two lines where the script has none, or where a Korean word goes on."""
    ends = [(last, word) for last, word in pairwise(words) if last.line != word.line]
    writes_blanks = any(last.spaced for last, _ in ends)
    for last, word in ends:
        scripts = {script_of(last.text[-1]), script_of(word.text[0])}
        unspaced = not scripts.isdisjoint(UNSPACED) or scripts <= SOUTH_EAST_ASIAN
        if not last.spaced and (unspaced or (writes_blanks and scripts == {"HANGUL"})):
            word.glued = True


def adopt_marks(paragraphs: Sequence[Paragraph], places: Sequence[TextFrame | None]) -> None:
    """Give places the bullet or number that stands by itself, in a column of its own, before their first lines."""
    for alone, paragraph, place in zip(paragraphs, paragraphs[1:], places[1:], strict=False):
        if place is not None and place.list_marker is None and is_entry(alone.lines[-1], paragraph.lines[0]):
            place.list_marker = _code(alone.lines[-1].words, alone.lines[-1])


def _edges(paragraph: Paragraph, lines: Sequence[Sequence[Word]]) -> tuple[float, float]:
    """The left edge of a paragraph without its mark, and where its first line starts."""
    if paragraph.rtl:
        x0 = paragraph.x0
        return x0, x0 + max(0.0, paragraph.indent) if paragraph.align in ("right", "justify") else x0
    first_x = min(word.x0 for word in lines[0])
    x0 = min((word.x0 for line in lines[1:] for word in line), default=first_x)
    if paragraph.align in ("center", "right"):
        x0 = first_x = min(x0, first_x)
    return x0, first_x


def _condense(lines: Sequence[Sequence[Word]], main: Style) -> float:
    """How much narrower than the face at hand the document's own font runs: a share in NARROWEST..1."""
    face, own, drawn, count = face_of(main), 0.0, 0.0, 0
    looks = main[:4]
    for word in (word for line in lines for word in line):
        if word.style[:4] == looks and not word.maths and not face.lacks(word.text):
            own += word.x1 - word.x0
            drawn += face.width(word.text) * word.style.size
            count += len(word.text)
            if count > MEASURED:
                break
    share = own / drawn if drawn else 1.0
    return max(NARROWEST, share) if share < AS_WIDE else 1.0


def _strips(words: Sequence[Word]) -> list[Strip]:
    """The stretches of a line to erase: one for each baseline on it."""
    if not words:
        return []
    first = words[0]
    if all(word.style is first.style and word.baseline == first.baseline for word in words):
        return [_strip(words)]
    parts = groupby(words, key=lambda word: (word.baseline, word.style.size))
    return [_strip(list(part)) for _height, part in parts]


def _strip(words: Sequence[Word]) -> Strip:
    return Strip(
        min([word.x0 for word in words]),
        max([word.x1 for word in words]),
        words[0].baseline,
        words[0].style.size,
        min([word.top for word in words]),
        max([word.bottom for word in words]),
    )
