"""Reading who is where: institutions of a state, their staff, the working calendar."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from accounts.answering import Mandate, SupervisedService
from accounts.models import Holiday, Institution, InstitutionKind, Membership, State, User, Weekend
from accounts.roles import Role
from common.calendar import WorkCalendar, calendar_of


def state(code: str) -> State:
    return State.objects.get(pk=code)


def open_states() -> list[State]:
    """States in which complaints are received, in the order of their codes."""
    return list(State.objects.filter(is_open=True))


def institutions_of(state: str) -> list[Institution]:
    """The state's active institutions, the NHRI before other independent bodies."""
    return institutions_in([state])


def institutions_in(states: Iterable[str]) -> list[Institution]:
    """The active institutions of several states, in one query and the same order."""
    found = Institution.objects.filter(state__in=list(states), is_active=True)
    order = {kind: place for place, kind in enumerate(InstitutionKind.values)}
    return sorted(found, key=lambda institution: (order[institution.kind], institution.code))


@dataclass(frozen=True, slots=True)
class Held:
    """Who supervises and who may examine, on a day; by state, then by service or institution."""

    supervised: dict[str, dict[str, SupervisedService]]
    mandates: dict[UUID, frozenset[str]]


def held_in(states: Iterable[str], *, on: date | None = None) -> Held:
    """The services of some states with their authorities, and every mandate, in two queries."""
    wanted, day = list(states), on or timezone.localdate()
    supervised: dict[str, dict[str, SupervisedService]] = {state: {} for state in wanted}
    for row in SupervisedService.objects.on(day).filter(state__in=wanted):
        if row.is_active:
            supervised[row.state][row.service] = row
    mandates: dict[UUID, set[str]] = {}
    for held in Mandate.objects.on(day).filter(institution__state__in=wanted):
        if held.is_held:
            mandates.setdefault(held.institution_id, set()).add(held.service)
    return Held(supervised, {body: frozenset(services) for body, services in mandates.items()})


def staff_with(roles: Iterable[Role], institutions: Iterable[UUID]) -> list[UUID]:
    """Ids of the active people who hold one of the roles today at one of the institutions."""
    return list(
        Membership.objects.on(timezone.localdate())
        .filter(role__in=list(roles), user__institution__in=list(institutions), user__is_active=True)
        .order_by("user_id")
        .values_list("user_id", flat=True)
        .distinct()
    )


def is_of(actor: str, institution: UUID) -> bool:
    """Whether an opaque id is that of somebody who works at an institution."""
    user = actor.removeprefix("user:")
    return user != actor and User.objects.filter(pk=UUID(user), institution=institution).exists()


def calendar(of: State) -> WorkCalendar:
    """The working calendar of a state: its zone, dated weekends and holidays."""
    return calendar_of(
        of.zone,
        Weekend.objects.filter(state=of.code).values_list("valid_from", "days"),
        Holiday.objects.filter(state=of.code).values_list("day", flat=True),
    )


def regional_administrators(email: str | None = None) -> list[User]:
    """Who opens states: all of them, or the one with this address."""
    held = Membership.objects.on(timezone.localdate()).filter(role=Role.REGIONAL_ADMINISTRATOR)
    found = User.objects.get_queryset().filter(pk__in=held.values("user"), is_active=True)
    return list(found.filter(email__iexact=email) if email else found)
