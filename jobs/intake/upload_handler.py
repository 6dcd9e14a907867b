"""The size limit of uploads, checked while the data arrives."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

from jobs.intake.admission import require_size


class SizeLimit(FileUploadHandler):
    """Stops reading a body as soon as its files are too large, even if it announced a smaller length."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self._received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the data on. Raises LimitExceeded."""
        self._received += len(raw_data)
        require_size(self._received)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
