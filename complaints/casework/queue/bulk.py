"""One thing done to many cases: looked at first, then done case by case, each with its own entry.

What is true of one case holds for each of many: the same services, the same conditions. It goes in stretches of
some seconds; broken off anywhere, what is done stays done and the rest is as it was.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.actor import Actor, Refused
from common import tenancy
from complaints import workflow
from complaints.casework import parts, services
from complaints.casework.queue import tagging
from complaints.casework.selectors import visible_to
from complaints.casework.services import Already, Given, Missing, Unmet
from complaints.models import CaseTag, Docket, Exclusion, Tag

MOST = 1000  # cases of one order
STRETCH = 5.0  # seconds of one request


class Act(TextChoices):
    """What can be done to many cases at once."""

    ASSIGN = "assign", _("Assign to a colleague")
    ACKNOWLEDGE = "acknowledge", _("Acknowledge receipt")
    TAG = "tag", _("Put a tag on them")
    UNTAG = "untag", _("Take a tag off them")


class Why(TextChoices):
    """Why a case is left as it is."""

    DONE = "done", _("It is so already.")
    STAGE = "stage", _("That step is not open at the stage it stands at.")
    PART = "part", _("It is not yours to do: somebody else holds the case or approves for it.")
    PERSON = "person", _("The colleague may not hold this case.")
    GONE = "gone", _("It is not at your desk any more.")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done: to whom it is assigned, or which tag."""

    act: Act
    person: UUID | None = None
    tag: int | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """A case that stays as it is, and why. No reference where it was gone before its turn could come."""

    reference: str
    why: Why

    @property
    def is_there(self) -> bool:
        """Whether it can still be opened."""
        return self.why != Why.GONE


@dataclass
class Plan:
    """What an order would do now: the dockets it is for, and the cases it leaves as they are."""

    do: list[int] = field(default_factory=list)
    references: list[str] = field(default_factory=list)  # of those, in the same order
    left: list[Left] = field(default_factory=list)


@dataclass
class Done:
    """What a stretch did: how many cases, which it left, and what is still to be done."""

    count: int = 0
    left: list[Left] = field(default_factory=list)
    remaining: list[int] = field(default_factory=list)


def plan(*, order: Order, dockets: Sequence[int], by: Actor) -> Plan:
    """What the order would do, without doing it. Five statements at most, however many cases. Within the state."""
    mine = visible_to(by).filter(pk__in=dockets[:MOST]).select_related("complaint", "institution")
    rows = {row.pk: row for row in mine}
    cases = [row.complaint_id for row in rows.values()]
    if order.act in (Act.TAG, Act.UNTAG):
        has = set(
            CaseTag.objects.filter(tag=order.tag, complaint__in=cases).values_list("complaint_id", flat=True)
        )
        wrong = {case: Why.DONE for case in cases if (case in has) == (order.act == Act.TAG)}
    else:
        wrong = _hindrances(order, list(rows.values()), by)
    made = Plan()
    for row in (rows[pk] for pk in dockets[:MOST] if pk in rows):
        if why := wrong.get(row.complaint_id):
            made.left.append(Left(row.complaint.reference, why))
        else:
            made.do.append(row.pk)
            made.references.append(row.complaint.reference)
    return made


def _hindrances(order: Order, mine: list[Docket], by: Actor) -> dict[UUID, Why]:
    """What keeps a step from being taken, for each case where something does."""
    cases = [row.complaint_id for row in mine]
    held: dict[UUID, list[Docket]] = {}
    for docket in Docket.objects.filter(complaint__in=cases).select_related("institution"):
        held.setdefault(docket.complaint_id, []).append(docket)
    hidden = Exclusion.objects.filter(user=order.person, complaint__in=cases)
    excluded = set(hidden.values_list("complaint_id", flat=True)) if order.person else set()
    found = {}
    for row in mine:
        if row.complaint_id in excluded:
            found[row.complaint_id] = Why.PERSON
        elif why := _hindrance(order, row, held[row.complaint_id], by):
            found[row.complaint_id] = why
    return found


def _hindrance(order: Order, row: Docket, held: list[Docket], by: Actor) -> Why | None:
    if order.act == Act.ASSIGN and row.assignee_id == order.person:
        return Why.DONE
    case = row.complaint
    try:
        move = workflow.move(order.act, stage=case.stage, matter=case.matter, in_review=case.waits_in_review)
    except workflow.NotInTable:
        return Why.STAGE
    return None if parts.parts_of(by, case, held, is_seen=True) & move.who else Why.PART


def carry(
    *, order: Order, dockets: Sequence[int], by: Actor, now: datetime, seconds: float = STRETCH
) -> Done:
    """Do it to one case after the other for some seconds, each in its own transaction and with its own entry.

    What is known of people, tags and keys is read once for the stretch, what is true of a case under its own lock.
    Raises `vault.Locked` where keys cannot be handed on: what was done before stays done.
    """
    done, end = Done(), monotonic() + seconds
    cases, do = _named(dockets, by), _doing(order, by, now)
    for at, pk in enumerate(dockets):
        if at and monotonic() >= end:
            done.remaining = list(dockets[at:])
            break
        why = _tried(do, cases[pk][0], by) if pk in cases else Why.GONE
        done.count += why is None
        if why:
            done.left.append(Left(cases[pk][1] if pk in cases else "", why))
    return done


def _named(dockets: Sequence[int], by: Actor) -> dict[int, tuple[UUID, str]]:
    """The cases of these dockets and their references, those alone that exist for the actor."""
    with tenancy.within(by.state):
        rows = visible_to(by).filter(pk__in=dockets).order_by()
        named = rows.values_list("pk", "complaint_id", "complaint__reference")
        return {pk: (case, reference) for pk, case, reference in named}


def _doing(order: Order, by: Actor, now: datetime) -> Callable[[UUID], bool]:
    """What is done to one case after the other. It answers whether anything changed."""
    if order.act in (Act.TAG, Act.UNTAG):
        change = tagging.put_on if order.act == Act.TAG else tagging.take_off
        return lambda case: change(case=case, tag=order.tag or 0, by=by, now=now)
    known, given = services.Stretch(by, by.state), Given(person=order.person, afresh=True)
    return lambda case: bool(
        services.advance(case=case, action=order.act, by=by, given=given, now=now, stretch=known)
    )


def _tried(do: Callable[[UUID], bool], case: UUID, by: Actor) -> Why | None:
    """One case as it stands now: it may have moved on since it was looked at."""
    try:
        return None if do(case) else Why.DONE
    except Already:
        return Why.DONE
    except (workflow.NotInTable, Unmet):
        return Why.STAGE
    except Missing:
        return Why.PERSON
    except (Refused, Tag.DoesNotExist):
        return Why.PART if _is_there(case, by) else Why.GONE


def _is_there(case: UUID, by: Actor) -> bool:
    with tenancy.within(by.state):
        return visible_to(by).filter(complaint_id=case).exists()
