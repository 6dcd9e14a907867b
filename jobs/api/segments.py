"""The segments of a job: to look at, as files for a translation program, and back again with corrections."""

from collections.abc import Iterator
from typing import Any

from django.core.files.storage import default_storage
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request
from rest_framework.response import Response

from jobs.api.errors import NotCompleted
from jobs.api.serializers import TranslateAnswer
from jobs.files.outputs import translated_name
from jobs.intake.corrections import translate_corrected
from jobs.intake.senders import Sender
from jobs.models import JobStatus, TranslationJob
from jobs.records.segment_record import as_tmx, as_xliff, segments_of, shown
from translation.document import Origin, Segment
from translation.exchange import tmx, xliff
from translation.messages import ISSUES, issue_sentence

ANY_ISSUE = "any"
NOT_FOUND = OpenApiResponse(description="Job not found, or its segments were not kept.")
NOT_COMPLETED = OpenApiResponse(description="Translation not completed.")
FILE = {(200, "application/octet-stream"): OpenApiTypes.BINARY, 404: NOT_FOUND, 409: NOT_COMPLETED}


class IssueAnswer(serializers.Serializer[Any]):
    code = serializers.CharField()
    text = serializers.CharField()


class MatchAnswer(serializers.Serializer[Any]):
    source = serializers.CharField()  # type: ignore[assignment]
    target = serializers.CharField()
    score = serializers.IntegerField(help_text="How like the segment's source it is, in percent.")


class SegmentAnswer(serializers.Serializer[Any]):
    unit = serializers.CharField(help_text="Its block, as the unit of the XLIFF file is called.")
    segment = serializers.CharField(help_text="Which sentence of the block, as in the XLIFF file.")
    page = serializers.IntegerField(allow_null=True)
    source = serializers.CharField()  # type: ignore[assignment]
    target = serializers.CharField()
    origin = serializers.ChoiceField(choices=list(Origin))
    faults = IssueAnswer(many=True)
    matches = MatchAnswer(many=True, help_text="What the translation memory has that is like it, and was not used.")


class SegmentFilter(serializers.Serializer[Any]):
    page = serializers.IntegerField(required=False, min_value=1, help_text="The document's page, counted from 1.")
    fault = serializers.ChoiceField(choices=[ANY_ISSUE, *ISSUES], required=False)
    origin = serializers.ChoiceField(choices=list(Origin), required=False)

    def passes(self, segment: Segment) -> bool:
        wanted = self.validated_data
        fault = wanted.get("fault", "")
        return (
            ("page" not in wanted or segment.page == wanted["page"] - 1)
            and (not fault or fault in segment.issues or (fault == ANY_ISSUE and bool(segment.issues)))
            and wanted.get("origin", segment.origin) == segment.origin
        )


class CorrectionsRequest(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="The job's segments as XLIFF, with corrected targets.")


class SegmentPages(LimitOffsetPagination):
    default_limit = 50
    max_limit = 500


class SegmentActions:
    """What a view of jobs does with the segments of one."""

    @extend_schema(
        parameters=[SegmentFilter],
        responses={200: SegmentAnswer(many=True), 404: NOT_FOUND, 409: NOT_COMPLETED},
        filters=True,
    )
    @action(detail=True, pagination_class=SegmentPages)
    def segments(self, request: Request, job_id: str) -> Response:
        """The sentences of a completed job in the document's order, with what became of each."""
        wanted = SegmentFilter(data=request.query_params)
        wanted.is_valid(raise_exception=True)
        job = self._with_segments()
        pages = SegmentPages()
        found = pages.paginate_queryset([*filter(wanted.passes, segments_of(job))], request)
        return pages.get_paginated_response([_answer(segment) for segment in found or ()])

    @extend_schema(responses=FILE)
    @action(detail=True, url_path=r"segments\.xlf", url_name="xliff", pagination_class=None)
    def xliff(self, request: Request, job_id: str) -> StreamingHttpResponse:
        """The segments as XLIFF 2.1, to correct them in a translation program."""
        job = self._with_segments()
        return _file(job, as_xliff(job), xliff.MEDIA_TYPE, ".xlf")

    @extend_schema(responses=FILE)
    @action(detail=True, url_path=r"segments\.tmx", url_name="tmx", pagination_class=None)
    def tmx(self, request: Request, job_id: str) -> StreamingHttpResponse:
        """The segments as a translation memory, TMX 1.4b."""
        job = self._with_segments()
        return _file(job, as_tmx(job), tmx.MEDIA_TYPE, ".tmx")

    @extend_schema(
        request={"multipart/form-data": CorrectionsRequest},
        responses={
            202: TranslateAnswer,
            400: OpenApiResponse(description="What is wrong with the file, and in which unit."),
            404: NOT_FOUND,
            409: NOT_COMPLETED,
        },
    )
    @action(detail=True, methods=["post"], serializer_class=CorrectionsRequest, pagination_class=None)
    def corrections(self, request: Request, job_id: str) -> Response:
        """Make the document again with corrected segments, as a new job that translates nothing."""
        wanted = CorrectionsRequest(data=request.data)
        wanted.is_valid(raise_exception=True)
        sender = Sender.of(request)
        try:
            again = translate_corrected(self._with_segments(), wanted.validated_data["file"], sender)
        except FileNotFoundError as error:
            raise NotFound("The files of the job are gone") from error
        answer = TranslateAnswer(again, context={"request": request}).data
        return Response(answer, status.HTTP_202_ACCEPTED, headers={"Location": answer["status_url"]})

    def _with_segments(self) -> TranslationJob:
        job: TranslationJob = self.get_object()  # type: ignore[attr-defined]
        if job.status != JobStatus.COMPLETED:
            raise NotCompleted
        if not job.segments_file or not default_storage.exists(job.segments_file):
            raise NotFound("The segments of this job were not kept")
        return job


def _answer(segment: Segment) -> dict[str, Any]:
    return {
        "unit": segment.unit,
        "segment": segment.name,
        "page": None if segment.page is None else segment.page + 1,
        "source": shown(segment.source, segment),
        "target": shown(segment.target, segment),
        "origin": segment.origin,
        "faults": [{"code": code, "text": issue_sentence(code)} for code in segment.issues],
        "matches": [
            {"source": shown(match.source, segment), "target": shown(match.target, segment), "score": match.score}
            for match in segment.matches
        ],
    }


def _file(job: TranslationJob, content: Iterator[str], media_type: str, suffix: str) -> StreamingHttpResponse:
    name = translated_name(job.filename, job.target_language, suffix)
    disposition = content_disposition_header(True, name) or "attachment"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return StreamingHttpResponse(content, content_type=media_type, headers=headers)
