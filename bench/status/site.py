"""The site with the views of `bench.status.views`, and a path that only the web server answers."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from django.conf import settings

from translator_site.wsgi import application as site

settings.ROOT_URLCONF = "bench.status.views"

BODY = b'{"status":"started"}'


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/server":
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(BODY)))])
        return [BODY]
    return site(environ, start_response)
