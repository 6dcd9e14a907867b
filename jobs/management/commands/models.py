import logging
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from jobs.management.terminal import give_up, progress_bar
from translation.engines.base import nearest_pair
from translation.engines.firefox.bundle import export_models, import_models
from translation.engines.firefox.conversion import describe_runtime, prepare
from translation.engines.firefox.folder import (
    EMBEDDED_ADVICE,
    HUB,
    Manifest,
    ModelDirection,
    ModelFolder,
    embedded_models,
    installed_models,
)
from translation.engines.firefox.server import ByteCounter, ModelServer, Offer
from translation.exceptions import LanguagePairUnsupported, TranslationError, UsageError
from translation.languages.tags import LanguageInvalid, name_of, parse_language

PAIR = "PAIR"


class Command(BaseCommand):
    help = "List, install and remove the models of the engine firefox, and copy them to other machines."
    # The checks report an error until a model is installed.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        listed = actions.add_parser("list", help="list the models on this machine")
        listed.add_argument("--available", action="store_true", help="also list models that can be installed")
        for action, what in {"install": "download models, or newer versions", "remove": "delete models"}.items():
            pairs = actions.add_parser(action, help=what)
            pairs.add_argument("pairs", nargs="+", metavar=PAIR, help="such as en-de")
        actions.add_parser("path", help="print the folder of the models")
        exported = actions.add_parser("export", help="write a bundle for machines without internet")
        exported.add_argument("bundle", type=Path, metavar="FILE.tar")
        exported.add_argument("pairs", nargs="*", metavar=PAIR, help="default: all installed models")
        imported = actions.add_parser("import", help="install the models of a bundle")
        imported.add_argument("bundle", type=Path, metavar="FILE.tar")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        self.folder = ModelFolder(settings.MODELS)
        # The command reports a broken connection itself.
        logging.getLogger("urllib3").setLevel(logging.ERROR)
        try:
            getattr(self, f"_{action}")(**options)
        except TranslationError as error:
            give_up(self.stderr, error)

    def _list(self, available: bool, **_: Any) -> None:
        embedded, installed = embedded_models(), installed_models(self.folder.path)
        for direction, folder in sorted(installed.items()):
            manifest = Manifest.read(folder)
            origin = "embedded" if folder == embedded.get(direction) else "installed"
            version = " ".join((origin, manifest.version if manifest else "")).strip()
            self._print(direction, f"{version}, {describe_runtime(folder)}")
        for direction, offer in _server().offers().items() if available else ():
            if not self._has(direction, offer):
                self._print(direction, f"available {offer.version}, {_megabytes(offer.size)}")
        if not embedded:
            self.stderr.write(f"The models that come with the installation are missing. {EMBEDDED_ADVICE}")

    def _install(self, pairs: list[str], **_: Any) -> None:
        server = _server()
        offers = server.offers()
        for direction in dict.fromkeys(leg for pair in pairs for leg in _legs(pair, offers)):
            offer = offers[direction]
            if self._has(direction, offer):
                self._print(direction, f"already installed, {offer.version}")
                continue
            with self._bar(direction, offer.size) as progress, self.folder.placing([direction]) as drafts:
                server.fetch(offer, drafts[direction], progress)
            self._print(direction, f"installed {offer.version}, {self._convert(direction)}")

    def _remove(self, pairs: list[str], **_: Any) -> None:
        for pair in pairs:
            direction = _find_model(pair, self.folder.models())
            self.folder.remove(direction)
            self._print(direction, "removed")

    def _path(self, **_: Any) -> None:
        self.stdout.write(str(self.folder.path))

    def _export(self, bundle: Path, pairs: list[str], **_: Any) -> None:
        installed = self.folder.models()
        # Each machine gets the embedded models from make setup, so they are exported only if they are named.
        every = embedded_models() | installed
        chosen = {
            direction: every[direction] for direction in (_find_model(pair, every) for pair in pairs)
        } or installed
        if not chosen:
            raise UsageError("There are no installed models to export. Install some, or name embedded ones.")
        export_models(chosen, bundle)
        for direction in sorted(chosen):
            self._print(direction, "exported")

    def _import(self, bundle: Path, **_: Any) -> None:
        for direction in import_models(bundle, self.folder):
            self._print(direction, f"installed, {self._convert(direction)}")

    def _convert(self, direction: ModelDirection) -> str:
        """Convert a model, and return which program runs it."""
        folder = self.folder.models()[direction]
        prepare(folder)
        return describe_runtime(folder)

    def _has(self, direction: ModelDirection, offer: Offer) -> bool:
        folder = self.folder.models().get(direction)
        return folder is not None and Manifest.read(folder) == offer.manifest() and offer.manifest().is_intact(folder)

    @contextmanager
    def _bar(self, direction: ModelDirection, size: int) -> Iterator[ByteCounter]:
        """Yield a function that counts received bytes on a progress bar."""
        with progress_bar(self.stderr, f"{'-'.join(direction):10} ") as draw:
            received = 0

            def count(number: int) -> None:
                nonlocal received
                received += number
                draw(received * 100 // max(size, 1))

            yield count

    def _print(self, direction: ModelDirection, what: str) -> None:
        source, target = (name_of(code.replace("_", "-")) for code in direction)
        self.stdout.write(f"{'-'.join(direction):10} {source} → {target}: {what}")


def _server() -> ModelServer:
    return ModelServer(**settings.ENGINE_SETTINGS["firefox"])


def _legs(pair: str, offers: Mapping[ModelDirection, Offer]) -> list[ModelDirection]:
    """Return the models to fetch for a pair: a direct model, or two through English. Raises LanguagePairUnsupported."""
    source, target = _languages(pair)
    for legs in ([(source, target)], [(source, HUB), (HUB, target)]):
        directions = [nearest for leg in legs if (nearest := _nearest(*leg, offers))]
        if len(directions) == len(legs):
            return directions
    offered = ", ".join(sorted({code for direction in offers for code in direction}))
    raise LanguagePairUnsupported(f"There is no model {pair}. There are models between English and: {offered}.")


def _find_model(pair: str, models: Iterable[ModelDirection]) -> ModelDirection:
    """Return the model that fits a user's pair best. Raises UsageError if none does."""
    direction = _nearest(*_languages(pair), models)
    if direction is None:
        installed = ", ".join("-".join(each) for each in sorted(models)) or "none"
        raise UsageError(f"The model {pair} is not installed. Installed models: {installed}.")
    return direction


def _nearest(source: str, target: str, models: Iterable[ModelDirection]) -> ModelDirection | None:
    by_tag = {(a.replace("_", "-"), b.replace("_", "-")): (a, b) for a, b in models}
    targets = {a: [b for c, b in by_tag if c == a] for a, _ in by_tag}
    pair = nearest_pair(targets, source, target)
    return by_tag[pair] if pair else None


def _languages(pair: str) -> tuple[str, str]:
    """Return the languages of a pair such as en-de, en-zh-Hans or English-German. Raises UsageError."""
    words = pair.split("-")
    for cut in range(1, len(words)):
        try:
            return parse_language("-".join(words[:cut])), parse_language("-".join(words[cut:]))
        except LanguageInvalid:
            continue
    raise UsageError(f"“{pair}” is not a pair of languages. Write it as en-de.")


def _megabytes(size: int) -> str:
    return f"{size / 10**6:.0f} MB"
