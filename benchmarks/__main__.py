"""`make bench`: figures of the site beside a bare Django floor in the same run, on loopback, in minutes."""

import argparse
import json
import os
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from urllib.parse import quote

from benchmarks import database, desk, nine_pages, reports, short_path, statistics
from benchmarks.table import Line, printed
from benchmarks.visitor import Visitor, median_ms, side_by_side
from benchmarks.web import Web, running
from config.launcher.environment import PYTHON
from config.launcher.place import CHECKOUT, Place
from config.launcher.sharing import in_use

CASES, SEED, TOLD = 10_000, 11, 60
AT_ONCE = 8  # visitors
FILING_SECONDS = 10.0
REPEATED = 60
NINE_PAGES = 26  # requests of the nine pages, each page and its answer
DESK = "/en/desk/"
ACCOUNT = "head@eg.demo"
COMMON = quote("مركز")  # in nearly every text of the state that is measured
CLOSE = (
    "import django; django.setup()\n"
    "from django.utils import timezone\n"
    "from reporting.statistics import closing\n"
    "print(closing.close_due(now=timezone.now()))\n"
)
CASE_LINK = re.compile(r'href="(/en/desk/[A-Z]{2}-[^/"]+/)"')


def main() -> int:
    """Returns 0 when everything could be measured, whatever the figures are."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        *("--complaints", "--sizes"),
        type=int,
        nargs="+",
        default=[CASES],
        help=f"cases in the database, one run for each number (default {CASES}; 10000 100000 1000000)",
    )
    parser.add_argument("--told", type=int, default=TOLD, help="of them told in full (see make_demo_data)")
    options = parser.parse_args()
    with in_use() as servers:
        os.environ.update(DEMO="1", DJANGO_SETTINGS_MODULE="config.settings.base")
        for size in options.complaints:
            run(servers.admin_url, size, options.told)
    return 0


def run(admin_url: str, complaints: int, told: int) -> None:
    """Everything once, with so many cases in the database."""
    began = time.monotonic()
    addresses = {name: os.environ[name] for name in database.ADDRESSES}
    with database.made(admin_url):
        made = fill(complaints, told)
        floor = measure_floor()
        ours = measure_site(complaints) | made
    os.environ.update(addresses)
    lines = compare(ours, floor, complaints)
    print(printed(lines))
    keep(lines, ours, floor, complaints)
    print(f"measured in {time.monotonic() - began:.0f} s")


def fill(complaints: int, told: int) -> dict[str, float]:
    """The cases, by the command anybody uses."""
    began = time.monotonic()
    counts = ("--complaints", str(complaints), "--told", str(told), "--seed", str(SEED))
    database.manage("make_demo_data", *counts)
    took = time.monotonic() - began
    database.settle()
    began = time.monotonic()
    _python("-c", CLOSE)
    return {"make_demo_data s": took, "close quarters s": time.monotonic() - began}


def measure_floor() -> dict[str, float]:
    """The same requests to a bare application: a form, one row, a list of rows."""

    def file(visitor: Visitor, number: int) -> None:
        visitor.ask("GET", "/form/")
        visitor.ask("POST", "/form/", [("key", "1"), ("narrative", short_path.WORDS)])

    def walk(visitor: Visitor, number: int) -> None:
        for _pair in range(NINE_PAGES // 2):
            visitor.ask("GET", "/form/")
            visitor.ask("POST", "/form/", [("key", "1"), ("narrative", short_path.WORDS)])

    with running("benchmarks.floor.wsgi:application") as web:
        filed, cpu = _filing(web, file)
        walked, walked_cpu = _filing(web, walk)
        visitor = Visitor(web.port)
        return {
            "short path /s": filed,
            "CPU ms": cpu,
            "nine pages /s": walked,
            "nine pages CPU ms": walked_cpu,
            "queue ms": median_ms(lambda: visitor.ask("GET", "/rows/"), times=REPEATED),
            "memory MB": web.memory(),
        }


def measure_site(complaints: int) -> dict[str, float]:
    """The site with the web server of `make demo`."""
    with running("config.wsgi:application") as web:
        figures = {}
        figures["short path /s"], figures["CPU ms"] = _filing(
            web, lambda visitor, number: short_path.file(visitor.ask, number)
        )
        figures["nine pages /s"], figures["nine pages CPU ms"] = _filing(
            web, lambda visitor, number: nine_pages.file(visitor.ask, number)
        )
        figures["first page KB"] = Visitor(web.port).ask("GET", nine_pages.FIRST).size / 1000
        pages = paths(web)
        visitor = signed_in(web)
        for name, path in pages.items():
            if name == "next case":
                continue  # leads on; measured with the desk's day
            figures[f"{name} ms"] = median_ms(lambda path=path: _page(visitor, path), times=REPEATED)
        figures["queue KB"] = _page(visitor, pages["queue"]) / 1000
        figures["memory MB"] = web.memory()
        figures |= desk.measure(web)
        figures |= statistics.measure(web)
    return figures | statements(pages) | reports.measure()


def _filing(web: Web, work: object) -> tuple[float, float]:
    """Filings a second, and processor time of the application for each."""
    side_by_side(web.port, work, visitors=AT_ONCE, seconds=2)  # type: ignore[arg-type]  # warm
    cpu, began = web.cpu(), time.monotonic()
    rate = side_by_side(web.port, work, visitors=AT_ONCE, seconds=FILING_SECONDS)  # type: ignore[arg-type]
    return rate, (web.cpu() - cpu) * 1000 / (rate * (time.monotonic() - began))


def signed_in(web: Web) -> Visitor:
    visitor = Visitor(web.port)
    visitor.sign_in(ACCOUNT)
    return visitor


def _page(visitor: Visitor, path: str) -> int:
    answer = visitor.ask("GET", path)
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return answer.size


def paths(web: Web) -> dict[str, str]:
    """The pages of the desk that are measured."""
    queue = signed_in(web).ask("GET", DESK)
    link = CASE_LINK.search(queue.text)
    if link is None:
        raise RuntimeError(f"no case in the queue, which answered {queue.status}")
    return {
        "queue": DESK,
        "search": f"{DESK}?q={COMMON}",
        "deep": f"{DESK}?after={quote(deep_cursor())}",
        "stage": f"{DESK}?stage=investigating",
        "case file": link[1],
        "filters": f"{DESK}?{desk.FILTERS['word and filters']}",
        "next case": f"{link[1]}next/",
    }


def deep_cursor() -> str:
    """The address of a page after nine tenths of the queue; its signing needs the site's settings."""
    code = (
        "import django; django.setup()\n"
        "from accounts.actor import staff\n"
        "from accounts.models import User\n"
        "from common import tenancy\n"
        "from complaints.casework import selectors\n"
        "from complaints.casework.queue import filters\n"
        f"actor = staff(User.objects.get(email={ACCOUNT!r}))\n"
        "with tenancy.within(actor.state):\n"
        "    rows = selectors.visible_to(actor).filter(is_open=True).order_by('sort_due', 'pk')\n"
        "    row = rows[rows.count() * 9 // 10]\n"
        "print(filters.cursor((row.sort_due, row.pk)))\n"
    )
    return _python("-c", code)


def statements(pages: dict[str, str]) -> dict[str, float]:
    """SQL statements of the same pages."""
    counted = json.loads(_python("-m", "benchmarks.statements", ACCOUNT, *pages.values()))
    found = {f"{name} statements": counted[path] for name, path in pages.items()}
    return found | {
        "submission statements": counted["submission"],
        "nine pages statements": counted["nine pages"],
    }


def _python(*arguments: str) -> str:
    done = subprocess.run(
        [str(PYTHON), *arguments], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.strip().splitlines()[-1]


def compare(ours: dict[str, float], floor: dict[str, float], complaints: int) -> list[Line]:
    """The rows of the table. Peers as measured on a machine like this one, with 10,000 cases or none."""
    said = f"{complaints:,} cases"
    return [
        Line(
            "short path (GET + POST), 8 at once, per s",
            "HL 47",
            floor["short path /s"],
            120,
            ours["short path /s"],
        ),
        Line("app CPU per submission, ms", "CRT 301, HL 28", floor["CPU ms"], 60, ours["CPU ms"], less=True),
        Line("SQL statements per submission", "CRT 296", None, 30, ours["submission statements"], less=True),
        *nine_page_lines(ours, floor),
        Line(f"queue page, {said}, p50 ms", "CRT 190", floor["queue ms"], 25, ours["queue ms"], less=True),
        Line("queue page, SQL statements", "CRT 90", None, 10, ours["queue statements"], less=True),
        Line(f"search, common word, {said}, p50 ms", "CRT 2433 (1M)", None, 40, ours["search ms"], less=True),
        Line(f"page at 90 % depth, {said}, p50 ms", "CRT 10886 (1M)", None, 30, ours["deep ms"], less=True),
        Line(f"stage filter, {said}, p50 ms", "CRT 1231 (1M)", None, 30, ours["stage ms"], less=True),
        *desk_lines(ours, said),
        Line(f"case file, {said}, p50 ms", "CRT 953 (1M)", None, 40, ours["case file ms"], less=True),
        Line("case file, SQL statements", "CRT 75 (1M)", None, 15, ours["case file statements"], less=True),
        Line(
            "memory per web worker, MB", "CRT 171–177", floor["memory MB"], 110, ours["memory MB"], less=True
        ),
        *statistics.lines(ours, said),
        *reports.lines(ours),
        Line(f"make_demo_data, {said}, s", "–", None, 90, ours["make_demo_data s"], less=True),
    ]


def desk_lines(ours: dict[str, float], said: str) -> list[Line]:
    """The rows about a day at the desk. No peer does the same; the targets are those of pages like them."""
    slowest = max((name for name in ours if name.startswith("filter: ")), key=ours.__getitem__)
    name = slowest.removeprefix("filter: ").removesuffix(" ms")
    return [
        Line(f"slowest filter ({name}), {said}, p50 ms", "–", None, 40, ours[slowest], less=True),
        Line("words with filters, SQL statements", "–", None, 10, ours["filters statements"], less=True),
        Line(f"next case of a list, {said}, p50 ms", "–", None, 30, ours["next case ms"], less=True),
        Line(f"a case at a glance, {said}, p50 ms", "–", None, 40, ours["at a glance ms"], less=True),
        Line(
            f"look at {ours['many cases']:,.0f} cases at once, s",
            "–",
            None,
            1,
            ours["many looked at s"],
            less=True,
        ),
        Line("assign them, ms a case", "–", None, 30, ours["many ms a case"], less=True),
        Line(f"tag {ours['tagged cases']:,.0f}, ms a case", "–", None, 15, ours["tag ms a case"], less=True),
        Line(
            f"acknowledge {ours['acknowledged cases']:,.0f}, ms a case",
            "–",
            None,
            30,
            ours["acknowledge ms a case"],
            less=True,
        ),
        Line(
            f"export of {ours['export csv rows']:,.0f} rows (CSV), s",
            "–",
            None,
            20,
            ours["export csv s"],
            less=True,
        ),
        Line("memory it takes on the way, MB", "–", None, 15, ours["export csv grew MB"], less=True),
        Line("the same as a spreadsheet, all rows, s", "–", None, 60, ours["export xlsx s"], less=True),
        Line("memory it takes on the way, MB ", "–", None, 15, ours["export xlsx grew MB"], less=True),
    ]


def nine_page_lines(ours: dict[str, float], floor: dict[str, float]) -> list[Line]:
    """The rows about the nine pages."""
    return [
        Line(
            "nine pages (27 requests), 8 at once, per s",
            "CRT 3.5, GL 0.2–0.4",
            floor["nine pages /s"],
            20,
            ours["nine pages /s"],
        ),
        Line(
            "app CPU per complaint on the nine pages, ms",
            "CRT 301",
            floor["nine pages CPU ms"],
            60,
            ours["nine pages CPU ms"],
            less=True,
        ),
        Line(
            "SQL statements of it, receipt included",
            "CRT 296",
            None,
            30,
            ours["nine pages statements"],
            less=True,
        ),
        Line("first of the nine pages, KB of HTML", "–", None, 15, ours["first page KB"], less=True),
    ]


def keep(lines: list[Line], ours: dict[str, float], floor: dict[str, float], complaints: int) -> None:
    """The figures as JSON in var/bench/."""
    directory = Place.here().var / "bench"
    directory.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    path = directory / f"{now:%Y%m%dT%H%M%SZ}.json"
    content = {
        "at": now.isoformat(),
        "complaints": complaints,
        "load_average": os.getloadavg(),
        "ours": ours,
        "floor": floor,
        "table": [line.asdict() for line in lines],
    }
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    print(f"written to {path}")


if __name__ == "__main__":
    sys.exit(main())
