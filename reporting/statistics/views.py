"""Pages of public statistics: overview, a state's quarter, a year, the region side by side, what the data mean."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import conditional_page, require_safe

from accounts.models import State
from reporting.models import REGION
from reporting.periodic.public.views import TYPES
from reporting.periods import quarters as calendar_quarters
from reporting.statistics import definitions, downloads, quarters, selectors, showing
from reporting.wording import Writer

FRESH = 300  # seconds for which a page may be shown again without asking
FOR_EVER = 365 * 24 * 3600  # a closed quarter never changes; its words may, in a later release
PAST = 12  # calendar quarters the region's page leads to


def _public(response: HttpResponse, seconds: int = FRESH) -> HttpResponse:
    """Anybody's, the same for everybody: browsers and caches on the way may keep it."""
    patch_cache_control(response, public=True, max_age=seconds)
    return response


def _writer(months: str = "league") -> Writer:
    states = {row.code: {"ar": row.name_ar, "en": row.name_en} for row in State.objects.exclude(pk=REGION)}
    names = {"states": states, "institutions": {}, "governorates": {}}
    return Writer((get_language() or "ar")[:2], months, False, names)


@conditional_page
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """What there is, by state, and what the numbers say and don't."""
    by = _writer()
    listed: dict[str, list[dict[str, str]]] = {}
    for row in selectors.quarters():
        listed.setdefault(row["state"], []).append(row)
    states = [
        {
            "code": code.lower(),
            "name": by.both(names),
            "newest": listed[code][0] if code in listed else None,
            "span": by.span(listed[code][0]) if code in listed else "",
        }
        for code, names in by.names["states"].items()
    ]
    states.sort(key=lambda row: str(row["name"]))
    newest = max((row["end"] for rows in listed.values() for row in rows), default="")
    context = {"states": states, "region": _calendar_slug(newest), "by": by}
    return _public(render(request, "reporting/statistics/overview.html", context))


def _calendar_slug(end: str) -> str:
    """The calendar quarter in which a quarter ended; "" for none."""
    if not end:
        return ""
    year, month = int(end[:4]), int(end[5:7])
    return f"{year:04}-{(month - 1) // 3 * 3 + 1:02}"


@conditional_page
@require_safe
def statistics_quarter(request: HttpRequest, state: str, slug: str) -> HttpResponse:
    """One state's closed quarter, table by table."""
    content = selectors.quarter(state, slug)
    if content is None:
        raise Http404
    by = showing.writer_for(content)
    text = selectors.text(state, slug)
    listed = selectors.quarters(state)
    context = {
        **_shown(content, by),
        "state": state,
        "slug": slug,
        "others": [{**row, "span": by.span(row)} for row in listed],
        "year": _year_of(slug, listed),
        "files": [
            {"kind": kind.upper(), "sha256": digest, "url": _file_url(state, slug, kind)}
            for kind, digest in downloads.hashes(content, text, by).items()
        ],
        "closed_on": by.day(content["closed_on"]),
    }
    return _public(render(request, "reporting/statistics/quarter.html", context))


def _shown(content: dict[str, Any], by: Writer) -> dict[str, Any]:
    return {
        "by": by,
        "content": content,
        "name": by.both(by.names["states"].get(content["state"])),
        "span": by.span(content["period"]),
        "sections": showing.sections(content, by),
        "exact": showing.exact(content, by),
        "received": [
            (matter, content["cells"].get(f"intake.{matter}", 0)) for matter in ("complaint", "assistance")
        ],
    }


def _file_url(state: str, slug: str, kind: str) -> str:
    return reverse("statistics_file", args=[state, slug, f"{state}-{slug}.{kind}"])


def _year_of(slug: str, listed: list[dict[str, str]]) -> str:
    """The quarter from which four closed ones make the newest whole year that holds this one; "" for none."""
    slugs = sorted(row["slug"] for row in listed)
    place = slugs.index(slug)
    first = place // selectors.IN_A_YEAR * selectors.IN_A_YEAR
    return slugs[first] if first + selectors.IN_A_YEAR <= len(slugs) else ""


@require_safe
def statistics_file(request: HttpRequest, state: str, slug: str, name: str) -> HttpResponse:
    """The figures of a quarter as a file."""
    content = selectors.quarter(state, slug)
    kind = name.rpartition(".")[2]
    if content is None or kind not in downloads.KINDS or name != f"{state}-{slug}.{kind}":
        raise Http404
    body = downloads.body(kind, content, selectors.text(state, slug), showing.writer_for(content))
    response = HttpResponse(body, content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="statistics-{name}"'
    return _public(response, FOR_EVER if kind == "json" else FRESH)


@conditional_page
@require_safe
def statistics_year(request: HttpRequest, state: str, slug: str) -> HttpResponse:
    """Four closed quarters added up; where one hides a number, what the sum lies between."""
    content = selectors.year(state, slug)
    if content is None:
        raise Http404
    by = showing.writer_for(content)
    return _public(render(request, "reporting/statistics/year.html", {**_shown(content, by), "state": state}))


@conditional_page
@require_safe
def statistics_region(request: HttpRequest, slug: str) -> HttpResponse:
    """The states side by side in the order of their names; who has no closed quarter did not report."""
    try:
        content = selectors.region(slug)
    except quarters.BadQuarter as error:
        raise Http404 from error
    by = _writer()
    rows = [
        {"code": code.lower(), "name": by.both(names), "span": "", "found": content["states"].get(code)}
        for code, names in by.names["states"].items()
    ]
    for row in rows:
        if row["found"]:
            row["span"] = by.span(row["found"]["period"])
            row["slug"] = row["found"]["period"]["start"][:7]
            row["cells"] = [row["found"]["cells"].get(cell) for cell in COLUMNS]
    rows.sort(key=lambda row: str(row["name"]))
    closed = calendar_quarters(timezone.now().date(), PAST)
    others = [{"slug": quarters.slug_of(one), "span": by.span(_iso(one))} for one in closed]
    context = {"rows": rows, "span": by.span(content["period"]), "others": others, "slug": slug}
    return _public(render(request, "reporting/statistics/region.html", context))


COLUMNS = (
    "intake.complaint",
    "intake.assistance",
    "balance.complaint.completed",
    "balance.complaint.remaining",
    "clocks.complaint.decide.due",
    "clocks.complaint.decide.in_time",
)


def _iso(period: Any) -> dict[str, str]:
    return {"start": period.start.isoformat(), "end": period.end.isoformat()}


@conditional_page
@require_safe
def statistics_data(request: HttpRequest) -> HttpResponse:
    """What each table counts, what is hidden and why, and how other programs read it."""
    files = [
        {"kind": kind.upper(), "url": reverse("statistics_definitions", args=[kind])}
        for kind in definitions.KINDS
    ]
    context = {"words": definitions.words(), "figures": definitions.figures(), "files": files}
    return _public(render(request, "reporting/statistics/data.html", context))


@require_safe
def statistics_definitions(request: HttpRequest, kind: str) -> HttpResponse:
    """The dictionary of the page above as a file."""
    if kind not in definitions.KINDS:
        raise Http404
    response = HttpResponse(definitions.body(kind), content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{definitions.STEM}.{kind}"'
    return _public(response)
