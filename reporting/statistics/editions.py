"""Public editions of reports and closed quarters: one source, so that there is nothing between them to subtract."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import State
from complaints import tallies
from complaints.vocabulary import Category
from reporting import figures, indicators
from reporting.models import REGION, Dossier, DossierStage, Origin
from reporting.periods import Period
from reporting.scopes import REGION_SCOPE
from reporting.statistics import adding, closing, hiding, naming, quarters, selectors, tables
from reporting.statistics.naming import Closed

Content = dict[str, Any]
SECTIONS = (
    *("intake", "counted", "balance", "outcomes", "clocks", "grave", "oversight"),
    *("recommendations", "reprisals", "custody", "reviews", "satisfaction"),
)
DAYS = ("median", "p90")
LIMIT = "very_late_after"  # a rule, no count
SHARES = {"share_in_time": ("in_time", "due"), "share_yes": ("yes", "n")}
Read = Callable[[str], int | None]
SETTLED = '"settled":true'
"""What the frozen text of an edition made of closed quarters holds."""


def refusal(*, state: str, institution: str, period: Period, now: datetime) -> str:
    """Why there can be no public edition of a period; "" where there can.

    Before the quarter in which this site itself first received a case there is nothing to set it against. Where
    there can, the quarters it stands on are closed, if nobody has yet.
    """
    why = hindrance(state=state, institution=institution, period=period, now=now)
    if not why:
        closing.close_due(now=now)
    return why


def hindrance(*, state: str, institution: str, period: Period, now: datetime) -> str:
    """What `refusal` says, and nothing is closed: for a page that only tells."""
    days, starts = tallies.first_days(), closing.year_starts()
    touched = {
        code: first
        for code, day in days.items()
        if state in (code, REGION)
        and (first := quarters.containing(day, starts.get(code, 1))).start <= period.end
    }
    if not touched:
        return _overlap(state, institution, period)
    if institution:
        return _(
            "The figures of this period are published by state. Were one institution’s public too, those of the"
            " others could be worked out by subtraction, and what is left may be a single person. Ask for the"
            " internal edition, which has the exact figures of your institution’s own year, or for the public"
            " edition of the state."
        )
    zones = dict(State.objects.values_list("code", "zone"))
    for code, first in touched.items():
        last = quarters.containing(period.end, starts.get(code, 1))
        begins = quarters.containing(period.start, starts.get(code, 1))
        if state != REGION and (begins.start != max(period.start, first.start) or last.end != period.end):
            return _(
                "A public edition covers whole quarters of the reporting year, as the public statistics do."
            )
        if not quarters.may_close(last, now=now, zone=zones[code]):
            return _(
                "The public statistics of this period come first: they are closed two weeks after its end."
            )
    return ""


def _overlap(state: str, institution: str, period: Period) -> str:
    """Days that no quarter covers are told once: two public reports that share some of them tell what lies between."""
    code = institution or (REGION_SCOPE if state == REGION else state)
    own = Q(scope=code, start=period.start, end=period.end)
    others = (
        Dossier.objects.exclude(own)
        .exclude(stage=DossierStage.DRAFT)
        .exclude(public__content__contains=SETTLED)
    )
    others = others.filter(public__isnull=False, start__lte=period.end, end__gte=period.start)
    if state != REGION:
        others = others.filter(state__in=[state, REGION])
    if not others.exists():
        return ""
    if state == REGION:
        return _(
            "Another public report covers some of these days. Small numbers could be worked out from the two together:"
            " the region’s reports begin with the first period that closed quarters of the public statistics cover."
        )
    return _(
        "Another public report covers some of these days. Small numbers could be worked out from the two together. Ask"
        " for the internal edition, or for a period that no other public report touches."
    )


def settle(content: Content) -> None:
    """Put what the closed quarters show into a public edition, in place of what it counted itself.

    Where no closed quarter touches the period, or it is one institution's, nothing is changed.
    """
    period = Period(*(date.fromisoformat(content["period"][end]) for end in ("start", "end")))
    found = selectors.closed_by_state(period)
    if content["scope"] != "region":
        found = {code: rows for code, rows in found.items() if code == content["scope"]}
    if not found or not content["has_data"]:
        return
    read = _reader(found)
    gone: list[str] = []
    naming.name(content, found, gone)
    for section in SECTIONS:
        if section in content:
            _fill(content[section], section, read, gone)
    _exact(content, found, gone)
    _states(content, found, gone)
    content["suppressed"] = sorted(gone)
    content["settled"] = True


def _reader(found: Closed) -> Read:
    def read(path: str) -> int | None:
        whole = [_sum(found, cells) for cells in _made_of(path)]
        return None if not whole or None in whole else sum(count for count in whole if count is not None)

    return read


def _sum(found: Closed, cell: str) -> int | None:
    counts = [adding.total(rows, cell) if rows else None for rows in found.values()]
    return None if None in counts else sum(count for count in counts if count is not None)


def _made_of(path: str) -> list[str]:
    """The cells of closed quarters that a figure of a report is the sum of; none where they don't tell it."""
    match path.split("."):
        case ["intake", "total"]:
            return [f"intake.{matter}" for matter in tables.MATTERS]
        case ["counted", "complaints"]:
            return ["intake.complaint"]
        case ["counted", "assistance"]:
            return ["intake.assistance"]
        case ["reprisals", "alleged"]:
            return [f"intake.by_matter.complaint.by_category.{Category.REP.value}"]
        case ["intake", by, code] if by.startswith("by_"):
            return [f"intake.by_matter.{matter}.{by}.{code}" for matter in tables.MATTERS]
        case ["grave", "by_category", code]:
            return [f"intake.by_matter.complaint.by_category.{code}"]
    return [path] if tables.table_of(path) or path in _TOTALS else []


_TOTALS = {tables.head_of(table) for table in tables.TABLES}


def _fill(node: Content, path: str, read: Read, gone: list[str]) -> None:
    for key, child in list(node.items()):
        here = f"{path}.{key}"
        if isinstance(child, dict):
            if here != "grave.exact":
                _fill(child, here, read, gone)
        elif key in (*SHARES, *DAYS, LIMIT) or isinstance(child, str | bool):
            continue
        else:
            node[key] = read(here)
            if node[key] is None:
                gone.append(here)
    for share, (part, whole) in SHARES.items():
        if share in node:
            _share(node, path, share, (part, whole), gone)
    for name in DAYS:
        decided = node.get("decided", node.get("n"))
        if name in node and (decided is None or decided < hiding.FEWEST_DAYS):
            node[name] = None
            gone.append(f"{path}.{name}")


def _share(node: Content, path: str, share: str, of: tuple[str, str], gone: list[str]) -> None:
    part, whole = (node.get(name) for name in of)
    node[share] = figures.share(part, whole) if part is not None and whole else None
    if node[share] is None and (part is None or whole is None):
        gone.append(f"{path}.{share}")


def _exact(content: Content, found: Closed, gone: list[str]) -> None:
    """The exact totals of the newest year that these quarters close, in each state that is in the edition."""
    given = [adding.exact(rows) for rows in found.values()]
    if None in given or len({(one["start"], one["end"]) for one in given if one}) != 1:
        content["grave"]["exact"] = None
        return
    years = [one for one in given if one]
    content["grave"]["exact"] = {
        "start": years[0]["start"],
        "end": years[0]["end"],
        **{code: sum(one[code] for one in years) for code in tables.EXACT},
    }
    if content["period"] == {"start": years[0]["start"], "end": years[0]["end"]}:
        told = content["grave"]["exact"]
        content["grave"]["by_category"] |= {code: told[code] for code in tables.EXACT}
        content["intake"]["by_matter"]["complaint"]["by_category"] |= {
            code: told[code] for code in tables.EXACT if told[code]
        }
        gone[:] = [path for path in gone if path.rpartition(".")[2] not in tables.EXACT]


def _states(content: Content, found: Closed, gone: list[str]) -> None:
    """The states side by side: as their own closed quarters have them, or not reported."""
    for code, row in content["states"].items():
        if code not in found:
            row.clear()
            row |= {"reported": False, "complaint": None, "assistance": None, "total": None}
            continue
        read = _reader({code: found[code]})
        for key in list(row):
            if key == "reported":
                continue
            row[key] = read(_OF_STATE[key]) if key in _OF_STATE else None
            if row[key] is None:
                gone.append(f"states.{code}.{key}")


_OF_STATE = {
    "complaint": "intake.complaint",
    "assistance": "intake.assistance",
    "total": "intake.total",
    "completed_complaint": "balance.complaint.completed",
    "remaining_complaint": "balance.complaint.remaining",
    "completed_assistance": "balance.assistance.completed",
    "remaining_assistance": "balance.assistance.remaining",
}


def settle_plan(content: Content) -> list[str]:
    """Computed indicators stand on the same cells as the tables. Returns the paths of what is hidden."""
    taken: list[str] = []
    if not is_settled(content):
        return taken
    for number, row in enumerate(content["plan"]):
        if row["origin"] != Origin.COMPUTED or row["value"] is None:
            continue
        row["value"], row["basis"] = _indicator(row["function"], content)
        if row["value"] is None:
            taken.append(f"plan[{number}].value")
    return taken


def _indicator(function: str, content: Content) -> tuple[float | None, int | None]:
    if function == "complaints_received":
        return content["intake"]["complaint"], None
    # Every other one is a share; those of the tables are known, the others stand on what no quarter tells.
    place: Any = content
    for step in indicators.STANDS_ON[function][0].split(".")[:-1]:
        place = place.get(step) if isinstance(place, dict) else None
    share = next((name for name in SHARES if place and name in place), "")
    return (place[share], place[SHARES[share][1]]) if share else (None, None)


def quarter_by_quarter(content: Content) -> tuple[list[Content], list[str]]:
    """What stands for the months of a period in its public edition, and the paths of what is hidden there.

    The closed quarters as they are published, and nothing finer: no month is public anywhere, or it could be
    subtracted from its quarter. Nothing at all where the edition is not made of closed quarters.
    """
    period = Period(*(date.fromisoformat(content["period"][end]) for end in ("start", "end")))
    if not is_settled(content) or len(period.parts(quarters.MONTHS)) < 2:
        return [], []
    found = selectors.closed_by_state(period)
    if content["scope"] != "region":
        found = {code: rows for code, rows in found.items() if code == content["scope"]}
    rows, gone = [], []
    for place, part in enumerate(period.parts(quarters.MONTHS)):
        own = {code: closed[place : place + 1] for code, closed in found.items()}
        cells = {
            (step, matter): _sum(own, cell(matter)) for step, cell in _COURSE for matter in tables.MATTERS
        }
        rows.append(figures.month_row(part, cells))
        gone += [f"months.{place}.{matter}.{step}" for (step, matter), n in cells.items() if n is None]
    return rows, gone


_COURSE: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("received", lambda matter: f"intake.{matter}"),
    ("completed", lambda matter: f"balance.{matter}.completed"),
)


def is_settled(content: Content) -> bool:
    """Whether the figures of an edition come from closed quarters."""
    return bool(content.get("settled"))
