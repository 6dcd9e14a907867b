"""The Unicode Bidirectional Algorithm (UAX #9): the visual order of text that runs partly to the left.

It applies rules W1 to L2 to one paragraph of known direction. It ignores explicit embeddings (rules X1 to X8), which do
not occur in translations.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

# The character for an inline code: an object without a direction.
OBJECT = "\ufffc"
CLOSING = {"(": ")", "[": "]", "{": "}", "«": "»", "‹": "›", "⟨": "⟩", "〈": "〉"}
# The canonical equivalents of two brackets. Each pairs with either form (definition BD16).
EQUIVALENT = str.maketrans("\u2329\u232a", "〈〉")
# Brackets that are nested deeper are not paired (definition BD16).
MAX_BRACKET_DEPTH = 63
# Letters of the scripts from Hebrew to Arabic Extended-A, their presentation forms, and letters of later scripts.
RIGHT_TO_LEFT_LETTER = re.compile(
    "[\u05be\u05c0\u05c3\u05c6\u05d0-\u05f4\u0608\u060b\u060d\u061b-\u064a\u066d-\u066f\u0671-\u06d5\u06e5\u06e6\u06ee\u06ef"
    "\u06fa-\u0710\u0712-\u072f\u074d-\u07a5\u07b1-\u07ea\u07f4\u07f5\u07fa-\u0815\u081a\u0824\u0828\u0830-\u0858\u085e-\u08c9"
    "\ufb1d\ufb1f-\ufb28\ufb2a-\ufdcf\ufdf0-\ufdfc\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
NEUTRAL = {"B", "S", "WS", "ON", "BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
STRONG_OF = {"L": "L", "R": "R", "EN": "R", "AN": "R"}


def has_right_to_left(text: str) -> bool:
    """Return whether a text has a right-to-left letter."""
    return RIGHT_TO_LEFT_LETTER.search(text) is not None


def right_to_left_letters(text: str) -> int:
    """Return the number of right-to-left letters in a text."""
    return len(RIGHT_TO_LEFT_LETTER.findall(text))


def embedding_levels(text: str, rtl: bool) -> list[int]:
    """Return the embedding level of each character (rules W1 to I2): even to the right, odd to the left.

    `rtl` is the direction of the paragraph. "ab." gives [0, 0, 0], and with `rtl` [2, 2, 1].
    """
    base = 1 if rtl else 0
    original = [unicodedata.bidirectional(each) or "L" for each in text]
    types = _resolve_weak(list(original), "R" if rtl else "L")
    _resolve_brackets(text, original, types, "R" if rtl else "L")
    _resolve_neutral(types, "R" if rtl else "L")
    above = {"L": base % 2, "R": 1 - base % 2, "EN": 2 - base % 2, "AN": 2 - base % 2}
    levels = [base + above[each] for each in types]
    _reset_separators(original, levels, base)
    return levels


def visual_order(levels: Sequence[int]) -> list[int]:
    """Return the indices of the elements of one line from left to right (rule L2).

    `levels` are in reading order: [1, 1, 2] gives [2, 1, 0].
    """
    order = list(range(len(levels)))
    if not levels:
        return order
    for level in range(max(levels), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            if end > start:
                order[start:end] = reversed(order[start:end])
            start = end + 1
    return order


def _resolve_weak(types: list[str], edge: str) -> list[str]:
    """Apply rules W1 to W7."""
    _resolve_digits(types, edge)
    _resolve_separators(types)
    strong = edge
    for number, kind in enumerate(types):
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            types[number] = "L"
        elif kind in ("ES", "CS", "ET"):
            types[number] = "ON"
    return types


def _resolve_digits(types: list[str], edge: str) -> None:
    """Apply rules W1 to W3: combining marks follow their letters, digits after Arabic letters are Arabic."""
    before, strong = edge, edge
    for number, kind in enumerate(types):
        if kind == "NSM":
            types[number] = before
        elif kind == "EN" and strong == "AL":
            types[number] = "AN"
        before = types[number]
        if kind in ("L", "R", "AL"):
            strong = kind
    types[:] = ["R" if kind == "AL" else kind for kind in types]


def _resolve_separators(types: list[str]) -> None:
    """Apply rules W4 and W5: separators within a number and terminators beside it belong to it."""
    for number in range(1, len(types) - 1):
        before, kind, after = types[number - 1 : number + 2]
        if before == after and ((kind in ("ES", "CS") and before == "EN") or (kind == "CS" and before == "AN")):
            types[number] = before
    for start, end in _stretches(types, {"ET"}):
        if "EN" in (types[start - 1] if start else "", types[end] if end < len(types) else ""):
            types[start:end] = ["EN"] * (end - start)


def _resolve_brackets(text: str, original: Sequence[str], types: list[str], edge: str) -> None:
    """Apply rule N0: both brackets of a pair get one direction, and so do the marks on them."""
    for start, end in sorted(_bracket_pairs(text.translate(EQUIVALENT), types)):
        inside = {STRONG_OF[kind] for kind in types[start + 1 : end] if kind in STRONG_OF}
        if not inside:
            continue
        before = next((STRONG_OF[kind] for kind in reversed(types[:start]) if kind in STRONG_OF), edge)
        direction = edge if edge in inside or before == edge else before
        for bracket in (start, end):
            after = bracket + 1
            while after < len(types) and original[after] == "NSM":
                after += 1
            types[bracket:after] = [direction] * (after - bracket)


def _bracket_pairs(text: str, types: Sequence[str]) -> Iterator[tuple[int, int]]:
    opened: list[tuple[str, int]] = []
    for number, character in enumerate(text):
        if types[number] != "ON":
            continue
        if character in CLOSING:
            if len(opened) == MAX_BRACKET_DEPTH:
                return
            opened.append((CLOSING[character], number))
        elif any(closing == character for closing, _ in opened):
            closing, start = opened.pop()
            while closing != character:
                closing, start = opened.pop()
            yield start, number


def _resolve_neutral(types: list[str], edge: str) -> None:
    """Apply rules N1 and N2: neutrals take the direction of both sides if they agree, else the paragraph's."""
    for start, end in _stretches(types, NEUTRAL):
        before = STRONG_OF[types[start - 1]] if start else edge
        after = STRONG_OF[types[end]] if end < len(types) else edge
        types[start:end] = [before if before == after else edge] * (end - start)


def _reset_separators(original: Sequence[str], levels: list[int], base: int) -> None:
    """Apply rule L1: a tab, and the spaces before it, have the level of the paragraph."""
    separated = False
    for number in range(len(original) - 1, -1, -1):
        separated = original[number] == "S" or (separated and original[number] == "WS")
        if separated:
            levels[number] = base


def _stretches(types: Sequence[str], kinds: set[str]) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(types):
        end = start
        while end < len(types) and types[end] in kinds:
            end += 1
        if end > start:
            yield start, end
        start = end + 1
