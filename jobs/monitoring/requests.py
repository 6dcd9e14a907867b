"""One line of the log for each request, under an id that the client may give and gets back."""

import logging
import re
import secrets
from collections.abc import Callable
from functools import lru_cache
from time import perf_counter
from uuid import UUID

from django.contrib.admindocs.views import simplify_regex
from django.http import HttpRequest, HttpResponseBase
from django.urls import ResolverMatch

from jobs.monitoring.logs import REQUEST_ID

logger = logging.getLogger(__name__)

HEADER = "X-Request-ID"
KNOWN_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
SANE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def log_requests(get_response: GetResponse) -> GetResponse:
    """The outermost middleware. It logs the pattern of the path alone: the path itself may hold a file's name."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        started = perf_counter()
        request_id = _request_id(request)
        token = REQUEST_ID.set(request_id)
        try:
            response = get_response(request)
            response[HEADER] = request_id
            _log(request, response, perf_counter() - started)
        finally:
            REQUEST_ID.reset(token)
        return response

    return answer


def _request_id(request: HttpRequest) -> str:
    given = request.headers.get(HEADER, "")
    return given if SANE_ID.fullmatch(given) else secrets.token_hex(8)


def _log(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    match = request.resolver_match
    fields = {
        "method": request.method if request.method in KNOWN_METHODS else "other",
        "path": path_pattern(match.route) if match else None,
        "status": response.status_code,
        "milliseconds": round(seconds * 1000, 1),
        "job_id": _job_id(match),
    }
    logger.log(logging.WARNING if response.status_code >= 500 else logging.INFO, "Answered.", extra=fields)


@lru_cache
def path_pattern(route: str) -> str:
    """A route as people write it: /api/v1/status/<job_id>."""
    return simplify_regex(route).replace("//", "/")


def _job_id(match: ResolverMatch | None) -> str | None:
    """The job that the path names, if that is an id and no other word."""
    try:
        return str(UUID(str(match.kwargs["job_id"]))) if match else None
    except (KeyError, ValueError):
        return None
