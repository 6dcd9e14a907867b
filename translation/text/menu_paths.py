"""Paths of menu items: "File > Export As > PDF…". Each item is translated by itself."""

import re

_ARROW = re.compile(r"(\s*[→›▸▶➔➜]\s*|\s+>+\s+|\s+»\s+)")
# A longer item is a sentence.
MAX_ITEM_WORDS = 5


def split(text: str) -> list[str]:
    """Return the items and the arrows of a path in turn. Any other text is one item."""
    parts = _ARROW.split(text)
    return parts if len(parts) > 1 and all(map(_is_item, parts[::2])) else [text]


def _is_item(text: str) -> bool:
    return text[:1].isupper() and len(text.split()) <= MAX_ITEM_WORDS and text[-1] not in ".!?:;,"
