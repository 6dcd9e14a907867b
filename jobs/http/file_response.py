"""Sending a stored file, whole or in the range that a client requests (RFC 9110, section 14)."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import quote

from django.core.files import File
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from jobs.files import storage

CHUNK_BYTES = 64 * 1024
SINGLE_RANGE = re.compile(r"bytes=\s*(\d{0,19})\s*-\s*(\d{0,19})\s*", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the storage, with the name and media type for the client."""

    path: str
    filename: str
    media_type: str
    modified: datetime


class FilePart:
    """Yields the bytes of a file from `start` to `stop`, exclusive. Django calls `close` after the response."""

    def __init__(self, file: "File[bytes]", start: int, stop: int) -> None:
        self.file, self.start, self.stop = file, start, stop

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.start)
        remaining = self.stop - self.start
        while remaining and (chunk := self.file.read(min(CHUNK_BYTES, remaining))):
            remaining -= len(chunk)
            yield chunk

    def close(self) -> None:
        self.file.close()


def send_file(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """Return the response to a GET or HEAD request for the file. Raises FileNotFoundError."""
    file = storage.get(stored.path)
    size = file.size
    # Each output has a unique name and never changes, so its name is a strong validator.
    etag = f'"{PurePosixPath(stored.path).stem}-{size:x}"'
    modified = int(stored.modified.timestamp())
    response = get_conditional_response(request, etag, modified) or _content(request, file, size, etag, modified)
    _describe(response, stored, etag, modified)
    if not response.streaming:
        file.close()
    return response


def _content(request: HttpRequest, file: "File[bytes]", size: int, etag: str, modified: int) -> HttpResponseBase:
    header = request.headers.get("Range", "") if _range_applies(request, etag, modified) else ""
    part = requested_range(header, size)
    if part is not None and not part:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    span = range(size) if part is None else part
    if request.method == "HEAD":
        response: HttpResponseBase = HttpResponse()
    else:
        response = StreamingHttpResponse(FilePart(file, span.start, span.stop))
    response["Content-Length"] = str(len(span))
    if part is not None:
        response.status_code = 206
        response["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{size}"
    return response


def _range_applies(request: HttpRequest, etag: str, modified: int) -> bool:
    condition = request.headers.get("If-Range")
    return request.method == "GET" and condition in (None, etag, http_date(modified))


def requested_range(header: str, size: int) -> range | None:
    """Return the byte positions that a Range header requests, or None to send the whole file.

    The range is empty if the file has no such bytes. Several ranges, other units and invalid headers are ignored, as
    the RFC allows.
    """
    match = SINGLE_RANGE.fullmatch(header.strip())
    if not match or not (match[1] or match[2]):
        return None
    if not match[1]:
        return range(max(0, size - int(match[2])), size)
    first, last = int(match[1]), int(match[2] or size)
    if match[2] and last < first:
        return None
    return range(first, min(last + 1, size))


def _describe(response: HttpResponseBase, stored: StoredFile, etag: str, modified: int) -> None:
    response["ETag"] = etag
    response["Last-Modified"] = http_date(modified)
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    if response.status_code < 300:
        response["Content-Type"] = stored.media_type
        response["Content-Disposition"] = attachment(stored.filename)


def attachment(filename: str) -> str:
    """Return a Content-Disposition with the name in ASCII for old clients (RFC 6266), and in Unicode (RFC 8187)."""
    plain = unicodedata.normalize("NFKD", filename).encode("ascii", "ignore").decode()
    plain = re.sub(r'["\\%]', "_", plain)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
