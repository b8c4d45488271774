"""Three kinds of change about people: a role, an open account, a second step that was lost.

A target is `<institution's code>:<person's id>`, for a role `:<role>` beside it.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import factors
from accounts.actor import Actor
from accounts.changes.kinds import Kind, Row, Unacceptable, Value, register
from accounts.changes.models import Change
from accounts.keys import leaving
from accounts.models import Membership, User
from accounts.people import rules
from accounts.roles import Role

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def target_of(person: User, role: Role | None = None) -> str:
    """Whom a change is about, as `Change.target` has it."""
    at = person.institution
    return ":".join([at.code if at else "", str(person.pk), *([role.value] if role else [])])


def person_of(target: str) -> User:
    """Raises `User.DoesNotExist`, also for a target of another institution than the person's."""
    code, pk, *_role = target.split(":")
    return User.objects.get(pk=UUID(pk), institution__code=code)


def role_of(target: str) -> Role:
    return Role(target.split(":")[2])


class PeopleKind(Kind):
    """What the three have in common: no public log, and two signatures to give where one takes."""

    is_public = False
    given: str  # the value's one key: true is what two people give

    def needs_second(self, before: Value, after: Value) -> bool:
        return bool(after[self.given])

    def may_propose(self, by: Actor, state: str, target: str) -> bool:
        at = person_of(target).institution
        return at is not None and at.state == state and rules.keeps(by, at)

    def may_confirm(self, by: Actor, change: Change) -> bool:
        return bool(self.confirmable(by, [change]))

    def confirmable(self, by: Actor, changes: Iterable[Change]) -> list[Change]:
        """One query for all the people they are about, and one more for each institution."""
        listed, keepers = list(changes), cache(rules.keepers)
        wanted = {change.pk: UUID(change.target.split(":")[1]) for change in listed}
        people = {row.pk: row for row in User.objects.get_queryset().filter(pk__in=set(wanted.values()))}
        return [
            change
            for change in listed
            if (person := people.get(wanted[change.pk]))
            and rules.may_confirm(by, self.role_at(change.target), person, keepers)
        ]

    def role_at(self, target: str) -> Role | None:
        """The role a change is about, None where it is about an account."""
        return None

    def who_confirms(self, state: str, *, weakens: bool) -> "StrOrPromise":
        return _("somebody else who looks after the staff of the same institution")

    def titles(self, targets: Iterable[str]) -> "Mapping[str, StrOrPromise]":
        listed = list(targets)
        people = {
            str(row.pk): row.name
            for row in User.objects.get_queryset().filter(pk__in={target.split(":")[1] for target in listed})
        }
        return {target: self.title_of(target, people.get(target.split(":")[1], "")) for target in listed}

    def title_of(self, target: str, name: str) -> str:
        return f"{self.name}: {name}"


class RoleKind(PeopleKind):
    """Giving somebody a role, or taking it."""

    code = "role"
    name = gettext_lazy("Role")
    given = "held"

    def current(self, state: str, target: str, on: date) -> Value:
        held = Membership.objects.on(on).filter(user=person_of(target), role=role_of(target))
        return {"held": held.exists()}

    def clean(self, state: str, target: str, after: Value) -> Value:
        person, role = person_of(target), role_of(target)
        if after["held"] and not person.is_active:
            raise Unacceptable(_("This account is closed."))
        held = {Role(row.role) for row in person.memberships.on(timezone.localdate())} - {role}
        if after["held"] and held and Role.AUDITOR in held | {role}:
            raise Unacceptable(_("An auditor stands outside and holds no other role."), "role")
        return {"held": bool(after["held"])}

    def may_propose(self, by: Actor, state: str, target: str) -> bool:
        at = person_of(target).institution
        return at is not None and at.state == state and rules.may_propose(by, role_of(target), at)

    def role_at(self, target: str) -> Role | None:
        return role_of(target)

    def apply(self, change: Change) -> None:
        person, role = person_of(change.target), role_of(change.target)
        if change.after["held"]:
            # Between proposal and signature the account may have been closed, or another role given.
            self.clean(change.state, change.target, change.after)
            signed = {"granted_by": change.proposed_by, "confirmed_by": change.confirmed_by}
            Membership.objects.update_or_create(
                user=person, role=role, defaults={"since": change.holds_from, "until": None, **signed}
            )
        else:
            last = change.holds_from - timedelta(days=1)
            person.memberships.filter(role=role).update(until=last)
            now = change.applied_at or timezone.now()
            leaving.role_ended(user=person, on=change.holds_from, by=change.applied_by, now=now)

    def title_of(self, target: str, name: str) -> str:
        return _("%(role)s: %(person)s") % {"role": role_of(target).label, "person": name}

    def rows(self, target: str, before: Value, after: Value) -> list[Row]:
        held, none = _("holds it"), _("does not hold it")
        words = [held if value["held"] else none for value in (before, after)]
        return [Row(role_of(target).label, *words)]


class AccountKind(PeopleKind):
    """Closing somebody's account at once, with all their roles, or opening it again without any."""

    code = "account"
    name = gettext_lazy("Account")
    given = "open"

    def current(self, state: str, target: str, on: date) -> Value:
        return {"open": person_of(target).is_active}

    def clean(self, state: str, target: str, after: Value) -> Value:
        return {"open": bool(after["open"])}

    def apply(self, change: Change) -> None:
        person = person_of(change.target)
        person.is_active = change.after["open"]
        person.session_epoch += 1
        person.save(update_fields=["is_active", "session_epoch"])
        # Whoever comes back is given roles anew, by two people.
        ended = person.memberships.on(change.holds_from)
        ended.update(until=change.holds_from - timedelta(days=1))
        if not person.is_active:
            leaving.stop_reading(user=person, by=change.applied_by, now=change.applied_at or timezone.now())

    def rows(self, target: str, before: Value, after: Value) -> list[Row]:
        words = [_("open") if value["open"] else _("closed, without roles") for value in (before, after)]
        return [Row(_("Account"), *words)]


class FactorKind(PeopleKind):
    """Taking the second step of somebody who lost phone and codes: they set up another when they sign in."""

    code = "second_step"
    name = gettext_lazy("Second step of signing in")
    given = "renewed"

    def current(self, state: str, target: str, on: date) -> Value:
        return {"renewed": not factors.has_factor(person_of(target))}

    def clean(self, state: str, target: str, after: Value) -> Value:
        return {"renewed": True}

    def apply(self, change: Change) -> None:
        person = person_of(change.target)
        factors.forget(person)
        person.session_epoch += 1
        person.save(update_fields=["session_epoch"])

    def rows(self, target: str, before: Value, after: Value) -> list[Row]:
        words = [_("to be set up anew") if value["renewed"] else _("set up") for value in (before, after)]
        return [Row(_("Second step of signing in"), *words)]


KINDS = ("role", "account", "second_step")


def register_all() -> None:
    """Called when the app is ready."""
    for kind in (RoleKind(), AccountKind(), FactorKind()):
        register(kind)
