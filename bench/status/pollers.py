"""Poll over kept-alive connections, and measure answers a second and the time to each answer.

One thread with bare sockets costs less than any server takes to answer.
"""

import re
import socket
import time
from dataclasses import dataclass
from selectors import EVENT_READ, DefaultSelector

LENGTH = re.compile(rb"\r\ncontent-length: (\d+)\r\n", re.IGNORECASE)
LAST_CHUNK = b"\r\n0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Load:
    """Answers a second, and times to the answer in milliseconds; `refused` counts those that were not 200."""

    rate: float
    median: float
    slow: float
    refused: int


class Poller:
    """One connection, which asks again as soon as it has its answer."""

    def __init__(self, port: int, path: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        self.received = b""
        self.asked = 0.0
        self.times: list[float] = []
        self.refused = 0

    def ask(self) -> None:
        self.received = b""
        self.asked = time.perf_counter()
        self.socket.sendall(self.request)

    def read(self) -> bool:
        """Read what has arrived; return whether the answer is complete."""
        self.received += self.socket.recv(65536)
        head, end, body = self.received.partition(b"\r\n\r\n")
        length = LENGTH.search(head + b"\r\n")
        if not end or not (len(body) >= int(length[1]) if length else body.endswith(LAST_CHUNK)):
            return False
        self.times.append((time.perf_counter() - self.asked) * 1000)
        self.refused += not head.startswith(b"HTTP/1.1 200")
        return True


def poll(port: int, path: str, pollers: int, seconds: float) -> Load:
    """Poll on this many connections for this many seconds, without pauses."""
    selector = DefaultSelector()
    all_pollers = [Poller(port, path) for _ in range(pollers)]
    for poller in all_pollers:
        selector.register(poller.socket, EVENT_READ, poller)
        poller.ask()
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        for key, _ in selector.select(1):
            if key.data.read():
                key.data.ask()
    for poller in all_pollers:
        poller.socket.close()
    times = sorted(each for poller in all_pollers for each in poller.times)
    refused = sum(poller.refused for poller in all_pollers)
    return Load(len(times) / seconds, times[len(times) // 2], times[len(times) * 99 // 100], refused)
