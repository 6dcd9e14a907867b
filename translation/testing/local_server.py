"""An HTTP server on this machine that runs during a test."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self


class LocalServer(ThreadingHTTPServer):
    """Listens on a free port and serves each request in its own thread."""

    daemon_threads = True
    handler: type[BaseHTTPRequestHandler]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), self.handler)

    @classmethod
    @contextmanager
    def running(cls) -> Iterator[Self]:
        """Run a server during the block."""
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
        """Answer the requests that wait."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"
