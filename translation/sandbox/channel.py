"""The worker's end of the pipes to an untrusted sandbox.

The length of a line, the length of all lines together and every wait are limited.
"""

import os
import select
import time
from collections import deque
from contextlib import suppress

from translation.limits import Limits
from translation.sandbox.protocol import MAX_LINE_BYTES

# The capacity of a pipe on Linux.
READ_BYTES = 65_536


class OutputExceeded(Exception):
    """The sandbox sent more data than the limit."""


class SandboxChannel:
    """The two pipes of a sandbox. Every method raises TimeoutError if the sandbox does not answer in time."""

    def __init__(self, answers: int, requests: int, limits: Limits) -> None:
        self._answers = answers
        self._requests = requests
        self._silence_seconds = limits.silence_seconds
        self._seconds_left = limits.wall_seconds
        self._bytes_left = limits.answer_bytes
        self._lines: deque[bytes] = deque()
        self._partial = bytearray()
        os.set_blocking(requests, False)

    def send(self, line: bytes) -> None:
        """Send a line. If the sandbox has ended, do nothing, because its last answer must still be read."""
        remaining = memoryview(line + b"\n")
        with suppress(BrokenPipeError):
            while remaining:
                self._wait(self._requests, select.POLLOUT)
                with suppress(BlockingIOError):
                    remaining = remaining[os.write(self._requests, remaining) :]

    def receive(self) -> bytes:
        """Return the next line without its line break, or no bytes if the sandbox has ended. Raises OutputExceeded."""
        while not self._lines:
            self._wait(self._answers, select.POLLIN)
            data = os.read(self._answers, READ_BYTES)
            if not data:
                return b""
            self._add(data)
        return self._lines.popleft()

    def _add(self, data: bytes) -> None:
        self._bytes_left -= len(data)
        first, *others = data.split(b"\n")
        self._partial += first
        if others:
            self._lines += (bytes(self._partial), *others[:-1])
            self._partial = bytearray(others[-1])
        if self._bytes_left < 0 or len(self._partial) > MAX_LINE_BYTES:
            raise OutputExceeded

    def _wait(self, pipe: int, event: int) -> None:
        poll = select.poll()
        poll.register(pipe, event)
        started = time.monotonic()
        ready = poll.poll(1000 * max(0.0, min(self._silence_seconds, self._seconds_left)))
        self._seconds_left -= time.monotonic() - started
        if not ready:
            raise TimeoutError
