from collections.abc import Iterable

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class FallbackContentNegotiation(DefaultContentNegotiation):
    """Answer in JSON if the client accepts none of the view's media types.

    Such a client accepts only the media type of the downloaded file, and still needs to see errors.
    """

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        available = list(renderers)
        try:
            renderer, media_type = super().select_renderer(request, available, format_suffix)
        except NotAcceptable:
            return available[0], str(available[0].media_type)
        return renderer, media_type


class IgnoreFormatNegotiation(FallbackContentNegotiation):
    """Leave the query parameter `format` to the view, which does not use it to choose a renderer."""

    def filter_renderers(self, renderers: Iterable[BaseRenderer], format: str) -> list[BaseRenderer]:
        return list(renderers)
