"""Lists of words, and their capitals."""


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text, which spaces separate."""
    return frozenset(text.split())


def in_case_of(word: str, form: str) -> str:
    """Return a form in lower case with the capitals of a word: its first letter, or all."""
    if word.isupper() and len(word) > 1:
        return form.upper()
    return form[0].upper() + form[1:] if word[0].isupper() else form
