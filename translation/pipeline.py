"""The steps of every translation.

A format reads the document as blocks, `paragraphs` splits them into sentences, `lookup` finds the translation of each
sentence, and the format writes the document with the translated blocks.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import Any

from translation.document import BlockBoxes, Content, Outcome, PageReport, Problem, Rendering, boxes_to_json, plain_text
from translation.engines.base import Engine
from translation.exceptions import LanguagePairUnsupported, LanguageUnknown, NoText, UsageError
from translation.formats.base import Document, ReadOptions, WriteOptions
from translation.glossaries.terms import NO_TERMS, TermList
from translation.languages.conventions import conventions_of
from translation.languages.detection import AUTO, detect
from translation.languages.tags import name_of
from translation.lookup import Lookup
from translation.options import Options
from translation.paragraphs import BlockText, Renderings
from translation.quality_report import QualityReport
from translation.resources import NO_RESOURCES, Corrections, CorrectionsRefused, Resources
from translation.sentences import SentenceTranslator
from translation.text import stretches
from translation.text.columns import columns_of
from translation.text.document_facts import DocumentFacts, gather_facts
from translation.text.messages import ISSUES

# A batch has at most this many words, for a smooth progress bar, or one block with more.
BATCH_WORDS = 2000

# The progress when the document is read, when it is translated, and when it is written but not stored yet.
READ_PERCENT = 20
TRANSLATED_PERCENT = 80
WRITTEN_PERCENT = 99

# An error message lists at most this many source languages, and this many target languages of each.
MAX_LISTED_LANGUAGES = 10


@dataclass(slots=True)
class Report:
    """The report of a translation.

    `seconds` has the time of each stage. `peak_memory` is that of the sandbox in bytes, and None without a sandbox.
    `by_page` has a report for each page with text, and is empty for formats without pages. `checks` counts the
    sentences with each quality issue, by its code. `repairs` counts how often each repair was tried, and how often its
    result was used. `boxes` has the boxes of the translated blocks.
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
    repairs: dict[str, dict[str, int]] = field(default_factory=dict)
    boxes: tuple[BlockBoxes, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the report as JSON types. Pages count from 1, because people read it."""
        data = {**asdict(replace(self, boxes=())), "boxes": boxes_to_json(self.boxes)}
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
    resources: Resources = NO_RESOURCES,
) -> Report:
    """Translate an open document, write it to `output`, and return a report.

    `source` is a tag or AUTO. `progress` receives percentages from 0 to 99, which never decrease. Raises
    TranslationError.
    """
    progress(0)
    options.check(document.info.format, document.info.pages)
    source = _source_language(document, source)
    if not resources.corrections:
        _check_pair(engine, source, target)
    report = Report(document.info.format, engine.name, source, target, document.info.pages)
    started = perf_counter()
    quality_report = QualityReport(target)
    glossary = resources.glossary or NO_TERMS
    texts, existing, facts = _read(document, options, source, target, quality_report, glossary)
    if resources.corrections:
        _apply_corrections(texts, resources.corrections)
    _count(report, texts)
    read = perf_counter()
    progress(READ_PERCENT)
    translator = SentenceTranslator(engine, source, target, glossary, facts)
    targets = [*existing, *_translate(texts, translator, resources, quality_report, progress)]
    report.repairs = translator.repairs.to_json()
    translated = perf_counter()
    progress(TRANSLATED_PERCENT)
    write_options = WriteOptions(target, options.output, options.own(document.info.format))
    outcome = document.write(
        targets, write_options, output, lambda share: progress(_between(TRANSLATED_PERCENT, WRITTEN_PERCENT, share))
    )
    progress(WRITTEN_PERCENT)
    times = read - started, translated - read, perf_counter() - translated
    report.seconds = {stage: round(time, 3) for stage, time in zip(("read", "translate", "write"), times, strict=True)}
    report.peak_memory = getattr(document, "peak_memory", None)
    _add_outcome(report, texts, Outcome((*quality_report.problems(), *outcome.problems), outcome.pages, outcome.boxes))
    return report


def _source_language(document: Document, source: str) -> str:
    if source != AUTO:
        return source
    detected = detect(document.info.sample).language
    if detected is None:
        raise LanguageUnknown
    return detected


def _check_pair(engine: Engine, source: str, target: str) -> None:
    """Raise UsageError for equal languages, and LanguagePairUnsupported with the pairs that the engine supports."""
    if source == target:
        raise UsageError(f"The document is in {name_of(source)} already. Choose another target language.")
    if engine.supports(source, target):
        return
    pairs = engine.pairs()
    if targets := pairs.get(source, ()):
        supported = f"from {name_of(source)} to {', '.join(map(name_of, targets))}"
    else:
        supported = ", ".join(
            f"{name_of(from_)} to {name_of(to)}"
            for from_ in list(pairs)[:MAX_LISTED_LANGUAGES]
            for to in pairs[from_][:MAX_LISTED_LANGUAGES]
        )
    pair = f"{name_of(source)} to {name_of(target)}"
    texts = [
        f"The engine {engine.name} does not translate from {pair}.",
        f"It translates {supported}." if supported else "",
        engine.advice(source, target),
    ]
    raise LanguagePairUnsupported(" ".join(filter(None, texts)))


def _read(
    document: Document,
    options: Options,
    source: str,
    target: str,
    quality_report: QualityReport,
    glossary: TermList,
) -> tuple[list[BlockText], list[tuple[int, Content]], DocumentFacts]:
    """Return the texts to translate, the targets that the document already contains with their block ids, and facts.

    Raises NoText if there are neither, and UsageError if the whole text is in the target language.
    """
    source_conventions = conventions_of(source).without(term.source for term in glossary.terms)
    blocks = list(document.read(ReadOptions(source, options.own(document.info.format))))
    visible = [stretches.remove(plain_text(block.content)) for block in blocks]
    source_conventions = source_conventions.suited_to(visible)
    conventions = source_conventions, conventions_of(target)
    existing = [(block.id, block.target) for block in blocks if block.target is not None]
    facts = gather_facts(visible, *conventions, columns=columns_of(blocks))
    texts = [BlockText(block, *conventions, facts) for block in blocks if block.target is None]
    translatable = [text for text in texts if text.is_translatable]
    if not any(text.has_language for text in translatable) and not existing:
        raise NoText
    to_translate = [text for text in translatable if not quality_report.leaves(text)]
    if not any(text.has_language for text in to_translate) and not existing:
        raise UsageError(f"The document is in {name_of(target)} already. Choose another target language.")
    return to_translate, existing, facts


def _count(report: Report, texts: list[BlockText]) -> None:
    report.blocks = len(texts)
    report.segments = sum(len(text.sentences) for text in texts)
    report.words = sum(text.words for text in texts)


def _add_outcome(report: Report, texts: list[BlockText], outcome: Outcome) -> None:
    """Add the outcome to the report, with the words and problems of each page, which the writer does not know."""
    words: Counter[int | None] = Counter()
    for text in texts:
        words[text.block.page] += text.words
    codes: dict[int | None, dict[str, None]] = {}
    for problem in outcome.problems:
        codes.setdefault(problem.page, {})[problem.code] = None
    report.problems = outcome.problems
    report.boxes = outcome.boxes
    report.checks = dict(Counter(problem.code for problem in outcome.problems if problem.code in ISSUES))
    report.by_page = tuple(
        replace(page, words=words[page.page], problems=tuple(codes.get(page.page, ()))) for page in outcome.pages
    )


def _apply_corrections(texts: list[BlockText], corrections: Corrections) -> None:
    """Use the corrected segments. Raises CorrectionsRefused if the document lacks one of them."""
    by_id = {text.block.id: text for text in texts}
    for segment in corrections.segments.values():
        text = by_id.get(segment.block)
        if text is None or not text.correct(segment):
            raise CorrectionsRefused(segment.block, "there is no such sentence in the document")


def _translate(
    texts: list[BlockText],
    translator: SentenceTranslator,
    resources: Resources,
    quality_report: QualityReport,
    progress: Callable[[int], None],
) -> Iterator[tuple[int, Content]]:
    """Yield the id and the translated content of each block."""
    # The first neighbour of a sentence in the whole document, so that the batches do not matter.
    neighbours = {sentence: each for text in reversed(texts) for sentence, each in text.neighbours.items()}
    lookup = Lookup(translator, resources, neighbours)
    words, total = 0, sum(text.words for text in texts)
    for batch in _batches(texts, translator.max_blocks):
        renderings = lookup.renderings(sentence for text in batch for sentence in text.untranslated)
        phrases = _translate_phrases(batch, renderings, lookup, resources.corrections)
        segments = [quality_report.add(segment) for text in batch for segment in text.segments(renderings)]
        if resources.record:
            resources.record.add_phrases({phrase: rendering.target for phrase, rendering in phrases.items()})
            for segment in segments:
                resources.record.add(lookup.with_matches(segment))
        all_renderings = {**renderings, **phrases}
        for text in batch:
            lexicon = translator.lexicon if text.has_phrases else None
            yield text.block.id, text.content(all_renderings, lexicon)
        words += sum(text.words for text in batch)
        progress(_between(READ_PERCENT, TRANSLATED_PERCENT, words / max(1, total)))


def _translate_phrases(
    batch: list[BlockText], renderings: Renderings, lookup: Lookup, corrections: Corrections | None
) -> Renderings:
    """Return the renderings of styled phrases.

    They come from the record of the corrections, if there is one. Otherwise they come from their tagged sentences, if
    the engine takes tags, and the engine translates the remaining phrases separately.
    """
    phrases = dict.fromkeys(phrase for text in batch for phrase in text.phrases(renderings))
    if corrections is not None and corrections.phrases is not None:
        recorded = corrections.phrases
        return {phrase: Rendering(recorded[phrase]) for phrase in phrases if phrase in recorded}
    if not phrases:
        return {}
    styled = (each for text in batch for each in text.styled())
    tagged = lookup.phrases(
        (sentence, ranges) for sentence, ranges in styled if any(sentence[slice(*each)] in phrases for each in ranges)
    )
    return {**lookup.renderings(phrase for phrase in phrases if phrase not in tagged), **tagged}


def _batches(texts: list[BlockText], max_blocks: int) -> Iterator[list[BlockText]]:
    batch: list[BlockText] = []
    words = 0
    for text in texts:
        if batch and (len(batch) == max_blocks or words + text.words > BATCH_WORDS):
            yield batch
            batch, words = [], 0
        batch.append(text)
        words += text.words
    if batch:
        yield batch


def _between(low: int, high: int, share: float) -> int:
    """Return the percentage at a share (0 to 1) of the way from `low` to `high`."""
    return low + int((high - low) * min(1.0, max(0.0, share)))
