"""A job's report, as it is stored, in words."""

from collections.abc import Iterable, Mapping
from typing import Any

REASONS = {
    "not_language": "numbers, formulas or code",
    "font_missing": "no font for them",
    "page_left": "the page stayed as it was",
}
# The quality issues of segments in few words; the library has them as sentences.
ISSUES = {
    "empty": "without a translation",
    "untranslated": "unchanged",
    "numbers_differ": "other numbers",
    "urls_differ": "an address lost",
    "codes_differ": "a code or formula lost",
    "length_differs": "far longer or shorter",
    "repeated_words": "a word twice in a row",
    "term_missed": "a term of the glossary missed",
}
NOTES = 5


def summary(report: Mapping[str, Any]) -> str:
    """What was done, on one line."""
    pages = report.get("by_page") or ()
    if not pages:
        return f"{_number(report.get('blocks', 0), 'paragraph')} translated."
    translated = sum(page["translated"] for page in pages)
    parts = [f"{_number(translated, 'paragraph')} on {_number(len(pages), 'page')} translated"]
    if scaled := sum(page["scaled"] for page in pages):
        smallest = min(page["smallest_scale"] for page in pages) * 100
        parts.append(f"{scaled} in smaller letters, down to {smallest:.0f} %")
    if left := sum(sum(page["left"].values()) for page in pages):
        parts.append(f"{left} left as they were")
    return f"{'; '.join(parts)}."


def checks(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The quality issues of segments by code, with how many there are in words."""
    found = report.get("checks") or {}
    return [(code, f"{ISSUES.get(code, code)}: {_number(count, 'segment')}") for code, count in found.items()]


def notes(report: Mapping[str, Any], limit: int = NOTES) -> list[str]:
    """The problems in words, each once, with the pages that have it."""
    pages: dict[str, set[int]] = {}
    for problem in report.get("problems") or ():
        found = pages.setdefault(problem["text"], set())
        if problem["page"] is not None:
            found.add(problem["page"])
    told = [f"{_pages(numbers)}: {text}" if numbers else text for text, numbers in pages.items()]
    rest = len(told) - limit
    return told if rest <= 0 else [*told[:limit], f"And {_number(rest, 'thing')} more."]


def reasons(left: Mapping[str, int]) -> str:
    """Why how many paragraphs stayed as they were."""
    return ", ".join(f"{count} ({REASONS.get(code, code)})" for code, count in left.items())


def _pages(numbers: Iterable[int]) -> str:
    """Such as "Page 3" or "Pages 1–3, 7"."""
    ranges: list[list[int]] = []
    for number in sorted(numbers):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    shown = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in ranges)
    return f"Page {shown}" if shown.isdigit() else f"Pages {shown}"


def _number(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"
