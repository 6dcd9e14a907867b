"""The one path of every document: read, cut into sentences, translate, put together, write."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

from translation.document import Content, Outcome, PageReport, Problem, Rendering
from translation.engines.base import Engine
from translation.exceptions import LanguagePairUnsupported, LanguageUnknown, NoText, UsageError
from translation.formats.base import Document, ReadOptions, WriteOptions
from translation.glossaries.terms import NO_TERMS, Glossary
from translation.languages.conventions import conventions_of
from translation.languages.detection import AUTO, detect
from translation.languages.tags import name_of
from translation.lookup import Lookup
from translation.options import Options
from translation.paragraphs import Paragraph, Renderings
from translation.quality_report import QualityReport
from translation.resources import NONE, Corrections, CorrectionsRefused, Resources
from translation.sentences import SentenceTranslator
from translation.text.quality import ISSUES

# An engine that works over a network wants many sentences a call; progress wants few.
BATCH_PARAGRAPHS = 16

# Progress in percent when the document is read, when it is translated, and when all but storing is done.
READ, TRANSLATED, WRITTEN = 20, 80, 99


@dataclass(slots=True)
class Report:
    """What was done. `seconds` by stage; `peak_memory` in bytes of the process that read and wrote, if another.

    `by_page` has a report for each page that holds text; formats without pages have none. `checks` counts the
    sentences with a quality issue, by its code.
    """

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
    by_page: tuple[PageReport, ...] = ()
    checks: dict[str, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The report as JSON types. In it pages count from 1, as they do for people."""
        data = asdict(self)
        for row in (*data["problems"], *data["by_page"]):
            if row["page"] is not None:
                row["page"] += 1
        return data


def translate_document(
    document: Document,
    engine: Engine,
    source: str,
    target: str,
    output: Path,
    options: Options,
    progress: Callable[[int], None],
    resources: Resources = NONE,
) -> Report:
    """Translate an opened document into `output` and tell what was done.

    `source` is a tag or AUTO. `progress` gets percents from 0 to 99, never falling. Raises any TranslationError.
    """
    progress(0)
    options.check(document.info.format, document.info.pages)
    source = _source_language(document, source)
    if not resources.corrections:
        _check_pair(engine, source, target)
    report = Report(document.info.format, engine.name, source, target, document.info.pages)
    started = perf_counter()
    findings = QualityReport(target)
    glossary = resources.glossary or NO_TERMS
    paragraphs, brought = _read(document, options, source, target, findings, glossary)
    if resources.corrections:
        _correct(paragraphs, resources.corrections)
    _count(report, paragraphs)
    read = perf_counter()
    progress(READ)
    translator = SentenceTranslator(engine, source, target, glossary)
    targets = [*brought, *_translate(paragraphs, translator, resources, findings, progress)]
    translated = perf_counter()
    progress(TRANSLATED)
    wishes = WriteOptions(target, options.output, options.own(document.info.format))
    outcome = document.write(targets, wishes, output, lambda share: progress(_between(TRANSLATED, WRITTEN, share)))
    progress(WRITTEN)
    times = read - started, translated - read, perf_counter() - translated
    report.seconds = {stage: round(time, 3) for stage, time in zip(("read", "translate", "write"), times, strict=True)}
    report.peak_memory = getattr(document, "peak_memory", None)
    _tell(report, paragraphs, Outcome((*findings.problems(), *outcome.problems), outcome.pages))
    return report


def _source_language(document: Document, source: str) -> str:
    if source != AUTO:
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
    text = f"The engine {engine.name} does not translate from {wanted}. It translates {there}. "
    raise LanguagePairUnsupported((text + engine.advice(source, target)).strip())


def _read(
    document: Document, options: Options, source: str, target: str, findings: QualityReport, glossary: Glossary
) -> tuple[list[Paragraph], list[tuple[int, Content]]]:
    """Return the paragraphs to translate, and the targets that the document brings along, by the ids of their blocks.

    Raises NoText when there are neither.
    """
    own = conventions_of(source).without(term.source for term in glossary.terms)
    conventions = own, conventions_of(target)
    blocks = list(document.read(ReadOptions(source, options.own(document.info.format))))
    brought = [(block.id, block.target) for block in blocks if block.target is not None]
    paragraphs = [Paragraph(block, *conventions) for block in blocks if block.target is None]
    wanted = [paragraph for paragraph in paragraphs if paragraph.is_translatable]
    if not wanted and not brought:
        raise NoText
    foreign = [paragraph for paragraph in wanted if not findings.leave(paragraph)]
    if not foreign and not brought:
        raise UsageError(f"The document is in {name_of(target)} already. Choose another target language.")
    return foreign, brought


def _count(report: Report, paragraphs: list[Paragraph]) -> None:
    report.blocks = len(paragraphs)
    report.segments = sum(len(paragraph.sentences) for paragraph in paragraphs)
    report.words = sum(paragraph.words for paragraph in paragraphs)


def _tell(report: Report, paragraphs: list[Paragraph], outcome: Outcome) -> None:
    """Put the outcome into the report, with what the writer does not know of each page."""
    words: Counter[int | None] = Counter()
    for paragraph in paragraphs:
        words[paragraph.block.page] += paragraph.words
    codes: dict[int | None, dict[str, None]] = {}
    for problem in outcome.problems:
        codes.setdefault(problem.page, {})[problem.code] = None
    report.problems = outcome.problems
    report.checks = dict(Counter(problem.code for problem in outcome.problems if problem.code in ISSUES))
    report.by_page = tuple(
        replace(page, words=words[page.page], problems=tuple(codes.get(page.page, ()))) for page in outcome.pages
    )


def _correct(paragraphs: list[Paragraph], corrections: Corrections) -> None:
    """Settle the sentences that come corrected. Raises CorrectionsRefused for one that the document lacks."""
    places = {paragraph.block.id: paragraph for paragraph in paragraphs}
    for segment in corrections.segments.values():
        paragraph = places.get(segment.block)
        if paragraph is None or not paragraph.correct(segment):
            raise CorrectionsRefused(segment.block, "the document has no such sentence there")


def _translate(
    paragraphs: list[Paragraph],
    translator: SentenceTranslator,
    resources: Resources,
    findings: QualityReport,
    progress: Callable[[int], None],
) -> Iterator[tuple[int, Content]]:
    lookup = Lookup(translator, resources)
    words, total = 0, sum(paragraph.words for paragraph in paragraphs)
    for batch in _batches(paragraphs):
        renderings = lookup.renderings(sentence for paragraph in batch for sentence in paragraph.untranslated)
        made = _phrases(batch, renderings, lookup, resources.corrections)
        known = {**renderings, **made}
        segments = [findings.judge(segment) for paragraph in batch for segment in paragraph.segments(renderings)]
        if resources.record:
            resources.record.add_phrases({phrase: rendering.target for phrase, rendering in made.items()})
            for segment in segments:
                resources.record.add(lookup.with_matches(segment))
        for paragraph in batch:
            lexicon = translator.lexicon if paragraph.has_phrases else None
            yield paragraph.block.id, paragraph.content(known, lexicon)
        words += sum(paragraph.words for paragraph in batch)
        progress(_between(READ, TRANSLATED, words / max(1, total)))


def _phrases(
    batch: list[Paragraph], renderings: Renderings, lookup: Lookup, corrections: Corrections | None
) -> Renderings:
    """What becomes of phrases in a style of their own: as recorded with the corrections, else inside their sentences
    where the engine takes tags, else by themselves."""
    phrases = dict.fromkeys(phrase for paragraph in batch for phrase in paragraph.phrases(renderings))
    if corrections is not None and corrections.phrases is not None:
        recorded = corrections.phrases
        return {phrase: Rendering(recorded[phrase]) for phrase in phrases if phrase in recorded}
    if not phrases:
        return {}
    styled = (each for paragraph in batch for each in paragraph.styled())
    told = lookup.phrases(
        (sentence, ranges) for sentence, ranges in styled if any(sentence[slice(*each)] in phrases for each in ranges)
    )
    return {**lookup.renderings(phrase for phrase in phrases if phrase not in told), **told}


def _batches(paragraphs: list[Paragraph]) -> Iterator[list[Paragraph]]:
    rest = iter(paragraphs)
    while batch := list(islice(rest, BATCH_PARAGRAPHS)):
        yield batch


def _between(low: int, high: int, share: float) -> int:
    return low + int((high - low) * min(1.0, max(0.0, share)))
