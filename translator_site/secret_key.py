"""The key that signs sessions and queue messages. If it is not set, it is generated and stored in the data folder."""

import os
import secrets
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

# Django's own check requires 50 characters, 5 of them different.
MIN_CHARACTERS = 50
MIN_DISTINCT_CHARACTERS = 10


def stored_secret_key(path: Path) -> str:
    """Return the key in the file, which only its owner can read. The first call creates it."""
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(MIN_CHARACTERS))
    return path.read_text().strip()


def refuse_weak(key: str) -> None:
    """Raise ImproperlyConfigured for a key that could be guessed."""
    if len(key) < MIN_CHARACTERS or len(set(key)) < MIN_DISTINCT_CHARACTERS or key.startswith("django-insecure"):
        raise ImproperlyConfigured(
            f"SECRET_KEY is too weak: it needs {MIN_CHARACTERS} random characters. Leave it unset to generate one in "
            'the data folder, or make one with: python -c "import secrets; print(secrets.token_urlsafe(50))"'
        )


def _write_once(path: Path, key: str) -> None:
    """Write the file whole or not at all. If several processes start together, the first one writes it."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    try:
        Path(path).hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
