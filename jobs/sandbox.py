"""The sandbox with the limits of this installation."""

from pathlib import Path

from django.conf import settings

from translation.sandbox.client import Sandbox


def open_in_sandbox(path: Path, name: str, parent: Path | None = None) -> Sandbox:
    """Open a document with the limits of this installation."""
    return Sandbox(path, name, parent, settings.LIMITS, settings.MASKED_PATHS)
