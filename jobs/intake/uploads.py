"""Files on their way in: refused while they arrive, and kept where a sweep finds those that a killed process left."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

from jobs.intake.admission import require_size


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
