"""DeepL, with its own client library."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Self

from deepl import DeepLClient, DeepLException, SplitSentences, TextResult, http_client

from translation.engines.connection import failure, limit, not_understood, refusal
from translation.engines.external import Batch, ExternalEngine, Pair
from translation.engines.settings import EngineSetting, EngineSettings, RequestLimits, request_settings
from translation.exceptions import EngineFailed, UsageError
from translation.languages.tags import base_language

KEY = EngineSetting(
    "key",
    "DEEPL_KEY",
    "the authentication key; a key that ends in `:fx` uses the address of the free service",
    is_required=True,
)
FORMALITY = EngineSetting(
    "formality", "DEEPL_FORMALITY", "`more` or `less`; it has no effect on languages without forms of address"
)
GLOSSARIES = EngineSetting(
    "glossaries",
    "DEEPL_GLOSSARIES",
    "ids of glossaries in your account: `en-de=ID,en-pt=ID`, or one id for all its language pairs",
)
ADDRESS = EngineSetting("address", "DEEPL_ADDRESS", "the server, if it is not DeepL's own")
REQUESTS = request_settings("DEEPL")

# DeepL's name for each value of the setting. DeepL ignores it for languages without forms of address.
FORMALITIES = {"": None, "default": None, "more": "prefer_more", "less": "prefer_less"}

# DeepL offers these target languages only as varieties. The plain tag stands for this variety.
PLAIN_TARGETS = {"en-US": "en", "pt-BR": "pt"}

# The library would log every request, and texts of documents at DEBUG.
logging.getLogger("deepl").setLevel(logging.WARNING)
# The session's adapter retries instead, because the library ignores Retry-After.
http_client.max_network_retries = 0


class DeepLEngine(ExternalEngine):
    """Translates with DeepL."""

    name = "deepl"
    label = "DeepL"
    settings = (KEY, FORMALITY, GLOSSARIES, ADDRESS, *REQUESTS)
    takes_tags = True
    takes_glossary = True
    max_batch = 50

    def __init__(self, key: str, formality: str, glossaries: str, address: str, limits: RequestLimits) -> None:
        if formality not in FORMALITIES:
            raise UsageError("The formality of the engine deepl must be one of: default, more, less.")
        self._formality, self._glossaries = formality, _glossaries(glossaries)
        # Without an address, the library chooses the free or paid service by the key.
        self._client = DeepLClient(key, server_url=address or None, send_platform_info=False)
        limit(self._client._client._session, limits, f"{self._client.server_url}/v2/languages")

    @classmethod
    def from_settings(cls, settings: EngineSettings) -> Self:
        return cls(
            settings.text(KEY),
            settings.text(FORMALITY),
            settings.text(GLOSSARIES),
            settings.text(ADDRESS),
            settings.limits(*REQUESTS),
        )

    def translate_tagged(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        return self._in_batches(texts, source, target, self._translate_xml)

    def revision(self, source: str, target: str) -> str:
        pair = self._find(source, target)
        return f"{self._formality}:{self._glossary(pair) or ''}" if pair else ""

    def _list_pairs(self) -> Iterable[Pair]:
        try:
            sources = [language.code for language in self._client.get_source_languages()]
            targets = [language.code for language in self._client.get_target_languages()]
        except DeepLException as error:
            raise _engine_error(error) from error
        except (TypeError, KeyError) as error:
            raise not_understood(self.name) from error
        if not sources or not targets:
            raise not_understood(self.name)
        return [Pair(source, target) for source in sources for target in targets]

    def _tagged_pairs(self, pairs: Iterable[Pair]) -> Iterator[tuple[tuple[str, str], Pair]]:
        for (source, target), pair in super()._tagged_pairs(pairs):
            yield (source, target), pair
            if target in PLAIN_TARGETS:
                yield (source, PLAIN_TARGETS[target]), pair

    def _translate_batch(self, batch: Batch, pair: Pair) -> Sequence[str]:
        return self._ask(batch.texts, pair)

    def _translate_xml(self, batch: Batch, pair: Pair) -> Sequence[str]:
        return self._ask(batch.texts, pair, tag_handling="xml")

    def _ask(self, texts: Sequence[str], pair: Pair, **more: Any) -> Sequence[str]:
        try:
            results = self._client.translate_text(
                texts,
                source_lang=pair.source,
                target_lang=pair.target,
                split_sentences=SplitSentences.OFF,
                preserve_formatting=True,
                formality=FORMALITIES[self._formality],
                glossary=self._glossary(pair),
                **more,
            )
        except DeepLException as error:
            raise _engine_error(error) from error
        except (TypeError, AttributeError) as error:
            raise not_understood(self.name) from error
        return [result.text for result in ([results] if isinstance(results, TextResult) else results)]

    def _glossary(self, pair: Pair) -> str | None:
        languages = f"{base_language(pair.source)}-{base_language(pair.target)}"
        return self._glossaries.get(languages, self._glossaries.get(""))


def _glossaries(listed: str) -> dict[str, str]:
    """Return glossary ids by language pair. The id for all pairs has the key ""."""
    entries = (entry.rpartition("=") for entry in listed.replace(" ", "").split(",") if entry)
    return {pair.lower(): glossary for pair, _, glossary in entries}


def _engine_error(error: DeepLException) -> EngineFailed:
    if error.http_status_code is not None:
        return refusal(DeepLEngine.name, error.http_status_code, str(error))
    return failure(DeepLEngine.name, error.__cause__)
