from typing import Any

from django.conf import settings
from rest_framework import serializers
from rest_framework.reverse import reverse

from jobs.engines import configured_engines, engine_named
from jobs.intake.submission import AUTO, TranslationRequest, installed_languages
from jobs.models import JobStatus, TranslationJob, Upload
from translation.exceptions import UsageError
from translation.formats.base import Ocr, OutputKind
from translation.languages.tags import parse_language
from translation.options import SCALES, USUAL, Options


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


class TranslateRequest(serializers.Serializer[TranslationJob]):
    file = serializers.FileField(required=False, allow_empty_file=True, help_text="The document.")
    upload_id = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=500,
        help_text="In place of the file: the id that an upload answered.",
    )
    file_path = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=500,
        help_text="The same as `upload_id`; folders and a suffix around it are ignored.",
    )
    source_language = LanguageField(
        auto=True, default=AUTO, initial=AUTO, help_text="BCP 47 tag, English name, or `auto`."
    )
    target_language = LanguageField(help_text="BCP 47 tag or English name.")
    engine = EngineField(required=False, allow_blank=True, help_text="Default: the server's own.")
    pages = serializers.CharField(
        required=False, allow_blank=True, max_length=200, help_text="Such as `1-3,7`, counted from 1. Default: all."
    )
    output = serializers.ChoiceField(
        choices=list(OutputKind),
        default=USUAL.output,
        initial=USUAL.output,
        help_text="The translation alone, each page beside or after its original, or an archive of both files.",
    )
    smallest_scale = serializers.FloatField(
        default=USUAL.smallest_scale,
        initial=USUAL.smallest_scale,
        min_value=SCALES[0],
        max_value=SCALES[1],
        help_text="The smallest share of their size in the original that letters may get.",
    )
    ocr = serializers.ChoiceField(
        choices=list(Ocr),
        default=USUAL.ocr,
        initial=USUAL.ocr,
        help_text="Whether letters are recognised in pictures: on pages without text, never, or on every page.",
    )
    format_preservation = serializers.BooleanField(
        default=True, initial=True, style={"template": "jobs/api/checkbox.html"}
    )
    priority = serializers.IntegerField(
        default=0, min_value=-100, max_value=100, help_text="Higher ones run first. Only that of staff counts."
    )
    memory = serializers.BooleanField(
        default=False,
        help_text="Whether your translation memory is used, and learns from this document. For signed-in users.",
    )

    glossary = serializers.UUIDField(
        required=False, allow_null=True, help_text="The id of a glossary for these languages that you may use."
    )
    glossary_file = serializers.FileField(
        required=False, allow_null=True, allow_empty_file=True, help_text="In place of it: terms as CSV, TSV or TBX."
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
        wishes = self.validated_data
        return TranslationRequest(
            source_language=wishes["source_language"] or AUTO,
            target_language=wishes["target_language"],
            engine=wishes.get("engine", ""),
            options=Options(
                pages=wishes.get("pages", ""),
                output=OutputKind(wishes["output"]),
                smallest_scale=wishes["smallest_scale"],
                ocr=Ocr(wishes["ocr"]),
                memory=wishes["memory"],
            ),
            format_preservation=wishes["format_preservation"],
            glossary=wishes.get("glossary"),
            glossary_file=wishes.get("glossary_file"),
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


class BoxesAnswer(serializers.Serializer[Any]):
    unit = serializers.CharField(help_text="The block, as the unit of the XLIFF file is called.")
    page = serializers.IntegerField()
    before = serializers.ListField(
        child=serializers.FloatField(),
        min_length=4,
        max_length=4,
        help_text="Where the original stood: x0, y0, x1, y1 in points from the page's top left corner.",
    )
    after = serializers.ListField(
        child=serializers.FloatField(), min_length=4, max_length=4, help_text="Where the translation stands."
    )


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
    boxes = BoxesAnswer(many=True, help_text="One entry for each translated block of a PDF, or for each part of it.")


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
