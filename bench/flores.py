"""Measure BLEU and chrF of the engine, of the pipeline and of the pipeline through a PDF, and words a second.

    python -m bench.flores FOLDER [--lines 200]

FOLDER holds en.txt and pt.txt, the same sentences line by line (FLORES-200 dev).
"""

import argparse
import html
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import sacrebleu

from bench.paragraph_pdf import paragraph_at, translate_pdf, write_paragraphs
from bench.recipe import Method, raw, recipe
from translation.document import plain_text
from translation.engines import create_engine
from translation.formats import open_document
from translation.formats.base import ReadOptions

PAIRS = (("en", "pt"), ("pt", "en"))


def through_pdf(texts: Sequence[str], source: str, target: str) -> list[str]:
    """Translate a PDF that has each sentence as a paragraph, and read the paragraphs again at their places."""
    with tempfile.TemporaryDirectory() as folder:
        original, output = Path(folder, "original.pdf"), Path(folder, "output.pdf")
        write_paragraphs(list(map(html.escape, texts)), original)
        translate_pdf(original, source, target, output)
        return _read(output, len(texts))


def _read(path: Path, count: int) -> list[str]:
    """Return the text at the place of each sentence."""
    texts = [""] * count
    with open_document(path, path.name) as document:
        for block in document.read(ReadOptions()):
            if block.box is None or block.page is None:
                continue
            number = paragraph_at(block.page, block.box.y0)
            if number is not None and number < count:
                texts[number] = f"{texts[number]} {' '.join(plain_text(block.content).split())}".strip()
    return texts


def quality(lines: dict[str, list[str]]) -> Iterator[str]:
    """Yield a row of the table for each direction and way."""
    ways: dict[str, Method] = {"engine": raw, "pipeline": recipe, "pipeline through a PDF": through_pdf}
    for source, target in PAIRS:
        for name, method in ways.items():
            translations = method(lines[source], source, target)
            bleu = sacrebleu.corpus_bleu(translations, [lines[target]]).score
            chrf = sacrebleu.corpus_chrf(translations, [lines[target]]).score
            yield f"| {source} to {target} | {name} | {bleu:.2f} | {chrf:.2f} |"


def _timed(method: Method, texts: Sequence[str], pair: tuple[str, str]) -> float:
    """Return the words a second of an engine that is loaded."""
    create_engine("firefox").translate(["Warm."], *pair)
    started = time.perf_counter()
    method(texts, *pair)
    return sum(len(text.split()) for text in texts) / (time.perf_counter() - started)


def _timed_raw(texts: Sequence[str]) -> float:
    return _timed(raw, texts, PAIRS[0])


def _timed_recipe(texts: Sequence[str]) -> float:
    return _timed(recipe, texts, PAIRS[0])


def throughput(texts: list[str], processes: int) -> str:
    """Return a row with the words a second of all processes together, each with the same texts."""
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        engine = sum(pool.map(_timed_raw, [texts] * processes, chunksize=1))
        pipeline = sum(pool.map(_timed_recipe, [texts] * processes, chunksize=1))
    return f"| {processes} | {engine:.0f} | {pipeline:.0f} | {pipeline / engine:.2f} |"


def main() -> int:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lines", type=int, default=200)
    arguments = parser.parse_args()
    languages = {language for pair in PAIRS for language in pair}
    lines = {
        language: (arguments.folder / f"{language}.txt").read_text(encoding="utf-8").splitlines()[: arguments.lines]
        for language in languages
    }
    print(f"{arguments.lines} lines\n\n| direction | way | BLEU | chrF |\n|---|---|---|---|")
    print(*quality(lines), sep="\n")
    print("\n| processes | engine, words/s | pipeline, words/s | share |\n|---|---|---|---|")
    print(*(throughput(lines["en"], processes) for processes in (1, 2)), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
