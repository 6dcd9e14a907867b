from urllib.parse import urlsplit

from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView


class FromThisSite(BasePermission):
    """Pages of other sites may not act in the name of a browser that knows this one.

    Browsers say where a request comes from and programs say nothing, so a program needs no token, with or without a
    cookie jar. Signed-in users are held to Django's token besides, by SessionAuthentication.
    """

    message = "This request comes from a page of another site."

    def has_permission(self, request: Request, view: APIView) -> bool:
        if request.method not in SAFE_METHODS and not _is_from_this_site(request):
            # Answering False would tell visitors to sign in, which does not help.
            raise PermissionDenied(self.message)
        return True


def _is_from_this_site(request: Request) -> bool:
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return not origin or urlsplit(origin).netloc == request.get_host()
