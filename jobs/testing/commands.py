"""The management commands, run as a shell runs them."""

import subprocess
import sys
from pathlib import Path

from django.conf import settings


def translatefile(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command: list[str | Path] = [sys.executable, settings.BASE_DIR / "manage.py", "translatefile", *arguments]
    return subprocess.run(command, capture_output=True, text=True)
