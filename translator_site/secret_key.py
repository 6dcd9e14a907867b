"""The key that signs sessions and queue messages: given, or made once and kept in the data folder."""

import os
import secrets
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHORTEST = 50
FEWEST_LETTERS = 10


def kept_secret_key(path: Path) -> str:
    """The key in the file, which only its owner can read; made at the first call."""
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(SHORTEST))
    return path.read_text().strip()


def refuse_weak(key: str) -> None:
    """Raise ImproperlyConfigured for a key that could be guessed."""
    if len(key) < SHORTEST or len(set(key)) < FEWEST_LETTERS or key.startswith("django-insecure"):
        raise ImproperlyConfigured(
            f"SECRET_KEY is too weak: it needs {SHORTEST} random characters. Leave it unset to have one made and kept "
            'in the data folder, or make one with: python -c "import secrets; print(secrets.token_urlsafe(50))"'
        )


def _write_once(path: Path, key: str) -> None:
    """Whole or not at all, and by one of several processes that start together."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    try:
        Path(path).hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
