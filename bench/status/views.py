"""Views that do only a part of what `status` does, to measure each part."""

from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import include, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from bench.status.bare_api import JOBS
from jobs.api.status import ROW


def plain(request: HttpRequest, job_id: str) -> JsonResponse:
    return JsonResponse(JOBS[job_id])


def queried(request: HttpRequest, job_id: UUID) -> JsonResponse:
    """Run the query of `status` without the ORM."""
    with connection.cursor() as cursor:
        cursor.execute(ROW, [job_id.hex])
        cursor.fetchone()
    return JsonResponse(JOBS["1"])


class FromDict(ViewSet):
    authentication_classes = ()
    permission_classes = ()
    parser_classes = ()

    def retrieve(self, request: Request, job_id: str) -> Response:
        return Response(dict[str, Any](JOBS[job_id]))


urlpatterns = [
    path("plain/<str:job_id>", plain),
    path("queried/<uuid:job_id>", queried),
    path("rest/<str:job_id>", FromDict.as_view({"get": "retrieve"})),
    path("", include("translator_site.urls")),
]
