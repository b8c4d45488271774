"""Kinds of setting about the calendar: which days of the week, and which days of the year, are days of rest."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.changes.kinds import Kind, Row, Unacceptable, Value
from accounts.changes.models import Change
from accounts.models import Holiday, Weekend
from accounts.settings.facts import day_words, origin, origin_rows
from common.languages import clean_text, days_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WEEKDAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
"""As a calendar of ours counts them: Monday is 0."""
MOST_HOLIDAYS = 25
"""Days a year. No state known to us has more; a longer list lengthens every clock and needs a second signature."""
MOST_REST = 3  # days of a week
DEADLINES = gettext_lazy("Deadlines that are computed from that day on. Deadlines already given stay.")
Day = dict[str, Any]
"""One holiday: {"day": "2027-01-01", "ar": "…", "en": "…", "confirmed": true}."""


class WeekendDays(Kind):
    """The days of the week on which institutions rest."""

    code = "weekend"
    name = gettext_lazy("Weekend")
    applies_to = DEADLINES
    starts_next_day = True

    def current(self, state: str, target: str, on: date) -> Value:
        row = Weekend.objects.filter(state=state, valid_from__lte=on).order_by("-valid_from").first()
        if row is None:
            return {"days": [], "source": "", "as_of": "", "confirmed": False}
        as_of = row.as_of.isoformat() if row.as_of else ""
        days = sorted(row.days)
        return {"days": days, "source": row.source, "as_of": as_of, "confirmed": row.is_confirmed}

    def clean(self, state: str, target: str, after: Value) -> Value:
        days = sorted({int(day) for day in after["days"]})
        if not days or len(days) > MOST_REST or not set(days) <= set(range(7)):
            raise Unacceptable(_("A weekend has one, two or three days."), "days")
        return {"days": days, **origin(after, needed=True), "confirmed": True}

    def weakens(self, before: Value, after: Value) -> bool:
        """Every day of rest more makes each clock of working days longer."""
        return len(after["days"]) > len(before["days"]) > 0

    def apply(self, change: Change) -> None:
        after = change.after
        Weekend.objects.update_or_create(
            state=change.state,
            valid_from=change.holds_from,
            defaults={
                "days": after["days"],
                "source": after["source"],
                "as_of": after["as_of"] or None,
                "is_confirmed": True,
                "note": "",
            },
        )

    def rows(self, target: str, before: Value, after: Value) -> list[Row]:
        return [
            Row(_("Days of rest"), _week(before["days"]), _week(after["days"])),
            *origin_rows(before, after),
            Row(_("Confirmed by the state"), _yes(before["confirmed"]), _yes(after["confirmed"])),
        ]


class HolidaysOfYear(Kind):
    """The public holidays of a year, all together; the target is the year."""

    code = "holidays"
    name = gettext_lazy("Public holidays")
    applies_to = DEADLINES

    def titles(self, targets: Iterable[str]) -> "Mapping[str, StrOrPromise]":
        return {year: _("Public holidays of %(year)s") % {"year": year} for year in targets}

    def current(self, state: str, target: str, on: date) -> Value:
        rows = Holiday.objects.filter(state=state, day__year=int(target)).order_by("day")
        days = [
            {"day": row.day.isoformat(), "ar": row.name_ar, "en": row.name_en, "confirmed": row.confirmed}
            for row in rows
        ]
        return {"days": days, "source": rows[0].source if rows else "", "as_of": ""}

    def clean(self, state: str, target: str, after: Value) -> Value:
        with days_of(state):
            days = sorted((_clean_day(day, int(target)) for day in after["days"]), key=lambda day: day["day"])
        if len({day["day"] for day in days}) < len(days):
            raise Unacceptable(_("A day stands in the list twice."))
        if len(days) > 60:
            raise Unacceptable(_("These are more than sixty days."))
        return {"days": days, **origin(after, needed=bool(days))}

    def weakens(self, before: Value, after: Value) -> bool:
        return len(after["days"]) > max(MOST_HOLIDAYS, len(before["days"]))

    def apply(self, change: Change) -> None:
        after = change.after
        Holiday.objects.filter(state=change.state, day__year=int(change.target)).delete()
        Holiday.objects.bulk_create(
            Holiday(
                state=change.state,
                day=day["day"],
                name_ar=day["ar"],
                name_en=day["en"],
                confirmed=day["confirmed"],
                source=after["source"],
            )
            for day in after["days"]
        )

    def earliest(self, state: str, *, today: date, weakens: bool) -> date:
        """A list has no day of its own to hold from: it holds as soon as it is made."""
        return today

    def rows(self, target: str, before: Value, after: Value) -> list[Row]:
        was = {day["day"]: day for day in before["days"]}
        will = {day["day"]: day for day in after["days"]}
        return [
            *[
                Row(day_words(day), _named(was.get(day)), _named(will.get(day)))
                for day in sorted(was.keys() | will.keys())
            ],
            origin_rows(before, after)[0],
        ]


def _clean_day(day: Day, year: int) -> Day:
    moment = date.fromisoformat(str(day["day"]))
    names = {language: clean_text(str(day[language])) for language in ("ar", "en")}
    if moment.year != year:
        raise Unacceptable(_("%(day)s is not in this year.") % {"day": day_words(moment.isoformat())})
    if not all(names.values()) or max(map(len, names.values())) > 120:
        raise Unacceptable(_("Each holiday needs a name in both languages, of at most 120 characters."))
    return {"day": moment.isoformat(), **names, "confirmed": bool(day["confirmed"])}


def _named(day: Day | None) -> str:
    if day is None:
        return ""
    name = day["ar"] if (get_language() or "ar").startswith("ar") else day["en"]
    return name if day["confirmed"] else _("%(holiday)s (not confirmed)") % {"holiday": name}


def _week(days: Iterable[int]) -> str:
    return _(", ").join(str(WEEKDAYS[day]) for day in days)


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")
