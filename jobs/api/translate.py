from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from jobs.api.base.schema import NO_ROOM, OVER_LIMIT, QUEUE_FULL, REFUSED
from jobs.api.base.views import ApiViewSet
from jobs.api.job_serializers import TranslateAnswer, TranslateRequest
from jobs.intake.senders import Sender
from jobs.intake.submission import translate_file, translate_upload, upload_named
from jobs.models import TranslationJob


class TranslateViewSet(ApiViewSet):
    """Start the translation of documents."""

    serializer_class: Any = TranslateRequest

    @extend_schema(
        request=TranslateRequest,
        responses={
            202: TranslateAnswer,
            400: REFUSED,
            404: OpenApiResponse(description="Upload not found."),
            413: OVER_LIMIT,
            429: QUEUE_FULL,
            507: NO_ROOM,
        },
    )
    def create(self, request: Request) -> Response:
        """Start a job that translates the document in `file`, or an earlier upload."""
        serializer = TranslateRequest(data=request.data)
        serializer.is_valid(raise_exception=True)
        sender = Sender.of(request)
        job = _start(serializer, sender)
        if request.user.is_staff and serializer.validated_data["priority"]:
            job.prioritise(serializer.validated_data["priority"])
        answer = TranslateAnswer(job, context={"request": request}).data
        response = Response(answer, status.HTTP_202_ACCEPTED, headers={"Location": answer["status_url"]})
        sender.remember(request, response)
        return response


def _start(serializer: TranslateRequest, sender: Sender) -> TranslationJob:
    values = serializer.validated_data
    if "file" in values:
        return translate_file(values["file"], serializer.translation_request(), sender)
    upload = upload_named(values.get("upload_id") or values["file_path"])
    return translate_upload(upload, serializer.translation_request(), sender)
