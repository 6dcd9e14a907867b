"""Measure how many segments of the test set have no defect, by kind, with the engine alone and with all steps.

    python -m bench.recipe [--defects] [--lines FOLDER]

With --lines it translates real text instead: lines of the Markdown, HTML, text and PDF files of a folder, from
English into Portuguese and the other way round. It checks that every URL, e-mail address, code, placeholder and number
is still there.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from bench.lines import PAIRS, check_lines
from translation.document import Span, plain_text
from translation.engines import create_engine
from translation.engines.base import Engine
from translation.testing.documents import ListedDocument, run
from translation.testing.expectations import ExpectedSegment, expected_segments

Method: TypeAlias = Callable[[Sequence[str], str, str], list[str]]


def raw(texts: Sequence[str], source: str, target: str) -> list[str]:
    """Translate with the engine alone, one segment at a time."""
    return create_engine("firefox").translate(texts, source, target)


def recipe(texts: Sequence[str], source: str, target: str, engine: Engine | None = None) -> list[str]:
    """Translate with the pipeline, each segment as a block."""
    document = ListedDocument([(Span(text),) for text in texts])
    run(document, source, target, engine)
    return [plain_text(document.targets.get(number, (Span(text),))) for number, text in enumerate(texts)]


def without_defect(segments: Sequence[ExpectedSegment], method: Method, show: bool) -> Counter[str]:
    """Return how many segments of each kind a method translates without a defect."""
    sound = Counter[str]()
    for pair in PAIRS:
        chosen = [one for one in segments if (one.source_language, one.target_language) == pair]
        for segment, target in zip(chosen, method([one.source for one in chosen], *pair), strict=True):
            defects = segment.defects(target)
            sound[segment.kind] += not defects
            if show and defects:
                print(f"    {segment.kind}: {segment.source!r} -> {target!r}: {defects}")
    return sound


def main() -> int:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--defects", action="store_true", help="print what is wrong with the recipe")
    parser.add_argument("--lines", type=Path, metavar="FOLDER")
    arguments = parser.parse_args()
    if arguments.lines:
        return check_lines(arguments.lines, recipe)
    segments = list(expected_segments())
    of_kind = Counter(segment.kind for segment in segments)
    raw_sound = without_defect(segments, raw, False)
    sound = without_defect(segments, recipe, arguments.defects)
    print("| kind | segments | raw | recipe |\n|---|---|---|---|")
    for kind, count in of_kind.items():
        print(f"| {kind} | {count} | {raw_sound[kind]} | {sound[kind]} |")
    total = len(segments)
    share = sound.total() / total
    print(f"| all | {total} | {raw_sound.total()} ({raw_sound.total() / total:.1%}) | {sound.total()} ({share:.1%}) |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
