"""A day at the desk: filters together, words, the way from case to case, many cases at once, an export.

Asked of a running server as a browser asks. The export is read as it comes and thrown away, so that only the
site's own memory can grow.
"""

import re
import time
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from benchmarks.visitor import TOKEN, Visitor, median_ms
from benchmarks.web import Web

DESK = "/en/desk/"
HEAD, SUPERVISOR, REVIEWER = "head@eg.demo", "supervisor@eg.demo", "reviewer@eg.demo"
REPEATED = 40
MANY = 1000  # cases of one order
ROWS = 100_000  # of an export
LINK = re.compile(r'class="row-link" href="([^"?]+)')
ORDER = re.compile(r'name="order" value="([^"]+)"')
COLLEAGUE = re.compile(r'<select name="person".*?<option value="([0-9a-f-]{36})"', re.S)

# What a reviewer asks for in a day; `deep` words and rare mixtures too.
FILTERS = {
    "newest first": "order=newest",
    "oldest first": "order=oldest",
    "subject": "category=MED",
    "rare subject": "category=DIS&order=newest",
    "place, subject, mode": "governorate={place}&category=MED&mode=named",
    "nobody's danger": "whose=unassigned&danger=on&order=oldest",
    "ended, last quarter": "status=ended&since={since}&order=newest",
    "phrase": "q=" + quote('"the police"'),
    "rare word": "q=ambulance",
    "word without a word": "q=" + quote("police -prison"),
    "word and filters": "q=police&category=MED&mode=named",
    "nothing found": "q=xylophone",
}


@dataclass(frozen=True)
class Took:
    """An export: seconds, rows, bytes, and by how many megabytes the largest worker grew on the way."""

    seconds: float
    rows: int
    size: int
    grew: float


def measure(web: Web) -> dict[str, float]:
    """Milliseconds of pages, milliseconds a case of an order for many, seconds and megabytes of an export."""
    visitor = Visitor(web.port)
    visitor.sign_in(HEAD)
    figures = {
        f"filter: {name} ms": median_ms(lambda path=path: page(visitor, path), times=REPEATED)
        for name, path in addresses(visitor).items()
    }
    first = LINK.findall(page(visitor, DESK))[0]
    for way in ("next", "previous"):
        path = f"{first}{way}/?whose=unassigned"
        figures[f"{way} case ms"] = median_ms(lambda path=path: step(visitor, path), times=REPEATED)
    figures["at a glance ms"] = median_ms(lambda: page(visitor, f"{first}brief/"), times=REPEATED)
    for kind in ("csv", "xlsx"):
        took = export(web, visitor, kind)
        figures |= {
            f"export {kind} rows": took.rows,
            f"export {kind} s": took.seconds,
            f"export {kind} MB": took.size / 1e6,
            f"export {kind} grew MB": took.grew,
        }
    return figures | many(web)


def addresses(visitor: Visitor) -> dict[str, str]:
    """The filters with what this register has to offer."""
    text = page(visitor, DESK)
    place = re.search(r'name="governorate".*?<option value="(\d+)"', text, re.S)
    since = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 90 * 86400))
    filled = {
        name: query.replace("{place}", place[1] if place else "").replace("{since}", since)
        for name, query in FILTERS.items()
    }
    return {name: f"{DESK}?{query}" for name, query in filled.items()}


def page(visitor: Visitor, path: str) -> str:
    answer = visitor.ask("GET", path)
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return answer.text


def step(visitor: Visitor, path: str) -> None:
    if (answer := visitor.ask("GET", path)).status != 302:
        raise RuntimeError(f"{path} answered {answer.status}")


def many(web: Web) -> dict[str, float]:
    """Assign up to a thousand open cases: the look at them, and doing it, in stretches, each with its entry."""
    visitor = Visitor(web.port)
    visitor.sign_in(SUPERVISOR)
    queue = page(visitor, DESK)
    token, person = TOKEN.search(queue), COLLEAGUE.search(queue)
    if token is None or person is None:
        raise RuntimeError("nobody to assign cases to")
    shared = [("csrfmiddlewaretoken", token[1])]
    chosen = [*shared, ("all", "on"), ("filters", ""), ("act", "assign"), ("person", person[1])]
    began = time.monotonic()
    answer = visitor.ask("POST", f"{DESK}many/", chosen)
    looked = time.monotonic() - began
    told = re.search(r"It would be done to ([\d,]+) case", answer.text)
    count = int(told[1].replace(",", "")) if told else 0
    began, longest = time.monotonic(), 0.0
    while (order := ORDER.search(answer.text)) and count:
        at = time.monotonic()
        answer = visitor.ask("POST", f"{DESK}many/", [*shared, ("order", order[1]), ("go", "on")])
        longest = max(longest, time.monotonic() - at)
    took = time.monotonic() - began
    return {
        "many looked at s": looked,
        "many cases": count,
        "many s": took,
        "many ms a case": took * 1000 / max(count, 1),
        "many longest request s": longest,
    }


def export(web: Web, visitor: Visitor, kind: str) -> Took:
    """The first `ROWS` rows of everything as CSV; as a spreadsheet everything, however much it is."""
    token = TOKEN.search(page(visitor, f"{DESK}export/?status=all"))
    form = {"csrfmiddlewaretoken": token[1] if token else "", "filters": "status=all", "kind": kind}
    before = web.memory()
    web.forget_peak()
    began, rows, size = time.monotonic(), 0, 0
    for part in visitor.stream(f"{DESK}export/", urlencode(form)):
        size += len(part)
        rows += part.count(b"\r\n") if kind == "csv" else 0
        if rows > ROWS:
            break
    took = time.monotonic() - began
    visitor.hang_up()
    return Took(took, max(rows - 1, 0), size, web.peak() - before)
