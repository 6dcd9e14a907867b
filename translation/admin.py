"""The admin pages of glossaries, terms and translation memories."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header

from translation.exceptions import TranslationError
from translation.glossaries.files import GLOSSARY_FORMATS, read_glossary
from translation.glossaries.terms import GlossaryTerm
from translation.languages.tags import parse_language
from translation.models import Glossary, Term, TranslationUnit

# A form with more terms would have more fields than Django accepts in one request.
MAX_INLINE_TERMS = 100


class TermForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Term
        fields = ("glossary", "source", "target", "gender", "is_plural", "is_case_sensitive")

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or self.cleaned_data
        term = GlossaryTerm(fields.get("source", ""), fields.get("target", ""))
        if term.source and term.target and (objection := term.objection()):
            raise forms.ValidationError(f"This cannot be a term: {objection}.")
        return fields


class GlossaryForm(forms.ModelForm):  # type: ignore[type-arg]
    file = forms.FileField(
        required=False,
        label="Import terms",
        help_text="A CSV, TSV or TBX file. Its terms replace existing terms with the same source.",
    )

    class Meta:
        model = Glossary
        fields = ("name", "owner", "source_language", "target_language")
        help_texts = {"owner": "Leave empty to share it with everybody. A shared glossary can be changed only here."}

    def clean_source_language(self) -> str:
        return _language(self.cleaned_data["source_language"])

    def clean_target_language(self) -> str:
        return _language(self.cleaned_data["target_language"])

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or self.cleaned_data
        source, target, file = (fields.get(name) for name in ("source_language", "target_language", "file"))
        if source and source == target:
            self.add_error("target_language", "Choose two different languages.")
        elif file and source and target:
            try:
                fields["terms"] = read_glossary(file.read(), source, target).terms
            except TranslationError as error:
                self.add_error("file", str(error))
        return fields


class TermInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Term
    form = TermForm
    extra = 3


@admin.register(Glossary)
class GlossaryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = GlossaryForm
    list_display = ("name", "source_language", "target_language", "owner", "size")
    list_filter = ("source_language", "target_language")
    list_select_related = ("owner",)
    search_fields = ("name", "owner__username")
    autocomplete_fields = ("owner",)
    readonly_fields = ("all_terms",)
    actions = ("export_csv", "export_tsv", "export_tbx")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Glossary]:
        rows: QuerySet[Glossary] = super().get_queryset(request).annotate(size=Count("terms"))
        return rows

    @admin.display(description="terms", ordering="size")
    def size(self, glossary: Any) -> int:
        return int(glossary.size)

    @admin.display(description="terms")
    def all_terms(self, glossary: Glossary) -> str:
        if glossary._state.adding:
            return "–"
        link = f"{reverse('admin:translation_term_changelist')}?glossary__id__exact={glossary.pk}"
        return format_html('<a href="{}">Search and change all {} terms</a>', link, glossary.terms.count())

    def get_inlines(self, request: HttpRequest, obj: Glossary | None) -> list[Any]:
        return [] if obj and obj.terms.count() > MAX_INLINE_TERMS else [TermInline]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        terms = form.cleaned_data.get("terms", ())
        try:
            form.instance.store_terms(terms)
        except TranslationError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            if terms:
                self.message_user(request, f"{len(terms)} terms were imported from the file.")

    @admin.action(description="Export the selected glossary as CSV", permissions=["view"])
    def export_csv(self, request: HttpRequest, queryset: QuerySet[Glossary]) -> HttpResponse | None:
        return self._export(request, queryset, "csv")

    @admin.action(description="Export the selected glossary as TSV", permissions=["view"])
    def export_tsv(self, request: HttpRequest, queryset: QuerySet[Glossary]) -> HttpResponse | None:
        return self._export(request, queryset, "tsv")

    @admin.action(description="Export the selected glossary as TBX", permissions=["view"])
    def export_tbx(self, request: HttpRequest, queryset: QuerySet[Glossary]) -> HttpResponse | None:
        return self._export(request, queryset, "tbx")

    def _export(self, request: HttpRequest, queryset: QuerySet[Glossary], format: str) -> HttpResponse | None:
        if queryset.count() != 1:
            self.message_user(request, "Select one glossary to export.", messages.WARNING)
            return None
        glossary = queryset.get()
        file_format = GLOSSARY_FORMATS[format]
        text = file_format.write(glossary.as_value().terms, glossary.source_language, glossary.target_language)
        disposition = content_disposition_header(True, glossary.name + file_format.suffix) or "attachment"
        headers = {"Content-Disposition": disposition}
        return HttpResponse(text, content_type=f"{file_format.media_type}; charset=utf-8", headers=headers)


@admin.register(Term)
class TermAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = TermForm
    list_display = ("source", "target", "gender", "is_plural", "is_case_sensitive", "glossary")
    list_filter = ("gender", "is_plural", "is_case_sensitive")
    list_select_related = ("glossary",)
    search_fields = ("source", "target")
    autocomplete_fields = ("glossary",)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup == "glossary__id__exact" or super().lookup_allowed(lookup, value, request)


@admin.register(TranslationUnit)
class TranslationUnitAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("source", "target", "source_language", "target_language", "is_corrected", "owner", "changed_at")
    list_filter = ("source_language", "target_language", "is_corrected")
    list_select_related = ("owner",)
    search_fields = ("source", "target", "owner__username")
    fields = ("owner", "source_language", "target_language", "source", "target", "is_corrected", "changed_at")
    readonly_fields = tuple(name for name in fields if name != "target")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: TranslationUnit, form: Any, change: bool) -> None:
        obj.correct(obj.target)


def _language(text: str) -> str:
    try:
        return parse_language(text)
    except TranslationError as error:
        raise forms.ValidationError(str(error)) from error
