"""Paths of menu items: "File > Export As > PDF…"."""

import re

_ARROW = re.compile(r"\s*[→›▸▶➔➜]\s*|\s+>+\s+|\s+»\s+")
# A longer item is a sentence.
MAX_ITEM_WORDS = 5
# Engines know this arrow.
READABLE_ARROW = " > "


def items(text: str) -> list[str]:
    """Return the items of a path. Any other text is one item."""
    parts = _ARROW.split(text)
    return parts if len(parts) > 1 and all(map(_is_item, parts)) else [text]


def join(text: str, targets: list[str]) -> str:
    """Return translated items with the arrows of their path."""
    arrows = [*_ARROW.findall(text), ""]
    return "".join(target + arrow for target, arrow in zip(targets, arrows, strict=True))


def _is_item(text: str) -> bool:
    return text[:1].isupper() and len(text.split()) <= MAX_ITEM_WORDS and text[-1] not in ".!?:;,"
