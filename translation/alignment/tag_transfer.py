"""Where styled phrases went, as an engine tells that takes tags: around them in the source, and back in its answer."""

import re
from collections.abc import Sequence
from html import escape, unescape

from translation.text.inline_codes import FIRST_CODE

_TAG = re.compile(r'</g>|<g\s+id="(\d+)"\s*>|<[^>]*>')


def tagged(sentence: str, ranges: Sequence[tuple[int, int]]) -> str:
    """The sentence as XML, with the tag `g` around each of the ranges, which do not overlap; ids count from 1."""
    parts, done = [], 0
    for number, (start, end) in enumerate(ranges, 1):
        parts += [_as_text(sentence[done:start]), f'<g id="{number}">', _as_text(sentence[start:end]), "</g>"]
        done = end
    return "".join([*parts, _as_text(sentence[done:])])


def tagged_texts(answer: str, count: int) -> list[str] | None:
    """What the answer has in each of so many tags, by id; None when they came back in another number or broken."""
    texts: dict[int, str] = {}
    inside, done = 0, 0
    for match in _TAG.finditer(answer):
        text, done, number = answer[done : match.start()], match.end(), match[1]
        if number and not inside and int(number) not in texts:
            inside = int(number)
        elif match[0] == "</g>" and inside:
            texts[inside], inside = unescape(text).strip(), 0
        else:
            return None
    is_whole = not inside and set(texts) == set(range(1, count + 1)) and all(texts.values())
    return [texts[number] for number in range(1, count + 1)] if is_whole else None


def _as_text(text: str) -> str:
    """Escaped, and with names for inline codes, which engines would drop."""
    named = (f"XQ-{ord(letter) - FIRST_CODE + 1}" if letter >= chr(FIRST_CODE) else letter for letter in text)
    return escape("".join(named), quote=False)
