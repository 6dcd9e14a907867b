"""The resources of a job: its glossary, its owner's translation memory, the cache and the corrections."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from jobs.models import TranslationJob
from jobs.records.segment_record import read_segments, record_of, units_of
from jobs.records.sentence_cache import cache_of
from translation.document import Origin
from translation.engines.base import Engine
from translation.glossaries.terms import NO_TERMS, TermList
from translation.memory import TranslationMemory, Unit, key_of, serves
from translation.models import TranslationUnit
from translation.options import Options
from translation.resources import Record, Resources

# A job loads only the newest units. Each takes about a hundred bytes, and some microseconds to load.
MAX_UNITS = 100_000
ROWS_PER_STATEMENT = 1000


def resources_of(job: TranslationJob, engine: Engine, record: Record, glossary: TermList = NO_TERMS) -> Resources:
    """Return the resources for an attempt at the job."""
    uses_memory = Options.from_json(job.options).memory and job.owner_id
    languages = job.source_language, job.target_language
    return Resources(
        glossary=glossary,
        memory=memory_of(job.owner_id, *languages) if uses_memory else None,
        cache=cache_of(job, engine),
        corrections=record_of(job.corrections_file) if job.corrections_file else None,
        record=record,
    )


def memory_of(owner_id: Any, source: str, target: str) -> TranslationMemory:
    """Return the units of the owner's memory for a language pair. Those that fit best are last."""
    units = TranslationUnit.objects.filter(owner=owner_id)
    pairs = units.order_by().values_list("source_language", "target_language").distinct()
    fitness = {(a, b): serves(source, a) * serves(target, b) for a, b in pairs}
    served = sorted((pair for pair in fitness if fitness[pair]), key=lambda pair: fitness[pair])
    return TranslationMemory(chain.from_iterable(_newest_units(units, *pair) for pair in served))


def _newest_units(units: QuerySet[TranslationUnit], source: str, target: str) -> list[Unit]:
    """Return the newest units of a language pair, oldest first."""
    rows = units.filter(source_language=source, target_language=target).order_by("-changed_at", "-pk")
    texts = list(rows.values_list("source", "target")[:MAX_UNITS])
    return [Unit(source, target, *text) for text in reversed(texts)]


def learn(job: TranslationJob, record: Path) -> None:
    """Add a finished job's segments to its owner's memory, if the job uses the memory.

    Only corrections replace existing units. Segments with quality issues are left out.
    """
    if not (job.owner_id and Options.from_json(job.options).memory):
        return
    with record.open("rb") as lines:
        segments = list(read_segments(lines))
    corrected = [segment for segment in segments if segment.origin == Origin.CORRECTION]
    sound = [segment for segment in segments if segment.origin != Origin.MEMORY and not segment.issues]
    remember(job.owner_id, units_of(job, sound), is_corrected=False)
    remember(job.owner_id, units_of(job, corrected), is_corrected=True)


def remember(owner_id: Any, units: Iterable[Unit], is_corrected: bool) -> int:
    """Add units to a memory and return their number. Corrected units replace existing ones."""
    count, remaining = 0, iter(units)
    while batch := list(islice(remaining, ROWS_PER_STATEMENT)):
        count += len(batch)
        # A statement must not write a row twice.
        rows = {
            (row.source_language, row.target_language, row.key): row for row in _rows(owner_id, batch, is_corrected)
        }
        if is_corrected:
            TranslationUnit.objects.bulk_create(
                rows.values(),
                update_conflicts=True,
                unique_fields=["owner", "source_language", "target_language", "key"],
                update_fields=["source", "target", "is_corrected", "changed_at"],
            )
        else:
            TranslationUnit.objects.bulk_create(rows.values(), ignore_conflicts=True)
    return count


def _rows(owner_id: Any, units: Iterable[Unit], is_corrected: bool) -> Iterator[TranslationUnit]:
    for unit in units:
        # PostgreSQL stores no NUL.
        if "\0" not in unit.source + unit.target:
            yield TranslationUnit(
                owner_id=owner_id,
                source_language=unit.source_language,
                target_language=unit.target_language,
                key=key_of(unit.source),
                source=unit.source,
                target=unit.target,
                is_corrected=is_corrected,
            )
