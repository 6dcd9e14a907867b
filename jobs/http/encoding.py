"""Reading request bodies as UTF-8, even if the client names another charset."""

import re
from collections.abc import Awaitable, Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

Scope = dict[str, Any]
ASGIApplication = Callable[[Scope, Callable[..., Any], Callable[..., Any]], Awaitable[None]]

CHARSET = re.compile(r""";\s*charset\s*=\s*("[^"]*"|[^;]*)""", re.IGNORECASE)


def ignore_charset(application: WSGIApplication) -> WSGIApplication:
    """Remove the charset from the Content-Type of a request before the application sees it.

    Forms and JSON are always UTF-8. With other charsets Django fails before any view or middleware runs. With unknown
    names such as "hex", it also fails to render the error page.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[Any]:
        environ["CONTENT_TYPE"] = CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
        return application(environ, start_response)

    return answer


def ignore_charset_asgi(application: ASGIApplication) -> ASGIApplication:
    """Do the same as `ignore_charset` for an ASGI application."""

    async def answer(scope: Scope, receive: Callable[..., Any], send: Callable[..., Any]) -> None:
        if scope["type"] == "http":
            scope["headers"] = [(name, _without_charset(name, value)) for name, value in scope["headers"]]
        await application(scope, receive, send)

    return answer


def _without_charset(name: bytes, value: bytes) -> bytes:
    return CHARSET.sub("", value.decode("latin-1")).encode("latin-1") if name == b"content-type" else value
