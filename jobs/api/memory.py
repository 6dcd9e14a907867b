"""The translation memory of the signed-in user."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from jobs.api.permissions import FromThisSite
from jobs.api.serializers import LanguageField
from jobs.api.views import ApiViewSet
from jobs.records.job_resources import remember
from jobs.records.segment_record import exported
from translation.exchange.tmx import MEDIA_TYPE, read_tmx, write_tmx
from translation.models import TranslationUnit


class UnitAnswer(serializers.ModelSerializer[TranslationUnit]):
    class Meta:
        model = TranslationUnit
        fields = ("id", "source_language", "target_language", "source", "target", "is_corrected", "changed_at")


class UnitFilter(serializers.Serializer[Any]):
    search = serializers.CharField(required=False, max_length=200, help_text="Words of the source or the target.")
    source_language = LanguageField(required=False)
    target_language = LanguageField(required=False)


class MemoryFile(serializers.Serializer[Any]):
    file = serializers.FileField(help_text="A TMX file, version 1.4b or older.")


class ImportAnswer(serializers.Serializer[Any]):
    units = serializers.IntegerField()


class LastChangedFirst(CursorPagination):
    ordering = ("-changed_at", "-id")
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 500


class MemoryViewSet(mixins.ListModelMixin, mixins.DestroyModelMixin, ApiViewSet):
    """Sentences with the translations that you accepted. Jobs with the option `memory` use them, and add theirs."""

    permission_classes: Any = (IsAuthenticated, FromThisSite)
    queryset = TranslationUnit.objects.all()
    serializer_class: Any = UnitAnswer
    pagination_class = LastChangedFirst
    lookup_url_kwarg = "unit_id"
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[TranslationUnit]:
        if not self.request.user.is_authenticated:
            return TranslationUnit.objects.none()
        return TranslationUnit.objects.filter(owner=self.request.user)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = UnitFilter(data=self.request.query_params)
        wanted.is_valid(raise_exception=True)
        languages = dict(wanted.validated_data)
        search = languages.pop("search", "")
        return queryset.filter(Q(source__icontains=search) | Q(target__icontains=search), **languages)

    @extend_schema(parameters=[UnitFilter])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(operation_id="memory_clear", parameters=[UnitFilter], responses={204: None})
    def clear(self, request: Request) -> Response:
        """Delete the whole memory, or what the filters find of it."""
        self.filter_queryset(self.get_queryset()).delete()
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        operation_id="memory_import",
        request={"multipart/form-data": MemoryFile},
        responses={201: ImportAnswer, 400: OpenApiResponse(description="What is wrong with the file.")},
    )
    @action(detail=False, methods=["post"], url_path="import", serializer_class=MemoryFile, pagination_class=None)
    def import_(self, request: Request) -> Response:
        """Add the units of a TMX file; they take the place of what the memory has for the same sources."""
        wanted = MemoryFile(data=request.data)
        wanted.is_valid(raise_exception=True)
        units = list(read_tmx(wanted.validated_data["file"]))
        return Response({"units": remember(request.user.pk, units, is_corrected=True)}, status.HTTP_201_CREATED)

    @extend_schema(parameters=[UnitFilter], responses={(200, MEDIA_TYPE): OpenApiTypes.BINARY})
    @action(detail=False, pagination_class=None)
    def export(self, request: Request) -> StreamingHttpResponse:
        """The memory as TMX 1.4b, or what the filters find of it."""
        units = exported(self.filter_queryset(self.get_queryset()))
        headers = {"Content-Disposition": 'attachment; filename="memory.tmx"'}
        return StreamingHttpResponse(write_tmx(units), content_type=MEDIA_TYPE, headers=headers)
