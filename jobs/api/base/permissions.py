from urllib.parse import urlsplit

from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView


class IsSameOrigin(BasePermission):
    """Deny writes that a page of another site makes in a visitor's browser.

    A browser sends Sec-Fetch-Site or Origin. A program sends neither and passes, so it needs no CSRF token.
    SessionAuthentication also checks Django's CSRF token of signed-in users.
    """

    message = "This request comes from a page of another site."

    def has_permission(self, request: Request, view: APIView) -> bool:
        if request.method not in SAFE_METHODS and not _is_same_origin(request):
            # Returning False would answer 401 and ask visitors to sign in, which would not help.
            raise PermissionDenied(self.message)
        return True


def _is_same_origin(request: Request) -> bool:
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return not origin or urlsplit(origin).netloc == request.get_host()
