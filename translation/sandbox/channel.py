"""The worker's end of the pipes to a sandbox, which is not trusted.

A line, all lines together and every wait have a limit.
"""

import os
import select
import time
from collections import deque
from contextlib import suppress

from translation.limits import Limits
from translation.sandbox.protocol import MAX_LINE_BYTES

# What a pipe of Linux holds.
READ_BYTES = 65_536


class OutputExceeded(Exception):
    """The sandbox sent more than it may."""


class SandboxChannel:
    """The two pipes of a sandbox. Every method raises TimeoutError when the sandbox does not answer in time."""

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
        """Send a line. Nothing happens when the sandbox has ended: its last answer is still to be read."""
        rest = memoryview(line + b"\n")
        with suppress(BrokenPipeError):
            while rest:
                self._wait(self._requests, select.POLLOUT)
                with suppress(BlockingIOError):
                    rest = rest[os.write(self._requests, rest) :]

    def receive(self) -> bytes:
        """Return the next line without its line break; empty when the sandbox has ended. Raises OutputExceeded."""
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
