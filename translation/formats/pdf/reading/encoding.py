"""Detecting unreadable text, whose codes the file does not map to characters."""

from translation.formats.pdf.reading.words import UNREADABLE

# Text with a larger share of unreadable characters cannot be read.
UNREADABLE_SHARE = 0.15
# Some broken fonts name their space "#". A larger share of "#" than this, without any space, means such a font.
HASH_SHARE = 0.06


def is_garbage(text: str) -> bool:
    """Return whether a text has too many control codes, replacement characters, or "#" in place of spaces."""
    characters = text.replace("\n", "")
    if characters.count("#") > HASH_SHARE * len(characters) and " " not in characters:
        return True
    return len(UNREADABLE.findall(characters)) > UNREADABLE_SHARE * len(characters)
