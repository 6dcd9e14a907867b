from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotAcceptable, NotFound
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.pagination import CursorPagination
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from jobs.api import serializers
from jobs.api.download import StoredFile, send
from jobs.api.errors import LengthMissing, NotCompleted, as_api_error
from jobs.api.permissions import FromThisSite
from jobs.api.segments import SegmentActions
from jobs.api.status import JOB_ID, JOB_NOT_FOUND
from jobs.api.verbs import JobVerbs
from jobs.engines import configured_engines, engine_named, pairs_of
from jobs.files.outputs import media_type, translated_name
from jobs.intake.admission import require_body_within_limit
from jobs.intake.senders import Sender, created_by
from jobs.intake.submission import (
    accept_upload,
    translate_file,
    translate_upload,
    upload_named,
)
from jobs.models import JobStatus, TranslationJob
from jobs.records.segment_record import boxes_of
from translation.engines.base import Engine
from translation.exceptions import EngineFailed
from translation.formats import FORMATS
from translation.languages.tags import name_of

NOT_COMPLETED = OpenApiResponse(description="Translation not completed.")
REFUSED = OpenApiResponse(description="Fields with what is wrong; or a refused file, as `code` and `detail`.")
OVER_LIMIT = OpenApiResponse(description="The file is over a limit of this server; `code` says which.")
QUEUE_FULL = OpenApiResponse(description="Too many jobs of this sender, or of all, are waiting.")
NO_ROOM = OpenApiResponse(description="The server has no room for the file.")


def job_values(job_id: str, *columns: str) -> dict[str, Any]:
    """Columns of a job by the id in a path; a malformed id is as unknown as a purged one."""
    try:
        row: dict[str, Any] = TranslationJob.objects.values(*columns).get(pk=UUID(job_id))
    except (ValueError, TranslationJob.DoesNotExist) as error:
        raise NotFound("Job not found") from error
    return row


class OwnErrors(viewsets.ViewSetMixin, APIView):
    """Answers this project's errors as what they mean to a client."""

    def handle_exception(self, exc: Exception) -> Response:
        return super().handle_exception(as_api_error(exc))


class ApiViewSet(OwnErrors, viewsets.GenericViewSet[Any]):
    permission_classes: Any = (FromThisSite,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # Before authentication, as the check of Django's token reads the body.
        if "Transfer-Encoding" in request.headers and "Content-Length" not in request.headers:
            raise LengthMissing
        require_body_within_limit(request)
        super().initial(request, *args, **kwargs)


class TranslateViewSet(ApiViewSet):
    """Start the translation of a document: of a `file` sent along, or of one uploaded before."""

    serializer_class: Any = serializers.TranslateRequest

    @extend_schema(
        request=serializers.TranslateRequest,
        responses={
            202: serializers.TranslateAnswer,
            400: REFUSED,
            404: OpenApiResponse(description="Upload not found."),
            413: OVER_LIMIT,
            429: QUEUE_FULL,
            507: NO_ROOM,
        },
    )
    def create(self, request: Request) -> Response:
        wanted = serializers.TranslateRequest(data=request.data)
        wanted.is_valid(raise_exception=True)
        sender = Sender.of(request)
        job = self._start(wanted, sender)
        if request.user.is_staff and wanted.validated_data["priority"]:
            job.prioritise(wanted.validated_data["priority"])
        answer = serializers.TranslateAnswer(job, context={"request": request}).data
        response = Response(answer, status.HTTP_202_ACCEPTED, headers={"Location": answer["status_url"]})
        sender.remember(request, response)
        return response

    def _start(self, wanted: serializers.TranslateRequest, sender: Sender) -> TranslationJob:
        values = wanted.validated_data
        if "file" in values:
            return translate_file(values["file"], wanted.order(), sender)
        upload = upload_named(values.get("upload_id") or values["file_path"])
        return translate_upload(upload, wanted.order(), sender)


class UploadViewSet(ApiViewSet):
    """Have a document checked and kept, to translate it into several languages."""

    serializer_class = serializers.UploadRequest

    @extend_schema(
        request={"multipart/form-data": serializers.UploadRequest},
        responses={201: serializers.UploadAnswer, 400: REFUSED, 413: OVER_LIMIT, 507: NO_ROOM},
    )
    def create(self, request: Request) -> Response:
        wanted = serializers.UploadRequest(data=request.data)
        wanted.is_valid(raise_exception=True)
        sender = Sender.of(request)
        upload = accept_upload(wanted.validated_data["file"], sender)
        response = Response(serializers.UploadAnswer(upload).data, status.HTTP_201_CREATED)
        sender.remember(request, response)
        return response


@method_decorator(cache_control(no_store=True), name="dispatch")
class UnknownPath(APIView):
    """Answers JSON to a program where there is nothing."""

    authentication_classes = ()
    permission_classes = ()
    schema = None
    detail = "Not found"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound(self.detail)


class AnyAccept(DefaultContentNegotiation):
    """A client that accepts the document's media type alone gets errors as JSON all the same."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        known = list(renderers)
        try:
            renderer, media_type = super().select_renderer(request, known, format_suffix)
        except NotAcceptable:
            return known[0], str(known[0].media_type)
        return renderer, media_type


@extend_schema(parameters=[JOB_ID])
class DownloadViewSet(viewsets.ViewSet):
    """The translated file, whole or in ranges. Whoever knows the job's id may have it."""

    authentication_classes = ()
    permission_classes = ()
    content_negotiation_class = AnyAccept
    lookup_url_kwarg = "job_id"
    lookup_value_regex = "[^/]+"

    @extend_schema(
        responses={
            (200, "application/octet-stream"): OpenApiTypes.BINARY,
            (206, "application/octet-stream"): OpenApiTypes.BINARY,
            304: OpenApiResponse(description="The file is the one that the client has."),
            404: OpenApiResponse(description="Job not found, or its output file not found."),
            409: NOT_COMPLETED,
            416: OpenApiResponse(description="The file has no such range."),
        }
    )
    def retrieve(self, request: Request, job_id: str) -> HttpResponseBase:
        job = job_values(job_id, "status", "filename", "format", "target_language", "output_file", "finished_at")
        if job["status"] != JobStatus.COMPLETED:
            raise NotCompleted
        try:
            return send(request, translated(job))
        except FileNotFoundError as error:
            raise NotFound("Output file not found") from error


def translated(job: dict[str, Any]) -> StoredFile:
    """The output of a job, named after the source and the language that it is now in."""
    stored = job["output_file"]
    filename = translated_name(job["filename"], job["target_language"], PurePosixPath(stored).suffix)
    return StoredFile(stored, filename, media_type(job["format"], stored), job["finished_at"])


class NewestFirst(CursorPagination):
    ordering = ("-created_at", "-id")
    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100


class JobViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    SegmentActions,
    JobVerbs,
    TranslateViewSet,
):
    """The jobs that the signed-in user or this browser created, newest first."""

    queryset = TranslationJob.objects.all()
    serializer_class = serializers.JobListed
    pagination_class = NewestFirst
    lookup_url_kwarg = "job_id"
    lookup_value_regex = "[^/]+"

    def get_queryset(self) -> QuerySet[TranslationJob]:
        mine = created_by(TranslationJob.objects.all(), self.request)
        return mine.defer("report") if self.action == "list" else mine

    def get_object(self) -> TranslationJob:
        try:
            job: TranslationJob = super().get_object()
        except Http404 as error:
            raise NotFound("Job not found") from error
        return job

    def get_serializer_class(self) -> Any:
        return {"create": serializers.TranslateRequest, "retrieve": serializers.JobInFull}.get(
            self.action, self.serializer_class
        )

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.action != "list":
            return queryset
        wanted = serializers.StatusFilter(data=self.request.query_params)
        wanted.is_valid(raise_exception=True)
        return queryset.filter(**wanted.validated_data)

    @extend_schema(parameters=[serializers.StatusFilter])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(responses={200: serializers.ReportAnswer, 404: JOB_NOT_FOUND, 409: NOT_COMPLETED})
    @action(detail=True)
    def report(self, request: Request, job_id: str) -> Response:
        """What was done with a finished job, page by page."""
        job = self.get_object()
        if job.status != JobStatus.COMPLETED:
            raise NotCompleted
        return Response({**(job.report or {}), "boxes": list(boxes_of(job))})

    def perform_destroy(self, instance: TranslationJob) -> None:
        instance.erase()


class LanguagesViewSet(OwnErrors):
    """The languages that an engine of this server translates between."""

    @extend_schema(parameters=[serializers.EngineChoice], responses=serializers.LanguagesAnswer)
    def list(self, request: Request) -> Response:
        wanted = serializers.EngineChoice(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        engine = engine_named(wanted.validated_data["engine"])
        languages = [
            {**_language(source), "targets": [_language(target) for target in targets]}
            for source, targets in engine.pairs().items()
        ]
        return Response({"engine": engine.name, "languages": languages})


def _language(tag: str) -> dict[str, str]:
    return {"code": tag, "name": name_of(tag)}


class EnginesViewSet(OwnErrors):
    """The engines that a job may name, and what each can do."""

    @extend_schema(responses=serializers.EngineAnswer(many=True))
    def list(self, request: Request) -> Response:
        own = engine_named("")
        return Response([_engine(engine, engine.name == own.name) for engine in configured_engines().values()])


def _engine(engine: Engine, default: bool) -> dict[str, Any]:
    pairs: Mapping[str, Sequence[str]] = {}
    problem = None
    try:
        pairs = pairs_of(engine)
    except EngineFailed as error:
        problem = str(error)
    return {
        "name": engine.name,
        "default": default,
        "pairs": pairs,
        "takes_tags": engine.takes_tags,
        "takes_glossary": engine.takes_glossary,
        "max_batch": engine.max_batch,
        "problem": problem,
    }


class FormatsViewSet(viewsets.ViewSet):
    """The formats that are read and written."""

    @extend_schema(responses=serializers.FormatAnswer(many=True))
    def list(self, request: Request) -> Response:
        return Response(serializers.FormatAnswer(FORMATS.values(), many=True).data)
