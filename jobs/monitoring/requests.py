"""One log line for each request, with a request id. The client may choose the id, and the response repeats it."""

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
VALID_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
# Programs and the page poll these views every few seconds.
POLLED_VIEWS = frozenset(("api:status-detail", "livez", "readyz", "metrics"))

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def log_requests(get_response: GetResponse) -> GetResponse:
    """Log each request. This is the outermost middleware, so it measures the whole time.

    The line has the pattern of the path, because the path itself may contain the name of a file.
    """

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
    request_id = request.headers.get(HEADER, "")
    return request_id if VALID_ID.fullmatch(request_id) else secrets.token_hex(8)


def known_method(request: HttpRequest) -> str:
    """Return the method, or `other` for an unknown method."""
    return request.method if request.method in KNOWN_METHODS else "other"


def _log(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    match = request.resolver_match
    fields = {
        "method": known_method(request),
        "path": path_pattern(match.route) if match else None,
        "status": response.status_code,
        "milliseconds": round(seconds * 1000, 1),
        "job_id": _job_id(match),
    }
    logger.log(_level(match, response.status_code), "Answered.", extra=fields)


def _level(match: ResolverMatch | None, status: int) -> int:
    if status >= 500:
        return logging.WARNING
    # At INFO, nine out of ten lines would be successful polls.
    if status < 400 and match and match.view_name in POLLED_VIEWS:
        return logging.DEBUG
    return logging.INFO


@lru_cache
def path_pattern(route: str) -> str:
    """Return the short form of a route, such as /api/v1/status/<job_id>."""
    return simplify_regex(route).replace("//", "/")


def _job_id(match: ResolverMatch | None) -> str | None:
    """Return the job id in the path. None if there is none or it is malformed."""
    try:
        return str(UUID(str(match.kwargs["job_id"]))) if match else None
    except (KeyError, ValueError):
        return None
