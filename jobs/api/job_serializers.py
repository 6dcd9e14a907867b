"""Serializers of jobs: the request that starts one, and the answers that describe one."""

from typing import Any

from rest_framework import serializers
from rest_framework.reverse import reverse

from jobs.api.base.fields import EngineField, LanguageField, NullableCharField
from jobs.api.option_fields import OptionFields
from jobs.intake.submission import TranslationRequest
from jobs.models import TranslationJob
from translation.languages.detection import AUTO


class TranslateRequest(OptionFields):
    """What to translate, into which language, and how."""

    file = serializers.FileField(required=False, allow_empty_file=True, help_text="The document.")
    upload_id = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=500,
        help_text="Instead of the file: the id that `upload` returned.",
    )
    file_path = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=500,
        help_text="The same as `upload_id`; folders and a suffix around the id are ignored.",
    )
    source_language = LanguageField(
        auto=True, default=AUTO, initial=AUTO, help_text="BCP 47 tag, English name, or `auto`."
    )
    target_language = LanguageField(help_text="BCP 47 tag or English name.")
    engine = EngineField(
        required=False, allow_blank=True, help_text="The translation engine. Default: the server's own."
    )
    format_preservation = serializers.BooleanField(
        default=True, initial=True, style={"template": "jobs/api/checkbox.html"}
    )
    priority = serializers.IntegerField(
        default=0,
        min_value=-100,
        max_value=100,
        help_text="Jobs with a higher priority run first. Only staff may set it; the server ignores it from others.",
    )
    glossary = serializers.UUIDField(
        required=False, allow_null=True, help_text="The id of a glossary for these languages that you may use."
    )
    glossary_file = serializers.FileField(
        required=False,
        allow_null=True,
        allow_empty_file=True,
        help_text="Instead of `glossary`: a file of terms as CSV, TSV or TBX.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        # A browser also sends the empty fields of a form.
        sources = [name for name in ("file", "upload_id", "file_path") if attrs.get(name, "") != ""]
        if not sources:
            raise serializers.ValidationError({"file": "Send a file, or the upload_id of an earlier upload."})
        if len(sources) > 1:
            raise serializers.ValidationError({sources[-1]: f"Send either {sources[0]} or {sources[-1]}, not both."})
        return attrs

    def translation_request(self) -> TranslationRequest:
        values = self.validated_data
        return TranslationRequest(
            source_language=values["source_language"] or AUTO,
            target_language=values["target_language"],
            engine=values.get("engine", ""),
            options=self.options(),
            format_preservation=values["format_preservation"],
            glossary=values.get("glossary"),
            glossary_file=values.get("glossary_file"),
        )


class Links(serializers.Serializer[TranslationJob]):
    """Adds the URLs of a job's status and translated file."""

    status_url = serializers.SerializerMethodField()
    download_url = serializers.SerializerMethodField()

    def get_status_url(self, job: TranslationJob) -> str:
        return self._link("api:status-detail", job)

    def get_download_url(self, job: TranslationJob) -> str:
        return self._link("api:download-detail", job)

    def _link(self, view: str, job: TranslationJob) -> str:
        return reverse(view, kwargs={"job_id": job.pk}, request=self.context["request"])


class TranslateAnswer(Links, serializers.ModelSerializer[TranslationJob]):
    """A job that was just created."""

    job_id = serializers.UUIDField(source="id", read_only=True)

    class Meta:
        model = TranslationJob
        fields = ("job_id", "status", "status_url", "download_url")


class JobListed(Links, serializers.ModelSerializer[TranslationJob]):
    """A job as the list shows it."""

    job_id = serializers.UUIDField(source="id", read_only=True)

    class Meta:
        model = TranslationJob
        fields: tuple[str, ...] = (
            "job_id",
            "filename",
            "format",
            "status",
            "progress",
            "source_language",
            "target_language",
            "error",
            "error_code",
            "created_at",
            "started_at",
            "finished_at",
            "status_url",
            "download_url",
        )


class JobInFull(JobListed):
    """A job with all its details."""

    detected_language = NullableCharField(help_text="The language that the server detected in the document.")
    detection_confidence = serializers.FloatField(read_only=True, allow_null=True, help_text="From 0 to 1.")

    class Meta(JobListed.Meta):
        fields = (
            *JobListed.Meta.fields,
            "detected_language",
            "detection_confidence",
            "format_preservation",
            "options",
            "attempts",
            "report",
        )


class ProblemAnswer(serializers.Serializer[Any]):
    code = serializers.CharField()
    text = serializers.CharField()
    page = serializers.IntegerField(allow_null=True)
    unit = serializers.CharField(allow_null=True, help_text="With `segment`: the segment that has the problem, if any.")
    segment = serializers.CharField(allow_null=True)


class PageAnswer(serializers.Serializer[Any]):
    """What happened to the paragraphs of a page, in numbers."""

    page = serializers.IntegerField(help_text="Counted from 1.")
    translated = serializers.IntegerField()
    words = serializers.IntegerField(help_text="Words of the original that were translated.")
    left = serializers.DictField(
        child=serializers.IntegerField(), help_text="Paragraphs that were not translated, by reason."
    )
    scaled = serializers.IntegerField(help_text="Paragraphs whose text is smaller than in the original.")
    smallest_scale = serializers.FloatField(help_text="As a share of the original text size, as is `median_scale`.")
    median_scale = serializers.FloatField()
    grown = serializers.IntegerField(help_text="Paragraphs with more lines than in the original.")
    problems = serializers.ListField(child=serializers.CharField(), help_text="The codes of its problems.")


class BoxesAnswer(serializers.Serializer[Any]):
    """The position of a translated block on its page, before and after the translation."""

    unit = serializers.CharField(help_text="The block's name, which is also its unit in the XLIFF file.")
    page = serializers.IntegerField(help_text="Counted from 1.")
    before = serializers.ListField(
        child=serializers.FloatField(),
        min_length=4,
        max_length=4,
        help_text="Where the original stood: x0, y0, x1, y1 in points from the page's top left corner.",
    )
    after = serializers.ListField(
        child=serializers.FloatField(), min_length=4, max_length=4, help_text="Where the translation stands."
    )


class RepairAnswer(serializers.Serializer[Any]):
    """How often a repair was tried, and how often its result was used."""

    tried = serializers.IntegerField()
    taken = serializers.IntegerField()


class ReportAnswer(serializers.Serializer[Any]):
    """The report of a completed job."""

    # Used only for the schema: the view answers with the stored report.

    format = serializers.CharField()
    engine = serializers.CharField()
    source_language = serializers.CharField()
    target_language = serializers.CharField()
    pages = serializers.IntegerField(allow_null=True)
    blocks = serializers.IntegerField()
    segments = serializers.IntegerField()
    words = serializers.IntegerField()
    seconds = serializers.DictField(child=serializers.FloatField())
    peak_memory = serializers.IntegerField(allow_null=True)
    problems = ProblemAnswer(many=True)
    by_page = PageAnswer(many=True)
    checks = serializers.DictField(
        child=serializers.IntegerField(), help_text="The number of segments with each quality issue, by its code."
    )
    repairs = serializers.DictField(
        child=RepairAnswer(),
        help_text="How often each repair of a doubtful answer was tried, and how often its result was used.",
    )
    boxes = BoxesAnswer(many=True, help_text="One entry for each translated block of a PDF, or for each part of it.")
