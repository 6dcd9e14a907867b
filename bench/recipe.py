"""Compare the engine alone with all steps around it, on segments of every kind in documents.

    python -m bench.recipe [--defects] [--lines FOLDER]

The first table counts the segments of the test set without a defect. The second shows what happens to other text, the
development set: with the steps, a segment is better or worse if it meets more or fewer expectations.

With --lines it translates real text instead: lines of the Markdown, HTML, text and PDF files of a folder, from
English into Portuguese and the other way round. It checks that every URL, e-mail address, code, placeholder and number
is still there.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from bench.lines import PAIRS, check_lines
from translation.document import Span, plain_text
from translation.engines import create_engine
from translation.engines.base import Engine
from translation.testing.documents import ListedDocument, run
from translation.testing.expectations import DEVELOPMENT, ExpectedSegment, expected_segments

Method: TypeAlias = Callable[[Sequence[str], str, str], list[str]]


def raw(texts: Sequence[str], source: str, target: str) -> list[str]:
    """Translate with the engine alone, one segment at a time."""
    return create_engine("firefox").translate(texts, source, target)


def recipe(texts: Sequence[str], source: str, target: str, engine: Engine | None = None) -> list[str]:
    """Translate with the pipeline, each segment as a block."""
    document = ListedDocument([(Span(text),) for text in texts])
    run(document, source, target, engine)
    return [plain_text(document.targets.get(number, (Span(text),))) for number, text in enumerate(texts)]


def translations(segments: Iterable[ExpectedSegment]) -> Iterator[tuple[ExpectedSegment, str, str]]:
    """Yield the segments with their translations by the engine alone and with all steps."""
    for pair in PAIRS:
        chosen = [one for one in segments if (one.source_language, one.target_language) == pair]
        sources = [one.source for one in chosen]
        yield from zip(chosen, raw(sources, *pair), recipe(sources, *pair), strict=True)


def rows_of_test_set(show: bool) -> Iterator[str]:
    """Yield a row with the segments without a defect for each kind."""
    segments = list(expected_segments())
    of_kind, raw_sound, sound = Counter(segment.kind for segment in segments), Counter[str](), Counter[str]()
    for segment, plain, target in translations(segments):
        defects = segment.defects(target)
        raw_sound[segment.kind] += not segment.defects(plain)
        sound[segment.kind] += not defects
        if show and defects:
            print(f"    {segment.kind}: {segment.source!r} -> {target!r}: {defects}")
    for kind, count in of_kind.items():
        yield f"| {kind} | {count} | {raw_sound[kind]} | {sound[kind]} |"
    total = len(segments)
    share = f"{raw_sound.total()} ({raw_sound.total() / total:.1%}) | {sound.total()} ({sound.total() / total:.1%})"
    yield f"| all | {total} | {share} |"


def rows_of_development_set(show: bool) -> Iterator[str]:
    """Yield a row for each kind: the accepted segments, and those that are better, the same or worse."""
    counts: dict[str, Counter[str]] = {}
    for segment, plain, target in translations(list(expected_segments(DEVELOPMENT))):
        before, after = segment.unmet(plain), segment.unmet(target)
        verdict = "better" if len(after) < len(before) else "worse" if len(after) > len(before) else "same"
        found = Counter({"all": 1, "raw": not before, "recipe": not after, verdict: 1})
        for kind in (segment.kind, "all"):
            counts[kind] = counts.get(kind, Counter()) + found
        if show and verdict == "worse":
            print(f"    {segment.kind}: {segment.source!r}\n        {plain!r}\n        {target!r}: {after}")
    for kind, count in sorted(counts.items(), key=lambda each: each[0] == "all"):
        columns = (count[name] for name in ("all", "raw", "recipe", "better", "same", "worse"))
        yield f"| {kind} | {' | '.join(map(str, columns))} |"


def main() -> int:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--defects", action="store_true", help="print what is wrong with the recipe")
    parser.add_argument("--lines", type=Path, metavar="FOLDER")
    arguments = parser.parse_args()
    if arguments.lines:
        return check_lines(arguments.lines, recipe)
    print("| kind | segments | raw | recipe |\n|---|---|---|---|")
    print(*rows_of_test_set(arguments.defects), sep="\n")
    print("\n| kind | segments | raw | recipe | better | same | worse |\n|---|---|---|---|---|---|---|")
    print(*rows_of_development_set(arguments.defects), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
