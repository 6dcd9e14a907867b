"""Translate lines of real text, and check that everything that is not language is still there."""

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pymupdf

from translation.languages.detection import detect

PAIRS = (("en", "pt"), ("pt", "en"))
LINES = 1000
SHORTEST_LINE = 12
# At most this many lines of one document count, so that none outweighs the others.
LINES_OF_ONE = 70

KINDS = {
    "tag": re.compile(r"</?[a-z][^<>]*>"),
    "address": re.compile(r"(?:https?|ftp)://[^\s<>\"]*[\w/]|www\.[^\s<>\"]*[\w/]"),
    "e-mail": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "code": re.compile(r"`[^`\n]+`|\b\w+_\w+\b|\b\w+\(\)|\b[a-z]+[A-Z]\w*\b"),
    "placeholder": re.compile(r"\{\{?[^{}\n]+\}?\}|\$\{\w+\}|%[sd]\b"),
    "citation": re.compile(r"\[\d+(?:, ?\d+)*\]"),
}
_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?")
_MARKUP = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")
_BLOCK = re.compile(r"</?(?:p|div|li|h\d|td|th|tr|br|ul|ol|table|section)\b[^>]*>", re.IGNORECASE)

pymupdf.TOOLS.mupdf_display_errors(False)

Method = Callable[[Sequence[str], str, str], list[str]]


def check_lines(folder: Path, method: Method) -> int:
    """Print how many tokens of each kind came through, and each exception. Returns an exit code."""
    kept, lost = Counter[str](), Counter[str]()
    chosen = list(_lines(folder))
    for source, target in PAIRS:
        texts = [text for language, text in chosen if language == source]
        for text, translation in zip(texts, method(texts, source, target), strict=True):
            for kind, token, came_through in _tokens(text, translation):
                (kept if came_through else lost)[kind] += 1
                if not came_through:
                    print(f"- {kind} {token!r}: {text!r} -> {translation!r}")
    print(f"\n{len(chosen)} lines\n\n| kind | tokens | kept | share |\n|---|---|---|---|")
    for kind in (*KINDS, "number"):
        total = kept[kind] + lost[kind]
        print(f"| {kind} | {total} | {kept[kind]} | {kept[kind] / max(1, total):.2%} |")
    return 0


def _lines(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield distinct lines of the folder's documents in turn, each with its language."""
    documents = [(path, list(dict.fromkeys(_texts(path)))) for path in sorted(folder.iterdir())]
    found: set[str] = set()
    for _path, texts in documents:
        language = detect(" ".join(texts)).language
        if language not in dict(PAIRS):
            continue
        step = max(1, len(texts) // LINES_OF_ONE)
        for text in texts[::step][:LINES_OF_ONE]:
            if text not in found and len(found) < LINES:
                found.add(text)
                yield language, text


def _texts(path: Path) -> Iterator[str]:
    """Yield the paragraphs of a document as plain text."""
    match path.suffix:
        case ".md" | ".txt":
            yield from _paragraphs(re.split(r"\n\s*\n|\n(?=[#*|-])", path.read_text(encoding="utf-8")))
        case ".html":
            text = _BLOCK.sub("\n", _MARKUP.sub("", path.read_text(encoding="utf-8")))
            yield from _paragraphs(html.unescape(_TAG.sub("", text)).split("\n"))
        case ".pdf":
            with pymupdf.open(path) as document:
                for page in document:
                    yield from _paragraphs(block[4] for block in page.get_text("blocks") if block[6] == 0)


def _paragraphs(texts: Iterator[str] | Sequence[str]) -> Iterator[str]:
    for text in texts:
        joined = " ".join(text.split())
        if len(joined) >= SHORTEST_LINE and any(map(str.isalpha, joined)):
            yield joined


def _tokens(text: str, translation: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the parts of a line that are not language: kind, token, and whether the translation has it as often."""
    rest = text
    for kind, pattern in KINDS.items():
        for token, count in Counter(pattern.findall(rest)).items():
            yield kind, token, translation.count(token) >= count
        rest = pattern.sub(" ", rest)
    there = Counter(map(_digits, _NUMBER.findall(translation)))
    for token, count in Counter(map(_digits, _NUMBER.findall(rest))).items():
        yield "number", token, there[token] >= count


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)
