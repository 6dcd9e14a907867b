"""Files on their way in: refused while they arrive, and kept where a sweep finds those that a killed process left."""

import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler

from jobs.admission import require_size

# A file that has not grown for so long is nobody's.
ABANDONED = timedelta(hours=1)


class SizeLimit(FileUploadHandler):
    """Ends the reading of a body as soon as its files are too large, whatever length was announced."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self._received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the piece on. Raises LimitExceeded."""
        self._received += len(raw_data)
        require_size(self._received)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def delete_abandoned_uploads() -> int:
    """Delete the files that killed processes were receiving; returns how many."""
    before = time.time() - ABANDONED.total_seconds()
    old = [file for file in Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*.upload*") if _modified(file) < before]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def _modified(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return time.time()
