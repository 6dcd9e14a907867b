"""An HTTP server on this machine, for as long as a test needs it."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self


class LocalServer(ThreadingHTTPServer):
    """Listens on a free port of this machine; each request has a thread of its own."""

    daemon_threads = True
    handler: type[BaseHTTPRequestHandler]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), self.handler)

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[Self]:
        """A server that listens as long as the block runs."""
        server = cls()
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.release()
            server.shutdown()
            thread.join()
            server.server_close()

    def release(self) -> None:
        """Let go of the requests that are kept waiting."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"
