"""What the OpenAPI description needs to be told, as the code does not say it."""

from collections.abc import Callable
from typing import Any

Endpoint = tuple[str, str, str, Callable[..., Any]]


def one_path_each(endpoints: list[Endpoint]) -> list[Endpoint]:
    """Every path is answered with and without a slash at its end: describe it without."""
    return [(path.removesuffix("/"), regex, method, view) for path, regex, method, view in endpoints]
