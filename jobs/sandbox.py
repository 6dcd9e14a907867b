"""The sandbox with the settings of this installation."""

from pathlib import Path

from django.conf import settings

from translation.sandbox.client import Sandbox


def open_in_sandbox(path: Path, name: str, parent: Path | None = None, *, links_source: bool = False) -> Sandbox:
    """Open a document within the limits of this installation; the arguments are those of Sandbox."""
    return Sandbox(path, name, parent, settings.LIMITS, settings.MASKED_PATHS, links_source=links_source)
