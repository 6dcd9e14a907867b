"""The segments of a job: list them, download them for a translation program, and upload corrections."""

from collections.abc import Iterator
from typing import Any

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

from jobs.api.base.errors import NotCompleted
from jobs.api.base.schema import NOT_COMPLETED
from jobs.api.job_serializers import TranslateAnswer
from jobs.files import storage
from jobs.files.outputs import translated_name
from jobs.intake.corrections import translate_corrected
from jobs.intake.senders import Sender
from jobs.models import JobStatus, TranslationJob
from jobs.records.segment_record import as_tmx, as_xliff, readable, segments_of
from translation.document import Origin, Segment
from translation.exchange import tmx, xliff
from translation.text.messages import ISSUES, issue_sentence

ANY_ISSUE = "any"
NOT_FOUND = OpenApiResponse(description="Job not found, or its segments were not kept.")
FILE = {(200, "application/octet-stream"): OpenApiTypes.BINARY, 404: NOT_FOUND, 409: NOT_COMPLETED}


class IssueAnswer(serializers.Serializer[Any]):
    code = serializers.CharField()
    text = serializers.CharField()


class MatchAnswer(serializers.Serializer[Any]):
    source = serializers.CharField()  # type: ignore[assignment]
    target = serializers.CharField()
    score = serializers.IntegerField(help_text="How similar it is to the source of the segment, in percent.")


class SegmentAnswer(serializers.Serializer[Any]):
    unit = serializers.CharField(help_text="The name of its block, which is also its unit in the XLIFF file.")
    segment = serializers.CharField(help_text="The name of the sentence within the block, as in the XLIFF file.")
    page = serializers.IntegerField(allow_null=True, help_text="Counted from 1.")
    source = serializers.CharField()  # type: ignore[assignment]
    target = serializers.CharField()
    origin = serializers.ChoiceField(choices=list(Origin))
    faults = IssueAnswer(many=True, help_text="The quality issues of the translation.")
    matches = MatchAnswer(many=True, help_text="Similar entries of the translation memory that were not used.")


class SegmentFilter(serializers.Serializer[Any]):
    page = serializers.IntegerField(required=False, min_value=1, help_text="A page of the document, counted from 1.")
    fault = serializers.ChoiceField(choices=[ANY_ISSUE, *ISSUES], required=False)
    origin = serializers.ChoiceField(choices=list(Origin), required=False)

    def passes(self, segment: Segment) -> bool:
        """Return whether the segment meets all filters of the request."""
        filters = self.validated_data
        issue = filters.get("fault", "")
        return (
            ("page" not in filters or segment.page == filters["page"] - 1)
            and (not issue or issue in segment.issues or (issue == ANY_ISSUE and bool(segment.issues)))
            and filters.get("origin", segment.origin) == segment.origin
        )


class CorrectionsRequest(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="The XLIFF file of the job, with corrected targets.")


class SegmentPagination(LimitOffsetPagination):
    default_limit = 50
    max_limit = 500


class SegmentActions:
    """Adds the actions on segments to the view set of jobs."""

    @extend_schema(
        parameters=[SegmentFilter],
        responses={200: SegmentAnswer(many=True), 404: NOT_FOUND, 409: NOT_COMPLETED},
        filters=True,
    )
    @action(detail=True, pagination_class=SegmentPagination)
    def segments(self, request: Request, job_id: str) -> Response:
        """List the sentences of a completed job with their translations, in the order of the document."""
        serializer = SegmentFilter(data=request.query_params)
        serializer.is_valid(raise_exception=True)
        job = self._with_segments()
        pagination = SegmentPagination()
        segments = pagination.paginate_queryset([*filter(serializer.passes, segments_of(job))], request)
        return pagination.get_paginated_response([_answer(segment) for segment in segments or ()])

    @extend_schema(responses=FILE)
    @action(detail=True, url_path=r"segments\.xlf", url_name="xliff", pagination_class=None)
    def xliff(self, request: Request, job_id: str) -> StreamingHttpResponse:
        """Download the segments as XLIFF 2.1, to correct them in a translation program."""
        job = self._with_segments()
        return _file(job, as_xliff(job), xliff.MEDIA_TYPE, ".xlf")

    @extend_schema(responses=FILE)
    @action(detail=True, url_path=r"segments\.tmx", url_name="tmx", pagination_class=None)
    def tmx(self, request: Request, job_id: str) -> StreamingHttpResponse:
        """Download the segments as a translation memory, TMX 1.4b."""
        job = self._with_segments()
        return _file(job, as_tmx(job), tmx.MEDIA_TYPE, ".tmx")

    @extend_schema(
        request={"multipart/form-data": CorrectionsRequest},
        responses={
            202: TranslateAnswer,
            400: OpenApiResponse(description="The error in the file, and the unit that has it."),
            404: NOT_FOUND,
            409: NOT_COMPLETED,
        },
    )
    @action(detail=True, methods=["post"], serializer_class=CorrectionsRequest, pagination_class=None)
    def corrections(self, request: Request, job_id: str) -> Response:
        """Rebuild the document with corrected segments, as a new job that uses no engine."""
        serializer = CorrectionsRequest(data=request.data)
        serializer.is_valid(raise_exception=True)
        sender = Sender.of(request)
        try:
            new_job = translate_corrected(self._with_segments(), serializer.validated_data["file"], sender)
        except FileNotFoundError as error:
            raise NotFound("The files of the job are no longer stored") from error
        answer = TranslateAnswer(new_job, context={"request": request}).data
        return Response(answer, status.HTTP_202_ACCEPTED, headers={"Location": answer["status_url"]})

    def _with_segments(self) -> TranslationJob:
        job: TranslationJob = self.get_object()  # type: ignore[attr-defined]
        if job.status != JobStatus.COMPLETED:
            raise NotCompleted
        if not job.segments_file or not storage.exists(job.segments_file):
            raise NotFound("The segments of this job were not kept")
        return job


def _answer(segment: Segment) -> dict[str, Any]:
    return {
        "unit": segment.unit,
        "segment": segment.name,
        "page": None if segment.page is None else segment.page + 1,
        "source": readable(segment.source, segment),
        "target": readable(segment.target, segment),
        "origin": segment.origin,
        "faults": [{"code": code, "text": issue_sentence(code)} for code in segment.issues],
        "matches": [
            {
                "source": readable(match.source, segment),
                "target": readable(match.target, segment),
                "score": match.score,
            }
            for match in segment.matches
        ],
    }


def _file(job: TranslationJob, content: Iterator[str], media_type: str, suffix: str) -> StreamingHttpResponse:
    name = translated_name(job.filename, job.target_language, suffix)
    disposition = content_disposition_header(True, name) or "attachment"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return StreamingHttpResponse(content, content_type=media_type, headers=headers)
