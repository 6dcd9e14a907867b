"""Whose an upload or a job is: a signed-in user's, or else that of one browser, known by a signed cookie."""

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
    """Whom new uploads and jobs belong to.

    A signed-in user's documents do not belong to the browser as well: who uses it next would see them.
    """

    owner: Any = None
    visitor: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """The sender of a request; a browser without a cookie becomes a new visitor."""
        if isinstance(request.user, AbstractBaseUser):
            return cls(owner=request.user)
        return cls(visitor=known_visitor(request) or secrets.token_urlsafe(24))

    def remember(self, request: HttpRequest, response: HttpResponseBase) -> None:
        """Give the browser its cookie, or a year more of it."""
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
    """The visitor whose signed cookie the request carries, or nothing."""
    return request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=LIFETIME) or ""


def created_by(queryset: QuerySet[Row], request: HttpRequest) -> QuerySet[Row]:
    """The rows that the request's user or its browser created, and no others."""
    mine = Q(pk__in=[])
    if isinstance(request.user, AbstractBaseUser):
        mine |= Q(owner=request.user)
    if visitor := known_visitor(request):
        mine |= Q(visitor=visitor)
    return queryset.filter(mine)
