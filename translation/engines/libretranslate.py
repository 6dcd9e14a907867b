"""LibreTranslate: a free translation server that anyone can run, with the models of Argos."""

from collections.abc import Iterable, Sequence
from typing import Self

from translation.engines.connection import Connection, not_understood
from translation.engines.external import Batch, ExternalEngine, Pair
from translation.engines.settings import EngineSetting, EngineSettings, RequestLimits, request_settings

ADDRESS = EngineSetting(
    "address", "LIBRETRANSLATE_ADDRESS", "the server, such as `http://127.0.0.1:5000`", is_required=True
)
KEY = EngineSetting("key", "LIBRETRANSLATE_KEY", "the key, if the server requires one")
REQUESTS = request_settings("LIBRETRANSLATE")

# Codes that are not BCP 47 tags.
CODES = {"zt": "zh-Hant"}


class LibreTranslateEngine(ExternalEngine):
    """Translates with a LibreTranslate server."""

    name = "libretranslate"
    label = "LibreTranslate"
    settings = (ADDRESS, KEY, *REQUESTS)
    takes_tags = True
    max_batch = 32
    # Public servers accept 2,000 characters in a request, including tags.
    max_characters = 1_800

    def __init__(self, address: str, key: str, limits: RequestLimits) -> None:
        self._key = key
        self._server = Connection(self.name, address, limits, key)

    @classmethod
    def from_settings(cls, settings: EngineSettings) -> Self:
        return cls(settings.text(ADDRESS), settings.text(KEY), settings.limits(*REQUESTS))

    def translate_tagged(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        return self._in_batches(texts, source, target, self._translate_html)

    def _list_pairs(self) -> Iterable[Pair]:
        languages = self._server.catalogue()
        try:
            return [Pair(language["code"], target) for language in languages for target in language["targets"]]
        except (TypeError, KeyError) as error:
            raise not_understood(self.name) from error

    def _translate_batch(self, batch: Batch, pair: Pair) -> Sequence[str]:
        return self._ask(batch.texts, pair, "text")

    def _translate_html(self, batch: Batch, pair: Pair) -> Sequence[str]:
        return self._ask(batch.texts, pair, "html")

    def _ask(self, texts: Sequence[str], pair: Pair, markup: str) -> Sequence[str]:
        body = {"q": list(texts), "source": pair.source, "target": pair.target, "format": markup}
        answer = self._server.post("/translate", body | ({"api_key": self._key} if self._key else {}))
        translations = answer.get("translatedText") if isinstance(answer, dict) else None
        if not isinstance(translations, list) or not all(isinstance(text, str) for text in translations):
            raise not_understood(self.name)
        return translations

    def _tag(self, code: str) -> str | None:
        return super()._tag(CODES.get(code, code))
