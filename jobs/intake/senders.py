"""The senders of uploads and jobs: signed-in users, and visitors, who are known by a signed cookie."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self, TypeVar

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase

COOKIE = "visitor"
SALT = "jobs.visitors"
LIFETIME = timedelta(days=365)

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Sender:
    """The owner of new uploads and jobs: a user or a visitor, never both.

    If the documents of a user belonged to the browser too, the next person at the browser would see them.
    """

    owner: Any = None
    visitor: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """Return the sender of a request. A browser without a cookie becomes a new visitor."""
        if isinstance(request.user, AbstractBaseUser):
            return cls(owner=request.user)
        return cls(visitor=known_visitor(request) or secrets.token_urlsafe(24))

    def remember(self, request: HttpRequest, response: HttpResponseBase) -> None:
        """Set the visitor's cookie for another year."""
        if self.visitor:
            response.set_signed_cookie(
                COOKIE,
                self.visitor,
                salt=SALT,
                max_age=LIFETIME,
                httponly=True,
                samesite="Lax",
                secure=request.is_secure(),
            )


def known_visitor(request: HttpRequest) -> str:
    """Return the visitor of the request's signed cookie, or an empty string."""
    return request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=LIFETIME) or ""


def created_by(queryset: QuerySet[Row], request: HttpRequest) -> QuerySet[Row]:
    """Return the rows that the user or the visitor of the request created."""
    mine = Q(pk__in=[])
    if isinstance(request.user, AbstractBaseUser):
        mine |= Q(owner=request.user)
    if visitor := known_visitor(request):
        mine |= Q(visitor=visitor)
    return queryset.filter(mine)
