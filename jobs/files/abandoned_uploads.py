"""The temporary files of interrupted uploads."""

import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings

# A killed process left a file that has not changed for this long.
UPLOAD_TIMEOUT = timedelta(hours=1)


def delete_abandoned_uploads() -> int:
    """Delete the unfinished files of killed processes, and return how many."""
    before = time.time() - UPLOAD_TIMEOUT.total_seconds()
    old = [file for file in Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*.upload*") if _modified(file) < before]
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def _modified(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return time.time()
