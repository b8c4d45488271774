"""Which services of a state complaints are received about, and the authority that supervises each."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.answering import SERVICE_NAMES_AR, Service, SupervisedService
from accounts.changes.kinds import Row, Unacceptable, Value
from accounts.changes.models import Change
from accounts.models import Institution, InstitutionKind
from accounts.opening import readiness
from accounts.settings.facts import Fact, origin_rows
from accounts.settings.institutions import NEW_CASES, SERVICES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Supervision(Fact):
    """One service; the target is its code. Value: {"authority": code or "" while assumed, "is_active": bool}."""

    code = "supervision"
    name = gettext_lazy("Who supervises a service")
    applies_to = NEW_CASES
    starts_next_day = True

    def titles(self, targets: Iterable[str]) -> "Mapping[str, StrOrPromise]":
        return {
            service: _("Who supervises: %(service)s") % {"service": SERVICES.get(service, service)}
            for service in targets
        }

    def current(self, state: str, target: str, on: date) -> Value:
        row = row_of(state, target, on)
        if row is None:
            return {"value": {"authority": "", "is_active": False}, "source": "", "as_of": ""}
        authority = row.authority.code if row.authority else ""
        as_of = row.as_of.isoformat() if row.as_of else ""
        value = {"authority": authority, "is_active": row.is_active}
        return {"value": value, "source": row.source, "as_of": as_of}

    def clean_value(self, state: str, target: str, value: Any) -> dict[str, Any]:
        authority, is_active = str(value.get("authority") or ""), bool(value.get("is_active"))
        if target not in Service.values:
            raise Unacceptable(_("This is not a service of the list."))
        if target == Service.POLICE and not is_active:
            raise Unacceptable(_("Complaints about the police are always received."), "is_active")
        known = authorities(state).filter(code=authority).first()
        if authority and known is None:
            raise Unacceptable(_("Choose an authority of this state."), "authority")
        if known and is_active and not readiness.reads(known):
            raise Unacceptable(
                _("Nobody at this authority could read a case: first a supervisor there opens a vault."),
                "authority",
            )
        return {"authority": authority, "is_active": is_active}

    def weakens(self, before: Value, after: Value) -> bool:
        return bool(before["value"]["is_active"] and not after["value"]["is_active"])

    def apply(self, change: Change) -> None:
        """A row from its day on; routing reads them by their day."""
        value, after = change.after["value"], change.after
        known = row_of(change.state, change.target, change.holds_from)
        SupervisedService.objects.update_or_create(
            state=change.state,
            service=change.target,
            valid_from=change.holds_from,
            defaults={
                "name_ar": known.name_ar if known else SERVICE_NAMES_AR[change.target],
                "name_en": known.name_en
                if known
                else Service(change.target).name.replace("_", " ").capitalize(),
                "authority": authorities(change.state).filter(code=value["authority"]).first(),
                "is_active": value["is_active"],
                "source": after["source"],
                "as_of": after["as_of"] or None,
            },
        )

    def rows(self, target: str, before: Value, after: Value) -> list[Row]:
        was, will = before["value"], after["value"]
        return [
            Row(_("Authority"), authority_words(was), authority_words(will)),
            Row(_("Complaints about it"), received_words(was), received_words(will)),
            *origin_rows(before, after),
        ]


def row_of(state: str, service: str, on: date) -> SupervisedService | None:
    """What holds of a service on a day; None where nothing was ever said of it."""
    return (
        SupervisedService.objects.on(on)
        .filter(state=state, service=service)
        .select_related("authority")
        .first()
    )


def authorities(state: str) -> QuerySet[Institution]:
    """The ministries of a state."""
    return Institution.objects.filter(state=state, kind=InstitutionKind.AUTHORITY, is_active=True)


def authority_words(value: Value) -> str:
    return str(value["authority"]) or _("the interior ministry, assumed")


def received_words(value: Value) -> str:
    return _("received") if value["is_active"] else _("not received here")
