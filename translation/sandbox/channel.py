"""Lines to and from a process that is not trusted: only so long, only so many, and waited for only so long."""

import os
import select
import time
from collections import deque
from contextlib import suppress

from translation.limits import Limits

LONGEST_LINE = 16_000_000  # bytes: a whole book of one paragraph
PIECE = 65_536  # bytes, what a pipe holds


class Overlong(Exception):
    """The other side said more than it may."""


class ChildChannel:
    """The two pipes of a process. Raises TimeoutError when it keeps its side waiting, here and in every method."""

    def __init__(self, answers: int, requests: int, limits: Limits) -> None:
        self._answers = answers
        self._requests = requests
        self._silence = limits.silence_seconds
        self._seconds_left = limits.wall_seconds
        self._bytes_left = limits.answer_bytes
        self._lines: deque[bytes] = deque()
        self._begun = bytearray()
        os.set_blocking(requests, False)

    def send(self, line: bytes) -> None:
        """Send a line. When the other side has gone nothing happens: its last words are still to be read."""
        rest = memoryview(line + b"\n")
        with suppress(BrokenPipeError):
            while rest:
                self._wait(self._requests, select.POLLOUT)
                with suppress(BlockingIOError):
                    rest = rest[os.write(self._requests, rest) :]

    def receive(self) -> bytes:
        """The next line without its end; nothing when the other side has gone. Raises Overlong."""
        while not self._lines:
            self._wait(self._answers, select.POLLIN)
            piece = os.read(self._answers, PIECE)
            if not piece:
                return b""
            self._take(piece)
        return self._lines.popleft()

    def _take(self, piece: bytes) -> None:
        self._bytes_left -= len(piece)
        first, *others = piece.split(b"\n")
        self._begun += first
        if others:
            self._lines += (bytes(self._begun), *others[:-1])
            self._begun = bytearray(others[-1])
        if self._bytes_left < 0 or len(self._begun) > LONGEST_LINE:
            raise Overlong

    def _wait(self, pipe: int, event: int) -> None:
        poll = select.poll()
        poll.register(pipe, event)
        started = time.monotonic()
        ready = poll.poll(1000 * max(0.0, min(self._silence, self._seconds_left)))
        self._seconds_left -= time.monotonic() - started
        if not ready:
            raise TimeoutError
