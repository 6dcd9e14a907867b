"""The base classes of the API's views."""

from typing import Any

from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from rest_framework import viewsets
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from jobs.api.base.errors import LengthRequired, as_api_error
from jobs.api.base.permissions import IsSameOrigin
from jobs.intake.admission import require_body_within_limit


class BaseViewSet(viewsets.ViewSetMixin, APIView):
    """Answer this project's errors with their status codes and texts for clients."""

    def handle_exception(self, exc: Exception) -> Response:
        return super().handle_exception(as_api_error(exc))


class ApiViewSet(BaseViewSet, viewsets.GenericViewSet[Any]):
    """The base of views that write data: they first check the size and the origin of the request."""

    permission_classes: Any = (IsSameOrigin,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # Before authentication, because Django's CSRF check reads the body.
        if "Transfer-Encoding" in request.headers and "Content-Length" not in request.headers:
            raise LengthRequired
        require_body_within_limit(request)
        super().initial(request, *args, **kwargs)


@method_decorator(cache_control(no_store=True), name="dispatch")
class UnknownPath(APIView):
    """Answer 404 in JSON for a path of the API that does not exist."""

    authentication_classes = ()
    permission_classes = ()
    schema = None
    detail = "Not found"

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound(self.detail)
