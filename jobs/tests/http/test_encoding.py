"""What clients say of the encoding of a body, through the application that the web server calls."""

from io import BytesIO
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory

from jobs.http.encoding import utf_8_alone

# The requests close the connection to the database, as those of a web server do.
pytestmark = pytest.mark.django_db(transaction=True)

FORM = "application/x-www-form-urlencoded"
TOKEN = "a" * 32


def status(method: str, path: str, content_type: str, body: bytes = b"") -> str:
    """The status line of an answer."""
    answered: list[str] = []

    def start(line: str, headers: list[tuple[str, str]], *_: Any) -> Any:
        answered.append(line)

    request = RequestFactory().generic(method, path, HTTP_COOKIE=f"csrftoken={TOKEN}", SERVER_NAME="localhost")
    sent = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
    list(utf_8_alone(get_wsgi_application())({**request.environ, **sent}, start))
    return answered[0]


@pytest.mark.parametrize("charset", ["utf-16", "hex", '"hex"', "nonsense", "utf-8; CHARSET = hex", "latin-1;x=y"])
def test_no_encoding_that_a_client_names_breaks_the_server(charset: str) -> None:
    form = f"csrfmiddlewaretoken={TOKEN}&target_language=p%C3%A9".encode()
    for path in ("/", "/sample", "/admin/login/", "/api/v1/translate"):
        assert status("POST", path, f"{FORM}; charset={charset}", form)[0] in "234", path
    for path in ("/?a=%41", "/api/v1/jobs?page_size=%41"):
        assert status("GET", path, f"text/plain;charset={charset}").startswith("200")
