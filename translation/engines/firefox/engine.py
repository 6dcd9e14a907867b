"""Firefox's translation models, which ONNX Runtime or fxtranslate runs in this process."""

import hashlib
import re
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cache
from itertools import chain
from pathlib import Path
from time import monotonic
from typing import Protocol, Self

from translation.alignment.word_alignment import Lexicon, Shortlist
from translation.engines.base import Engine, nearest_pair
from translation.engines.firefox.folder import (
    EMBEDDED_ADVICE,
    EMBEDDED_DIRECTIONS,
    HUB,
    ModelDirection,
    ModelFiles,
    ModelFolder,
    installed_models,
    model_files,
    read_shortlist,
    read_vocabulary,
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
# Time increases steeply with the length of a text: in fxtranslate 5,000 characters without a space take 12 s, but 500
# only 0.1 s.
CALL_CHARACTERS = 600
# After a failed attempt, the server of models is not contacted again for this time.
UNREACHABLE_SECONDS = 60.0


class Translator(Protocol):
    """A loaded model."""

    def translate(self, texts: Sequence[str]) -> list[str]:
        """Return the translation of each text, which is a sentence or a part of one."""


_CHUNK = re.compile(rf".{{1,{CALL_CHARACTERS}}}(?:\s+|$)|.{{1,{CALL_CHARACTERS}}}", re.DOTALL)


class FirefoxEngine(Engine):
    """Translates with the models of a folder and the embedded models.

    With `fetch`, it downloads a missing model from `server` into the folder when it first needs the model.
    """

    name = "firefox"
    label = "On this server: Firefox"
    settings = (RECORDS_URL, ATTACHMENTS_URL)
    max_blocks = 128

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
            texts = _translate(translator, texts)
        return list(texts)

    def alphabet(self, source: str, target: str) -> frozenset[str] | None:
        models = self._chain(source, target)
        return _characters(models[0].source_vocabulary) if models else None

    def lexicon(self, source: str, target: str) -> Lexicon | None:
        """Return the lexicon of the model between the languages. A route through English has none."""
        models = self._chain(source, target)
        forward = _shortlist(models[0]) if len(models) == 1 else None
        if forward is None:
            return None
        ((a, b),) = self._legs(source, target)
        back = self._installed().get((b, a))
        return Lexicon(forward, _shortlist(model_files(back)) if back else None)

    def revision(self, source: str, target: str) -> str:
        """Return the digests of the pair's models, joined by "+". Downloads and converts missing models."""
        return "+".join(_digest(files) for files in self._chain(source, target))

    def advice(self, source: str, target: str) -> str:
        ends = base_language(source), base_language(target)
        legs = [ends] if HUB in ends else [(ends[0], HUB), (HUB, ends[1])]
        missing = [leg for leg in legs if leg not in self._installed()]
        if not missing:
            return ""
        if set(missing) <= set(EMBEDDED_DIRECTIONS):
            return EMBEDDED_ADVICE
        names = " ".join("-".join(leg) for leg in missing)
        return f"If there is a model, the administrator can add it: python manage.py models install {names}"

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
            models = [self._files(*leg) for leg in self._legs(source, target)]
            if not models:
                return []
            self._chains[source, target] = models
        return self._chains[source, target]

    def _route(self, source: str, target: str) -> list[Translator]:
        """Return the translators of a pair in order. Each thread has its own, because fxtranslate cannot be shared."""
        routes: dict[tuple[str, str], list[Translator]] = self._loaded.__dict__.setdefault("routes", {})
        if (source, target) not in routes:
            models = self._chain(source, target)
            if not models:
                raise LanguagePairUnsupported
            routes[source, target] = [self._load(files) for files in models]
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

    def _load(self, files: ModelFiles) -> Translator:
        # ONNX Runtime takes 40 MB, which processes that do not translate save.
        from translation.engines.firefox.conversion import load_model

        return load_model(files)

    def _download(self, source: str, target: str) -> None:
        offer = self._offered()[source, target]
        assert self._folder
        assert self._server
        with ModelFolder(self._folder).placing([(source, target)]) as drafts:
            self._server.fetch(offer, drafts[source, target], lambda _bytes: None)


def _translate(translator: Translator, texts: Sequence[str]) -> list[str]:
    """Translate texts, of which long ones are cut into chunks."""
    chunks = [_CHUNK.findall(text) for text in texts]
    answers = iter(translator.translate(list(chain.from_iterable(chunks))))
    return [" ".join(next(answers).strip() for _ in parts) for parts in chunks]


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
    # As in `_load`.
    from translation.engines.firefox.conversion import runtime_of

    digest = hashlib.blake2b(digest_size=6)
    for file in (files.model, files.source_vocabulary, files.target_vocabulary, files.shortlist):
        digest.update(file.read_bytes() if file else b"")
    return f"{digest.hexdigest()}-{runtime_of(files)}"


@cache
def _characters(vocabulary: Path) -> frozenset[str] | None:
    """Return the characters of a SentencePiece model. None if the model encodes unknown characters as bytes."""
    loaded = read_vocabulary(vocabulary)
    texts = loaded.texts(range(len(loaded)))
    if "<0x00>" in texts:
        return None
    return frozenset("".join(texts)) | {" "}


@cache
def _shortlist(files: ModelFiles) -> Shortlist | None:
    file = read_shortlist(files)
    if file is None:
        return None
    return Shortlist(file, read_vocabulary(files.source_vocabulary), read_vocabulary(files.target_vocabulary))
