from typing import Any

from django.conf import settings
from rest_framework import serializers
from rest_framework.reverse import reverse

from jobs.api.option_fields import OptionFields
from jobs.engines import configured_engines, engine_named
from jobs.intake.submission import TranslationRequest, installed_languages
from jobs.models import JobStatus, TranslationJob, Upload
from translation.exceptions import UsageError
from translation.languages.detection import AUTO
from translation.languages.tags import parse_language


class LanguageField(serializers.CharField):
    """A language as BCP 47 tag or English name, in any case; its value is the canonical tag."""

    def __init__(self, *, auto: bool = False, **options: Any) -> None:
        self.auto = auto
        super().__init__(max_length=60, allow_blank=auto, allow_null=auto, **options)

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if self.auto and text.lower() == AUTO:
            return AUTO
        try:
            return parse_language(text)
        except UsageError as error:
            raise serializers.ValidationError(f"{error} Installed here: {installed_languages()}.") from error


class EngineField(serializers.ChoiceField):
    """An engine that is set up here; a text tells what another one lacks."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=(), **options)

    def bind(self, field_name: str, parent: Any) -> None:
        super().bind(field_name, parent)
        self.choices = sorted(configured_engines())

    def to_internal_value(self, data: Any) -> str:
        if data not in self.choices and not (data == "" and self.allow_blank):
            try:
                engine_named(str(data)[:60])
            except UsageError as error:
                raise serializers.ValidationError(str(error)) from error
        return str(super().to_internal_value(data))


class UploadRequest(serializers.Serializer[Upload]):
    # Empty files are refused where documents are looked at, with a code and what to do.
    file = serializers.FileField(allow_empty_file=True)


class UploadAnswer(serializers.ModelSerializer[Upload]):
    upload_id = serializers.UUIDField(source="id", read_only=True)
    detected_language = serializers.SerializerMethodField()

    class Meta:
        model = Upload
        fields = ("upload_id", "filename", "size", "pages", "detected_language", "detection_confidence")

    def get_detected_language(self, upload: Upload) -> str | None:
        return upload.detected_language or None


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
        # A browser's form sends the fields that were left empty as well.
        sources = [name for name in ("file", "upload_id", "file_path") if attrs.get(name, "") != ""]
        if not sources:
            raise serializers.ValidationError({"file": "Send a file, or the upload_id of a file sent before."})
        if len(sources) > 1:
            raise serializers.ValidationError({sources[-1]: f"Send either {sources[0]} or {sources[-1]}, not both."})
        return attrs

    def order(self) -> TranslationRequest:
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
    """Where a job's status and its translated file are."""

    status_url = serializers.SerializerMethodField()
    download_url = serializers.SerializerMethodField()

    def get_status_url(self, job: TranslationJob) -> str:
        return self._link("api:status-detail", job)

    def get_download_url(self, job: TranslationJob) -> str:
        return self._link("api:download-detail", job)

    def _link(self, view: str, job: TranslationJob) -> str:
        return reverse(view, kwargs={"job_id": job.pk}, request=self.context["request"])


class TranslateAnswer(Links, serializers.ModelSerializer[TranslationJob]):
    job_id = serializers.UUIDField(source="id", read_only=True)

    class Meta:
        model = TranslationJob
        fields = ("job_id", "status", "status_url", "download_url")


class StatusAnswer(serializers.ModelSerializer[TranslationJob]):
    """Describes the status for the schema; the view itself answers from the row's values."""

    file_path = serializers.CharField()
    output_file = serializers.CharField(allow_null=True)
    error = serializers.CharField(allow_null=True)
    detected_language = serializers.CharField(allow_null=True, help_text="What the document seems to be in.")

    class Meta:
        model = TranslationJob
        fields = (
            "status",
            "progress",
            "file_path",
            "source_language",
            "target_language",
            "created_at",
            "output_file",
            "error",
            "processing_type",
            "format_preservation",
            "detected_language",
            "detection_confidence",
        )


class JobListed(Links, serializers.ModelSerializer[TranslationJob]):
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
    class Meta(JobListed.Meta):
        fields = (*JobListed.Meta.fields, "format_preservation", "options", "attempts", "report")


class ProblemAnswer(serializers.Serializer[Any]):
    code = serializers.CharField()
    text = serializers.CharField()
    page = serializers.IntegerField(allow_null=True)
    unit = serializers.CharField(allow_null=True, help_text="With `segment`: which segment it is about, if one.")
    segment = serializers.CharField(allow_null=True)


class PageAnswer(serializers.Serializer[Any]):
    page = serializers.IntegerField()
    translated = serializers.IntegerField()
    words = serializers.IntegerField()
    left = serializers.DictField(child=serializers.IntegerField())
    scaled = serializers.IntegerField()
    smallest_scale = serializers.FloatField()
    median_scale = serializers.FloatField()
    grown = serializers.IntegerField()
    problems = serializers.ListField(child=serializers.CharField())


class ReportAnswer(serializers.Serializer[Any]):
    """Describes the report for the schema; the view answers what was stored."""

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
        child=serializers.IntegerField(), help_text="How many segments have a quality issue, by its code."
    )


class TargetLanguage(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()


class SourceLanguage(TargetLanguage):
    targets = TargetLanguage(many=True)


class LanguagesAnswer(serializers.Serializer[Any]):
    engine = serializers.CharField()
    languages = SourceLanguage(many=True)


class EngineChoice(serializers.Serializer[Any]):
    engine = EngineField(default=lambda: settings.DEFAULT_ENGINE)


class EngineAnswer(serializers.Serializer[Any]):
    name = serializers.CharField()
    default = serializers.BooleanField(help_text="Whether jobs that name no engine get this one.")
    pairs = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))
    takes_tags = serializers.BooleanField()
    takes_glossary = serializers.BooleanField()
    max_batch = serializers.IntegerField(help_text="The most texts of one request to it.")
    problem = serializers.CharField(allow_null=True, help_text="Why it has no pairs at the moment.")


class FormatAnswer(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    media_type = serializers.CharField()
    suffixes = serializers.ListField(child=serializers.CharField())


class StatusFilter(serializers.Serializer[Any]):
    status = serializers.ChoiceField(choices=JobStatus.choices, required=False)
