"""What clients say of the encoding of a body, through the applications that a web server calls."""

import asyncio
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory

from jobs.http.encoding import ignore_charset, ignore_charset_asgi

# The requests close the connection to the database, as those of a web server do.
pytestmark = pytest.mark.django_db(transaction=True)

FORM = "application/x-www-form-urlencoded"
TOKEN = "a" * 32


def wsgi_status(method: str, path: str, content_type: str, body: bytes = b"") -> int:
    """The status of an answer."""
    answered: list[str] = []

    def start(line: str, headers: list[tuple[str, str]], *_: Any) -> Any:
        answered.append(line)

    request = RequestFactory().generic(method, path, HTTP_COOKIE=f"csrftoken={TOKEN}", SERVER_NAME="localhost")
    sent = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
    list(ignore_charset(get_wsgi_application())({**request.environ, **sent}, start))
    return int(answered[0].split()[0])


@async_to_sync
async def asgi_status(method: str, path: str, content_type: str, body: bytes = b"") -> int:
    """The status of an answer."""
    cookie, length = f"csrftoken={TOKEN}".encode(), str(len(body)).encode()
    sent = {b"host": b"localhost", b"cookie": cookie, b"content-type": content_type.encode(), b"content-length": length}
    path, _, query = path.partition("?")
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": sent.items()}
    bodies: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    answered: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    await bodies.put({"type": "http.request", "body": body})
    await ignore_charset_asgi(get_asgi_application())(scope, bodies.get, answered.put)
    return int((await answered.get())["status"])


@pytest.mark.parametrize("charset", ["utf-16", "hex", '"hex"', "nonsense", "utf-8; CHARSET = hex", "latin-1;x=y"])
@pytest.mark.parametrize("status", [wsgi_status, asgi_status])
def test_no_encoding_that_a_client_names_breaks_the_server(charset: str, status: Callable[..., int]) -> None:
    form = f"csrfmiddlewaretoken={TOKEN}&target_language=p%C3%A9".encode()
    for path in ("/", "/sample", "/admin/login/", "/api/v1/translate"):
        assert status("POST", path, f"{FORM}; charset={charset}", form) < 500, path
    for path in ("/?a=%41", "/api/v1/jobs?page_size=%41"):
        assert status("GET", path, f"text/plain;charset={charset}") == 200
