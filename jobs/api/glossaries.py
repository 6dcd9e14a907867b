"""The glossaries of the signed-in user, and shared glossaries, which only an administrator can change."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from jobs.api.base.fields import LanguageField
from jobs.api.base.negotiation import IgnoreFormatNegotiation
from jobs.api.base.pagination import PageSizeCursorPagination
from jobs.api.base.permissions import IsSameOrigin
from jobs.api.base.views import ApiViewSet
from jobs.http.file_response import attachment
from jobs.intake.glossaries import read_file, usable_by
from translation.glossaries.files import GLOSSARY_FORMATS
from translation.glossaries.terms import MAX_TERMS, GlossaryTerm
from translation.models import Glossary, Term

LANGUAGE_FIELDS = ("source_language", "target_language")
NAME_TAKEN = "You already have a glossary with this name. Choose another name."
TERM_TAKEN = "The glossary already contains this term. Change the existing one."
GLOSSARY_ID = OpenApiParameter("glossary_id", OpenApiTypes.UUID, OpenApiParameter.PATH)
FILE_REFUSED = OpenApiResponse(description="Invalid fields, each with its errors. Errors in a file name the line.")


class GlossaryAnswer(serializers.ModelSerializer[Glossary]):
    source_language = LanguageField()
    target_language = LanguageField()
    shared = serializers.SerializerMethodField(help_text="Whether everybody on this server may use it.")
    terms = serializers.IntegerField(source="size", read_only=True, help_text="The number of terms.")

    class Meta:
        model = Glossary
        fields: tuple[str, ...] = (
            "id",
            "name",
            "source_language",
            "target_language",
            "shared",
            "terms",
            "created_at",
        )
        read_only_fields = ("created_at",)

    def get_shared(self, glossary: Glossary) -> bool:
        return glossary.owner_id is None

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        languages = [attrs.get(name, getattr(self.instance, name, None)) for name in LANGUAGE_FIELDS]
        if languages[0] == languages[1]:
            raise serializers.ValidationError({"target_language": "Choose two different languages."})
        return attrs


class GlossaryRequest(GlossaryAnswer):
    file = serializers.FileField(required=False, write_only=True, help_text="The first terms, as CSV, TSV or TBX.")

    class Meta(GlossaryAnswer.Meta):
        fields = (*GlossaryAnswer.Meta.fields, "file")


class TermAnswer(serializers.ModelSerializer[Term]):
    class Meta:
        model = Term
        fields = ("id", "source", "target", "gender", "is_plural", "is_case_sensitive")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        texts = (attrs.get(name, getattr(self.instance, name, "")) for name in ("source", "target"))
        if objection := GlossaryTerm(*texts).objection():
            raise serializers.ValidationError({"source": f"This cannot be a term: {objection}."})
        return attrs


class TermsFile(serializers.Serializer[Any]):
    file = serializers.FileField(allow_empty_file=True, help_text="CSV, TSV or TBX.")


class ImportedTerms(serializers.Serializer[Any]):
    terms = serializers.IntegerField(help_text="The number of terms in the file.")


class ExportChoice(serializers.Serializer[Any]):
    format = serializers.ChoiceField(choices=list(GLOSSARY_FORMATS), default="csv")


class LanguagesFilter(serializers.Serializer[Any]):
    source_language = LanguageField(required=False)
    target_language = LanguageField(required=False)


class TermFilter(serializers.Serializer[Any]):
    search = serializers.CharField(required=False, max_length=200, help_text="Text in the source or the target.")


class IsOwnerOrReadOnly(BasePermission):
    """Allow changes to the user's own glossaries. The views never find glossaries of another user."""

    message = "This glossary is shared. Only an administrator can change it, in the admin."

    def has_object_permission(self, request: Request, view: APIView, obj: Glossary) -> bool:
        return request.method in SAFE_METHODS or obj.owner_id is not None


class GlossaryPagination(PageSizeCursorPagination):
    ordering = ("name", "id")


class TermPagination(PageSizeCursorPagination):
    ordering = ("source", "id")


class GlossaryAccess(ApiViewSet):
    """The base of the views of glossaries and terms."""

    permission_classes: Any = (IsAuthenticated, IsSameOrigin, IsOwnerOrReadOnly)
    lookup_value_regex = "[^/]+"

    def glossaries(self) -> QuerySet[Glossary]:
        usable = usable_by(self.request.user) if self.request.user.is_authenticated else Glossary.objects.none()
        return usable.annotate(size=Count("terms"))

    def glossary(self) -> Glossary:
        """Return the glossary of the URL. Raises NotFound and PermissionDenied."""
        try:
            row = self.glossaries().get(pk=self.kwargs["glossary_id"])
        except (ValidationError, Glossary.DoesNotExist) as error:
            raise NotFound("Glossary not found") from error
        self.check_object_permissions(self.request, row)
        return row


@extend_schema(parameters=[GLOSSARY_ID])
class GlossaryViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    GlossaryAccess,
):
    """Lists of terms with their required translations. A job that names a glossary applies it."""

    queryset = Glossary.objects.all()
    serializer_class: Any = GlossaryAnswer
    pagination_class = GlossaryPagination
    lookup_url_kwarg = "glossary_id"

    def get_queryset(self) -> QuerySet[Glossary]:
        return self.glossaries()

    def get_object(self) -> Glossary:
        return self.glossary()

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        serializer = LanguagesFilter(data=self.request.query_params)
        serializer.is_valid(raise_exception=True)
        return queryset.filter(**serializer.validated_data)

    @extend_schema(parameters=[LanguagesFilter])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List your glossaries and the shared ones, by name."""
        return super().list(request, *args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return one glossary."""
        return super().retrieve(request, *args, **kwargs)

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Delete a glossary with its terms."""
        return super().destroy(request, *args, **kwargs)

    @extend_schema(request=GlossaryRequest, responses={201: GlossaryAnswer, 400: FILE_REFUSED})
    def create(self, request: Request) -> Response:
        """Create a glossary, empty or with the terms of a file."""
        serializer = GlossaryRequest(data=request.data)
        serializer.is_valid(raise_exception=True)
        fields = dict(serializer.validated_data)
        file = fields.pop("file", None)
        languages = fields["source_language"], fields["target_language"]
        terms = read_file(file, "file", languages).terms if file else ()
        row = Glossary(owner_id=request.user.pk, **fields)
        with _unique("name", NAME_TAKEN), transaction.atomic():
            row.save(force_insert=True)
            row.store_terms(terms)
        answer = GlossaryAnswer(self.glossaries().get(pk=row.pk)).data
        return Response(answer, status.HTTP_201_CREATED)

    @extend_schema(request=GlossaryAnswer(partial=True), responses=GlossaryAnswer)
    def partial_update(self, request: Request, glossary_id: str) -> Response:
        """Change the name or the languages of a glossary."""
        row = self.glossary()
        serializer = GlossaryAnswer(row, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        if serializer.validated_data:
            with _unique("name", NAME_TAKEN), transaction.atomic():
                Glossary.objects.filter(pk=row.pk, owner=row.owner_id).update(**serializer.validated_data)
        return Response(GlossaryAnswer(self.glossary()).data)

    @extend_schema(
        operation_id="glossaries_import",
        request={"multipart/form-data": TermsFile},
        responses={200: ImportedTerms, 400: FILE_REFUSED},
    )
    @action(detail=True, methods=["post"], url_path="import", serializer_class=TermsFile)
    def import_(self, request: Request, glossary_id: str) -> Response:
        """Add the terms of a file. A term that already exists is replaced."""
        row = self.glossary()
        serializer = TermsFile(data=request.data)
        serializer.is_valid(raise_exception=True)
        terms = read_file(serializer.validated_data["file"], "file", (row.source_language, row.target_language)).terms
        row.store_terms(terms)
        return Response({"terms": len(terms)})

    @extend_schema(parameters=[ExportChoice], responses={(200, "text/csv"): OpenApiTypes.BINARY})
    @action(detail=True, pagination_class=None, content_negotiation_class=IgnoreFormatNegotiation)
    def export(self, request: Request, glossary_id: str) -> HttpResponse:
        """Download all terms as a file."""
        serializer = ExportChoice(data=request.query_params)
        serializer.is_valid(raise_exception=True)
        return _export(self.glossary(), serializer.validated_data["format"])


@extend_schema(parameters=[GLOSSARY_ID])
class TermViewSet(
    mixins.ListModelMixin,
    mixins.RetrieveModelMixin,
    mixins.DestroyModelMixin,
    GlossaryAccess,
):
    """The terms of a glossary."""

    queryset = Term.objects.all()
    serializer_class: Any = TermAnswer
    pagination_class = TermPagination
    lookup_url_kwarg = "term_id"
    lookup_value_regex = "[0-9]{1,18}"

    def get_queryset(self) -> QuerySet[Term]:
        return self.glossary().terms.all()

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        serializer = TermFilter(data=self.request.query_params)
        serializer.is_valid(raise_exception=True)
        search = serializer.validated_data.get("search", "")
        return queryset.filter(Q(source__icontains=search) | Q(target__icontains=search)) if search else queryset

    def get_object(self) -> Term:
        try:
            term: Term = self.get_queryset().get(pk=self.kwargs["term_id"])
        except Term.DoesNotExist as error:
            raise Http404 from error
        return term

    @extend_schema(parameters=[TermFilter])
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List the terms of a glossary, by source."""
        return super().list(request, *args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return one term."""
        return super().retrieve(request, *args, **kwargs)

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Delete a term."""
        return super().destroy(request, *args, **kwargs)

    def create(self, request: Request, glossary_id: str) -> Response:
        """Add a term to a glossary."""
        glossary = self.glossary()
        serializer = TermAnswer(data=request.data)
        serializer.is_valid(raise_exception=True)
        if glossary.terms.count() >= MAX_TERMS:
            raise serializers.ValidationError({"source": [f"A glossary can contain at most {MAX_TERMS} terms."]})
        with _unique("source", TERM_TAKEN), transaction.atomic():
            term = glossary.terms.create(**serializer.validated_data)
        return Response(TermAnswer(term).data, status.HTTP_201_CREATED)

    @extend_schema(request=TermAnswer(partial=True))
    def partial_update(self, request: Request, glossary_id: str, term_id: str) -> Response:
        """Change a term."""
        term = self.get_object()
        serializer = TermAnswer(term, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        if serializer.validated_data:
            with _unique("source", TERM_TAKEN), transaction.atomic():
                Term.objects.filter(pk=term.pk).update(**serializer.validated_data)
        return Response(TermAnswer(self.get_object()).data)


def _export(glossary: Glossary, format: str) -> HttpResponse:
    file_format = GLOSSARY_FORMATS[format]
    text = file_format.write(glossary.as_value().terms, glossary.source_language, glossary.target_language)
    response = HttpResponse(text, content_type=f"{file_format.media_type}; charset=utf-8")
    response["Content-Disposition"] = attachment(glossary.name + file_format.suffix)
    return response


@contextmanager
def _unique(field: str, text: str) -> Iterator[None]:
    """Turn a violated unique constraint into a validation error of the field."""
    try:
        yield
    except IntegrityError as error:
        raise serializers.ValidationError({field: [text]}) from error
