"""A job's stored report as text."""

from collections.abc import Iterable, Mapping
from typing import Any

from translation.text.messages import LEFT_REASONS, issue_label

# More notes would push the rest of the page out of sight.
MAX_NOTES = 5


def summary(report: Mapping[str, Any]) -> str:
    """Return a summary of the translation on one line."""
    pages = report.get("by_page") or ()
    if not pages:
        return f"{_number(report.get('blocks', 0), 'paragraph')} translated."
    translated = sum(page["translated"] for page in pages)
    parts = [f"{_number(translated, 'paragraph')} on {_number(len(pages), 'page')} translated"]
    if scaled := sum(page["scaled"] for page in pages):
        smallest = min(page["smallest_scale"] for page in pages) * 100
        parts.append(f"{scaled} in smaller text, down to {smallest:.0f} %")
    if left := sum(sum(page["left"].values()) for page in pages):
        parts.append(f"{left} left as they were")
    return f"{'; '.join(parts)}."


def checks(report: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the quality issues by code, each with a label and the number of segments."""
    counts = report.get("checks") or {}
    return [(code, f"{issue_label(code)}: {_number(count, 'segment')}") for code, count in counts.items()]


def notes(report: Mapping[str, Any], limit: int = MAX_NOTES) -> list[str]:
    """Return each distinct problem text with its pages."""
    pages: dict[str, set[int]] = {}
    for problem in report.get("problems") or ():
        numbers = pages.setdefault(problem["text"], set())
        if problem["page"] is not None:
            numbers.add(problem["page"])
    texts = [f"{_pages(numbers)}: {text}" if numbers else text for text, numbers in pages.items()]
    omitted = len(texts) - limit
    return texts if omitted <= 0 else [*texts[:limit], f"And {_number(omitted, 'problem')} more."]


def reasons(left: Mapping[str, int]) -> str:
    """Return the numbers of paragraphs that were left as they were, with the reasons."""
    return ", ".join(f"{count} ({LEFT_REASONS.get(code, code)})" for code, count in left.items())


def _pages(numbers: Iterable[int]) -> str:
    """Return text such as "Page 3" or "Pages 1–3, 7"."""
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
