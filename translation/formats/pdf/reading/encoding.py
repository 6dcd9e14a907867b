"""Find text whose characters mean nothing, because the file does not say what its codes stand for."""

from translation.formats.pdf.reading.words import UNREADABLE

# Text with a larger share of unreadable characters cannot be read.
UNREADABLE_SHARE = 0.15
# Some broken fonts name their space "#". Without any real space, a larger share of "#" than this means such a font.
HASH_SHARE = 0.06


def is_garbage(text: str) -> bool:
    """Return whether a text, line breaks aside, is mostly control codes, replacement characters or "#" for spaces."""
    characters = text.replace("\n", "")
    if characters.count("#") > HASH_SHARE * len(characters) and " " not in characters:
        return True
    return len(UNREADABLE.findall(characters)) > UNREADABLE_SHARE * len(characters)
