"""What an engine made of a sentence before: for the same sender, by the same models, with the same terms."""

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
from translation.sentences import RECIPE

# Rows of one statement: SQLite takes a limited number of variables.
ROWS = 500
# When a row was last used is told no finer than this, so that most reads write nothing.
USED = timedelta(hours=1)
# Bytes of a row besides its text.
ROW_SIZE = 200


class SentenceCache:
    """The cache as one attempt of a job sees it. Writing raises LeaseLost when the job was taken away."""

    def __init__(self, job: TranslationJob, sender: str, engine: Engine, revision: str) -> None:
        self._job = job
        self._same_for_all = sender, engine.name, revision, job.source_language, job.target_language, RECIPE

    def find(self, sentences: Mapping[str, str]) -> Mapping[str, Rendering]:
        keys = {self._key(text, terms): text for text, terms in sentences.items()}
        found: dict[str, Rendering] = {}
        for some in _portions(list(keys)):
            rows = CachedSentence.objects.filter(key__in=some)
            found |= {keys[row.key]: Rendering(row.target, tuple(row.issues)) for row in rows}
            if any(timezone.now() - row.used_at > USED for row in rows):
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
            # Holds the job's row until the end: a job that is erased leaves no sentence behind.
            if not self._job.renew():
                raise LeaseLost
            CachedSentence.objects.bulk_create(rows, ROWS, ignore_conflicts=True)

    def _row(self, key: str, rendering: Rendering) -> CachedSentence:
        size = ROW_SIZE + len(rendering.target.encode(errors="surrogatepass"))
        issues = list(rendering.issues)
        return CachedSentence(key=key, job=self._job.pk, target=rendering.target, issues=issues, size=size)

    def _key(self, text: str, terms: str) -> str:
        parts = json.dumps([*self._same_for_all, terms, text])
        return sha256(parts.encode()).hexdigest()


def cache_of(job: TranslationJob, engine: Engine) -> SentenceCache | None:
    """The cache for a job whose sender is known, and whose engine can tell when its answers may change."""
    sender = f"user {job.owner_id}" if job.owner_id else f"visitor {job.visitor}" if job.visitor else ""
    if not settings.CACHE_BYTES or not sender:
        return None
    revision = engine.revision(job.source_language, job.target_language)
    return SentenceCache(job, sender, engine, revision) if revision else None


def purge_cache() -> None:
    """Delete what is too old or has no job any more, and of what is over the size what was longest not used."""
    CachedSentence.objects.filter(used_at__lt=timezone.now() - settings.RETENTION).delete()
    CachedSentence.objects.exclude(job__in=TranslationJob.objects.values("pk")).delete()
    over = (CachedSentence.objects.aggregate(total=Sum("size"))["total"] or 0) - settings.CACHE_BYTES
    while over > 0:
        over -= _evict(over)


def _evict(size: int) -> int:
    """Delete the rows that were not used for longest, of about that size; returns the size of what went."""
    gone: dict[str, int] = {}
    for key, bytes_ in CachedSentence.objects.order_by("used_at", "key").values_list("key", "size")[:ROWS]:
        gone[key] = bytes_
        if sum(gone.values()) >= size:
            break
    CachedSentence.objects.filter(key__in=list(gone)).delete()
    # What another purge deleted in between counts as gone, so that this one ends.
    return sum(gone.values()) or size


def _portions(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), ROWS):
        yield keys[start : start + ROWS]
