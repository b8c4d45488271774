"""Public statistics over a full database: overview, a state's quarter, a year, the region, a file; and closing one.

A page reads frozen rows, so that it takes no longer with a million cases than with ten. Closing counts from the
tallies, once a quarter and state, in a worker.
"""

from benchmarks.desk import page
from benchmarks.table import Line
from benchmarks.visitor import Visitor, median_ms
from benchmarks.web import Web

REPEATED = 40
REACH = 60  # milliseconds: what a page of statistics may take at 1,000,000 cases
OVERVIEW = "/en/statistics/"


def measure(web: Web) -> dict[str, float]:
    """Milliseconds of each kind of page; a state that has no closed quarter has only the overview."""
    visitor = Visitor(web.port)
    return {
        f"statistics: {name} ms": median_ms(lambda path=path: page(visitor, path), times=REPEATED)
        for name, path in addresses(page(visitor, OVERVIEW)).items()
    }


def addresses(overview: str) -> dict[str, str]:
    """The pages that the overview leads to: the first state's newest quarter, its file, the region."""
    links = [part.partition('"')[0] for part in overview.split('href="/en/statistics/')[1:]]
    quarters = [
        link for link in links if link.count("/") == len(("state", "quarter")) and "region" not in link
    ]
    regions = [link for link in links if link.startswith("region/")]
    found = {"overview": OVERVIEW}
    if quarters:
        state, slug = quarters[0].strip("/").split("/")
        found["quarter"] = OVERVIEW + quarters[0]
        found["file"] = f"{OVERVIEW}{quarters[0]}{state}-{slug}.csv"
    if regions:
        found["region"] = OVERVIEW + regions[0]
    return found


def lines(ours: dict[str, float], said: str) -> list[Line]:
    """The rows of the table: the slowest page, and closing all quarters of all states."""
    slowest = max((name for name in ours if name.startswith("statistics: ")), key=ours.__getitem__)
    name = slowest.removeprefix("statistics: ").removesuffix(" ms")
    return [
        Line(
            f"slowest page of statistics ({name}), {said}, p50 ms", "–", None, REACH, ours[slowest], less=True
        ),
        Line(f"close every quarter there is, {said}, s", "–", None, 60, ours["close quarters s"], less=True),
    ]
