"""One state in facts: each with its source and date, or said to be unknown."""

from dataclasses import dataclass
from datetime import date

from django.utils.dates import MONTHS as MONTH_NAMES
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from accounts.answering import Mandate, ReferralBody, SupervisedService
from accounts.models import Governorate, Institution, InstitutionKind, State, Weekend
from common.languages import MONTHS
from complaints import routing
from complaints.bodies import Bodies, bodies_in, bodies_of
from complaints.vocabulary import Category, Mode

REGION = "XX"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known of a state, or not: then `value` is empty."""

    label: str
    value: str = ""
    source: str = ""
    as_of: date | None = None
    note: str = ""
    doubtful: bool = False  # sources disagree, or the institution has not confirmed it
    code: bool = False  # keeps its own direction: a number, a name of a zone
    arabic: bool = False  # Arabic on every page


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers for one service, and who may examine it."""

    service: SupervisedService
    authority: Institution | None
    is_assumed: bool  # no source names the authority: the interior ministry is assumed
    nhri: Institution | None
    other: Institution | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that the page of a state shows."""

    state: State
    bodies: Bodies
    answering: list[Answering]
    facts: list[Fact]
    institutions: list[Institution]
    governorates: list[Governorate]
    referral: list[ReferralBody]
    is_confirmed: bool  # every mandate that counts was confirmed by its institution

    @property
    def unknown(self) -> list[str]:
        return [fact.label for fact in self.facts if not fact.value]

    @property
    def assumes(self) -> bool:
        """Whether the authority of a service is only assumed."""
        return any(row.is_assumed for row in self.answering)

    @property
    def modes(self) -> tuple[Mode, ...]:
        return routing.offered_modes(has_independent=self.bodies.independent("") is not None)

    @property
    def keeps_names(self) -> bool:
        """Whether somebody could keep a name from the ministry."""
        return Mode.CONFIDENTIAL in self.modes

    @property
    def grave(self) -> routing.Route:
        """Who would answer a named complaint of torture, while the service is unknown."""
        return routing.route(
            routing.Facts(
                categories=frozenset({Category.TOR}),
                state=self.state.code,
                has_independent=self.bodies.independent("") is not None,
                grave_route=self.bodies.grave_route(self.state.grave_route, ""),
            )
        )

    @property
    def grave_body(self) -> Institution | None:
        return self.bodies.of(self.grave.lead, "")


def states() -> list[tuple[State, Bodies]]:
    """All of them with their bodies, those that receive complaints first; five queries."""
    rows = list(State.objects.exclude(pk=REGION).order_by("-is_open", "code"))
    bodies = bodies_in([row.code for row in rows])
    return [(row, _told_of(row, bodies[row.code])) for row in rows]


def _told_of(state: State, bodies: Bodies) -> Bodies:
    """Where nothing is received yet: who will answer, although nobody there holds a key yet."""
    return bodies if state.is_open else bodies.as_mandated()


def sheet(code: str) -> Sheet | None:
    """One state; None for what is none."""
    state = State.objects.filter(pk=code.upper()).exclude(pk=REGION).first()
    if state is None:
        return None
    bodies = _told_of(state, bodies_of(state.code))
    mandates = Mandate.objects.filter(institution__state=state.code, is_held=True)
    return Sheet(
        state=state,
        bodies=bodies,
        answering=[_answering(row, bodies) for row in bodies.supervised.values()],
        facts=_facts(state, bodies),
        institutions=list(bodies.all),
        governorates=list(Governorate.objects.filter(state=state.code)),
        referral=list(ReferralBody.objects.of(state.code)),
        is_confirmed=not mandates.filter(is_confirmed=False).exists(),
    )


def _answering(row: SupervisedService, bodies: Bodies) -> Answering:
    return Answering(
        service=row,
        authority=bodies.authority(row.service),
        is_assumed=row.authority_id is None,
        nhri=bodies.independent(row.service),
        other=bodies.other_body(row.service),
    )


def weekend_of(state: str) -> Weekend | None:
    """The newest row, whether it holds already or from a day to come."""
    return Weekend.objects.filter(state=state).order_by("-valid_from").first()


def days_named(days: list[int]) -> str:
    """Days of the week in words, a weekend from its first day on."""
    first = next((day for day in sorted(days) if (day - 1) % 7 not in days), 0)
    return _(", ").join(str(WEEKDAYS[day]) for day in sorted(days, key=lambda day: (day - first) % 7))


def _facts(state: State, bodies: Bodies) -> list[Fact]:
    nhri = bodies.first(InstitutionKind.NHRI)
    return [
        _nhri(nhri),
        _status(nhri),
        Fact(
            _("Emergency number of the police"),
            state.emergency_number,
            state.emergency_source,
            state.emergency_as_of,
            code=True,
        ),
        _weekend(state),
        _year(bodies),
        Fact(_("Time zone"), state.zone, state.source, state.as_of, code=True),
        Fact(_("Months are written"), _months(state.months), state.source, state.as_of, arabic=True),
        Fact(
            _("Digits"),
            _("Arabic-Indic digits") if state.arabic_digits else _("Western digits"),
            state.source,
            state.as_of,
        ),
        Fact(
            _("Official languages"),
            _(", ").join(_language(code) for code in state.languages),
            state.source,
            state.as_of,
            _beside(state.code),
        ),
    ]


def _nhri(nhri: Institution | None) -> Fact:
    label = _("National human rights institution")
    return Fact(label, nhri.name, nhri.source, nhri.source_as_of) if nhri else Fact(label)


def _status(nhri: Institution | None) -> Fact:
    label = _("Its accreditation (GANHRI)")
    if nhri is None or not nhri.status:
        return Fact(label, note=nhri.status_source if nhri else "")
    return Fact(label, nhri.status, nhri.status_source, nhri.as_of, code=True)


def _weekend(state: State) -> Fact:
    row = weekend_of(state.code)
    label = _("Weekend")
    if row is None:
        return Fact(label)
    return Fact(label, days_named(row.days), row.source, row.as_of, row.note, doubtful=not row.is_confirmed)


def _year(bodies: Bodies) -> Fact:
    """When reporting years begin, where a source says so."""
    told = [body for body in bodies.all if body.reporting_year_source]
    return Fact(
        _("Reporting year"),
        _("; ").join(
            _("%(institution)s: from %(month)s")
            % {"institution": body.name, "month": month_named(body.reporting_year_start)}
            for body in told
        ),
        " ".join(body.reporting_year_source for body in told),
    )


def month_named(month: int) -> str:
    """In the language of the page."""
    return str(MONTH_NAMES[month])


def _months(usage: str) -> str:
    """The first names of the year, as they are written there."""
    return "، ".join(MONTHS[usage][:3])


def _beside(state: str) -> str:
    """Where the source of the languages says more than their list."""
    if state in ("DZ", "MA", "TN"):
        return _("The source lists French beside it, which administrations use.")
    return _("The source lists Central Kurdish as the Kurdish of the state.") if state == "IQ" else ""


def _language(code: str) -> str:
    return {
        "ar": _("Arabic"),
        "en": _("English"),
        "fr": _("French"),
        "ku": _("Kurdish"),
        "so": _("Somali"),
    }[code]
