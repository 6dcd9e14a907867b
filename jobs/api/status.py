"""The answer that is asked for more often than all others together: how far a job is."""

from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import viewsets
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from jobs.api import serializers
from jobs.models import RUNNING, TranslationJob

JOB_ID = OpenApiParameter("job_id", OpenApiTypes.UUID, OpenApiParameter.PATH)
JOB_NOT_FOUND = OpenApiResponse(description="Job not found.")
COLUMNS = (
    "id",
    "status",
    "progress",
    "source_file",
    "source_language",
    "target_language",
    "created_at",
    "output_file",
    "error",
    "processing_type",
    "format_preservation",
    "detected_language",
    "detection_confidence",
)
# Written out: to build this query anew takes Django far longer than the database takes to answer it.
ROW = f"SELECT {', '.join(COLUMNS)} FROM {TranslationJob._meta.db_table} WHERE id = %s"  # noqa: S608 - names of columns, no values


def job_by_id(job_id: str) -> TranslationJob:
    """The columns of a status; a malformed id is as unknown as a purged one."""
    try:
        key = TranslationJob._meta.pk.get_db_prep_value(UUID(job_id), connection)
        (job,) = TranslationJob.objects.raw(ROW, [key])
    except ValueError as error:
        raise NotFound("Job not found") from error
    return job


@extend_schema(parameters=[JOB_ID])
@method_decorator(cache_control(no_store=True), name="dispatch")
class StatusViewSet(viewsets.ViewSet):
    """How far a job is. Whoever knows its id may ask, every second or two, until it is completed or failed."""

    authentication_classes = ()
    permission_classes = ()
    parser_classes = ()
    lookup_url_kwarg = "job_id"
    lookup_value_regex = "[^/]+"

    @extend_schema(responses={200: serializers.StatusAnswer, 404: JOB_NOT_FOUND})
    def retrieve(self, request: Request, job_id: str) -> Response:
        job = job_by_id(job_id)
        return Response(answer(job), headers={"Retry-After": "1"} if job.status in RUNNING else {})


def answer(job: TranslationJob) -> dict[str, Any]:
    """The fields of `StatusAnswer`, without the serializer's time."""
    return {
        "status": job.status,
        "progress": job.progress,
        "file_path": job.source_file,
        "source_language": job.source_language,
        "target_language": job.target_language,
        "created_at": job.created_at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "output_file": job.output_file or None,
        "error": job.error or None,
        "processing_type": job.processing_type,
        "format_preservation": job.format_preservation,
        "detected_language": job.detected_language or None,
        "detection_confidence": job.detection_confidence,
    }
