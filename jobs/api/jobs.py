from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from jobs.api.base.errors import JobNotFound, NotCompleted
from jobs.api.base.pagination import PageSizeCursorPagination
from jobs.api.base.schema import JOB_NOT_FOUND, NOT_COMPLETED
from jobs.api.job_serializers import JobInFull, JobListed, ReportAnswer, TranslateRequest
from jobs.api.segments import SegmentActions
from jobs.api.translate import TranslateViewSet
from jobs.api.verbs import JobVerbs
from jobs.intake.senders import created_by
from jobs.models import JobStatus, TranslationJob


class StatusFilter(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=JobStatus.choices, required=False)


class JobPagination(PageSizeCursorPagination):
    ordering = ("-created_at", "-id")
    page_size = 20
    max_page_size = 100


class JobViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    SegmentActions,
    JobVerbs,
    TranslateViewSet,
):
    """The jobs that the signed-in user or this browser created."""

    queryset = TranslationJob.objects.all()
    serializer_class = JobListed
    pagination_class = JobPagination
    lookup_url_kwarg = "job_id"
    lookup_value_regex = "[^/]+"

    def get_queryset(self) -> QuerySet[TranslationJob]:
        own = created_by(TranslationJob.objects.all(), self.request)
        return own.defer("report") if self.action == "list" else own

    def get_object(self) -> TranslationJob:
        try:
            job: TranslationJob = super().get_object()
        except Http404 as error:
            raise JobNotFound from error
        return job

    def get_serializer_class(self) -> Any:
        return {"create": TranslateRequest, "retrieve": JobInFull}.get(self.action, self.serializer_class)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.action != "list":
            return queryset
        serializer = StatusFilter(data=self.request.query_params)
        serializer.is_valid(raise_exception=True)
        return queryset.filter(**serializer.validated_data)

    @extend_schema(parameters=[StatusFilter])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List the jobs that the signed-in user or this browser created, newest first."""
        return super().list(request, *args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return one of your jobs in full."""
        return super().retrieve(request, *args, **kwargs)

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Delete a job with its files. A running job stops."""
        return super().destroy(request, *args, **kwargs)

    @extend_schema(responses={200: ReportAnswer, 404: JOB_NOT_FOUND, 409: NOT_COMPLETED})
    @action(detail=True)
    def report(self, request: Request, job_id: str) -> Response:
        """Return the report of a completed job, page by page."""
        job = self.get_object()
        if job.status != JobStatus.COMPLETED:
            raise NotCompleted
        return Response(job.report)

    def perform_destroy(self, instance: TranslationJob) -> None:
        instance.erase()
