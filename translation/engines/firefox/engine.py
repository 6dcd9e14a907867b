"""Firefox's translation models, which fxtranslate runs in this process."""

import hashlib
import re
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from fxtranslate import Translator

from translation.alignment.word_alignment import Lexicon, Shortlist, Vocabulary
from translation.engines.base import Engine, nearest_pair
from translation.engines.firefox.folder import (
    HUB,
    ModelDirection,
    ModelFiles,
    ModelFolder,
    broken,
    installed_models,
    model_files,
)
from translation.engines.firefox.server import ATTACHMENTS, RECORDS, ModelServer, Offer
from translation.engines.settings import EngineSetting, EngineSettings
from translation.exceptions import EngineFailed, LanguagePairUnsupported
from translation.languages.tags import base_language

# The tools of fxtranslate read the same variables.
RECORDS_URL = EngineSetting(
    "records", "FXTRANSLATE_RECORDS_URL", "the address of the list of models, for a mirror", RECORDS
)
ATTACHMENTS_URL = EngineSetting(
    "attachments", "FXTRANSLATE_ATTACHMENTS_URL", "the address of the files in the list, for a mirror", ATTACHMENTS
)
# Time increases steeply with the length of a call: 5,000 characters without a space take 12 s, but 500 only 0.1 s.
CALL_CHARACTERS = 600
# After a failed attempt, the server of models is not contacted again for this time.
UNREACHABLE_SECONDS = 60.0

_CHUNK = re.compile(rf".{{1,{CALL_CHARACTERS}}}(?:\s+|$)|.{{1,{CALL_CHARACTERS}}}", re.DOTALL)


class FirefoxEngine(Engine):
    """Translates with the models of a folder and the embedded models.

    With `fetch`, it downloads a missing model from `server` into the folder when it first needs the model.
    """

    name = "firefox"
    label = "On this server: Firefox"
    settings = (RECORDS_URL, ATTACHMENTS_URL)

    def __init__(
        self, models_folder: Path | None = None, fetch: bool = False, server: ModelServer | None = None
    ) -> None:
        self._folder = models_folder
        self._server = (server or ModelServer()) if fetch and models_folder else None
        self._offers: dict[ModelDirection, Offer] = {}
        self._requested_at: float | None = None
        self._chains: dict[tuple[str, str], list[ModelFiles]] = {}
        self._loaded = threading.local()

    @classmethod
    def from_settings(cls, settings: EngineSettings) -> Self:
        server = ModelServer(settings.text(RECORDS_URL), settings.text(ATTACHMENTS_URL))
        return cls(settings.models_folder, settings.fetch, server)

    def pairs(self) -> dict[str, tuple[str, ...]]:
        """Return the pairs of installed models, and with `fetch` those of the server if it can be reached."""
        return _pairs((*self._installed(), *self._offered()))

    def supports(self, source: str, target: str) -> bool:
        return bool(self._legs(source, target))

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        for translator in self._route(source, target):
            texts = [_translate(translator, text) for text in texts]
        return list(texts)

    def alphabet(self, source: str, target: str) -> frozenset[str] | None:
        chain = self._chain(source, target)
        return _characters(chain[0].source_vocabulary) if chain else None

    def lexicon(self, source: str, target: str) -> Lexicon | None:
        """Return the lexicon of the model between the languages. A route through English has none."""
        chain = self._chain(source, target)
        forward = _shortlist(chain[0]) if len(chain) == 1 else None
        if forward is None:
            return None
        ((a, b),) = self._legs(source, target)
        back = self._installed().get((b, a))
        return Lexicon(forward, _shortlist(model_files(back)) if back else None)

    def revision(self, source: str, target: str) -> str:
        """Return the digests of the pair's models, joined by "+". Downloads missing models."""
        return "+".join(_digest(files) for files in self._chain(source, target))

    def advice(self, source: str, target: str) -> str:
        ends = base_language(source), base_language(target)
        legs = [ends] if HUB in ends else [(ends[0], HUB), (HUB, ends[1])]
        missing = [f"{a}-{b}" for a, b in legs if (a, b) not in self._installed()]
        if not missing:
            return ""
        return f"If there is a model, the administrator can add it: python manage.py models install {' '.join(missing)}"

    def _legs(self, source: str, target: str) -> list[tuple[str, str]]:
        """Return the models of a pair: one, or two through English. Offered models count only if necessary."""
        for models in (self._installed, lambda: (*self._offered(), *self._installed())):
            codes = list(models())
            if pair := nearest_pair(_pairs(codes), source, target):
                direct = {(_tag(a), _tag(b)): (a, b) for a, b in codes}
                return [direct[leg] for leg in ([pair] if pair in direct else [(pair[0], HUB), (HUB, pair[1])])]
        return []

    def _chain(self, source: str, target: str) -> list[ModelFiles]:
        """Return the files of a pair's models. Later installations do not change them in this process."""
        if (source, target) not in self._chains:
            chain = [self._files(*leg) for leg in self._legs(source, target)]
            if not chain:
                return []
            self._chains[source, target] = chain
        return self._chains[source, target]

    def _route(self, source: str, target: str) -> list[Translator]:
        """Return the translators of a pair in order. Each thread loads its own, because they cannot be shared."""
        routes: dict[tuple[str, str], list[Translator]] = self._loaded.__dict__.setdefault("routes", {})
        if (source, target) not in routes:
            chain = self._chain(source, target)
            if not chain:
                raise LanguagePairUnsupported
            routes[source, target] = [_load(files) for files in chain]
        return routes[source, target]

    def _installed(self) -> dict[ModelDirection, Path]:
        return installed_models(self._folder)

    def _offered(self) -> dict[ModelDirection, Offer]:
        """Return the models that can be downloaded, or none while the server cannot be reached."""
        if self._server is None or self._offers:
            return self._offers
        if self._requested_at is None or monotonic() - self._requested_at > UNREACHABLE_SECONDS:
            self._requested_at = monotonic()
            with suppress(EngineFailed):
                self._offers = self._server.offers()
        return self._offers

    def _files(self, source: str, target: str) -> ModelFiles:
        if (source, target) not in self._installed():
            self._download(source, target)
        return model_files(self._installed()[source, target])

    def _download(self, source: str, target: str) -> None:
        offer = self._offered()[source, target]
        assert self._folder
        assert self._server
        with ModelFolder(self._folder).placing([(source, target)]) as drafts:
            self._server.fetch(offer, drafts[source, target], lambda _bytes: None)


class _Panics:
    """Turns a panic of the native engine, which is not an Exception, into EngineFailed."""

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and kind.__name__ == "PanicException":
            raise EngineFailed from error


def _translate(translator: Translator, text: str) -> str:
    with _Panics():
        return " ".join(translator.translate(chunk).strip() for chunk in _CHUNK.findall(text))


def _load(files: ModelFiles) -> Translator:
    source = files.source_vocabulary.read_bytes()
    shared = files.source_vocabulary == files.target_vocabulary
    target = source if shared else files.target_vocabulary.read_bytes()
    shortlist = files.shortlist.read_bytes() if files.shortlist else None
    try:
        return Translator(files.model.read_bytes(), source, target, shortlist)
    except ValueError as error:
        raise broken(files.model.parent, "damaged") from error


def _pairs(models: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return the pairs that the models translate, directly or through English."""
    direct = {(_tag(source), _tag(target)) for source, target in models}
    to_hub = {source for source, target in direct if target == HUB}
    from_hub = {target for source, target in direct if source == HUB}
    pairs = direct | {(source, target) for source in to_hub for target in from_hub if source != target}
    return {source: tuple(sorted(b for a, b in pairs if a == source)) for source in sorted({a for a, _ in pairs})}


def _tag(code: str) -> str:
    """Return the BCP 47 tag of Mozilla's code for a language."""
    language, _, variant = code.partition("_")
    return f"{language}-{variant}" if variant else language


@cache
def _digest(files: ModelFiles) -> str:
    digest = hashlib.blake2b(digest_size=6)
    for file in (files.model, files.source_vocabulary, files.target_vocabulary, files.shortlist):
        digest.update(file.read_bytes() if file else b"")
    return digest.hexdigest()


@cache
def _characters(vocabulary: Path) -> frozenset[str] | None:
    """Return the characters of a SentencePiece model. None if the model encodes unknown characters as bytes."""
    subwords = _vocabulary(vocabulary).subwords
    if "<0x00>" in subwords:
        return None
    return frozenset("".join(subwords)) | {" "}


@cache
def _vocabulary(path: Path) -> Vocabulary:
    return Vocabulary(path.read_bytes())


@cache
def _shortlist(files: ModelFiles) -> Shortlist | None:
    if files.shortlist is None:
        return None
    return Shortlist(
        files.shortlist.read_bytes(), _vocabulary(files.source_vocabulary), _vocabulary(files.target_vocabulary)
    )
