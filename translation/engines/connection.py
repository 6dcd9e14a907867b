"""A server's JSON interface over HTTP: patient where that helps, and clear where it does not."""

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

# Too many requests, the server's own faults, and its being overloaded.
PASSING = frozenset({429, 500, 502, 503, 504, 529})
RETRIES = 6
# A server that let the time run out twice is not asked a third time.
TIMEOUT_RETRIES = 1
LONGEST_QUOTE = 200  # characters
# Where LibreTranslate says what it can.
CATALOGUE = "/languages"
# A person may be waiting for that, not only a job.
SHORT = RequestLimits(timeout=10.0, patience=10.0)

NO_QUOTA = "The quota of the engine {name} is used up. Ask the administrator to raise it, or choose another engine."
STATUSES = {
    401: "The engine {name} refuses the key. Ask the administrator to give this server a valid one.",
    402: NO_QUOTA,
    403: "The engine {name} refuses the key. Ask the administrator to give this server a valid one.",
    413: "The engine {name} refuses a text as too long. Choose another engine for this document.",
    456: NO_QUOTA,
}
TOO_MANY = "The engine {name} has too much to do, or allows this server no more for now. Try again later."
BROKEN = "The server of the engine {name} is broken at the moment (status {status}). Try again later."
REFUSED = "The engine {name} refuses the request (status {status}{words}). Ask the administrator to look at its set-up."
NOT_UNDERSTOOD = (
    "The server of the engine {name} answers with something else than translations. "
    "Ask the administrator to look at its address, or try again later."
)
NO_ANSWER = "The server of the engine {name} does not answer in time. Try again later."
NOT_REACHED = "The server of the engine {name} cannot be reached. Try again later, or choose another engine."
BAD_ADDRESS = "The address of the engine {name} is not valid. Ask the administrator to set it right."
BAD_CERTIFICATE = (
    "The server of the engine {name} has no valid certificate. Ask the administrator to set its address right."
)


class Patience(Retry):
    """Tries again where it may help, as long as the waits are no longer than `longest` seconds in all.

    Waits as long as the server asks to (Retry-After, in seconds or as a date), else ever longer.
    """

    def __init__(self, longest: float, waited: float = 0.0, **rest: Any) -> None:
        super().__init__(**rest)
        self.longest, self.waited = longest, waited

    @classmethod
    def usual(cls, longest: float) -> Self:
        """For every method: to translate twice does no harm."""
        return cls(
            longest,
            total=RETRIES,
            read=TIMEOUT_RETRIES,
            status_forcelist=PASSING,
            allowed_methods=None,
            backoff_factor=1,
            raise_on_status=False,
        )

    def new(self, **changes: Any) -> Self:
        return super().new(longest=self.longest, waited=self.waited, **changes)

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: Any = None,
        _stacktrace: Any = None,
    ) -> Self:
        """What is left to try. Raises MaxRetryError when nothing is, or the wait would be too long."""
        left = super().increment(method, url, response, error, _pool, _stacktrace)
        left.waited += (response and left.get_retry_after(response)) or left.get_backoff_time()
        if left.waited > left.longest or isinstance(error, CertificateRefused):
            raise MaxRetryError(_pool, url or "", error or ResponseError("The wait would be too long."))
        return left

    def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
        try:
            return super().get_retry_after(response)
        except InvalidHeader:
            return None


class PatientAdapter(HTTPAdapter):
    """Sends a session's requests with our limits, whoever made them."""

    def __init__(self, limits: RequestLimits) -> None:
        super().__init__(max_retries=Patience.usual(limits.patience))
        self._timeout = limits.timeout

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        return super().send(request, *args, **(options | {"timeout": self._timeout}))


def limit(session: requests.Session, limits: RequestLimits, catalogue: str) -> None:
    """Put limits to all of a session's requests, shorter ones to those whose URL begins with `catalogue`."""
    short = RequestLimits(min(limits.timeout, SHORT.timeout), min(limits.patience, SHORT.patience))
    for start, chosen in {"http://": limits, "https://": limits, catalogue: short}.items():
        session.mount(start, PatientAdapter(chosen))


class Connection:
    """Asks one server. `key` goes into the header Authorization, if any; what a server says is quoted without it."""

    def __init__(
        self, engine: str, address: str, limits: RequestLimits, key: str = "", authorize: bool = False
    ) -> None:
        self._engine, self._address, self._key = engine, address.rstrip("/"), key
        self._authorize = authorize and bool(key)
        self._session = requests.Session()
        self._session.auth = self._sign
        limit(self._session, limits, self._address + CATALOGUE)

    def catalogue(self) -> Any:
        """What the server can do, as JSON types. Raises EngineFailed."""
        return self._ask("GET", CATALOGUE, None)

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """The server's answer as JSON types. Raises EngineFailed."""
        return self._ask("POST", path, body)

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None) -> Any:
        try:
            response = self._session.request(method, self._address + path, json=body, allow_redirects=False)
            if response.status_code >= 300:
                raise refusal(self._engine, response.status_code, self._words(response))
            return response.json()
        except JSONDecodeError as error:
            raise not_understood(self._engine) from error
        except RequestException as error:
            raise failure(self._engine, error) from error

    def _sign(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Set without a key as well: else requests would look for one in the user's .netrc."""
        if self._authorize:
            request.headers["Authorization"] = f"Bearer {self._key}"
        return request

    def _words(self, response: requests.Response) -> str:
        """What the server says is wrong: servers put it in "error", a text or an object with a "message"."""
        try:
            said = response.json()
        except JSONDecodeError:
            return ""
        said = said.get("error", said.get("message")) if isinstance(said, dict) else said
        said = said.get("message") if isinstance(said, dict) else said
        return str(said).replace(self._key, "…") if said and self._key else str(said or "")


def refusal(engine: str, status: int, words: str = "") -> EngineFailed:
    """The error for a status that is no success. `words` are the server's own, never with the key in them."""
    if "insufficient_quota" in words or "exceeded your current quota" in words:
        return permanent(NO_QUOTA.format(name=engine))
    if status in PASSING or status >= 500:
        text = TOO_MANY if status in {429, 503, 529} else BROKEN
        return EngineUnavailable(text.format(name=engine, status=status))
    # What a server says of a key may hold a part of it.
    quote = f": {words[:LONGEST_QUOTE]}" if words else ""
    return permanent(STATUSES.get(status, REFUSED).format(name=engine, status=status, words=quote))


def failure(engine: str, error: BaseException | None) -> EngineFailed:
    """The error for a request that got no answer, from what requests raised."""
    cause = getattr(error.args[0], "reason", None) if error and error.args else None
    if isinstance(error, (InvalidURL, ValueError)):
        return permanent(BAD_ADDRESS.format(name=engine))
    if isinstance(error, SSLError):
        return permanent(BAD_CERTIFICATE.format(name=engine))
    # To urllib3 a refused connection is a time-out as well.
    if isinstance(error, Timeout) or (isinstance(cause, AttemptTimeout) and not isinstance(cause, NewConnectionError)):
        return EngineUnavailable(NO_ANSWER.format(name=engine))
    return EngineUnavailable(NOT_REACHED.format(name=engine))


def not_understood(engine: str) -> EngineFailed:
    """The error for an answer in a shape that the engine's documentation does not have."""
    return EngineUnavailable(NOT_UNDERSTOOD.format(name=engine))
