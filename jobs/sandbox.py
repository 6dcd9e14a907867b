"""Opening documents in the sandbox with this installation's settings."""

from pathlib import Path

from django.conf import settings

from translation.sandbox.client import Sandbox


def open_in_sandbox(path: Path, name: str, parent: Path | None = None, *, links_source: bool = False) -> Sandbox:
    """Open a document within this installation's limits. See Sandbox for the arguments."""
    return Sandbox(path, name, parent, settings.LIMITS, settings.MASKED_PATHS, links_source=links_source)
