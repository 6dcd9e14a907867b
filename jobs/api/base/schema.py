"""Parts of the API schema that drf-spectacular cannot find in the views."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

Endpoint = tuple[str, str, str, Callable[..., Any]]

JOB_ID = OpenApiParameter("job_id", OpenApiTypes.UUID, OpenApiParameter.PATH)
JOB_NOT_FOUND = OpenApiResponse(description="Job not found.")
NOT_COMPLETED = OpenApiResponse(description="Translation not completed.")
REFUSED = OpenApiResponse(
    description="Invalid fields, each with its errors; or a document that is not accepted, as `code` and `detail`."
)
OVER_LIMIT = OpenApiResponse(description="The file exceeds a limit of this server; `code` names the limit.")
QUEUE_FULL = OpenApiResponse(description="Too many jobs are waiting, from this sender or in total.")
NO_ROOM = OpenApiResponse(description="The server has no space for the file.")


def preprocess_trailing_slashes(endpoints: list[Endpoint]) -> list[Endpoint]:
    """Return the endpoints without the trailing slash, which is optional."""
    return [(path.removesuffix("/"), regex, method, view) for path, regex, method, view in endpoints]
