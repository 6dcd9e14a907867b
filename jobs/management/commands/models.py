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
from translation.engines.firefox.folder import (
    HUB,
    Direction,
    Manifest,
    ModelFolder,
    embedded_models,
    installed_models,
)
from translation.engines.firefox.server import ModelServer, Offer, Progress
from translation.exceptions import LanguagePairUnsupported, TranslationError, UsageError
from translation.languages.tags import LanguageInvalid, name_of, parse_language

PAIR = "PAIR"


class Command(BaseCommand):
    help = "The models of the engine firefox: see, install and remove them, and carry them to other machines."
    # Before there are models the checks would find fault.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        listed = actions.add_parser("list", help="what is here")
        listed.add_argument("--available", action="store_true", help="what could be installed as well")
        for action, what in {"install": "fetch models, or newer ones", "remove": "delete models"}.items():
            pairs = actions.add_parser(action, help=what)
            pairs.add_argument("pairs", nargs="+", metavar=PAIR, help="such as en-de")
        actions.add_parser("path", help="the folder that they are in")
        exported = actions.add_parser("export", help="write a bundle for machines without internet")
        exported.add_argument("bundle", type=Path, metavar="FILE.tar")
        exported.add_argument("pairs", nargs="*", metavar=PAIR, help="default: all that were installed")
        imported = actions.add_parser("import", help="install what is in a bundle")
        imported.add_argument("bundle", type=Path, metavar="FILE.tar")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        self.folder = ModelFolder(settings.MODELS)
        # What a broken connection means is said at the end.
        logging.getLogger("urllib3").setLevel(logging.ERROR)
        try:
            getattr(self, f"_{action}")(**options)
        except TranslationError as error:
            give_up(self.stderr, error)

    def _list(self, available: bool, **_: Any) -> None:
        embedded, here = embedded_models(), installed_models(self.folder.path)
        for direction, folder in sorted(here.items()):
            manifest = Manifest.read(folder)
            whence = "embedded" if folder == embedded.get(direction) else "installed"
            self._tell(direction, " ".join((whence, manifest.version if manifest else "")).strip())
        for direction, offer in _server().offers().items() if available else ():
            if not self._has(direction, offer):
                self._tell(direction, f"available {offer.version}, {_megabytes(offer.size)}")

    def _install(self, pairs: list[str], **_: Any) -> None:
        server = _server()
        offers = server.offers()
        for direction in dict.fromkeys(leg for pair in pairs for leg in _legs(pair, offers)):
            offer = offers[direction]
            if self._has(direction, offer):
                self._tell(direction, f"is here already, {offer.version}")
                continue
            with self._bar(direction, offer.size) as progress, self.folder.placing([direction]) as drafts:
                server.fetch(offer, drafts[direction], progress)
            self._tell(direction, f"installed {offer.version}")

    def _remove(self, pairs: list[str], **_: Any) -> None:
        for pair in pairs:
            direction = _known(pair, self.folder.models())
            self.folder.remove(direction)
            self._tell(direction, "removed")

    def _path(self, **_: Any) -> None:
        self.stdout.write(str(self.folder.path))

    def _export(self, bundle: Path, pairs: list[str], **_: Any) -> None:
        installed = self.folder.models()
        # What every installation has needs to be carried only when it is asked for.
        every = embedded_models() | installed
        chosen = {direction: every[direction] for direction in (_known(pair, every) for pair in pairs)} or installed
        if not chosen:
            raise UsageError("There are no installed models to export. Install some, or name those that are embedded.")
        export_models(chosen, bundle)
        for direction in sorted(chosen):
            self._tell(direction, "exported")

    def _import(self, bundle: Path, **_: Any) -> None:
        for direction in import_models(bundle, self.folder):
            self._tell(direction, "installed")

    def _has(self, direction: Direction, offer: Offer) -> bool:
        folder = self.folder.models().get(direction)
        return folder is not None and Manifest.read(folder) == offer.manifest()

    @contextmanager
    def _bar(self, direction: Direction, size: int) -> Iterator[Progress]:
        """Takes the numbers of bytes as they come."""
        with progress_bar(self.stderr, f"{'-'.join(direction):10} ") as draw:
            received = 0

            def count(number: int) -> None:
                nonlocal received
                received += number
                draw(received * 100 // max(size, 1))

            yield count

    def _tell(self, direction: Direction, what: str) -> None:
        source, target = (name_of(code.replace("_", "-")) for code in direction)
        self.stdout.write(f"{'-'.join(direction):10} {source} → {target}: {what}")


def _server() -> ModelServer:
    return ModelServer(**settings.ENGINE_SETTINGS["firefox"])


def _legs(pair: str, offers: Mapping[Direction, Offer]) -> list[Direction]:
    """The models to fetch for a pair: its own, or those to and from English. Raises LanguagePairUnsupported."""
    source, target = _languages(pair)
    for legs in ([(source, target)], [(source, HUB), (HUB, target)]):
        found = [nearest for leg in legs if (nearest := _nearest(*leg, offers))]
        if len(found) == len(legs):
            return found
    there = ", ".join(sorted({code for direction in offers for code in direction}))
    raise LanguagePairUnsupported(f"There is no model {pair}. There are models between English and: {there}.")


def _known(pair: str, models: Iterable[Direction]) -> Direction:
    """The direction that is here and is meant. Raises UsageError."""
    found = _nearest(*_languages(pair), models)
    if found is None:
        here = ", ".join("-".join(direction) for direction in sorted(models)) or "none"
        raise UsageError(f"The model {pair} is not here. There are: {here}.")
    return found


def _nearest(source: str, target: str, models: Iterable[Direction]) -> Direction | None:
    by_tag = {(a.replace("_", "-"), b.replace("_", "-")): (a, b) for a, b in models}
    targets = {a: [b for c, b in by_tag if c == a] for a, _ in by_tag}
    pair = nearest_pair(targets, source, target)
    return by_tag[pair] if pair else None


def _languages(pair: str) -> tuple[str, str]:
    """The two languages of en-de, en-zh-Hans or English-German. Raises UsageError."""
    words = pair.split("-")
    for cut in range(1, len(words)):
        try:
            return parse_language("-".join(words[:cut])), parse_language("-".join(words[cut:]))
        except LanguageInvalid:
            continue
    raise UsageError(f"“{pair}” is no pair of languages. Write it as en-de.")


def _megabytes(size: int) -> str:
    return f"{size / 10**6:.0f} MB"
