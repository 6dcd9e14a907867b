"""A document that was sent before it is known what is to be done with it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from jobs.files.storage import erase_folder


class Upload(models.Model):
    """A document checked once, from which several jobs may be made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    visitor = models.CharField(max_length=64, blank=True, db_index=True)
    filename = models.CharField(max_length=255)
    format = models.CharField(max_length=20)
    file = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField(null=True, blank=True)
    detected_language = models.CharField(max_length=35, blank=True)
    # From 0 to 1; empty where a document was taken in before it was kept.
    detection_confidence = models.FloatField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.filename

    @property
    def folder(self) -> str:
        """Where in the storage the file lies."""
        return f"uploads/{self.id}"

    def erase(self) -> None:
        """Delete the upload with its file. The row goes last, so that a call ended half-way can be made again."""
        erase_folder(self.folder)
        Upload.objects.filter(pk=self.pk).delete()
