"""A day at the desk: filters together, words, the way from case to case, many cases at once, an export.

Asked of a running server as a browser asks. The export is read as it comes and thrown away, so that only the
site's own memory can grow.
"""

import re
import time
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from benchmarks.visitor import TOKEN, Answer, Visitor, median_ms
from benchmarks.web import Web

DESK = "/en/desk/"
HEAD, SUPERVISOR, REVIEWER = "head@eg.demo", "supervisor@eg.demo", "reviewer@eg.demo"
REPEATED = 40
MANY = 1000  # cases of one order
ROWS = 100_000  # of an export
LINK = re.compile(r'class="row-link" href="([^"?]+)')
ORDER = re.compile(r'name="order" value="([^"]+)"')
PEOPLE = re.compile(r'<select name="person".*?</select>', re.S)
PERSON = re.compile(r'<option value="([0-9a-f-]{36})"')
WOULD = re.compile(r"It would be done to ([\d,]+) case")
DONE = re.compile(r"It was done to ([\d,]+) case")
# The desk that the bench's own filings reach.
FILED = {name: f"{name}@bh.demo" for name in ("supervisor", "reviewer", "reviewer2")}

# What a reviewer asks for in a day; `deep` words and rare mixtures too.
FILTERS = {
    "newest first": "order=newest",
    "grave, newest first": "grave=on&order=newest",
    "oldest first": "order=oldest",
    "subject": "category=BRB",
    "rare subject": "category=TOR&order=newest",
    "place, subject, mode": "governorate={place}&category=BRB&mode=named",
    "nobody's danger": "whose=unassigned&danger=on&order=oldest",
    "ended, last quarter": "status=ended&since={since}&order=newest",
    # In the language of the register that is measured: a word of another one finds nothing there.
    "phrase": "q=" + quote('"مركز الإصلاح"'),
    "rarer word": "q=" + quote("نظارتي"),
    "word without a word": "q=" + quote("الإصلاح -الدواء"),
    "word and filters": f"q={quote('مركز')}&category=BRB&mode=named",
    "word rare on the way": "q=" + quote("خمسة"),
    "word of other states": "q=police",
    "nothing found": "q=xylophone",
}
# Of them, those that may find nothing; of every other one an empty page is no figure.
NOTHING = (
    *("place, subject, mode", "nobody's danger"),
    *("word rare on the way", "word of other states", "nothing found"),
)


@dataclass(frozen=True)
class Took:
    """An export: seconds, rows, bytes, and by how many megabytes the largest worker grew on the way."""

    seconds: float
    rows: int
    size: int
    grew: float


def measure(web: Web) -> dict[str, float]:
    """Milliseconds of pages, milliseconds a case of an order for many, seconds and megabytes of an export."""
    visitor = signed_in(web, HEAD)
    figures = {}
    for name, path in addresses(visitor).items():
        if name not in NOTHING and not LINK.search(page(visitor, path)):
            raise RuntimeError(f"{name} finds nothing: that is no figure")
        figures[f"filter: {name} ms"] = median_ms(lambda path=path: page(visitor, path), times=REPEATED)
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
    """One thing done to up to a thousand cases: assigned, tagged, and what was filed in this run acknowledged."""
    visitor = signed_in(web, SUPERVISOR)
    looked = to_assign(visitor)
    assigned = carried(visitor, looked)
    tagged = carried(visitor, look(visitor, "", [("act", "tag"), ("tag", new_tag(visitor))]))
    figures = {
        "many looked at s": looked.seconds,
        "many cases": looked.count,
        "many s": assigned.seconds,
        "many ms a case": assigned.ms_a_case,
        "many longest request s": assigned.longest,
        "tagged cases": tagged.count,
        "tag ms a case": tagged.ms_a_case,
    }
    return figures | acknowledged(web)


@dataclass(frozen=True, slots=True)
class Looked:
    """An order that was looked at: for how many cases it is, and the page with its button."""

    seconds: float
    count: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class Carried:
    """An order that was carried out, in requests of some seconds each."""

    seconds: float
    longest: float
    count: int

    @property
    def ms_a_case(self) -> float:
        return self.seconds * 1000 / self.count


def to_assign(visitor: Visitor) -> Looked:
    """Whatever most cases fit that can be given to somebody: nobody's, or those of one colleague to another."""
    known = people(visitor)
    others = zip(known, [*known[1:], known[0]], strict=True)  # each with another one
    lists = [("whose=unassigned", known[0]), *((f"holder={one}", other) for one, other in others)]
    found = [look(visitor, held, [("act", "assign"), ("person", person)]) for held, person in lists]
    return max(found, key=lambda one: one.count)


def look(visitor: Visitor, filters: str, order: list[tuple[str, str]]) -> Looked:
    """The first thousand of a list, and what an order would do to them."""
    form = [*token(visitor, DESK), ("all", "on"), ("filters", filters), *order]
    began = time.monotonic()
    answer = visitor.ask("POST", f"{DESK}many/", form)
    return Looked(time.monotonic() - began, counted(WOULD, answer.text), answer)


def carried(visitor: Visitor, looked: Looked) -> Carried:
    """Press the button until nothing is left. Raises where there is nothing to do, or not all of it was done."""
    if not looked.count:
        raise RuntimeError("no case to do it to")
    at, longest, answer = token(visitor, DESK), 0.0, looked.answer
    began = time.monotonic()
    while order := ORDER.search(answer.text):
        since = time.monotonic()
        answer = visitor.ask("POST", f"{DESK}many/", [*at, ("order", order[1]), ("go", "on")])
        longest = max(longest, time.monotonic() - since)
    took = time.monotonic() - began
    done = counted(DONE, page(visitor, answer.location) if answer.location else answer.text)
    if done != looked.count:
        raise RuntimeError(f"it was done to {done} of {looked.count} cases")
    return Carried(took, longest, done)


def counted(pattern: re.Pattern[str], text: str) -> int:
    """The number a sentence tells."""
    told = pattern.search(text)
    return int(told[1].replace(",", "")) if told else 0


def acknowledged(web: Web) -> dict[str, float]:
    """What was filed in this run: given to a colleague, who confirms its receipt."""
    supervisor = signed_in(web, FILED["supervisor"])
    person = people(supervisor)[0]
    given = [("act", "assign"), ("person", person)]
    carried(supervisor, look(supervisor, "whose=unassigned&order=newest", given))
    reviewers = [signed_in(web, FILED[name]) for name in ("reviewer", "reviewer2")]
    asked = [(one, look(one, "whose=mine&stage=received", [("act", "acknowledge")])) for one in reviewers]
    done = carried(*max(asked, key=lambda one: one[1].count))
    return {"acknowledged cases": done.count, "acknowledge ms a case": done.ms_a_case}


def signed_in(web: Web, email: str) -> Visitor:
    visitor = Visitor(web.port)
    visitor.sign_in(email)
    return visitor


def people(visitor: Visitor) -> list[str]:
    """The colleagues to whom a case can be given, in the order of the list."""
    listed = PEOPLE.search(page(visitor, DESK))
    found = PERSON.findall(listed[0]) if listed else []
    if not found:
        raise RuntimeError("nobody to assign cases to")
    return found


def token(visitor: Visitor, path: str) -> list[tuple[str, str]]:
    found = TOKEN.search(page(visitor, path))
    return [("csrfmiddlewaretoken", found[1] if found else "")]


def new_tag(visitor: Visitor) -> str:
    """A tag that no case has yet."""
    name = f"bench {time.time_ns()}"
    visitor.ask("POST", f"{DESK}tags/", [*token(visitor, f"{DESK}tags/"), ("name", name)])
    found = re.search(rf'<option value="(\d+)">[^<]*{name}', page(visitor, DESK))
    if found is None:
        raise RuntimeError("the tag was not made")
    return found[1]


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
