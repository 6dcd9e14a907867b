"""A local server that offers models as Mozilla's does: a list of records, and files packed with zstd.

It offers the installed models under the names of other language pairs.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import zstandard

from translation.engines.firefox.folder import embedded_models, model_files
from translation.engines.firefox.server import ModelServer
from translation.engines.settings import RequestLimits
from translation.testing.local_server import LocalServer

RECORDS = "/v1/buckets/main/collections/translations-models-v2/records"
ATTACHMENTS = "/cdn/"
IMPATIENT = RequestLimits(timeout=5, patience=0)


class Mirror(LocalServer):
    """`cuts` counts the next files that break off in the middle."""

    def __init__(self) -> None:
        self.handler = _MirrorRequest
        super().__init__()
        self.records: list[dict[str, Any]] = []
        self.contents: dict[str, bytes] = {}
        self.cuts = 0
        self.status = 200
        self.requested: list[str] = []

    @property
    def options(self) -> dict[str, str]:
        """Return the options with which the engine uses this server."""
        return {"records": self.address + RECORDS, "attachments": self.address + ATTACHMENTS}

    def client(self) -> ModelServer:
        return ModelServer(**self.options, limits=IMPATIENT)

    def offer(self, source: str, target: str, model: Path | None = None, version: str = "3.0", **fields: Any) -> None:
        """Offer a model under the name of this pair, by default the embedded one from English to Portuguese."""
        files = model_files(model or embedded_models()["en", "pt"])
        kinds = {"model": files.model, "vocab": files.source_vocabulary, "lex": files.shortlist}
        for kind, file in kinds.items():
            if file:
                self._offer_file(source, target, kind, file, {"version": version} | fields)

    def _offer_file(self, source: str, target: str, kind: str, file: Path, fields: Mapping[str, Any]) -> None:
        packed, digest = _packed(file)
        location = f"main/translations-models-v2/{len(self.records)}.zst"
        name = file.name.replace("enpt", source + target).replace("pten", source + target)
        self.contents[ATTACHMENTS + location] = packed
        attachment = {
            "filename": f"{name}.zst",
            "location": location,
            "hash": hashlib.sha256(packed).hexdigest(),
            "mimetype": "application/zstd",
            "size": len(packed),
        }
        self.records.append(
            {
                "id": f"{source}-{target}-{kind}",
                "schema": 1749570042331,
                "last_modified": 1750000000000,
                "name": name,
                "fileType": kind,
                "sourceLanguage": source,
                "targetLanguage": target,
                "architecture": "tiny",
                "decompressedHash": digest,
                "decompressedSize": file.stat().st_size,
                "attachment": attachment,
                **fields,
            }
        )


class _MirrorRequest(BaseHTTPRequestHandler):
    server: Mirror

    def do_GET(self) -> None:
        self.server.requested.append(self.path)
        if self.path == RECORDS:
            self._send(json.dumps({"data": self.server.records}).encode(), self.server.status)
        elif content := self.server.contents.get(self.path):
            self._send(content, cut=self.server.cuts > 0)
        else:
            self._send(b"", 404)

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def _send(self, content: bytes, status: int = 200, cut: bool = False) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if cut:
            self.server.cuts -= 1
            content = content[: len(content) // 2]
        self.wfile.write(content)


@cache
def _packed(file: Path) -> tuple[bytes, str]:
    content = file.read_bytes()
    return zstandard.ZstdCompressor(level=1).compress(content), hashlib.sha256(content).hexdigest()
