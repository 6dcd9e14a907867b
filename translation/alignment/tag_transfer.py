"""Transfer of styled phrases with an engine that supports tags.

The engine receives the phrases inside tags, and its answer has their translations inside the same tags.
"""

import re
from collections.abc import Sequence
from html import escape, unescape

from translation.text.inline_codes import FIRST_CODE, Range

# An end tag, a start tag with its id, or any other tag.
_TAG = re.compile(r'</g>|<g\s+id="(\d+)"\s*>|<[^>]*>')


def add_tags(sentence: str, ranges: Sequence[Range]) -> str:
    """Return the sentence as XML with a tag `g` around each range.

    The ranges are in order and do not overlap. Ids count from 1.
    """
    parts, position = [], 0
    for number, (start, end) in enumerate(ranges, 1):
        parts += [_as_xml(sentence[position:start]), f'<g id="{number}">', _as_xml(sentence[start:end]), "</g>"]
        position = end
    return "".join([*parts, _as_xml(sentence[position:])])


def read_tags(answer: str, count: int) -> list[str] | None:
    """Return the texts inside the `count` tags of an answer, by id. None if a tag is missing, repeated or broken."""
    texts: dict[int, str] = {}
    open_id, position = 0, 0
    for match in _TAG.finditer(answer):
        text, position, id_ = answer[position : match.start()], match.end(), match[1]
        if id_ and not open_id and int(id_) not in texts:
            open_id = int(id_)
        elif match[0] == "</g>" and open_id:
            texts[open_id], open_id = unescape(text).strip(), 0
        else:
            return None
    is_whole = not open_id and set(texts) == set(range(1, count + 1)) and all(texts.values())
    return [texts[number] for number in range(1, count + 1)] if is_whole else None


def _as_xml(text: str) -> str:
    """Return the escaped text, with placeholders for inline codes, whose characters engines would drop."""
    with_placeholders = (
        f"XQ-{ord(character) - FIRST_CODE + 1}" if character >= chr(FIRST_CODE) else character for character in text
    )
    return escape("".join(with_placeholders), quote=False)
