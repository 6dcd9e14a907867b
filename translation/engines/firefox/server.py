"""The server of models, Mozilla's or a mirror: a list of records, and their files."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from fxtranslate import discovery

from translation.engines.base import permanent
from translation.engines.connection import limit
from translation.engines.firefox.folder import CODE, Manifest, ModelDirection, is_file_name
from translation.engines.settings import RequestLimits
from translation.exceptions import EngineFailed, EngineUnavailable

RECORDS = "https://firefox.settings.services.mozilla.com/v1/buckets/main/collections/translations-models-v2/records"
ATTACHMENTS = "https://firefox-settings-attachments.cdn.mozilla.net/"
USUAL_LIMITS = RequestLimits(timeout=30.0, patience=10.0)
# The only version of models that fxtranslate reads.
MAJOR_VERSION = 3
# A model has one vocabulary for both languages, or one for each.
VOCABULARIES = {"vocab"}, {"srcvocab", "trgvocab"}
KINDS = frozenset({"model", "lex"}.union(*VOCABULARIES))
DOWNLOAD_ATTEMPTS = 3
CHUNK_BYTES = 1 << 16

_VERSION = re.compile(r"(\d+)\.(\d+)(a?)\d*")
_SHA256 = re.compile(r"[0-9a-f]{64}")

ByteCounter = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One compressed file of a model. The size is in bytes, and the digests are SHA-256."""

    kind: str
    name: str
    url: str
    size: int
    digest: str
    decompressed_digest: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A model that the server offers."""

    version: str
    architecture: str
    files: tuple[ModelFile, ...]

    @property
    def size(self) -> int:
        """The size of the download in bytes."""
        return sum(file.size for file in self.files)

    def manifest(self) -> Manifest:
        """Return the manifest of the model after its installation."""
        return Manifest(self.version, self.architecture, {file.name: file.decompressed_digest for file in self.files})


class ModelServer:
    """The server at two addresses: `records` for the list, and `attachments` for the relative locations in it."""

    def __init__(
        self, records: str = RECORDS, attachments: str = ATTACHMENTS, limits: RequestLimits = USUAL_LIMITS
    ) -> None:
        # An empty address means the default.
        self._records, self._attachments = records or RECORDS, (attachments or ATTACHMENTS).rstrip("/") + "/"
        self._session = requests.Session()
        limit(self._session, limits, self._records)

    def offers(self) -> dict[ModelDirection, Offer]:
        """Return the best model of each direction. Raises EngineFailed."""
        try:
            with self._session.get(self._records) as response:
                self._require_success(response, "the list of models")
                records = response.json()["data"]
            return dict(_offers(_files(records, self._attachments)))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise permanent(f"The answer of {_host(self._records)} is no list of models. Check the address.") from error
        except requests.RequestException as error:
            raise _not_reached(self._records) from error

    def fetch(self, offer: Offer, folder: Path, progress: ByteCounter) -> None:
        """Download and check a model's files, and write its manifest. `progress` receives counts of bytes."""
        for file in offer.files:
            content = self._content(file, progress)
            try:
                (folder / file.name).write_bytes(discovery.verify_and_decompress(content, file.decompressed_digest))
            except ValueError as error:
                raise _damaged(file) from error
        offer.manifest().write(folder)

    def _content(self, file: ModelFile, progress: ByteCounter) -> bytes:
        """Return the compressed file. Request it again if the connection breaks."""
        for remaining in reversed(range(DOWNLOAD_ATTEMPTS)):
            content = bytearray()
            try:
                for chunk in self._chunks(file):
                    content += chunk
                    progress(len(chunk))
            except requests.RequestException as error:
                progress(-len(content))
                if not remaining:
                    raise _not_reached(file.url) from error
                continue
            if len(content) != file.size or hashlib.sha256(content).hexdigest() != file.digest:
                raise _damaged(file)
            return bytes(content)
        raise AssertionError

    def _chunks(self, file: ModelFile) -> Iterator[bytes]:
        """Yield the data from the server. Raises EngineFailed if there is more than the file's size."""
        received = 0
        with self._session.get(file.url, stream=True) as response:
            self._require_success(response, file.name)
            for chunk in response.iter_content(CHUNK_BYTES):
                received += len(chunk)
                if received > file.size:
                    raise _damaged(file)
                yield chunk

    def _require_success(self, response: requests.Response, what: str) -> None:
        status = response.status_code
        if status >= 500 or status == 429:
            raise EngineUnavailable(f"{_host(response.url)} cannot send {what} now (status {status}). Try again later.")
        if status != 200:
            raise permanent(f"{_host(response.url)} does not send {what} (status {status}). Check the addresses.")


def _files(records: Iterable[Mapping[str, Any]], base: str) -> Iterator[tuple[ModelDirection, str, str, ModelFile]]:
    """Yield direction, version, architecture and file of each usable record for all browsers."""
    for record in records:
        attachment, direction = record["attachment"], (record["sourceLanguage"], record["targetLanguage"])
        file = ModelFile(
            record["fileType"],
            record["name"],
            urljoin(base, attachment["location"]),
            attachment["size"],
            attachment["hash"],
            record.get("decompressedHash") or "",
        )
        # A filter expression limits a record to some browsers.
        usable = not record.get("filter_expression") and _is_sound(file) and file.kind in KINDS
        if usable and all(re.fullmatch(CODE, code) for code in direction) and _rank(record["version"]):
            yield direction, record["version"], record.get("architecture") or "", file


def _is_sound(file: ModelFile) -> bool:
    return is_file_name(file.name) and all(
        _SHA256.fullmatch(digest) for digest in (file.digest, file.decompressed_digest)
    )


def _rank(version: str) -> tuple[int, bool] | None:
    """Return the sort key of a version, with drafts (3.1a2) before releases. None if it cannot be used."""
    match = _VERSION.fullmatch(version)
    return (int(match[2]), not match[3]) if match and int(match[1]) == MAJOR_VERSION else None


def _offers(files: Iterable[tuple[ModelDirection, str, str, ModelFile]]) -> Iterator[tuple[ModelDirection, Offer]]:
    grouped: dict[ModelDirection, dict[tuple[str, str], dict[str, ModelFile]]] = defaultdict(lambda: defaultdict(dict))
    for direction, version, architecture, file in files:
        grouped[direction][version, architecture][file.kind] = file
    for direction, models in sorted(grouped.items()):
        complete = [
            Offer(version, architecture, tuple(kinds.values()))
            for (version, architecture), kinds in models.items()
            if "model" in kinds and any(vocabulary <= kinds.keys() for vocabulary in VOCABULARIES)
        ]
        if complete:
            # Of two models with the same version, the larger translates better.
            yield direction, max(complete, key=lambda offer: (_rank(offer.version) or (), offer.size))


def _host(url: str) -> str:
    return urlsplit(url).netloc


def _not_reached(url: str) -> EngineFailed:
    return EngineUnavailable(
        f"The models could not be fetched: {_host(url)} cannot be reached, or the connection broke. Try again later; "
        "on a machine without internet, import a bundle: python manage.py models import FILE.tar"
    )


def _damaged(file: ModelFile) -> EngineFailed:
    return permanent(
        f"The file {file.name} from {_host(file.url)} differs from the list (by its SHA-256 sum), so nothing was "
        "installed. Try again, or check the mirror."
    )
