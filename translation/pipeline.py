"""The one path of every document: read, cut into sentences, translate, put together, write."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

from translation.conventions import conventions_of
from translation.detection import detect
from translation.document import Block, Content, Problem
from translation.engines.base import Engine
from translation.exceptions import LanguagePairUnsupported, LanguageUnknown, NoText, UsageError
from translation.formats.base import Document, ReadOptions
from translation.languages import name_of
from translation.paragraphs import Paragraph, Renderings
from translation.sentences import SentenceTranslator

# An engine that works over a network wants many sentences a call; progress wants few.
BATCH_PARAGRAPHS = 16

# Progress in percent when the document is read, when it is translated, and when all but storing is done.
READ, TRANSLATED, WRITTEN = 20, 80, 99

PROBLEMS = {
    "untranslated": "A sentence stayed as it was: the engine gave no translation of it.",
    "numbers_differ": "The numbers of a sentence and of its translation differ.",
    "length_differs": "A translation is far longer than its sentence.",
}


@dataclass(frozen=True, slots=True)
class Options:
    """What the user may choose. `pages` such as "1-3,7", counted from 1; None is all."""

    pages: str | None = None


@dataclass(slots=True)
class Report:
    """What was done. `seconds` by stage; `peak_memory` in bytes of the process that read and wrote, if another."""

    format: str
    engine: str
    source_language: str
    target_language: str
    pages: int | None
    blocks: int = 0
    segments: int = 0
    words: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    peak_memory: int | None = None
    problems: tuple[Problem, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The report as JSON types."""
        return asdict(self)


def translate_document(
    document: Document,
    engine: Engine,
    source: str,
    target: str,
    output: Path,
    options: Options,
    progress: Callable[[int], None],
) -> Report:
    """Translate an opened document into `output` and tell what was done.

    `source` is a tag or "auto". `progress` gets percents from 0 to 99, never falling. Raises any TranslationError.
    """
    progress(0)
    source = _source_language(document, source)
    _check_pair(engine, source, target)
    report = Report(document.info.format, engine.name, source, target, document.info.pages)
    started = perf_counter()
    paragraphs = _read(document, options, source, target)
    _count(report, paragraphs)
    read = perf_counter()
    progress(READ)
    sentences = SentenceTranslator(engine, source, target)
    problems: list[Problem] = []
    targets = list(_translate(paragraphs, sentences, problems, progress))
    translated = perf_counter()
    progress(TRANSLATED)
    problems += document.write(targets, target, output, lambda share: progress(_between(TRANSLATED, WRITTEN, share)))
    progress(WRITTEN)
    times = read - started, translated - read, perf_counter() - translated
    report.seconds = {stage: round(time, 3) for stage, time in zip(("read", "translate", "write"), times, strict=True)}
    report.peak_memory = getattr(document, "peak_memory", None)
    report.problems = tuple(problems)
    return report


def _source_language(document: Document, source: str) -> str:
    if source != "auto":
        return source
    detected = detect(document.info.sample).language
    if detected is None:
        raise LanguageUnknown
    return detected


def _check_pair(engine: Engine, source: str, target: str) -> None:
    """Raises UsageError for equal languages and LanguagePairUnsupported with what there is."""
    if source == target:
        raise UsageError(f"The document is in {name_of(source)} already. Choose another target language.")
    if engine.supports(source, target):
        return
    pairs = engine.pairs()
    from_here = pairs.get(source, ())
    if from_here:
        there = f"from {name_of(source)} to {', '.join(map(name_of, from_here))}"
    else:
        there = ", ".join(f"{name_of(a)} to {name_of(b)}" for a in list(pairs)[:10] for b in pairs[a][:10])
    wanted = f"{name_of(source)} to {name_of(target)}"
    raise LanguagePairUnsupported(f"The engine {engine.name} does not translate from {wanted}. It translates {there}.")


def _read(document: Document, options: Options, source: str, target: str) -> list[Paragraph]:
    """The blocks that have something to translate. Raises NoText when none has."""
    conventions = conventions_of(source), conventions_of(target)
    blocks: Iterable[Block] = document.read(ReadOptions(options.pages))
    paragraphs = [Paragraph(block, *conventions) for block in blocks]
    wanted = [paragraph for paragraph in paragraphs if paragraph.is_translatable]
    if not wanted:
        raise NoText
    return wanted


def _count(report: Report, paragraphs: list[Paragraph]) -> None:
    report.blocks = len(paragraphs)
    report.segments = sum(len(paragraph.sentences) for paragraph in paragraphs)
    report.words = sum(paragraph.words for paragraph in paragraphs)


def _translate(
    paragraphs: list[Paragraph],
    translator: SentenceTranslator,
    problems: list[Problem],
    progress: Callable[[int], None],
) -> Iterator[tuple[int, Content]]:
    words, total = 0, sum(paragraph.words for paragraph in paragraphs)
    for batch in _batches(paragraphs):
        renderings = translator.translate(sentence for paragraph in batch for sentence in paragraph.sentences)
        phrases = [phrase for paragraph in batch for phrase in paragraph.phrases(renderings)]
        renderings = renderings | translator.translate(phrases)
        for paragraph in batch:
            problems += _problems(paragraph, renderings)
            yield paragraph.block.id, paragraph.content(renderings)
        words += sum(paragraph.words for paragraph in batch)
        progress(_between(READ, TRANSLATED, words / max(1, total)))


def _batches(paragraphs: list[Paragraph]) -> Iterator[list[Paragraph]]:
    rest = iter(paragraphs)
    while batch := list(islice(rest, BATCH_PARAGRAPHS)):
        yield batch


def _problems(paragraph: Paragraph, renderings: Renderings) -> Iterator[Problem]:
    for sentence in paragraph.sentences:
        if code := renderings[sentence].problem:
            yield Problem(code, PROBLEMS[code], paragraph.block.page)


def _between(low: int, high: int, share: float) -> int:
    return low + int((high - low) * min(1.0, max(0.0, share)))
