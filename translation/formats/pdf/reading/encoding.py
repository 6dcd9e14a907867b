"""Whether the characters of a text mean anything."""

from translation.formats.pdf.reading.words import UNREADABLE

# With more than this share of unreadable characters a text is an encoding that cannot be read.
GARBAGE = 0.15
# Some fonts name their blank "#": with more than this share of it, and no blank, a line is such a text.
BLANKS_AS_SIGNS = 0.06


def is_garbage(text: str) -> bool:
    """Whether a text, its lines apart, consists of characters that mean nothing: control codes and replacements."""
    letters = text.replace("\n", "")
    if letters.count("#") > BLANKS_AS_SIGNS * len(letters) and " " not in letters:
        return True
    return len(UNREADABLE.findall(letters)) > GARBAGE * len(letters)
