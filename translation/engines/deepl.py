"""DeepL, through its own client library."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Self

from deepl import DeepLClient, DeepLException, SplitSentences, TextResult, http_client

from translation.engines.connection import failure, limit, not_understood, refusal
from translation.engines.external import Batch, ExternalEngine, Pair
from translation.engines.settings import USUAL, EngineSettings, RequestLimits
from translation.exceptions import EngineFailed, UsageError
from translation.languages.tags import base_language

# Languages without forms of address take the wish and leave it.
FORMALITIES = {"": None, "default": None, "more": "prefer_more", "less": "prefer_less"}

# As targets it has these languages in their varieties alone.
PLAIN = {"en-US": "en", "pt-BR": "pt"}

# The library would log every request, and at DEBUG the texts of people's documents.
logging.getLogger("deepl").setLevel(logging.WARNING)
# The library waits without regard to Retry-After; the session's adapter tries again in its place.
http_client.max_network_retries = 0


class DeepLEngine(ExternalEngine):
    """Translates at DeepL. Options: `key`, `formality` (more, less), `glossaries`, `address`, `timeout`, `patience`.

    `glossaries` are ids with commas between: each for one pair ("en-de=id"), or one for all pairs that it has ("id").
    """

    name = "deepl"
    takes_tags = True
    takes_glossary = True
    max_batch = 50

    def __init__(
        self, key: str, formality: str = "", glossaries: str = "", address: str = "", limits: RequestLimits = USUAL
    ) -> None:
        if formality not in FORMALITIES:
            raise UsageError("The formality of the engine deepl must be one of: default, more, less.")
        self._formality, self._glossaries = formality, _glossaries(glossaries)
        # The library takes the address of the free service for keys that are marked as such.
        self._client = DeepLClient(key, server_url=address or None, send_platform_info=False)
        limit(self._client._client._session, limits, f"{self._client.server_url}/v2/languages")

    @classmethod
    def from_settings(cls, settings: EngineSettings) -> Self:
        return cls(
            settings.required("key"),
            settings.optional("formality"),
            settings.optional("glossaries"),
            settings.optional("address"),
            settings.limits(),
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
            raise _ours(error) from error
        except (TypeError, KeyError) as error:
            raise not_understood(self.name) from error
        if not sources or not targets:
            raise not_understood(self.name)
        return [Pair(source, target) for source in sources for target in targets]

    def _tagged_pairs(self, pairs: Iterable[Pair]) -> Iterator[tuple[tuple[str, str], Pair]]:
        for (source, target), pair in super()._tagged_pairs(pairs):
            yield (source, target), pair
            if target in PLAIN:
                yield (source, PLAIN[target]), pair

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
            raise _ours(error) from error
        except (TypeError, AttributeError) as error:
            raise not_understood(self.name) from error
        return [result.text for result in ([results] if isinstance(results, TextResult) else results)]

    def _glossary(self, pair: Pair) -> str | None:
        languages = f"{base_language(pair.source)}-{base_language(pair.target)}"
        return self._glossaries.get(languages, self._glossaries.get(""))


def _glossaries(listed: str) -> dict[str, str]:
    """Ids by their pair, the one for all by the empty string."""
    entries = (entry.rpartition("=") for entry in listed.replace(" ", "").split(",") if entry)
    return {pair.lower(): glossary for pair, _, glossary in entries}


def _ours(error: DeepLException) -> EngineFailed:
    if error.http_status_code is not None:
        return refusal(DeepLEngine.name, error.http_status_code, str(error))
    return failure(DeepLEngine.name, error.__cause__)
