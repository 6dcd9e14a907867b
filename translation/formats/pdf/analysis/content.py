"""Converting a paragraph into content for the engine, and into the text frame for its translation."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence, Set
from itertools import groupby, pairwise

from translation.document import Content, InlineCode, Span
from translation.formats.pdf.analysis.grouping import SIZE_RATIO
from translation.formats.pdf.analysis.list_markers import has_list_marker, is_marker_of
from translation.formats.pdf.analysis.paragraphs import PageParagraph
from translation.formats.pdf.fonts import FALLBACK, WIDEST, Style, face_named, face_of
from translation.formats.pdf.reading.text import Line
from translation.formats.pdf.reading.words import Word
from translation.formats.pdf.scripts import SOUTH_EAST_ASIAN, UNSPACED, script_of
from translation.formats.pdf.text_frame import Code, Strip, TextFrame

# A word hyphenated at a line break, with a hyphen or a soft hyphen.
HYPHENATED = re.compile(r"[^\W\d_]-$|\u00ad$")
# Signs that may come between the symbols of a formula.
OPERATOR = re.compile(r"[=+\-−<>≤≥±×·/|∈⊂(){}\[\]\d.,:]+$")
# Punctuation that ends a formula in a sentence.
FORMULA_END = re.compile(r"[.,;:]$")
# A formula must continue within this many words after an operator.
FORMULA_LOOKAHEAD = 2
# Our faces are condensed to the width of the document's font, but not below this share, which would look squeezed.
MIN_CONDENSE = 0.8
# A font at least as wide as this share of our face counts as equally wide, because the difference is kerning.
SAME_WIDTH_SHARE = 0.96
# This many characters are measured to compare the widths of two fonts.
MEASURED_CHARACTERS = 200
# In an emphasised text, a smaller share of plain characters is emphasis by the opposite.
MAX_INNER_SHARE = 0.2
# A last line that ends within this distance of the right edge is full.
FULL_LINE_EM = 1.5
# The combining accents for accents that TeX draws as separate characters.
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
LOOSE_ACCENT = re.compile(r"([¨´`ˆ˜˚ˇ¸])([A-Za-zıȷ])")
# Hebrew and Arabic presentation forms.
PRESENTATION_FORM = re.compile("[\ufb1d-\ufb4f\ufb50-\ufdff\ufe70-\ufefc]")


def read_content(paragraph: PageParagraph, page: int, vocabulary: Set[str]) -> tuple[Content, TextFrame]:
    """Return the content of a paragraph on a page, and its text frame.

    A list marker is left out of the content and kept in the frame. Formulas, symbols and raised numbers become inline
    codes. `vocabulary` has the words of the surrounding text in the form of `normalise_word`. They decide whether a
    hyphen at the end of a line belongs to its word. The words of the paragraph change.
    """
    lines = [list(line.words) for line in paragraph.lines]
    # The list marker of centred lines stays in the text, because they would move under it.
    has_marker = has_list_marker(paragraph.lines[0]) and (len(lines) == 1 or paragraph.align != "center")
    marker = _code([lines[0].pop(0)], paragraph.lines[0]) if has_marker else None
    for number, words in enumerate(lines):
        for word in words:
            word.line = number
    words = [word for line in lines for word in line]
    _glue_lines(words)
    most_frequent = _most_frequent_style(words, paragraph.style)
    main = _base_style(words, most_frequent)
    for word in words:
        word.style = _with_main_size(word.style, main)
        word.maths = word.maths or _is_symbol(word)
    # Widths and strips are measured before hyphenated words are joined, which changes the words.
    condense, strips = _condense(lines, most_frequent), tuple(strip for line in lines for strip in _strips(line))
    builder = _ContentBuilder(main, paragraph)
    for group in _groups(_dehyphenated(words, vocabulary)):
        builder.add(group)
    x0, first_x = _left_edges(paragraph, lines)
    frame = TextFrame(
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
        decorations=tuple(box for line in paragraph.lines for box in line.decorations),
        list_marker=marker,
        rtl=paragraph.rtl,
        characters=sum(len(part.text) for part in builder.content),
        ends_full=len(lines) > 1 and paragraph.lines[-1].x1 > paragraph.x1 - FULL_LINE_EM * main.size,
    )
    return tuple(builder.content), frame


class _ContentBuilder:
    """Builds the content of a paragraph from words and formulas, as spans by style and inline codes."""

    def __init__(self, main: Style, paragraph: PageParagraph) -> None:
        self.paragraph = paragraph
        self.styles, self.codes, self.content = [main], list[Code](), list[Span | InlineCode]()

    def add(self, group: Sequence[Word]) -> None:
        """Add a word, or the words of a formula."""
        first = group[0]
        space = "" if first.glued or not self.content else " "
        if first.maths or first.raised:
            self._append(space, self._last_style())
            self.content.append(InlineCode(len(self.codes), "".join(word.text for word in group)))
            self.codes.append(_code(group, self.paragraph.lines[first.line]))
            return
        if first.style not in self.styles:
            self.styles.append(first.style)
        number = self.styles.index(first.style)
        if number == self._last_style():
            self._append(space + compose_characters(first.text), number)
        else:
            # The space between two styles belongs to neither.
            self._append(space, 0)
            self._append(compose_characters(first.text), number)

    def _last_style(self) -> int:
        last = self.content[-1] if self.content else None
        return last.style if isinstance(last, Span) else 0

    def _append(self, text: str, style: int) -> None:
        last = self.content[-1] if self.content else None
        if isinstance(last, Span) and last.style == style:
            self.content[-1] = Span(last.text + text, style)
        elif text:
            self.content.append(Span(text, style))


def _is_symbol(word: Word) -> bool:
    """Return whether a word is a symbol, such as an arrow, that none of our faces has.

    Only the document's own glyph can show such a word.
    """
    if word.text.isascii() or any(character.isalpha() for character in word.text):
        return False
    if not face_of(word.style).lacks(word.text):
        return False
    # Tested last, because loading the widest face takes as long as reading a page.
    return all(face_named(name).lacks(word.text) for name in (FALLBACK, WIDEST))


def _most_frequent_style(words: Sequence[Word], default: Style) -> Style:
    """Return the most frequent style of the words, without formulas."""
    if all(word.style is default for word in words):
        return default
    weights = _weights(words)
    main = weights.most_common(1)[0][0] if weights else default
    # Small differences in size are rounding errors, so the most frequent size of the paragraph is used.
    return main._replace(size=default.size) if _is_similar_size(main, default) else main


def _base_style(words: Sequence[Word], most_frequent: Style) -> Style:
    """Return the style that the others stand out from: the most frequent, or the plain one if that is emphasised.

    If bold were the base of a text with some plain words, the plain words would be searched in the translation, and the
    prepositions and full stops beside them would become bold. The size is that of the most frequent style.
    """
    if not _is_emphasised(most_frequent):
        return most_frequent
    weights = _weights(words)
    plain = _plain_style(weights, most_frequent)
    if plain is None or _is_emphasised_around(words, weights[plain] / weights.total()):
        return most_frequent
    return plain._replace(size=most_frequent.size)


def _weights(words: Sequence[Word]) -> Counter[Style]:
    """Return the number of characters in each style, without formulas."""
    weights: Counter[Style] = Counter()
    for word in words:
        if not (word.maths or word.raised):
            weights[word.style] += len(word.text)
    return weights


def _plain_style(weights: Counter[Style], main: Style) -> Style | None:
    """Return the most frequent style of the main size that is not emphasised, or None."""
    plain = (style for style, _ in weights.most_common() if not _is_emphasised(style) and _is_similar_size(style, main))
    return next(plain, None)


def _is_emphasised(style: Style) -> bool:
    return style.bold or style.italic or style.link >= 0 or bool(style.decorations)


def _is_emphasised_around(words: Sequence[Word], plain_share: float) -> bool:
    """Return whether a text is emphasised except for a few words inside: an italic paragraph with a plain name."""
    return plain_share < MAX_INNER_SHARE and all(_is_emphasised(word.style) for word in (words[0], words[-1]))


def _is_similar_size(style: Style, other: Style) -> bool:
    return SIZE_RATIO[0] <= style.size / other.size <= SIZE_RATIO[1]


def _with_main_size(style: Style, main: Style) -> Style:
    """Return a style in the size of the main style if the difference is small."""
    return style._replace(size=main.size) if style.size != main.size and _is_similar_size(style, main) else style


def _dehyphenated(words: Sequence[Word], vocabulary: Set[str]) -> list[Word]:
    """Return the words with hyphenated words joined, and parts of words that differ only in size (small capitals)."""
    joined: list[Word] = []
    for word in words:
        last = joined[-1] if joined else None
        if last is None or word.maths or last.maths or word.raised or last.raised:
            joined.append(word)
        elif last.line != word.line and HYPHENATED.search(last.text) and word.text[:1].isalpha():
            last.text, last.line = _without_hyphen(last.text, word.text, vocabulary), word.line
        elif word.glued and last.style._replace(size=0) == word.style._replace(size=0):
            last.text += word.text
        else:
            joined.append(word)
    return joined


def _without_hyphen(first: str, second: str, vocabulary: Set[str]) -> str:
    """Return the joined word, with its hyphen only if the text also has it with a hyphen elsewhere.

    A capital after the hyphen also keeps it, as in "Anglo-Saxon", unless the text has the word without a hyphen.
    """
    joined, hyphenated = first[:-1] + second, f"{first[:-1]}-{second}"
    keeps_hyphen = second[0].isupper() or normalise_word(hyphenated) in vocabulary
    return hyphenated if keeps_hyphen and normalise_word(joined) not in vocabulary else joined


def normalise_word(word: str) -> str:
    """Return a word in lower case and without surrounding punctuation, for comparison."""
    return word.strip(".,;:!?()[]\"'“”‘’").lower()


def compose_characters(text: str) -> str:
    """Return the text with accented letters, and with plain letters in place of presentation forms.

    TeX draws accents as characters before their letters: "´e" becomes "é". Arabic fonts have a character for each form
    of a letter in a word (Unicode's presentation forms).
    """
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
    """Return the words one by one, but the words of a formula together, with its operators and numbers."""
    groups: list[list[Word]] = []
    for position, word in enumerate(words):
        following = words[position + 1 : position + 1 + FORMULA_LOOKAHEAD]
        if groups and _continues_formula(groups[-1], word, following):
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def _continues_formula(group: Sequence[Word], word: Word, following: Sequence[Word]) -> bool:
    """Return whether a word belongs to the formula before it on its line. `following` are the words after it."""
    first = group[0]
    if not (first.maths or first.raised) or first.line != word.line:
        return False
    if (word.maths or word.raised) and (word.glued or first.maths):
        return True
    if not OPERATOR.match(word.text) or FORMULA_END.search(group[-1].text):
        return False
    return any(later.maths and later.line == word.line for later in following) or _closes_bracket(group, word)


def _closes_bracket(group: Sequence[Word], word: Word) -> bool:
    """Return whether a word is a closing bracket for an opening bracket in a formula."""
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
        strips=tuple(_strips(words)),
    )


def _glue_lines(words: Sequence[Word]) -> None:
    """Set `glued` at line breaks without a space: in scripts without spaces, and inside Korean words.

    A Korean line without a space at its end breaks inside a word, if other lines of the paragraph end with a space.
    """
    breaks = [(last, word) for last, word in pairwise(words) if last.line != word.line]
    has_spaces = any(last.space_after for last, _ in breaks)
    for last, word in breaks:
        scripts = {script_of(last.text[-1]), script_of(word.text[0])}
        unspaced = not scripts.isdisjoint(UNSPACED) or scripts <= SOUTH_EAST_ASIAN
        if not last.space_after and (unspaced or (has_spaces and scripts == {"HANGUL"})):
            word.glued = True


def attach_list_markers(paragraphs: Sequence[PageParagraph], frames: Sequence[TextFrame | None]) -> None:
    """Attach list markers in a separate column to the text frames after them.

    `frames` has the frame of each paragraph or None. A marker is the paragraph directly before its text.
    """
    for before, paragraph, frame in zip(paragraphs, paragraphs[1:], frames[1:], strict=False):
        if frame is not None and frame.list_marker is None and is_marker_of(before.lines[-1], paragraph.lines[0]):
            frame.list_marker = _code(before.lines[-1].words, before.lines[-1])


def _left_edges(paragraph: PageParagraph, lines: Sequence[Sequence[Word]]) -> tuple[float, float]:
    """Return the left edge of a paragraph without its list marker, and the start of its first line."""
    if paragraph.rtl:
        x0 = paragraph.x0
        return x0, x0 + max(0.0, paragraph.indent) if paragraph.align in ("right", "justify") else x0
    first_x = min(word.x0 for word in lines[0])
    x0 = min((word.x0 for line in lines[1:] for word in line), default=first_x)
    if paragraph.align in ("center", "right"):
        x0 = first_x = min(x0, first_x)
    return x0, first_x


def _condense(lines: Sequence[Sequence[Word]], style: Style) -> float:
    """Return the width of the document's font in a style as a share of our face's, from MIN_CONDENSE to 1."""
    face, own_width, our_width, count = face_of(style), 0.0, 0.0, 0
    looks = style[:4]
    for word in (word for line in lines for word in line):
        if word.style[:4] == looks and not word.maths and not face.lacks(word.text):
            own_width += word.x1 - word.x0
            our_width += face.width(word.text) * word.style.size
            count += len(word.text)
            if count > MEASURED_CHARACTERS:
                break
    share = own_width / our_width if our_width else 1.0
    return max(MIN_CONDENSE, share) if share < SAME_WIDTH_SHARE else 1.0


def _strips(words: Sequence[Word]) -> list[Strip]:
    """Return the strips of words on a line, one for each baseline and size."""
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
