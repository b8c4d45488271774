"""Visitors: kept connections, cookies, forms as a browser sends them. Only the standard library."""

import http.client
import re
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Answer:
    """What came back."""

    status: int
    text: str
    size: int  # bytes of the body as it came
    location: str = ""


@dataclass
class Visitor:
    """One browser, as far as a server notices."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def ask(self, method: str, path: str, form: list[tuple[str, str]] | None = None) -> Answer:
        """One request on the kept connection."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode(form)
            headers |= {
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": f"http://127.0.0.1:{self.port}",
                "Referer": f"http://127.0.0.1:{self.port}{path}",
            }
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        raw = response.read()
        for header in response.msg.get_all("Set-Cookie") or ():
            name, _, value = header.split(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, raw.decode(), len(raw), response.headers.get("Location", ""))

    def stream(self, path: str, body: str) -> Iterator[bytes]:
        """A form whose answer is read as it comes, part by part."""
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://127.0.0.1:{self.port}",
        }
        self.connection.request("POST", path, body, headers)
        response = self.connection.getresponse()
        if response.status != 200:
            raise RuntimeError(f"{path} answered {response.status}")
        while part := response.read(64 * 1024):
            yield part

    def hang_up(self) -> None:
        """Leave whatever still comes unread."""
        self.connection.close()

    def sign_in(self, email: str) -> None:
        """Through the form, as anybody."""
        path = "/en/accounts/login/"
        page = self.ask("GET", path).text
        token = TOKEN.search(page)
        form = [("login", email), ("password", "demo-only")]
        answer = self.ask("POST", path, [*form, ("csrfmiddlewaretoken", token[1] if token else "")])
        if answer.status != 302:
            raise RuntimeError(f"signing in as {email} answered {answer.status}")


def side_by_side(port: int, work: Callable[[Visitor, int], None], *, visitors: int, seconds: float) -> float:
    """How often a second the work was done, by so many visitors at once."""
    done, failed = [0] * visitors, []
    ends = time.monotonic() + seconds

    def visit(number: int) -> None:
        visitor = Visitor(port)
        try:
            while time.monotonic() < ends:
                work(visitor, number)
                done[number] += 1
        except Exception as error:  # said by the main thread
            failed.append(error)

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(visitors)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return sum(done) / (time.monotonic() - began)


def median_ms(work: Callable[[], object], *, times: int, seconds: float = 20) -> float:
    """The middle of some repetitions, in milliseconds, after three that don't count."""
    took, ends = [], time.monotonic() + seconds
    for number in range(times + 3):
        began = time.perf_counter()
        work()
        if number >= 3:
            took.append(time.perf_counter() - began)
        if time.monotonic() > ends and len(took) > 4:
            break
    return statistics.median(took) * 1000
