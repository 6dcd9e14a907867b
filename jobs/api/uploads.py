from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from jobs.api.base.fields import NullableCharField
from jobs.api.base.schema import NO_ROOM, OVER_LIMIT, REFUSED
from jobs.api.base.views import ApiViewSet
from jobs.intake.senders import Sender
from jobs.intake.submission import accept_upload
from jobs.models import Upload


class UploadRequest(serializers.Serializer[Upload]):
    # A later check refuses empty files, with an error code and advice.
    file = serializers.FileField(allow_empty_file=True)


class UploadAnswer(serializers.ModelSerializer[Upload]):
    upload_id = serializers.UUIDField(source="id", read_only=True)
    detected_language = NullableCharField()

    class Meta:
        model = Upload
        fields = ("upload_id", "filename", "size", "pages", "detected_language", "detection_confidence")


class UploadViewSet(ApiViewSet):
    """Check and store a document, so that you can translate it into several languages."""

    serializer_class = UploadRequest

    @extend_schema(
        request={"multipart/form-data": UploadRequest},
        responses={201: UploadAnswer, 400: REFUSED, 413: OVER_LIMIT, 507: NO_ROOM},
    )
    def create(self, request: Request) -> Response:
        serializer = UploadRequest(data=request.data)
        serializer.is_valid(raise_exception=True)
        sender = Sender.of(request)
        upload = accept_upload(serializer.validated_data["file"], sender)
        response = Response(UploadAnswer(upload).data, status.HTTP_201_CREATED)
        sender.remember(request, response)
        return response
