"""The translation memory of the signed-in user."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from jobs.api.base.fields import LanguageField
from jobs.api.base.pagination import PageSizeCursorPagination
from jobs.api.base.permissions import IsSameOrigin
from jobs.api.base.views import ApiViewSet
from jobs.records.job_resources import remember
from jobs.records.segment_record import units_of_rows
from translation.exchange.tmx import MEDIA_TYPE, read_tmx, write_tmx
from translation.models import TranslationUnit


class UnitAnswer(serializers.ModelSerializer[TranslationUnit]):
    class Meta:
        model = TranslationUnit
        fields = ("id", "source_language", "target_language", "source", "target", "is_corrected", "changed_at")


class UnitFilter(serializers.Serializer[Any]):
    search = serializers.CharField(required=False, max_length=200, help_text="Text in the source or the target.")
    source_language = LanguageField(required=False)
    target_language = LanguageField(required=False)


class MemoryFile(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="A TMX file, version 1.4b or older.")


class ImportAnswer(serializers.Serializer[Any]):
    units = serializers.IntegerField(help_text="The number of units that were added or replaced.")


class MemoryPagination(PageSizeCursorPagination):
    ordering = ("-changed_at", "-id")


class MemoryViewSet(mixins.ListModelMixin, mixins.DestroyModelMixin, ApiViewSet):
    """The sentences of your translation memory. Jobs with the option `memory` use it and add to it."""

    permission_classes: Any = (IsAuthenticated, IsSameOrigin)
    queryset = TranslationUnit.objects.all()
    serializer_class: Any = UnitAnswer
    pagination_class = MemoryPagination
    lookup_url_kwarg = "unit_id"
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[TranslationUnit]:
        if not self.request.user.is_authenticated:
            return TranslationUnit.objects.none()
        return TranslationUnit.objects.filter(owner=self.request.user)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        serializer = UnitFilter(data=self.request.query_params)
        serializer.is_valid(raise_exception=True)
        languages = dict(serializer.validated_data)
        search = languages.pop("search", "")
        return queryset.filter(Q(source__icontains=search) | Q(target__icontains=search), **languages)

    @extend_schema(parameters=[UnitFilter])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List the units of your translation memory, most recently changed first."""
        return super().list(request, *args, **kwargs)

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Delete one unit."""
        return super().destroy(request, *args, **kwargs)

    @extend_schema(operation_id="memory_clear", parameters=[UnitFilter], responses={204: None})
    def clear(self, request: Request) -> Response:
        """Delete the whole memory or, with filters, the units that match them."""
        self.filter_queryset(self.get_queryset()).delete()
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        operation_id="memory_import",
        request={"multipart/form-data": MemoryFile},
        responses={201: ImportAnswer, 400: OpenApiResponse(description="The error in the file.")},
    )
    @action(detail=False, methods=["post"], url_path="import", serializer_class=MemoryFile, pagination_class=None)
    def import_(self, request: Request) -> Response:
        """Add the units of a TMX file. They replace units with the same source."""
        serializer = MemoryFile(data=request.data)
        serializer.is_valid(raise_exception=True)
        units = list(read_tmx(serializer.validated_data["file"]))
        return Response({"units": remember(request.user.pk, units, is_corrected=True)}, status.HTTP_201_CREATED)

    @extend_schema(parameters=[UnitFilter], responses={(200, MEDIA_TYPE): OpenApiTypes.BINARY})
    @action(detail=False, pagination_class=None)
    def export(self, request: Request) -> StreamingHttpResponse:
        """Download the whole memory as TMX 1.4b or, with filters, the units that match them."""
        units = units_of_rows(self.filter_queryset(self.get_queryset()))
        headers = {"Content-Disposition": 'attachment; filename="memory.tmx"'}
        return StreamingHttpResponse(write_tmx(units), content_type=MEDIA_TYPE, headers=headers)
