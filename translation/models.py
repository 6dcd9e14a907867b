"""The tables of glossaries, translation memories and cached sentences.

The rest of the library uses plain values such as `TermList` and `Unit` instead of these models.
"""

import uuid
from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from translation.exceptions import LimitExceeded
from translation.glossaries.terms import MAX_TERMS, GlossaryTerm, TermList

# The number of rows that one statement inserts.
ROWS_PER_STATEMENT = 1000


class Gender(models.TextChoices):
    UNKNOWN = "", "not given"
    MASCULINE = "m", "masculine"
    FEMININE = "f", "feminine"
    NEUTER = "n", "neuter"


class GlossaryQuerySet(models.QuerySet["Glossary"]):
    def usable_by(self, user: Any) -> Self:
        """Return the glossaries of a user, and those without an owner. `user` is None for a visitor."""
        return self.filter(Q(owner=user) | Q(owner=None) if user else Q(owner=None))


class Glossary(models.Model):
    """The terms of one language pair. Everybody on this installation may use a glossary without an owner."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="glossaries"
    )
    name = models.CharField(max_length=100)
    source_language = models.CharField(max_length=35)
    target_language = models.CharField(max_length=35)
    created_at = models.DateTimeField(default=timezone.now)

    objects = GlossaryQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name_plural = "glossaries"
        constraints = [
            models.UniqueConstraint(name="glossary_name_once", fields=["owner", "name"]),
            models.UniqueConstraint(
                name="shared_glossary_name_once", fields=["name"], condition=models.Q(owner__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.source_language} → {self.target_language})"

    def as_value(self) -> TermList:
        """Return the terms as a plain value."""
        rows = self.terms.order_by("pk").values_list(*TERM_FIELDS)
        return TermList(tuple(GlossaryTerm(*row) for row in rows))

    def store_terms(self, terms: Iterable[GlossaryTerm]) -> None:
        """Add terms, and replace those with the same source. Raises LimitExceeded, and then adds none."""
        rows = [Term(glossary=self, **term.to_json()) for term in terms]
        with transaction.atomic():
            Term.objects.bulk_create(
                rows,
                ROWS_PER_STATEMENT,
                update_conflicts=True,
                unique_fields=["glossary", "source"],
                update_fields=[name for name in TERM_FIELDS if name != "source"],
            )
            if self.terms.count() > MAX_TERMS:
                raise LimitExceeded(f"A glossary can have at most {MAX_TERMS} terms. Divide it.")


TERM_FIELDS = ("source", "target", "gender", "is_plural", "is_case_sensitive")


class Term(models.Model):
    """A word or phrase with its required translation."""

    glossary = models.ForeignKey(Glossary, models.CASCADE, related_name="terms")
    source = models.CharField(max_length=200)
    target = models.CharField(max_length=200)
    gender = models.CharField(max_length=1, choices=Gender.choices, blank=True)
    is_plural = models.BooleanField(default=False)
    is_case_sensitive = models.BooleanField(default=False)

    class Meta:
        ordering = ["source", "id"]
        constraints = [models.UniqueConstraint(name="term_once", fields=["glossary", "source"])]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


class TranslationUnit(models.Model):
    """A unit of a translation memory. `key` is the digest of its normalised source.

    `is_corrected` means that a person wrote or approved it. An engine's translation never replaces such a unit.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    source_language = models.CharField(max_length=35)
    target_language = models.CharField(max_length=35)
    key = models.CharField(max_length=64)
    source = models.TextField()
    target = models.TextField()
    is_corrected = models.BooleanField(default=False)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-changed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                name="translation_unit_once", fields=["owner", "source_language", "target_language", "key"]
            )
        ]

    def __str__(self) -> str:
        return f"{self.source[:60]} → {self.target[:60]}"

    def correct(self, target: str) -> bool:
        """Change the target, and mark the unit as corrected. Return False if the unit was deleted meanwhile."""
        changes = {"target": target, "is_corrected": True, "changed_at": timezone.now()}
        return bool(TranslationUnit.objects.filter(pk=self.pk).update(**changes))


class CachedSentence(models.Model):
    """An engine's translation of a sentence. `key` is the digest of everything that it depends on, and of its owner."""

    key = models.CharField(max_length=64, primary_key=True)
    # The job that stored the sentence, which is deleted with the job.
    job = models.UUIDField(db_index=True)
    target = models.TextField()
    issues = models.JSONField(default=list)
    size = models.PositiveIntegerField()
    used_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.key
