"""JSON over HTTP with an engine's server, with retries if they can help, and clear errors if they cannot."""

from collections.abc import Mapping
from typing import Any, Self

import requests
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidURL, JSONDecodeError, RequestException, SSLError, Timeout
from urllib3.exceptions import InvalidHeader, MaxRetryError, NewConnectionError, ResponseError
from urllib3.exceptions import SSLError as CertificateRefused
from urllib3.exceptions import TimeoutError as AttemptTimeout
from urllib3.response import BaseHTTPResponse
from urllib3.util.retry import Retry

from translation.engines.base import permanent
from translation.engines.settings import RequestLimits
from translation.exceptions import EngineFailed, EngineUnavailable

# A retry may help with these statuses: too many requests, server errors, overloaded server.
RETRIED_STATUSES = frozenset({429, 500, 502, 503, 504, 529})
RETRIES = 6
# Give up after two timeouts.
TIMEOUT_RETRIES = 1
MAX_QUOTE_CHARACTERS = 200
# LibreTranslate's list of languages.
CATALOGUE = "/languages"
# Shorter for the list of languages, because a person may be waiting for it.
CATALOGUE_LIMITS = RequestLimits(timeout=10.0, patience=10.0)

NO_QUOTA = "The quota of the engine {name} is used up. Ask the administrator to raise it, or choose another engine."
STATUSES = {
    401: "The engine {name} refuses the key. Ask the administrator to give this server a valid one.",
    402: NO_QUOTA,
    403: "The engine {name} refuses the key. Ask the administrator to give this server a valid one.",
    413: "The engine {name} refuses a text as too long. Choose another engine for this document.",
    456: NO_QUOTA,
}
TOO_MANY = "The engine {name} is overloaded, or takes no more requests from this server for now. Try again later."
BROKEN = "The server of the engine {name} has an internal error (status {status}). Try again later."
REFUSED = "The engine {name} refuses the request (status {status}{words}). Ask the administrator to check its settings."
NOT_UNDERSTOOD = (
    "The server of the engine {name} does not answer with translations. "
    "Ask the administrator to check its address, or try again later."
)
NO_ANSWER = "The server of the engine {name} does not answer in time. Try again later."
NOT_REACHED = "The server of the engine {name} cannot be reached. Try again later, or choose another engine."
BAD_ADDRESS = "The address of the engine {name} is not valid. Ask the administrator to correct it."
BAD_CERTIFICATE = (
    "The server of the engine {name} has no valid certificate. Ask the administrator to correct its address."
)


class LimitedRetry(Retry):
    """Retries a request while the waits are at most `patience` seconds in total.

    The server may set a wait with Retry-After, in seconds or as a date. Otherwise each wait is longer than the last.
    """

    def __init__(self, patience: float, waited: float = 0.0, **rest: Any) -> None:
        super().__init__(**rest)
        self.patience, self.waited = patience, waited

    @classmethod
    def usual(cls, patience: float) -> Self:
        """Return the retries for an engine. All methods are retried, because translating twice does no harm."""
        return cls(
            patience,
            total=RETRIES,
            read=TIMEOUT_RETRIES,
            status_forcelist=RETRIED_STATUSES,
            allowed_methods=None,
            backoff_factor=1,
            raise_on_status=False,
        )

    def new(self, **changes: Any) -> Self:
        return super().new(patience=self.patience, waited=self.waited, **changes)

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: Any = None,
        _stacktrace: Any = None,
    ) -> Self:
        """Return the remaining retries. Raises MaxRetryError if there are none or the wait would be too long."""
        left = super().increment(method, url, response, error, _pool, _stacktrace)
        left.waited += (response and left.get_retry_after(response)) or left.get_backoff_time()
        if left.waited > left.patience or isinstance(error, CertificateRefused):
            raise MaxRetryError(_pool, url or "", error or ResponseError("The wait would be too long."))
        return left

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        try:
            return super().get_retry_after(response)
        except InvalidHeader:
            return None


class LimitedAdapter(HTTPAdapter):
    """Limits all requests of a session, including those of another library that uses the session."""

    def __init__(self, limits: RequestLimits) -> None:
        super().__init__(max_retries=LimitedRetry.usual(limits.patience))
        self._timeout = limits.timeout

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        return super().send(request, *args, **(options | {"timeout": self._timeout}))


def limit(session: requests.Session, limits: RequestLimits, catalogue: str) -> None:
    """Limit all requests of a session, with shorter limits for URLs that start with `catalogue`."""
    short = RequestLimits(
        min(limits.timeout, CATALOGUE_LIMITS.timeout), min(limits.patience, CATALOGUE_LIMITS.patience)
    )
    for start, chosen in {"http://": limits, "https://": limits, catalogue: short}.items():
        session.mount(start, LimitedAdapter(chosen))


class Connection:
    """A connection to one server. With `authorize`, the header Authorization has the key. Errors never quote it."""

    def __init__(
        self, engine: str, address: str, limits: RequestLimits, key: str = "", authorize: bool = False
    ) -> None:
        self._engine, self._address, self._key = engine, address.rstrip("/"), key
        self._authorize = authorize and bool(key)
        self._session = requests.Session()
        self._session.auth = self._sign
        limit(self._session, limits, self._address + CATALOGUE)

    def catalogue(self) -> Any:
        """Return the server's list of languages, as JSON types. Raises EngineFailed."""
        return self._ask("GET", CATALOGUE, None)

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """Return the server's answer to a POST request, as JSON types. Raises EngineFailed."""
        return self._ask("POST", path, body)

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None) -> Any:
        try:
            response = self._session.request(method, self._address + path, json=body, allow_redirects=False)
            if response.status_code >= 300:
                raise refusal(self._engine, response.status_code, self._error_text(response))
            return response.json()
        except JSONDecodeError as error:
            raise not_understood(self._engine) from error
        except RequestException as error:
            raise failure(self._engine, error) from error

    def _sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the key. Without this method, requests would look for a key in the user's .netrc."""
        if self._authorize:
            request.headers["Authorization"] = f"Bearer {self._key}"
        return request

    def _error_text(self, response: requests.Response) -> str:
        """Return the error text of an answer: the text in "error" or "message", or the "message" of an object there."""
        try:
            answer = response.json()
        except JSONDecodeError:
            return ""
        text = answer.get("error", answer.get("message")) if isinstance(answer, dict) else answer
        text = text.get("message") if isinstance(text, dict) else text
        return str(text).replace(self._key, "…") if text and self._key else str(text or "")


def refusal(engine: str, status: int, words: str = "") -> EngineFailed:
    """Return the error for an unsuccessful status. `words` is the server's error text, without the key."""
    if "insufficient_quota" in words or "exceeded your current quota" in words:
        return permanent(NO_QUOTA.format(name=engine))
    if status in RETRIED_STATUSES or status >= 500:
        text = TOO_MANY if status in {429, 503, 529} else BROKEN
        return EngineUnavailable(text.format(name=engine, status=status))
    # The texts of STATUSES quote nothing, because a server's text about a key may contain a part of it.
    quote = f": {words[:MAX_QUOTE_CHARACTERS]}" if words else ""
    return permanent(STATUSES.get(status, REFUSED).format(name=engine, status=status, words=quote))


def failure(engine: str, error: BaseException | None) -> EngineFailed:
    """Return the error for a request without an answer. `error` is what requests raised."""
    cause = getattr(error.args[0], "reason", None) if error and error.args else None
    if isinstance(error, (InvalidURL, ValueError)):
        return permanent(BAD_ADDRESS.format(name=engine))
    if isinstance(error, SSLError):
        return permanent(BAD_CERTIFICATE.format(name=engine))
    # urllib3 also treats a refused connection as a timeout.
    if isinstance(error, Timeout) or (isinstance(cause, AttemptTimeout) and not isinstance(cause, NewConnectionError)):
        return EngineUnavailable(NO_ANSWER.format(name=engine))
    return EngineUnavailable(NOT_REACHED.format(name=engine))


def not_understood(engine: str) -> EngineFailed:
    """Return the error for an answer in an undocumented form."""
    return EngineUnavailable(NOT_UNDERSTOOD.format(name=engine))
