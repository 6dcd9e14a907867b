from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import viewsets
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from jobs.api.base.errors import JobNotFound, NotCompleted
from jobs.api.base.negotiation import FallbackContentNegotiation
from jobs.api.base.schema import JOB_ID, NOT_COMPLETED
from jobs.files.outputs import media_type, translated_name
from jobs.http.file_response import StoredFile, send_file
from jobs.models import JobStatus, TranslationJob

COLUMNS = ("status", "filename", "format", "target_language", "output_file", "finished_at")


@extend_schema(parameters=[JOB_ID])
class DownloadViewSet(viewsets.ViewSet):
    """Send the translated file, whole or in ranges. Anyone who knows the job's id may download it."""

    authentication_classes = ()
    permission_classes = ()
    content_negotiation_class = FallbackContentNegotiation
    lookup_url_kwarg = "job_id"
    lookup_value_regex = "[^/]+"

    @extend_schema(
        responses={
            (200, "application/octet-stream"): OpenApiTypes.BINARY,
            (206, "application/octet-stream"): OpenApiTypes.BINARY,
            304: OpenApiResponse(description="The client already has this file."),
            404: OpenApiResponse(description="Job not found, or its output file not found."),
            409: NOT_COMPLETED,
            416: OpenApiResponse(description="The file does not contain the requested range."),
        }
    )
    def retrieve(self, request: Request, job_id: str) -> HttpResponseBase:
        job = _job_values(job_id)
        if job["status"] != JobStatus.COMPLETED:
            raise NotCompleted
        try:
            return send_file(request, _output(job))
        except FileNotFoundError as error:
            raise NotFound("Output file not found") from error


def _job_values(job_id: str) -> dict[str, Any]:
    try:
        row: dict[str, Any] = TranslationJob.objects.values(*COLUMNS).get(pk=UUID(job_id))
    except (ValueError, TranslationJob.DoesNotExist) as error:
        raise JobNotFound from error
    return row


def _output(job: dict[str, Any]) -> StoredFile:
    """Return the output of a job under a name that contains the source's name and the target language."""
    stored = job["output_file"]
    filename = translated_name(job["filename"], job["target_language"], PurePosixPath(stored).suffix)
    return StoredFile(stored, filename, media_type(job["format"], stored), job["finished_at"])
