"""The actions that change an existing job: cancel and retry."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from jobs.api.base.errors import Conflict
from jobs.api.base.schema import JOB_NOT_FOUND, QUEUE_FULL
from jobs.api.job_serializers import JobInFull
from jobs.intake.retrying import retry_job
from jobs.models import TranslationJob

WRONG_STATUS = OpenApiResponse(description="The status of the job does not allow this.")
RESPONSES = {200: JobInFull, 404: JOB_NOT_FOUND, 409: WRONG_STATUS}
ALREADY_FINISHED = "The job has finished and cannot be cancelled."
NOT_FAILED = "Only a failed or cancelled job can be retried."


class JobVerbs:
    """Adds `cancel` and `retry` to the view set of jobs."""

    get_object: Callable[[], TranslationJob]
    get_serializer_context: Callable[[], dict[str, Any]]

    @extend_schema(request=None, responses=RESPONSES)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, job_id: str) -> Response:
        """Cancel a waiting or running job.

        Its status becomes `failed` and its error `Cancelled`. Cancelling it again changes nothing.
        """
        job = self.get_object()
        if not job.cancel() and not job.cancelled:
            raise Conflict(ALREADY_FINISHED)
        return self._answer(job)

    @extend_schema(request=None, responses={**RESPONSES, 429: QUEUE_FULL})
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, job_id: str) -> Response:
        """Start a failed or cancelled job again, with all its attempts. It counts as a new job of its sender."""
        job = self.get_object()
        if not retry_job(job):
            raise Conflict(NOT_FAILED)
        return self._answer(job)

    def _answer(self, job: TranslationJob) -> Response:
        job.refresh_from_db()
        return Response(JobInFull(job, context=self.get_serializer_context()).data)
