"""The encoding of what clients send: UTF-8, whatever they say."""

import re
from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

CHARSET = re.compile(r""";\s*charset\s*=\s*("[^"]*"|[^;]*)""", re.IGNORECASE)


def utf_8_alone(application: WSGIApplication) -> WSGIApplication:
    """The application, which does not get to know of another encoding of a body.

    Forms and JSON are UTF-8 by their definitions. Django breaks on other encodings, where no view or middleware can
    help: on a form, for the page that tells of the error reads it once more, and on names such as "hex" at once.
    """

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[Any]:
        environ["CONTENT_TYPE"] = CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
        return application(environ, start_response)

    return answer
