"""The one page of a report that most people read: headline figures in words, against two other periods."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting.figures import MATTERS
from reporting.wording import Writer

Content = Mapping[str, Any]
PERIODS = ("previous", "year_before")


def others(content: Content, writer: Writer) -> list[tuple[str, str]]:
    """The periods a report is compared with: how they are called and when they were. Of a year both are one."""
    words = {"previous": _("Previous period"), "year_before": _("Same period last year")}
    return [(words[name], writer.span(content["comparison"][name]["period"])) for name in _apart(content)]


def _apart(content: Content) -> tuple[str, ...]:
    first, second = (content["comparison"][name]["period"] for name in PERIODS)
    return PERIODS[:1] if first == second else PERIODS


@dataclass(frozen=True)
class Against:
    """What a figure was in another period: the number, an arrow, and the difference in words."""

    was: str
    arrow: str
    words: str


@dataclass(frozen=True)
class Headline:
    """One figure of the summary beside two other periods. An arrow says more or fewer, never better."""

    label: str
    value: str
    against: tuple[Against, ...]


@dataclass(frozen=True)
class _By:
    """Writes one figure: a count, or a share in per cent."""

    writer: Writer
    is_share: bool

    def written(self, value: float) -> str:
        return self.writer.percent(value) if self.is_share else self.writer.number(value)

    def apart(self, now: float, was: float) -> str:
        words = {"by": self.writer.number(round(abs(now - was), 1))}
        if self.is_share:
            return (_("%(by)s points higher") if now > was else _("%(by)s points lower")) % words
        return (_("%(by)s more") if now > was else _("%(by)s fewer")) % words


def headlines(content: Content, writer: Writer) -> list[Headline]:
    """The figures of the one-page summary."""
    return [
        _headline(label, _now(content, name), _was(content, name), content, _By(writer, name in SHARES))
        for name, label in _labels(content).items()
    ]


def _labels(content: Content) -> dict[str, str]:
    always = {
        "complaint": _("Complaints received"),
        "complaint_completed": _("Complaints completed"),
        "assistance": _("Requests for assistance received"),
        "assistance_completed": _("Requests for assistance completed"),
    }
    known = {
        "grave": _("Grave files received"),
        "custody": _("Custody inquiries received"),
        "acknowledge": _("Receipt acknowledged in time"),
        "decide": _("Complaints decided in time"),
        "questions": _("Questions answered by the ministry in time"),
        "recommendations_made": _("Recommendations made"),
        "reviews_asked": _("Reviews of decisions asked for"),
    }
    there = {name: words for name, words in known.items() if _now(content, name) is not None}
    return {**always, **there}


SHARES = {
    "acknowledge": ("clocks", "complaint", "acknowledge", "share_in_time"),
    "decide": ("clocks", "complaint", "decide", "share_in_time"),
    "questions": ("oversight", "questions", "share_in_time"),
}
COUNTS = {
    "complaint": ("intake", "complaint"),
    "assistance": ("intake", "assistance"),
    "complaint_completed": ("balance", "complaint", "completed"),
    "assistance_completed": ("balance", "assistance", "completed"),
    "grave": ("grave", "received"),
    "custody": ("custody", "received"),
    "recommendations_made": ("recommendations", "cohort", "made"),
    "reviews_asked": ("reviews", "asked"),
}


def _now(content: Content, name: str) -> Any:
    place: Any = content
    for step in {**COUNTS, **SHARES}[name]:
        place = place.get(step) if place else None
    return place


def _was(content: Content, name: str) -> list[tuple[bool, Any]]:
    """For each other period whether there were data at all, and the figure."""
    rows = [content["comparison"][period] for period in _apart(content)]
    shares = name in SHARES
    return [
        (row["has_data"], (row.get(name) or {}).get("share_in_time") if shares else row.get(name))
        for row in rows
    ]


def _headline(label: str, now: Any, was: list[tuple[bool, Any]], content: Content, by: _By) -> Headline:
    missing = "…" if content["has_data"] else _("no data")
    value = missing if now is None else by.written(now)
    return Headline(label, value, tuple(_against(now, other, has_data, by) for has_data, other in was))


def _against(now: Any, was: Any, has_data: bool, by: _By) -> Against:
    if was is None:
        return Against("", "", _("not comparable") if has_data else _("no data"))
    if now is None:
        return Against(by.written(was), "", _("not comparable"))
    if now == was:
        return Against(by.written(was), "=", _("the same"))
    arrow = "↑" if now > was else "↓"
    return Against(by.written(was), arrow, by.apart(now, was))


def sentences(content: Content, writer: Writer) -> list[str]:
    """The sentences of the one-page summary."""
    if not content["has_data"]:
        return [_("No data were received for the period.")]
    return [
        *_received(content, writer),
        *_kept(content, writer),
        *_asked(content, writer),
        *_exact(content, writer),
    ]


def _received(content: Content, writer: Writer) -> Iterator[str]:
    """How many came, against the same period of the last year, or where that is not known, alone."""
    for matter in MATTERS:
        now, was = _now(content, matter), content["comparison"]["year_before"].get(matter)
        if now is None:
            continue
        compared, alone = _came(matter, now)
        yield (alone if was is None else compared) % {"now": writer.number(now), "was": writer.number(was)}


def _came(matter: str, now: int) -> tuple[str, str]:
    if matter == "complaint":
        return ngettext(
            "%(now)s complaint was received, against %(was)s in the same period last year.",
            "%(now)s complaints were received, against %(was)s in the same period last year.",
            now,
        ), ngettext(
            "%(now)s complaint was received in the period.",
            "%(now)s complaints were received in the period.",
            now,
        )
    return ngettext(
        "%(now)s request for assistance was received, against %(was)s in the same period last year.",
        "%(now)s requests for assistance were received, against %(was)s in the same period last year.",
        now,
    ), ngettext(
        "%(now)s request for assistance was received in the period.",
        "%(now)s requests for assistance were received in the period.",
        now,
    )


def _kept(content: Content, writer: Writer) -> Iterator[str]:
    words = {
        "acknowledge": _("Receipt acknowledged in time: %(part)s of %(due)s that fell due (%(share)s)."),
        "decide": _("Complaints decided in time: %(part)s of %(due)s that fell due (%(share)s)."),
    }
    for clock, said in words.items():
        row = content["clocks"].get("complaint", {}).get(clock)
        if row and row["share_in_time"] is not None:
            yield said % _parts(row, writer)


def _asked(content: Content, writer: Writer) -> Iterator[str]:
    row = content["oversight"].get("questions") or {}
    if row.get("share_in_time") is not None:
        words = _(
            "Questions answered by the ministry in time: %(part)s of %(due)s that fell due (%(share)s)."
        )
        yield words % _parts(row, writer)
    if silent := row.get("silent"):
        yield ngettext(
            "%(count)s question was never answered: work went on without an answer.",
            "%(count)s questions were never answered: work went on without an answer.",
            silent,
        ) % {"count": writer.number(silent)}


def _exact(content: Content, writer: Writer) -> Iterator[str]:
    exact = content["grave"]["exact"]
    if not exact:
        return
    words = _(
        "Alleged in complaints of the year %(period)s: death %(deaths)s, enforced disappearance"
        " %(disappearances)s, torture or ill-treatment %(torture)s. These are allegations, not findings."
    )
    numbers = {"deaths": exact["DTH"], "disappearances": exact["DIS"], "torture": exact["TOR"]}
    shown = {name: writer.number(count) for name, count in numbers.items()}
    yield words % {"period": writer.span(exact), **shown}


def _parts(row: Content, writer: Writer) -> dict[str, str]:
    return {
        "part": writer.number(row["in_time"]),
        "due": writer.number(row["due"]),
        "share": writer.percent(row["share_in_time"]),
    }
