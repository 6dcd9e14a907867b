"""The languages, engines and formats that this server offers."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from jobs.api.base.fields import EngineField
from jobs.api.base.views import BaseViewSet
from jobs.engines import configured_engines, engine_named, pairs_of
from translation.engines.base import Engine
from translation.exceptions import EngineFailed
from translation.formats import FORMATS
from translation.languages.tags import name_of


class TargetLanguage(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="BCP 47 tag.")
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
    default = serializers.BooleanField(help_text="Whether this engine serves jobs that do not name one.")
    pairs = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="Each source language with its target languages.",
    )
    takes_tags = serializers.BooleanField(help_text="Whether it translates text that contains markup.")
    takes_glossary = serializers.BooleanField(help_text="Whether it applies glossaries itself.")
    max_batch = serializers.IntegerField(help_text="The maximum number of texts in one request to the engine.")
    problem = serializers.CharField(allow_null=True, help_text="Why it has no language pairs at the moment.")


class FormatAnswer(serializers.Serializer[Any]):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    media_type = serializers.CharField()
    suffixes = serializers.ListField(child=serializers.CharField())


class LanguagesViewSet(BaseViewSet):
    """List the languages that an engine of this server translates between."""

    @extend_schema(parameters=[EngineChoice], responses=LanguagesAnswer)
    def list(self, request: Request) -> Response:
        serializer = EngineChoice(data=request.query_params)
        serializer.is_valid(raise_exception=True)
        engine = engine_named(serializer.validated_data["engine"])
        languages = [
            {**_language(source), "targets": [_language(target) for target in targets]}
            for source, targets in engine.pairs().items()
        ]
        return Response({"engine": engine.name, "languages": languages})


def _language(tag: str) -> dict[str, str]:
    return {"code": tag, "name": name_of(tag)}


class EnginesViewSet(BaseViewSet):
    """List the configured engines with their capabilities."""

    @extend_schema(responses=EngineAnswer(many=True))
    def list(self, request: Request) -> Response:
        default = engine_named("").name
        return Response([_engine(engine, engine.name == default) for engine in configured_engines().values()])


def _engine(engine: Engine, default: bool) -> dict[str, Any]:
    pairs: Mapping[str, Sequence[str]] = {}
    problem = None
    try:
        pairs = pairs_of(engine)
    except EngineFailed as error:
        problem = str(error)
    return {
        "name": engine.name,
        "default": default,
        "pairs": pairs,
        "takes_tags": engine.takes_tags,
        "takes_glossary": engine.takes_glossary,
        "max_batch": engine.max_batch,
        "problem": problem,
    }


class FormatsViewSet(viewsets.ViewSet):
    """List the document formats that this server translates."""

    @extend_schema(responses=FormatAnswer(many=True))
    def list(self, request: Request) -> Response:
        return Response(FormatAnswer(FORMATS.values(), many=True).data)
