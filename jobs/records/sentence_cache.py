"""The cache of translated sentences. An entry serves the same sender, with the same models and terms."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from jobs.models import LeaseLost, TranslationJob
from translation.document import Rendering
from translation.engines.base import Engine
from translation.models import CachedSentence
from translation.sentences import RECIPE_VERSION

# SQLite allows a limited number of variables in a statement.
ROWS_PER_STATEMENT = 500
# The time of the last use is only this precise, so that most reads write nothing.
USED_AT_PRECISION = timedelta(hours=1)
# The size of a row without its text.
ROW_BYTES = 200


class SentenceCache:
    """The cache of one attempt at a job. Writing raises LeaseLost if the attempt no longer has the lease."""

    def __init__(self, job: TranslationJob, sender: str, engine: Engine, revision: str) -> None:
        self._job = job
        self._same_for_all = sender, engine.name, revision, job.source_language, job.target_language, RECIPE_VERSION

    def find(self, sentences: Mapping[str, str]) -> Mapping[str, Rendering]:
        keys = {self._key(text, terms): text for text, terms in sentences.items()}
        found: dict[str, Rendering] = {}
        for batch in _batches(list(keys)):
            rows = CachedSentence.objects.filter(key__in=batch)
            found |= {keys[row.key]: Rendering(row.target, tuple(row.issues)) for row in rows}
            if any(timezone.now() - row.used_at > USED_AT_PRECISION for row in rows):
                rows.update(used_at=timezone.now())
        return found

    def keep(self, renderings: Mapping[str, Rendering], sentences: Mapping[str, str]) -> None:
        # PostgreSQL stores no NUL.
        rows = [
            self._row(self._key(text, sentences[text]), rendering)
            for text, rendering in renderings.items()
            if "\0" not in rendering.target
        ]
        if not rows:
            return
        with transaction.atomic():
            # Lock the job's row until the end, so that no sentences are added to a job that is being erased.
            if not self._job.renew():
                raise LeaseLost
            CachedSentence.objects.bulk_create(rows, ROWS_PER_STATEMENT, ignore_conflicts=True)

    def _row(self, key: str, rendering: Rendering) -> CachedSentence:
        size = ROW_BYTES + len(rendering.target.encode(errors="surrogatepass"))
        issues = list(rendering.issues)
        return CachedSentence(key=key, job=self._job.pk, target=rendering.target, issues=issues, size=size)

    def _key(self, text: str, terms: str) -> str:
        parts = json.dumps([*self._same_for_all, terms, text])
        return sha256(parts.encode()).hexdigest()


def cache_of(job: TranslationJob, engine: Engine) -> SentenceCache | None:
    """Return the cache of a job. None if the sender is unknown or the engine reports no revision."""
    sender = f"user {job.owner_id}" if job.owner_id else f"visitor {job.visitor}" if job.visitor else ""
    if not settings.CACHE_BYTES or not sender:
        return None
    revision = engine.revision(job.source_language, job.target_language)
    return SentenceCache(job, sender, engine, revision) if revision else None


def purge_cache() -> None:
    """Delete sentences that are old or have no job, and then the least recently used that exceed CACHE_BYTES."""
    CachedSentence.objects.filter(used_at__lt=timezone.now() - settings.RETENTION).delete()
    CachedSentence.objects.exclude(job__in=TranslationJob.objects.values("pk")).delete()
    excess = (CachedSentence.objects.aggregate(total=Sum("size"))["total"] or 0) - settings.CACHE_BYTES
    while excess > 0:
        excess -= _evict(excess)


def _evict(size: int) -> int:
    """Delete the least recently used rows, about `size` bytes in total. Return the number of bytes deleted."""
    deleted: dict[str, int] = {}
    oldest = CachedSentence.objects.order_by("used_at", "key").values_list("key", "size")
    for key, bytes_ in oldest[:ROWS_PER_STATEMENT]:
        deleted[key] = bytes_
        if sum(deleted.values()) >= size:
            break
    CachedSentence.objects.filter(key__in=list(deleted)).delete()
    # Rows that another purge deleted meanwhile count too, so that this loop ends.
    return sum(deleted.values()) or size


def _batches(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), ROWS_PER_STATEMENT):
        yield keys[start : start + ROWS_PER_STATEMENT]
