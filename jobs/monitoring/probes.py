"""The answers to those who watch over the server.

They come before all other middleware: a probe calls by address and not by a name in ALLOWED_HOSTS, does not follow
redirections to HTTPS, and a session or a page is nothing to it.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import ResolverMatch

from jobs.monitoring.health import Examination
from jobs.monitoring.metrics import metrics

logger = logging.getLogger(__name__)

examination = Examination()


def livez(request: HttpRequest) -> HttpResponse:
    """The process answers. It touches nothing else: a restart would not mend a database."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """Each part that a job needs, ok or failed with the reason, 503 as long as one fails; and the readers' walls."""
    health = examination.health()
    failed = [part for part, problem in health.items() if problem]
    if failed:
        logger.warning("Not ready: %s.", ", ".join(failed))
    parts = {part: _told(problem) for part, problem in health.items()}
    walls = examination.walls()
    answer = {"status": _status(bool(failed)), "parts": parts, "walls": walls and asdict(walls)}
    return JsonResponse(answer, status=503 if failed else 200)


PROBES: Mapping[str, Callable[[HttpRequest], HttpResponse]] = {
    "/livez": livez,
    "/readyz": readyz,
    "/metrics": metrics,
}


def answer_probes(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    def answer(request: HttpRequest) -> HttpResponseBase:
        probe = PROBES.get(request.path_info)
        if probe is None or request.method not in ("GET", "HEAD"):
            return get_response(request)
        request.resolver_match = ResolverMatch(probe, (), {}, route=request.path_info)
        response = probe(request)
        response["Cache-Control"] = "no-store"
        return response

    return answer


def _told(problem: str | None) -> dict[str, str]:
    return {"status": _status(True), "reason": problem} if problem else {"status": _status(False)}


def _status(failed: bool) -> str:
    return "failed" if failed else "ok"
