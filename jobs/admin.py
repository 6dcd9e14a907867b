from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.timesince import timesince

from jobs.files.outputs import media_type, translated_name
from jobs.http.file_response import StoredFile, send_file
from jobs.intake.retrying import retry_job
from jobs.models import TranslationJob, Upload
from jobs.records.reports import notes, reasons, summary
from translation.exceptions import QueueFull
from translation.languages.tags import name_of

# The admin's page of a job has room for more than the public page.
MAX_NOTES = 50
# New jobs have priority 0.
FIRST_PRIORITY = 10
LAST_PRIORITY = -10
PAGE_COLUMNS = ("page", "translated", "words", "left", "smaller text (smallest, median)", "taller", "problems")

admin.site.site_header = admin.site.site_title = "Palimpsest"


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Shows rows and deletes them with their files. Rows change only by the methods of their models."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Return Django's list, or redirect to the unfiltered list if an id or year is not valid."""
        try:
            return super().changelist_view(request, extra_context)
        except (ValidationError, ValueError):
            return HttpResponseRedirect(f"{request.path}?{ERROR_FLAG}=1")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        obj.erase()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for row in queryset:
            row.erase()


@admin.register(TranslationJob)
class TranslationJobAdmin(ReadOnlyAdmin):
    list_display = ("filename", "status", "languages", "percent", "priority", "age", "duration", "owner")
    list_filter = ("status", "format", "source_language", "target_language", "error_code", "created_at")
    list_select_related = ("owner",)
    search_fields = ("=id", "filename", "owner__username", "error")
    date_hierarchy = "created_at"
    actions = ("cancel", "retry", "run_first", "run_last", "run_in_turn")
    exclude = ("visitor", "lease", "source_file", "output_file", "report")
    readonly_fields = ("source", "output", "duration", "timings", "summary", "problems", "pages")

    @admin.display(ordering="source_language")
    def languages(self, job: TranslationJob) -> str:
        return f"{name_of(job.source_language)} → {name_of(job.target_language)}"

    @admin.display(description="progress", ordering="progress")
    def percent(self, job: TranslationJob) -> str:
        return format_html('<progress max="100" value="{0}"></progress> {0} %', job.progress)

    @admin.display(ordering="-created_at")
    def age(self, job: TranslationJob) -> str:
        return timesince(job.created_at)

    @admin.display(description="duration")
    def duration(self, job: TranslationJob) -> str:
        if not job.started_at:
            return "–"
        return f"{((job.finished_at or timezone.now()) - job.started_at).total_seconds():.1f} s"

    @admin.display(description="source file")
    def source(self, job: TranslationJob) -> str:
        return self._link(job, "source", job.source_file)

    @admin.display(description="output file")
    def output(self, job: TranslationJob) -> str:
        return self._link(job, "output", job.output_file)

    @admin.display(description="timings in seconds")
    def timings(self, job: TranslationJob) -> str:
        seconds = (job.report or {}).get("seconds", {})
        return ", ".join(f"{stage} {value:.2f}" for stage, value in seconds.items()) or "–"

    @admin.display(description="problems")
    def problems(self, job: TranslationJob) -> str:
        return "\n".join(notes(job.report or {}, limit=MAX_NOTES)) or "–"

    @admin.display(description="summary")
    def summary(self, job: TranslationJob) -> str:
        return summary(job.report) if job.report else "–"

    @admin.display(description="page by page")
    def pages(self, job: TranslationJob) -> str:
        rows = [_page_row(page) for page in (job.report or {}).get("by_page") or ()]
        if not rows:
            return "–"
        return format_html(
            "<details><summary>{}</summary><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></details>",
            f"{len(rows)} with text",
            format_html_join("", "<th>{}</th>", ((name,) for name in PAGE_COLUMNS)),
            format_html_join("", f"<tr>{'<td>{}</td>' * len(PAGE_COLUMNS)}</tr>", rows),
        )

    @admin.action(description="Cancel the selected jobs that are waiting or running", permissions=["retry"])
    def cancel(self, request: HttpRequest, queryset: QuerySet[TranslationJob]) -> None:
        self._report(request, queryset, sum(job.cancel() for job in queryset), "cancelled", "already finished")

    @admin.action(description="Run the selected jobs before all others", permissions=["retry"])
    def run_first(self, request: HttpRequest, queryset: QuerySet[TranslationJob]) -> None:
        self._prioritise(request, queryset, FIRST_PRIORITY)

    @admin.action(description="Run the selected jobs after all others", permissions=["retry"])
    def run_last(self, request: HttpRequest, queryset: QuerySet[TranslationJob]) -> None:
        self._prioritise(request, queryset, LAST_PRIORITY)

    @admin.action(description="Run the selected jobs at normal priority", permissions=["retry"])
    def run_in_turn(self, request: HttpRequest, queryset: QuerySet[TranslationJob]) -> None:
        self._prioritise(request, queryset, 0)

    def _prioritise(self, request: HttpRequest, queryset: QuerySet[TranslationJob], priority: int) -> None:
        moved = sum(job.prioritise(priority) for job in queryset)
        self._report(request, queryset, moved, f"set to priority {priority}", "already finished")

    def _report(
        self, request: HttpRequest, queryset: QuerySet[TranslationJob], done: int, what: str, reason: str
    ) -> None:
        self.message_user(request, f"{done} of {len(queryset)} {what}.")
        if unchanged := len(queryset) - done:
            self.message_user(request, f"{unchanged} not changed: {reason}.", messages.WARNING)

    @admin.action(description="Retry the selected jobs that failed", permissions=["retry"])
    def retry(self, request: HttpRequest, queryset: QuerySet[TranslationJob]) -> None:
        results = Counter(map(_retry, queryset))
        started = results.pop("", 0)
        self.message_user(request, f"{started} {'job' if started == 1 else 'jobs'} started again.")
        for reason, count in results.items():
            self.message_user(request, f"{count} not changed: {reason}", messages.WARNING)

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("jobs.change_translationjob")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.file)
        return [path("<uuid:job_id>/file/<str:which>", view, name="jobs_translationjob_file"), *super().get_urls()]

    def file(self, request: HttpRequest, job_id: Any, which: str) -> HttpResponseBase:
        """Send the source or the output of a job to a user who may see the job."""
        job = get_object_or_404(TranslationJob, pk=job_id)
        if not self.has_view_permission(request, job):
            raise Http404
        stored, modified = self._stored(job, which)
        name = (
            job.filename
            if which == "source"
            else translated_name(job.filename, job.target_language, Path(stored).suffix)
        )
        try:
            return send_file(request, StoredFile(stored, name, media_type(job.format, stored), modified))
        except FileNotFoundError as error:
            raise Http404("The file is no longer in the storage.") from error

    def _stored(self, job: TranslationJob, which: str) -> tuple[str, datetime]:
        if which == "source":
            return job.source_file, job.created_at
        if which == "output" and job.output_file and job.finished_at:
            return job.output_file, job.finished_at
        raise Http404

    def _link(self, job: TranslationJob, which: str, stored: str) -> str:
        if not stored:
            return "–"
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:jobs_translationjob_file", args=[job.pk, which]), stored
        )


def _retry(job: TranslationJob) -> str:
    """Retry the job. Return an empty text, or the reason why it did not start."""
    try:
        return "" if retry_job(job) else "only a failed job can be retried."
    except QueueFull as error:
        return str(error)


def _page_row(page: dict[str, Any]) -> tuple[object, ...]:
    scales = f"{page['scaled']} ({page['smallest_scale']}, {page['median_scale']})" if page["scaled"] else "–"
    return (
        page["page"],
        page["translated"],
        page["words"],
        reasons(page["left"]) or "–",
        scales,
        page["grown"] or "–",
        ", ".join(page["problems"]) or "–",
    )


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin):
    list_display = ("filename", "format", "size", "pages", "detected_language", "owner", "created_at")
    list_filter = ("format", "detected_language", "created_at")
    search_fields = ("=id", "filename", "owner__username")
    exclude = ("visitor",)
