"""What can be asked of a job after its start: to end, to begin anew."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from jobs.api.errors import WrongState
from jobs.api.serializers import JobInFull
from jobs.intake.retrying import retry_job
from jobs.models import TranslationJob

NOT_FOUND = OpenApiResponse(description="Job not found.")
WRONG_STATE = OpenApiResponse(description="The job is in a state in which that cannot be done.")
QUEUE_FULL = OpenApiResponse(description="Too many jobs of this sender, or of all, are waiting.")
ANSWERS = {200: JobInFull, 404: NOT_FOUND, 409: WRONG_STATE}
OVER = "The job is over and cannot be cancelled."
NOT_FAILED = "Only a failed or cancelled job can be tried again."


class JobVerbs:
    """For the view set of jobs."""

    get_object: Callable[[], TranslationJob]
    get_serializer_context: Callable[[], dict[str, Any]]

    @extend_schema(request=None, responses=ANSWERS)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, job_id: str) -> Response:
        """End a job that is not over. It becomes `failed` with the error “Cancelled”; once is as good as twice."""
        job = self.get_object()
        if not job.cancel() and not job.cancelled:
            raise WrongState(OVER)
        return self._answer(job)

    @extend_schema(request=None, responses={**ANSWERS, 429: QUEUE_FULL})
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, job_id: str) -> Response:
        """Begin a failed or cancelled job anew, with all its attempts, if one more of its sender's may wait."""
        job = self.get_object()
        if not retry_job(job):
            raise WrongState(NOT_FAILED)
        return self._answer(job)

    def _answer(self, job: TranslationJob) -> Response:
        job.refresh_from_db()
        return Response(JobInFull(job, context=self.get_serializer_context()).data)
