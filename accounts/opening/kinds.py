"""Two kinds of change: setting a state up, and receiving complaints there or not.

Both are the regional administrator's. Starting intake needs no second signature, because the readiness it asks
for is other people's work; pausing takes a way to complain away and does (ADR 14).
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actor import Actor
from accounts.answering import SERVICE_NAMES_AR, Mandate, Service, SupervisedService
from accounts.changes.kinds import Kind, Row, Unacceptable, Value
from accounts.changes.models import Change
from accounts.models import Institution, InstitutionKind, State, Weekend
from accounts.opening import readiness
from accounts.roles import Permission
from accounts.selectors import held_in, institutions_of
from common.languages import clean_text, digits

ALWAYS = date(2000, 1, 1)
GRAVE_ROUTES = ("another_body", "prosecution", "none")


class Setup(Kind):
    """Calendar, emergency number, who supervises and who may examine each service, where grave cases go.

    Value: weekend (days, Monday 0) · weekend_source · emergency_number · grave_route · services (service → code
    of its authority) · mandates (code of a body → services) · source · prepared.
    """

    code = "state_setup"
    name = gettext_lazy("Setting up a state")
    applies_to = gettext_lazy("Complaints from the day on which intake begins.")

    def current(self, state: str, target: str, on: date) -> Value:
        row = State.objects.get(pk=state)
        weekend = Weekend.objects.filter(state=state).order_by("-valid_from").first()
        held, bodies = held_in([state], on=on), institutions_of(state)
        codes: dict[UUID | None, str] = {body.pk: body.code for body in bodies}
        return {
            "weekend": sorted(weekend.days) if weekend else [],
            "weekend_source": weekend.source if weekend else "",
            "emergency_number": row.emergency_number,
            "grave_route": row.grave_route,
            "services": {
                service: codes.get(one.authority_id, "") for service, one in held.supervised[state].items()
            },
            "mandates": {
                body.code: sorted(held.mandates[body.pk]) for body in bodies if held.mandates.get(body.pk)
            },
            "source": "",
            "prepared": row.prepared_on is not None,
        }

    def clean(self, state: str, target: str, after: Value) -> Value:
        row = State.objects.filter(pk=state).exclude(pk="XX").first()
        if row is None or row.is_open:
            raise Unacceptable(
                _(
                    "A state that receives complaints is changed setting by setting, by its own administrators."
                )
            )
        bodies = {body.code: body for body in institutions_of(state)}
        return {
            "weekend": _weekend(after.get("weekend", [])),
            "weekend_source": _said(after, "weekend_source"),
            "emergency_number": _number(after.get("emergency_number", "")),
            "grave_route": _grave_route(str(after.get("grave_route", "none")), bodies.values()),
            "services": _services(after.get("services", {}), bodies),
            "mandates": _mandates(after.get("mandates", {}), bodies),
            "source": _said(after, "source"),
            "prepared": True,
        }

    def apply(self, change: Change) -> None:
        after, state = change.after, change.state
        row = State.objects.get(pk=state)
        if after["emergency_number"] != row.emergency_number:
            row.emergency_source, row.emergency_as_of = after["source"], change.holds_from
        row.emergency_number, row.grave_route = after["emergency_number"], after["grave_route"]
        row.prepared_on = row.prepared_on or change.holds_from
        row.save()
        _write_weekend(change)
        _write_services(change)
        _write_mandates(change)

    def titles(self, targets: Iterable[str]) -> dict[str, str]:
        return {target: str(self.name) for target in targets}

    def rows(self, target: str, before: Value, after: Value) -> list[Row]:
        def row(label: str, name: str) -> Row:
            return Row(label, _words(name, before[name]), _words(name, after[name]))

        return [
            row(_("Weekend"), "weekend"),
            row(_("Where the weekend was read"), "weekend_source"),
            row(_("Emergency number of the police"), "emergency_number"),
            row(_("Grave cases without a national institution"), "grave_route"),
            row(_("Who supervises"), "services"),
            row(_("Who may examine"), "mandates"),
            row(_("Who confirmed it"), "source"),
        ]

    def may_propose(self, by: Actor, state: str, target: str) -> bool:
        return by.may(Permission.OPEN_STATE)


class Intake(Kind):
    """Whether complaints about a state are received here. Value: {"open": bool}."""

    code = "state_intake"
    name = gettext_lazy("Receiving complaints")
    applies_to = gettext_lazy("New complaints. Cases that were filed go on, whatever is decided here.")

    def current(self, state: str, target: str, on: date) -> Value:
        return {"open": State.objects.values_list("is_open", flat=True).get(pk=state)}

    def clean(self, state: str, target: str, after: Value) -> Value:
        if after.get("open"):
            for lack in readiness.missing(State.objects.exclude(pk="XX").get(pk=state)):
                raise Unacceptable(_("Still missing: %(what)s") % {"what": lack.sentence})
        return {"open": bool(after.get("open"))}

    def apply(self, change: Change) -> None:
        opens = change.after["open"]
        State.objects.filter(pk=change.state).update(
            is_open=opens, closed_on=None if opens else change.holds_from
        )

    def titles(self, targets: Iterable[str]) -> dict[str, str]:
        return {target: str(self.name) for target in targets}

    def rows(self, target: str, before: Value, after: Value) -> list[Row]:
        words = {True: _("complaints are received"), False: _("no new complaint is received")}
        return [Row(_("Intake"), words[before["open"]], words[after["open"]])]

    def weakens(self, before: Value, after: Value) -> bool:
        return bool(before["open"] and not after["open"])

    def earliest(self, state: str, *, today: date, weakens: bool) -> date:
        return today  # where nobody could read them any more, four weeks of notice would harm

    def may_propose(self, by: Actor, state: str, target: str) -> bool:
        return by.may(Permission.OPEN_STATE)


def _weekend(days: Any) -> list[int]:
    chosen = sorted({int(day) for day in days})
    if not chosen or not set(chosen) < set(range(7)):
        raise Unacceptable(
            _("Choose the days of rest of public offices; a week has working days too."), "weekend"
        )
    return chosen


def _said(after: Value, name: str) -> str:
    words = clean_text(str(after.get(name, "")), 500)
    if not words:
        raise Unacceptable(_("Say who confirmed it, or where it was read, and when."), name)
    return words


def _number(typed: Any) -> str:
    number = digits(clean_text(str(typed)), arabic=False).replace(" ", "")
    if number and not (number.isdigit() and len(number) <= 10):
        raise Unacceptable(_("An emergency number has digits alone."), "emergency_number")
    return number


def _grave_route(route: str, bodies: Iterable[Institution]) -> str:
    kinds = {body.kind for body in bodies}
    wanted = {"another_body": InstitutionKind.OTHER_BODY, "prosecution": InstitutionKind.PROSECUTION}
    if route not in GRAVE_ROUTES or (route in wanted and wanted[route] not in kinds):
        raise Unacceptable(_("This state has no such institution here."), "grave_route")
    return route


def _services(chosen: Any, bodies: dict[str, Institution]) -> dict[str, str]:
    """Service → code of its authority, "" where the interior ministry is assumed."""
    kept = {}
    for service, authority in dict(chosen).items():
        known = bodies.get(authority)
        if service not in Service.values or (
            authority and (known is None or known.kind != InstitutionKind.AUTHORITY)
        ):
            raise Unacceptable(_("Choose an authority of this state."), "services")
        kept[service] = authority
    if Service.POLICE not in kept:
        raise Unacceptable(_("Complaints about the police are always received."), "services")
    return kept


def _mandates(chosen: Any, bodies: dict[str, Institution]) -> dict[str, list[str]]:
    kept = {}
    for code, services in dict(chosen).items():
        body = bodies.get(code)
        if body is None or not body.is_independent or not set(services) <= set(Service.values):
            raise Unacceptable(_("Choose an independent body of this state."), "mandates")
        if services:
            kept[code] = sorted(set(services))
    return kept


def _write_weekend(change: Change) -> None:
    """Confirmed by whoever the source names. Nothing was filed here yet: it is taken for all time before."""
    Weekend.objects.filter(state=change.state).delete()
    Weekend.objects.create(
        state=change.state,
        valid_from=ALWAYS,
        days=change.after["weekend"],
        is_confirmed=True,
        source=change.after["weekend_source"],
        as_of=change.holds_from,
    )


def _write_services(change: Change) -> None:
    bodies = dict(Institution.objects.filter(state=change.state).values_list("code", "pk"))
    rows = held_in([change.state], on=change.holds_from).supervised[change.state]
    names = {value: Service(value).label for value in Service.values}
    for service in {*rows, *change.after["services"]}:
        known, chosen = rows.get(service), change.after["services"].get(service)
        SupervisedService.objects.update_or_create(
            state=change.state,
            service=service,
            valid_from=change.holds_from,
            defaults={
                "name_ar": known.name_ar if known else SERVICE_NAMES_AR[service],
                "name_en": known.name_en if known else str(names[service]),
                "authority_id": bodies[chosen] if chosen else None,
                "is_active": chosen is not None,
                "source": change.after["source"] if chosen else "",
                "as_of": change.holds_from if chosen else None,
            },
        )


def _write_mandates(change: Change) -> None:
    """Every body's services anew: those it was not confirmed for end with this day."""
    held = held_in([change.state], on=change.holds_from).mandates
    for body in institutions_of(change.state):
        wanted = set(change.after["mandates"].get(body.code, ()))
        for service in wanted | set(held.get(body.pk, ())):
            Mandate.objects.update_or_create(
                institution=body,
                service=service,
                valid_from=change.holds_from,
                defaults={
                    "is_held": service in wanted,
                    "is_confirmed": True,
                    "source": change.after["source"],
                    "as_of": change.holds_from,
                },
            )


def _words(name: str, value: Any) -> str:
    if name == "weekend":
        return _(", ").join(str(WEEKDAYS[day]) for day in value) or _("not known")
    if name == "grave_route":
        return str(ROUTES[value])
    if name == "services":
        return _("; ").join(
            f"{Service(service).label}: {authority or _('the interior ministry, assumed')}"
            for service, authority in sorted(value.items())
        ) or _("not known")
    if name == "mandates":
        return _("; ").join(
            f"{code}: {_(', ').join(str(Service(one).label) for one in services)}"
            for code, services in sorted(value.items())
        ) or _("nobody, as far as is known")
    return str(value) or _("not known")


ROUTES = {
    "another_body": gettext_lazy("to another independent body"),
    "prosecution": gettext_lazy("to the public prosecution, with express consent"),
    "none": gettext_lazy("not received: nobody independent may take them"),
}
