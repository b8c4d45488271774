"""How a report says its codes, numbers and dates: every word it prints for a code stands here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import InstitutionKind
from common import languages
from complaints.aftercare import Question
from complaints.naming import MODES
from complaints.vocabulary import (
    AssistanceKind,
    AssistanceOutcome,
    Category,
    Channel,
    CustodyOutcome,
    Disposition,
    Finding,
    Gender,
    PlaceType,
    Rejection,
    Source,
    Subject,
    Whereabouts,
)
from complaints.work import Fate
from reporting.models import ActivityKind, IndicatorType, Origin, PlanStatus, Unit, Verdict

Labels = Mapping[str, str | Promise]

_ENDED: Labels = {
    "open": gettext_lazy("Still open"),
    "withdrawn": gettext_lazy("Withdrawn by the complainant"),
    "referred": gettext_lazy("Ended at another body"),
    "no_reply": gettext_lazy("Closed without the complainant’s answer"),
    "merged": gettext_lazy("Joined to another file of the same complainant"),
    "converted": gettext_lazy("Became a complaint"),
    "closed": gettext_lazy("File closed"),
}
OUTCOMES: Labels = {
    **dict(Rejection.choices),
    **dict(Disposition.choices),
    **dict(Finding.choices),
    **_ENDED,
}
HELP: Labels = {**dict(Rejection.choices), **_ENDED, **dict(AssistanceOutcome.choices)}
SERVICES: Labels = {
    "police": gettext_lazy("Police"),
    "prisons": gettext_lazy("Prisons"),
    "gendarmerie": gettext_lazy("Gendarmerie"),
    "border_guard": gettext_lazy("Border guard"),
    "customs": gettext_lazy("Customs"),
    "intelligence": gettext_lazy("Intelligence"),
}
LANGUAGES: Labels = {
    "ar": gettext_lazy("Arabic"),
    "en": gettext_lazy("English"),
    "fr": gettext_lazy("French"),
    "other": gettext_lazy("Another language"),
}
CLOCKS: Labels = {
    "acknowledge": gettext_lazy("Acknowledging receipt"),
    "route": gettext_lazy("Naming the body that answers"),
    "decide": gettext_lazy("Deciding the complaint"),
    "assistance": gettext_lazy("Answering a request for assistance"),
    "review_decision": gettext_lazy("Deciding a review"),
    "remedy": gettext_lazy("Carrying out a remedy"),
    "outcome_notice": gettext_lazy("Telling the complainant the outcome"),
}
NOT_STATED = gettext_lazy("Not stated")
SHAPES = {
    "reached": "shape-full",
    "under_way": "shape-half",
    "not_started": "shape-empty",
    "disputed": "shape-cross",
}
STATUS: Labels = {
    "reached": pgettext_lazy("target", "reached"),
    "under_way": pgettext_lazy("target", "under way"),
    "not_started": pgettext_lazy("target", "not started"),
    "disputed": pgettext_lazy("target", "disputed"),
}
LABELS: dict[str, Labels] = {
    "gender": dict(Gender.choices),
    "source": dict(Source.choices),
    "channel": dict(Channel.choices),
    "mode": MODES,
    "language": LANGUAGES,
    "service": SERVICES,
    "category": dict(Category.choices),
    "kind": dict(AssistanceKind.choices),
    "complaint": OUTCOMES,
    "assistance": HELP,
    "findings": dict(Finding.choices),
    "dispositions": dict(Disposition.choices),
    "clock": CLOCKS,
    "activity": dict(ActivityKind.choices),
    "verdict": dict(Verdict.choices),
    "type": dict(IndicatorType.choices),
    "unit": dict(Unit.choices),
    "origin": dict(Origin.choices),
    "plan": dict(PlanStatus.choices),
    "institution": dict(InstitutionKind.choices),
    "status": STATUS,
    "place_type": dict(PlaceType.choices),
    "subject": dict(Subject.choices),
    "route": {**dict(InstitutionKind.choices), "panel": gettext_lazy("Internal review panel")},
    "fate": dict(Fate.choices),
    "whereabouts": {**dict(Whereabouts.choices), "none": gettext_lazy("Nothing told yet")},
    "custody": {
        "withdrawn": gettext_lazy("Withdrawn by the person who asked"),
        **dict(CustodyOutcome.choices),
    },
    "question": dict(Question.choices),
}


@dataclass(frozen=True)
class Writer:
    """Writes for one reader: their language, their state's months and digits, the names of the snapshot."""

    language: str
    months: str
    arabic_digits: bool
    names: Mapping[str, Any]

    def label(self, kind: str, code: str) -> str:
        """The words for a code; the code itself where nobody named it."""
        if kind == "governorate":
            return self.both(self.names["governorates"].get(code)) or str(NOT_STATED)
        if code == "not_stated":
            return str(NOT_STATED)
        if kind == "band":
            return self._band(code)
        if kind == "category" and (own := self.names.get("categories", {}).get(code)):
            return self.both(own)
        return str(LABELS[kind].get(code, code))

    def _band(self, code: str) -> str:
        least, _dash, most = code.partition("-")
        if not most:
            return _("more than %(days)s") % {"days": self.number(int(least) - 1)}
        return _("%(least)s to %(most)s") % {"least": self.number(int(least)), "most": self.number(int(most))}

    def both(self, names: Mapping[str, str] | None) -> str:
        """One of a pair of names, its digits as the reader's."""
        return self.text(names[self.language]) if names else ""

    def text(self, words: str) -> str:
        """Words of this site, their digits as the reader's."""
        return languages.digits(words, arabic=True) if self._has_arabic_digits else words

    def number(self, value: float | Decimal | None, places: int | None = None) -> str:
        """A number in the state's digits; "" for none."""
        if value is None:
            return ""
        if places is None and isinstance(value, float) and value.is_integer():
            value = int(value)
        return languages.number(
            value, language=self.language, arabic_digits=self.arabic_digits, places=places
        )

    def percent(self, value: float | None) -> str:
        """A share with one decimal."""
        if value is None:
            return ""
        sign = "٪" if self.language == "ar" and self.arabic_digits else "%"
        return f"{self.number(value, places=1)}{sign}"

    def day(self, iso: str, *, hijri: bool = False) -> str:
        """A date in words."""
        return languages.format_date(
            date.fromisoformat(iso),
            language=self.language,
            months=self.months,
            arabic_digits=self.arabic_digits,
            hijri=hijri,
        )

    def version(self, name: str) -> str:
        """The name of a version: in words where it is a day, else in its own order."""
        return self.day(name) if languages.dated(name) else ltr(self.text(name))

    def span(self, period: Mapping[str, str]) -> str:
        """A period in words."""
        if period["start"] == period["end"]:
            return self.day(period["start"])
        return _("%(start)s to %(end)s") % {k: self.day(period[k]) for k in ("start", "end")}

    def days(self, period: Mapping[str, str]) -> str:
        """Days in a narrow column: what lies in one month names it once, 3 to 5 January 2025."""
        first, last = period["start"], period["end"]
        if first == last or first[:7] != last[:7]:
            return self.span(period)
        day = languages.digits(str(date.fromisoformat(first).day), arabic=self._has_arabic_digits)
        return _("%(start)s to %(end)s") % {"start": day, "end": self.day(last)}

    def month(self, period: Mapping[str, str]) -> str:
        """A month, or several whole ones, in words: January 2025, January – March 2025."""
        first, last = (date.fromisoformat(period[end]) for end in ("start", "end"))
        names = [
            languages.month_name(day.month, language=self.language, months=self.months)
            for day in (first, last)
        ]
        years = [languages.digits(str(day.year), arabic=self._has_arabic_digits) for day in (first, last)]
        if (first.year, first.month) == (last.year, last.month):
            return f"{names[0]} {years[0]}"
        if first.year == last.year:
            return f"{names[0]} – {names[1]} {years[0]}"
        return f"{names[0]} {years[0]} – {names[1]} {years[1]}"

    @property
    def _has_arabic_digits(self) -> bool:
        return self.language == "ar" and self.arabic_digits

    def scope(self, content: Mapping[str, Any]) -> str:
        """Whose report it is."""
        code = content["scope"]
        if code == "region":
            return _("Arab region")
        if code in self.names["states"]:
            return self.both(self.names["states"][code])
        return self.both(self.names["institutions"].get(code)) or str(code)


def ltr(text: str) -> SafeString:
    """A code or hash that keeps its own order inside Arabic."""
    return format_html('<span dir="ltr">{}</span>', text)


def ordered(text: str, language: str) -> str:
    """What somebody typed, its numbers with strokes and foreign words kept in their own order inside Arabic."""
    if language != "ar":
        return text
    return format_html_join(
        "", "{}", ((ltr(piece) if keeps else piece,) for piece, keeps in languages.runs(text))
    )


def writer(content: Mapping[str, Any], language: str) -> Writer:
    """The writer for a snapshot in one language."""
    names = content["names"]
    return Writer(language, names["months"], names["arabic_digits"], names)
