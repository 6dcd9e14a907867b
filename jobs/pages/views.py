from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.core.files import File
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jobs.engines import engine_named, offered_languages
from jobs.http.refusals import status_of
from jobs.intake.admission import require_body_within_limit
from jobs.intake.corrections import translate_corrected
from jobs.intake.glossaries import usable_by
from jobs.intake.retrying import retry_job
from jobs.intake.senders import Sender, created_by
from jobs.intake.submission import TranslationRequest, translate_file
from jobs.models import RUNNING, JobStatus, TranslationJob
from jobs.pages.forms import TranslateForm
from jobs.records.reports import checks, notes, summary
from translation.exceptions import EngineFailed, TranslationError, UsageError
from translation.languages.tags import best_match, name_of

SAMPLE = "jobs/sample-en.pdf"
SAMPLE_LANGUAGE = "en"
SHOWN_JOBS = 50
# The texts about a report, by their names in the template.
REPORT_TEXTS: dict[str, Callable[[dict[str, Any]], object]] = {"summary": summary, "notes": notes, "checks": checks}
# A job younger than this was created "just now".
JUST_NOW = timedelta(minutes=1)
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponse]


def page(view: View[Arguments]) -> View[Arguments]:
    """Decorate the view of a page: allow only this site's scripts, and refuse a large body before reading it."""
    protected = csrf_protect(never_cache(view))

    # The CSRF check reads the body, so the check of its length must come first.
    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponse:
        try:
            require_body_within_limit(request)
            response = protected(request, *args, **kwargs)
        except TranslationError as error:
            response = render(request, "jobs/refused.html", {"problem": str(error)}, status=status_of(type(error)))
        response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        return response

    return answer


@page
@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    owner = Sender.of(request).owner
    options: dict[str, Any] = {"glossaries": usable_by(owner), "signed_in": bool(owner)}
    if request.method != "POST":
        return show_home(request, TranslateForm(initial={"target_language": suggested_target(request)}, **options))
    form = TranslateForm(request.POST, request.FILES, **options)
    if form.is_valid() and (started := start(request, form)):
        return started
    return show_home(request, form, status=400)


def start(request: HttpRequest, form: TranslateForm) -> HttpResponse | None:
    """Start the job and redirect to its page. Return None if it was refused; the form then shows why."""
    sender = Sender.of(request)
    try:
        job = translate_file(form.cleaned_data["file"], form.translation_request(), sender)
    except TranslationError as error:
        form.add_error("file", str(error))
        return None
    except ValidationError as error:
        form.add_error(None, error)
        return None
    return redirect_to_job(request, job, sender)


def redirect_to_job(request: HttpRequest, job: TranslationJob, sender: Sender) -> HttpResponse:
    response = HttpResponseRedirect(reverse("pages:job", args=[job.pk]))
    sender.remember(request, response)
    return response


def show_home(request: HttpRequest, form: TranslateForm, status: int = 200) -> HttpResponse:
    own = created_by(TranslationJob.objects.all(), request).defer("report")[:SHOWN_JOBS]
    context = {"form": form, "jobs": [job_context(row) for row in own], "sample": sample_target() and sample_path()}
    return render(request, "jobs/home.html", context, status=status)


def suggested_target(request: HttpRequest) -> str:
    """Return the target language of this sender's last job, or else the browser's preferred language."""
    last = created_by(TranslationJob.objects.all(), request).values_list("target_language", flat=True).first()
    preferred = request.headers.get("Accept-Language", "").split(",")[0].partition(";")[0].strip()
    targets = set().union(*offered_languages().values())
    return last or best_match(preferred, targets) or ""


@page
@require_POST
def sample(request: HttpRequest) -> HttpResponse:
    path, target = sample_path(), sample_target()
    if not path or not target:
        raise Http404
    sender = Sender.of(request)
    with path.open("rb") as file:
        job = translate_file(File(file, "sample.pdf"), TranslationRequest(target, SAMPLE_LANGUAGE), sender)
    return redirect_to_job(request, job, sender)


def sample_path() -> Path | None:
    path = finders.find(SAMPLE)
    return Path(path) if path else None


def sample_target() -> str:
    """Return the first language that the sample can be translated into, or an empty string."""
    try:
        return next(iter(engine_named("").pairs().get(SAMPLE_LANGUAGE, ())), "")
    except EngineFailed:
        return ""


@page
@require_GET
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    row = get_object_or_404(TranslationJob, pk=job_id)
    is_own = created_by(TranslationJob.objects.filter(pk=job_id), request).exists()
    texts = {name: row.report and text_of(row.report) for name, text_of in REPORT_TEXTS.items()}
    segments = is_own and row.status == JobStatus.COMPLETED and bool(row.segments_file)
    context = {"job": job_context(row) | texts, "mine": is_own, "running": row.status in RUNNING, "segments": segments}
    return render(request, "jobs/job.html", context)


@page
@require_POST
def corrections(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Rebuild the document with the segments of an uploaded file."""
    own = created_by(TranslationJob.objects.exclude(segments_file=""), request)
    row = get_object_or_404(own, pk=job_id, status=JobStatus.COMPLETED)
    file = request.FILES.get("file")
    if file is None:
        raise UsageError("No file was sent. Choose the corrected file of segments.")
    sender = Sender.of(request)
    try:
        rebuilt = translate_corrected(row, file, sender)
    except FileNotFoundError as error:
        raise Http404 from error
    return redirect_to_job(request, rebuilt, sender)


@page
@require_POST
def cancel(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Cancel a job. If it has finished, nothing changes and its page shows the result."""
    get_object_or_404(created_by(TranslationJob.objects.all(), request), pk=job_id).cancel()
    return HttpResponseRedirect(reverse("pages:job", args=[job_id]))


@page
@require_POST
def retry(request: HttpRequest, job_id: UUID) -> HttpResponse:
    retry_job(get_object_or_404(created_by(TranslationJob.objects.all(), request), pk=job_id))
    return HttpResponseRedirect(reverse("pages:job", args=[job_id]))


@page
@require_POST
def delete(request: HttpRequest, job_id: UUID) -> HttpResponse:
    get_object_or_404(created_by(TranslationJob.objects.all(), request), pk=job_id).erase()
    return HttpResponseRedirect(reverse("pages:home"))


def job_context(row: TranslationJob) -> dict[str, object]:
    """Return the values that the templates show for a job."""
    return {
        "id": row.pk,
        "filename": row.filename,
        "languages": f"{name_of(row.source_language)} → {name_of(row.target_language)}",
        "status": row.status,
        "progress": row.progress,
        "error": row.error,
        "created_at": row.created_at,
        "age": "just now" if timezone.now() - row.created_at < JUST_NOW else f"{timesince(row.created_at)} ago",
    }
