"""The status of a job: the API's most frequent request by far."""

from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from jobs.api.base.errors import JobNotFound
from jobs.api.base.fields import NullableCharField
from jobs.api.base.schema import JOB_ID, JOB_NOT_FOUND
from jobs.models import RUNNING, TranslationJob

# The fields of the answer with their columns. The query, the answer and the schema are built from this table.
COLUMNS = {
    "status": "status",
    "progress": "progress",
    "file_path": "source_file",
    "source_language": "source_language",
    "target_language": "target_language",
    "created_at": "created_at",
    "output_file": "output_file",
    "error": "error",
    "processing_type": None,
    "format_preservation": "format_preservation",
}
# Part of the API's contract, although there is only one type.
PROCESSING_TYPE = "advanced"
# Written in SQL, because Django needs far longer to build this query than the database needs to answer it.
ROW = (
    f"SELECT id, {', '.join(filter(None, COLUMNS.values()))} "  # noqa: S608 - names of columns, no values
    f"FROM {TranslationJob._meta.db_table} WHERE id = %s"
)


class StatusAnswer(serializers.ModelSerializer[TranslationJob]):
    """The status of a job."""

    # Used only for the schema: a serializer would slow down the request that clients poll.
    file_path = serializers.CharField(read_only=True, help_text="The name of the document in the server's storage.")
    output_file = NullableCharField(help_text="The name of the translated document in the server's storage.")
    error = NullableCharField(help_text="What went wrong, and what to do.")
    processing_type = serializers.CharField(read_only=True, help_text=f"Always `{PROCESSING_TYPE}`.")

    class Meta:
        model = TranslationJob
        fields = read_only_fields = tuple(COLUMNS)


@extend_schema(parameters=[JOB_ID])
@method_decorator(cache_control(no_store=True), name="dispatch")
class StatusViewSet(viewsets.ViewSet):
    """Return the status of a job. Anyone who knows its id may poll it until the job has finished."""

    authentication_classes = ()
    permission_classes = ()
    parser_classes = ()
    lookup_url_kwarg = "job_id"
    lookup_value_regex = "[^/]+"

    @extend_schema(responses={200: StatusAnswer, 404: JOB_NOT_FOUND})
    def retrieve(self, request: Request, job_id: str) -> Response:
        job = _job(job_id)
        return Response(_answer(job), headers={"Retry-After": "1"} if job.status in RUNNING else {})


def _job(job_id: str) -> TranslationJob:
    """Load the columns of the status. Raises JobNotFound for an unknown or malformed id."""
    try:
        key = TranslationJob._meta.pk.get_db_prep_value(UUID(job_id), connection)
        (job,) = TranslationJob.objects.raw(ROW, [key])
    except ValueError as error:
        raise JobNotFound from error
    return job


def _answer(job: TranslationJob) -> dict[str, Any]:
    values = {field: getattr(job, column) if column else None for field, column in COLUMNS.items()}
    return values | {
        "created_at": job.created_at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "output_file": job.output_file or None,
        "error": job.error or None,
        "processing_type": PROCESSING_TYPE,
    }
