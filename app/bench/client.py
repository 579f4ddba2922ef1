"""A client that is cheap on the processor, since it shares the cores with the server it asks."""

import http.client
import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: bytes
    seconds: float


class Client:
    def __init__(self, port: int, token: str) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "gzip"}

    def ask(self, method: str, path: str, body: Any = None) -> Reply:  # noqa: ANN401 - JSON
        headers = self.headers | ({"Content-Type": "application/json"} if body is not None else {})
        data = json.dumps(body).encode() if body is not None else None
        began = time.perf_counter()
        self.line.request(method, path, data, headers)
        response = self.line.getresponse()
        content = response.read()
        return Reply(response.status, content, time.perf_counter() - began)


def many(
    clients: Sequence[Client], seconds: float, deed: Callable[[Client, int], Reply]
) -> list[float]:
    """How long each deed took, with all clients at work at once for so many seconds."""
    taken: list[float] = []
    lock = threading.Lock()
    until = time.perf_counter() + seconds

    def work(number: int, client: Client) -> None:
        mine = []
        while time.perf_counter() < until:
            reply = deed(client, number)
            if reply.status >= 400:  # noqa: PLR2004 - HTTP's own border
                raise RuntimeError(f"{reply.status}: {reply.body[:300]!r}")
            mine.append(reply.seconds)
        with lock:
            taken.extend(mine)

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def p50(seconds: Sequence[float]) -> float:
    return median(seconds) * 1000


def p95(seconds: Sequence[float]) -> float:
    return quantiles(seconds, n=20)[18] * 1000 if len(seconds) > 1 else seconds[0] * 1000
