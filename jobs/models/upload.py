"""Documents that were uploaded before their jobs were created."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from jobs.files import storage


class Upload(models.Model):
    """A checked document. Several jobs may translate it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    visitor = models.CharField(max_length=64, blank=True, db_index=True)
    filename = models.CharField(max_length=255)
    format = models.CharField(max_length=20)
    file = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField(null=True, blank=True)
    detected_language = models.CharField(max_length=35, blank=True)
    # From 0 to 1. Empty for uploads of older versions, which did not store it.
    detection_confidence = models.FloatField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.filename

    @property
    def folder(self) -> str:
        """The folder in the storage that holds the file."""
        return f"uploads/{self.id}"

    def erase(self) -> None:
        """Delete the upload with its file. The row is deleted last, so that an interrupted call can be repeated."""
        storage.erase(self.folder)
        Upload.objects.filter(pk=self.pk).delete()
