"""The pages of the settings: which things each has, what holds now, and what is still to be done about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from accounts.answering import Mandate, Service, SupervisedService
from accounts.changes.kinds import Kind, kind_of
from accounts.models import INDEPENDENT_KINDS, Holiday, Institution, InstitutionKind, State, Unit, Weekend
from accounts.settings import forms
from accounts.settings.calendar import WEEKDAYS
from accounts.settings.facts import settled
from accounts.settings.institutions import SERVICES
from accounts.settings.unit_form import UnitForm
from accounts.settings.units import NEW
from common.languages import month_name, month_usage

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

GROUPS: "dict[str, StrOrPromise]" = {
    "calendar": gettext_lazy("Calendar"),
    "procedure": gettext_lazy("Procedure"),
    "institutions": gettext_lazy("Institutions"),
}


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that can be set: what holds now, in words, and what is open about it."""

    target: str
    name: "StrOrPromise"
    now: str = ""
    to_do: str = ""  # a sentence, "" where nothing is
    depth: int = 0  # in a tree


@dataclass(frozen=True, slots=True)
class Status:
    """How a section stands on the index: a shape, a word, a hint."""

    shape: str
    label: str
    hint: str = ""


class Section:
    """A page of settings of one kind."""

    kind_code: ClassVar[str]
    group: ClassVar[str]
    title: "StrOrPromise"
    intro: "StrOrPromise"
    form: ClassVar[type[forms.SettingForm]]
    is_list: ClassVar[bool] = True
    may_add: ClassVar[bool] = False

    @property
    def kind(self) -> Kind:
        return kind_of(self.kind_code)

    def things(self, state: State, today: date) -> list[Thing]:
        """Everything of this kind in a state. A constant number of statements."""
        raise NotImplementedError

    def find(self, state: State, target: str, today: date) -> Thing | None:
        return next((thing for thing in self.things(state, today) if thing.target == target), None)

    def status(self, things: Iterable[Thing]) -> Status:
        """What the index says: the first sentence that is open, or that nothing is."""
        open_things = [thing for thing in things if thing.to_do]
        if not open_things:
            return Status("reached", _("nothing to do"))
        return Status("not_started", _("to do"), open_things[0].to_do)


class WeekendSection(Section):
    kind_code, group = "weekend", "calendar"
    title = gettext_lazy("Weekend")
    intro = gettext_lazy("Working days are counted without these days. Every deadline rests on them.")
    form = forms.WeekendForm
    is_list = False

    def things(self, state: State, today: date) -> list[Thing]:
        row = Weekend.objects.filter(state=state.code, valid_from__lte=today).order_by("-valid_from").first()
        if row is None:
            return [Thing("", self.title, _("none"), _("No weekend is known."))]
        days = _(", ").join(str(WEEKDAYS[day]) for day in sorted(row.days))
        return [Thing("", self.title, days, "" if row.is_confirmed else _("The weekend is not confirmed."))]


class HolidaySection(Section):
    kind_code, group = "holidays", "calendar"
    title = gettext_lazy("Public holidays")
    intro = gettext_lazy(
        "One list for each year. Days of the Hijri calendar are estimates until they are confirmed or moved."
    )
    form = forms.HolidaysForm

    def things(self, state: State, today: date) -> list[Thing]:
        years = range(today.year - 1, today.year + 3)
        rows = Holiday.objects.filter(state=state.code, day__year__gte=years[0], day__year__lte=years[-1])
        held = list(rows.values_list("day", "confirmed"))
        return [self._year(year, held, today) for year in years]

    def _year(self, year: int, held: list[tuple[date, bool]], today: date) -> Thing:
        days = [(day, confirmed) for day, confirmed in held if day.year == year]
        words = ngettext("%(number)s day", "%(number)s days", len(days)) % {"number": len(days)}
        doubtful = sum(not confirmed and day >= today for day, confirmed in days)
        to_do = ""
        if not days and year in (today.year, today.year + 1):
            to_do = _("No holidays for %(year)s yet.") % {"year": year}
        elif doubtful:
            sentence = ngettext(
                "%(number)s day of %(year)s is not confirmed.",
                "%(number)s days of %(year)s are not confirmed.",
                doubtful,
            )
            to_do = sentence % {"number": doubtful, "year": year}
        return Thing(str(year), str(year), words, to_do)


class EmergencySection(Section):
    kind_code, group = "emergency_number", "procedure"
    title = gettext_lazy("Emergency number")
    intro = gettext_lazy("It is shown wherever somebody says that a life is in danger now.")
    form = forms.NumberForm
    is_list = False

    def things(self, state: State, today: date) -> list[Thing]:
        to_do = "" if state.emergency_number else _("No emergency number is known.")
        if not to_do and not settled(state.code, self.kind_code):
            to_do = _("The emergency number is not confirmed.")
        return [Thing("", self.title, state.emergency_number or _("none"), to_do)]


class LimitsSection(Section):
    kind_code, group = "file_limits", "procedure"
    title = gettext_lazy("Limits of files")
    intro = gettext_lazy("What a complainant may attach. Less than what ships keeps evidence out.")
    form = forms.LimitsForm
    is_list = False

    def things(self, state: State, today: date) -> list[Thing]:
        value = self.kind.current(state.code, "", today)["value"]
        words = _("%(megabytes)s MB a file, %(files)s files, %(case_megabytes)s MB a case") % value
        return [Thing("", self.title, words)]


class InstitutionSection(Section):
    """Things of which each institution of the state has one."""

    group = "institutions"
    kinds: ClassVar[tuple[str, ...]] = tuple(InstitutionKind.values)
    asks_confirmation: ClassVar[bool] = False

    def things(self, state: State, today: date) -> list[Thing]:
        rows = Institution.objects.filter(state=state.code, is_active=True, kind__in=self.kinds)
        said = settled(state.code, self.kind_code) if self.asks_confirmation else set()
        return [Thing(row.code, row.name, self.words(row), self.to_do(row, row.code in said)) for row in rows]

    def words(self, row: Institution) -> str:
        raise NotImplementedError

    def to_do(self, row: Institution, is_said: bool) -> str:
        return ""


class NameSection(InstitutionSection):
    kind_code = "institution_name"
    title = gettext_lazy("Names of institutions")
    intro = gettext_lazy("As complainants read them, in both languages.")
    form = forms.NamesForm

    def words(self, row: Institution) -> str:
        return str(InstitutionKind(row.kind).label)


class MandateSection(InstitutionSection):
    kind_code = "mandates"
    title = gettext_lazy("Mandates")
    intro = gettext_lazy(
        "Which services each institution may examine. Who leads a case, and which ways of complaining are offered,"
        " follows from it."
    )
    form = forms.MandatesForm
    kinds = INDEPENDENT_KINDS

    def things(self, state: State, today: date) -> list[Thing]:
        rows = Institution.objects.filter(state=state.code, is_active=True, kind__in=self.kinds)
        held: dict[Any, list[Mandate]] = {}
        for mandate in Mandate.objects.on(today).filter(institution__state=state.code):
            if mandate.is_held:
                held.setdefault(mandate.institution_id, []).append(mandate)
        return [self._thing(row, held.get(row.pk, [])) for row in rows]

    def _thing(self, row: Institution, held: list[Mandate]) -> Thing:
        words = _(", ").join(str(SERVICES.get(one.service, one.service)) for one in held) or _("none")
        to_do = ""
        if not all(one.is_confirmed for one in held):
            to_do = _("The mandate is not confirmed: %(institution)s.") % {"institution": row.name}
        return Thing(row.code, row.name, words, to_do)


class SupervisionSection(Section):
    kind_code, group = "supervision", "institutions"
    title = gettext_lazy("Services")
    intro = gettext_lazy(
        "About which services complaints are received, and who supervises each. Where nobody said it, the interior"
        " ministry is assumed, and the pages say so."
    )
    form = forms.SupervisionForm

    def things(self, state: State, today: date) -> list[Thing]:
        rows = SupervisedService.objects.on(today).filter(state=state.code).select_related("authority")
        held = {row.service: row for row in rows if row.is_active}
        return [self._thing(Service(service), held.get(service)) for service in Service.values]

    def _thing(self, service: Service, row: SupervisedService | None) -> Thing:
        if row is None:
            return Thing(service.value, service.label, _("not received here"))
        if row.authority:
            return Thing(service.value, service.label, row.authority.name)
        to_do = _("Nobody said who supervises: %(service)s.") % {"service": service.label}
        return Thing(service.value, service.label, _("the interior ministry, assumed"), to_do)


class DutySection(InstitutionSection):
    kind_code = "duty_officer"
    title = gettext_lazy("Duty officers")
    intro = gettext_lazy(
        "Where one is confirmed, danger is acknowledged within 24 hours on every day of the week."
    )
    form = forms.DutyForm
    kinds = (InstitutionKind.AUTHORITY, *INDEPENDENT_KINDS)
    asks_confirmation = True

    def words(self, row: Institution) -> str:
        return _("yes, confirmed") if row.has_duty_officer else _("no")

    def to_do(self, row: Institution, is_said: bool) -> str:
        if is_said or row.has_duty_officer:
            return ""
        return _("Nobody said whether there is a duty officer: %(institution)s.") % {"institution": row.name}


class YearSection(InstitutionSection):
    kind_code = "reporting_year"
    title = gettext_lazy("Reporting years")
    intro = gettext_lazy("The month in which each institution’s year of reports begins.")
    form = forms.MonthForm

    def words(self, row: Institution) -> str:
        language, months = (get_language() or "ar")[:2], month_usage(row.state)
        return month_name(row.reporting_year_start, language=language, months=months)


class UnitSection(Section):
    kind_code, group = "unit", "institutions"
    title = gettext_lazy("Units")
    intro = gettext_lazy(
        "Police stations, prisons, crossings and posts, in the tree of their service. Who serves in a unit that is"
        " complained of, or commands it, never sees the case: the tree decides that."
    )
    form = UnitForm
    may_add = True

    def things(self, state: State, today: date) -> list[Thing]:
        units = Unit.objects.filter(state=state.code).select_related("governorate")
        return [
            Thing(
                row.code,
                row.name,
                _("closed") if row.closed_on else str(row.governorate or ""),
                depth=min(row.path.count("."), 4),
            )
            for row in units
        ]

    def find(self, state: State, target: str, today: date) -> Thing | None:
        if target == NEW:
            return Thing(NEW, _("A new unit"))
        row = Unit.objects.filter(state=state.code, code=target).first()
        return Thing(row.code, row.name) if row else None

    def status(self, things: Iterable[Thing]) -> Status:
        count = len(list(things))
        if not count:
            return Status("not_started", _("to do"), _("No units are entered yet."))
        words = ngettext("%(number)s unit", "%(number)s units", count) % {"number": count}
        return Status("reached", words)


_SECTIONS: dict[str, Section] = {}


def register(*sections: Section) -> None:
    """Make pages known, in the order of the index."""
    _SECTIONS.update({section.kind_code: section for section in sections})


def section(code: str) -> Section | None:
    return _SECTIONS.get(code)


def in_groups() -> "list[tuple[StrOrPromise, list[Section]]]":
    """Every page under the heading of its group."""
    listed = list(_SECTIONS.values())
    return [(title, [one for one in listed if one.group == group]) for group, title in GROUPS.items()]


register(
    WeekendSection(),
    HolidaySection(),
    EmergencySection(),
    LimitsSection(),
    NameSection(),
    MandateSection(),
    SupervisionSection(),
    DutySection(),
    YearSection(),
    UnitSection(),
)
