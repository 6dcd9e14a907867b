"""Endpoints for load balancers and monitoring systems: liveness, readiness and metrics.

This middleware runs before Django's, because a probe calls the server by its IP address, which is not in
ALLOWED_HOSTS. A probe does not follow redirects to HTTPS, and it needs no session.
"""

import logging
from collections.abc import Callable
from dataclasses import asdict

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import ResolverMatch

from jobs.monitoring.health import Examination
from jobs.monitoring.metrics import metrics
from translation.sandbox.client import granted_isolation

logger = logging.getLogger(__name__)

examination = Examination()


def livez(request: HttpRequest) -> HttpResponse:
    """Report that the process answers. This checks nothing else, because a restart would not repair a database."""
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> HttpResponse:
    """Report for each part that a job needs whether it works, or why not. Answers 503 if a part fails.

    Also report the isolation of the sandbox. It is never a failure, because translation works without it.
    """
    health = examination.health()
    failed = [part for part, problem in health.items() if problem]
    if failed:
        logger.warning("Not ready: %s.", ", ".join(failed))
    parts = {part: _part(problem) for part, problem in health.items()}
    answer = {"status": "failed" if failed else "ok", "parts": parts, "isolation": asdict(granted_isolation())}
    return JsonResponse(answer, status=503 if failed else 200)


PROBES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/livez": livez,
    "/readyz": readyz,
    "/metrics": metrics,
}


def answer_probes(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    def answer(request: HttpRequest) -> HttpResponseBase:
        probe = PROBES.get(request.path_info)
        if probe is None or request.method not in ("GET", "HEAD"):
            return get_response(request)
        request.resolver_match = ResolverMatch(probe, (), {}, url_name=probe.__name__, route=request.path_info)
        response = probe(request)
        response["Cache-Control"] = "no-store"
        return response

    return answer


def _part(problem: str | None) -> dict[str, str]:
    return {"status": "failed", "reason": problem} if problem else {"status": "ok"}
