"""Filing a case: route it, seal it, start its clock, count it, record it, in one transaction."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError

from accounts import selectors as accounts
from accounts.models import Institution
from accounts.roles import Role
from common import receipts, storage, tenancy
from complaints import clocks, routing, sealing, tallies
from complaints.bodies import Bodies, bodies_of
from complaints.evidence import services as evidence
from complaints.evidence.kinds import NotTaken, Refusal
from complaints.models import (
    Allegation,
    Complaint,
    Docket,
    Exclusion,
    Person,
    Receipt,
    Text,
)
from complaints.search import index_words
from complaints.vocabulary import GRAVE, Channel, Gender, Matter, Mode, Part, Source, Standing
from record import services as record
from vault import services as vault


@dataclass(frozen=True, slots=True)
class Submission:
    """What somebody sends."""

    state: str
    mode: str
    matter: str
    narrative: str = field(repr=False)
    language: str
    categories: tuple[str, ...] = ()
    danger: bool = False
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    assistance_kind: str = ""
    source: str = Source.INDIVIDUAL
    channel: str = Channel.WEB
    gender: str = Gender.NOT_STATED
    service: str = ""
    governorate: int | None = None
    held: bool = False
    unit: int | None = None
    files: tuple[evidence.Spooled, ...] = ()


@dataclass(frozen=True, slots=True)
class Filed:
    """What the receipt page shows, once."""

    reference: str
    code: str = field(repr=False)
    lacks_files: bool = False
    """What was attached could not be kept: the disk was full. Words never wait for it."""


class NotReceived(Exception):
    """Nobody here may take it as it stands. `refusal` says why and what is open instead."""

    def __init__(self, refusal: routing.Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


def submit(*, sent: Submission, key: bytes, now: datetime) -> Filed:
    """File a case. The same single-use key gives the same receipt, however often it is sent.

    Raises `NotReceived` where routing finds nobody who may take it, `NotTaken` where an attached file waits no
    more.
    """
    code = receipts.code_for(key, secret=bytes.fromhex(settings.RECEIPT_SECRET))
    try:
        with tenancy.within(sent.state):
            return Filed(_file(sent, key, code, now), code)
    except storage.NoRoom:
        return replace(submit(sent=replace(sent, files=()), key=key, now=now), lacks_files=True)
    except IntegrityError:
        # The other one of two equal posts was first; what it filed is this person's case.
        if filed := _filed_before(code):
            return filed
        if sent.files:  # one of them was sent from another form at the same moment
            raise NotTaken(Refusal.GONE) from None
        raise


def _filed_before(code: str) -> Filed | None:
    row = Receipt.objects.filter(lookup=lookup(code)).first()
    if row is None:
        return None
    with tenancy.within(row.state):
        return Filed(Complaint.objects.get(pk=row.case).reference, code)


def lookup(code: str) -> bytes:
    """What the database keeps of a code."""
    return receipts.lookup(code, pepper=bytes.fromhex(settings.RECEIPT_PEPPER))


def route_of(sent: Submission, bodies: Bodies, grave_route: str) -> routing.Route:
    """Who will answer, by what is sent: the same function the form asks before sending."""
    return routing.route(
        routing.Facts(
            matter=sent.matter,
            mode=sent.mode,
            categories=frozenset(sent.categories),
            danger=sent.danger,
            in_custody=sent.held,
            state=sent.state,
            has_independent=bodies.independent(sent.service) is not None,
            grave_route=grave_route,
        )
    )


def _file(sent: Submission, key: bytes, code: str, now: datetime) -> str:
    state, bodies = accounts.state(sent.state), bodies_of(sent.state)
    route = route_of(sent, bodies, state.grave_route)
    lead = bodies.of(route.lead, sent.service)
    if route.refusal or lead is None:
        raise NotReceived(route.refusal or routing.Refusal.NOBODY_INDEPENDENT)
    overseer = bodies.of(route.overseer, sent.service)
    overseer = overseer if overseer and overseer.pk != lead.pk else None
    calendar = accounts.calendar(state)
    case = _case(sent, key, route, now, calendar.local_date(now))
    case.save(force_insert=True)
    Receipt.objects.create(lookup=lookup(code), state=case.state, case=case.pk)
    allegations = _allegations(case, sent)
    excluded = _exclude(case, sent, now)
    keys = _seal(case, sent, code, lead, overseer, excluded)
    files = evidence.attach(
        case=case, files=sent.files, key=keys[Part.ORIGINAL], by=sealing.receipt(case.pk), now=now
    )
    start = case.moment(now)
    clock = clocks.begin(case, "acknowledge", lead=lead, calendar=calendar, now=start, exact=now)
    _dockets(case, lead, overseer, clock.due_at, now)
    facts = tallies.Facts(case, lead.code, tuple(allegations), (clock,))
    tallies.change({}, tallies.of(facts))
    _record(case, lead, overseer, files, now)
    return case.reference


def _case(sent: Submission, key: bytes, route: routing.Route, now: datetime, day: date) -> Complaint:
    moment = clocks.coarse(now) if sent.mode == Mode.ANONYMOUS else now
    return Complaint(
        state=sent.state,
        reference=receipts.new_reference(sent.state),
        submission=hashlib.sha256(key).digest(),
        matter=sent.matter,
        mode=sent.mode,
        assistance_kind=sent.assistance_kind,
        source=sent.source,
        channel=sent.channel,
        gender=sent.gender,
        language=sent.language,
        governorate_id=sent.governorate,
        service=sent.service,
        route=route.rule,
        is_grave=route.grave,
        is_danger=sent.danger,
        is_held=sent.held,
        is_released=route.authority_access is routing.Access.NOW,
        filed_on=day,
        filed_at=None if sent.mode == Mode.ANONYMOUS else now,
        stage_since=moment,
    )


def _allegations(case: Complaint, sent: Submission) -> list[Allegation]:
    """One allegation for each category; the gravest first. A request for assistance alleges nothing."""
    if sent.matter == Matter.ASSISTANCE:
        return []
    codes = sorted(set(sent.categories), key=lambda code: (code not in GRAVE, code))
    return Allegation.objects.bulk_create(
        Allegation(state=case.state, complaint=case, category=code, unit_id=sent.unit) for code in codes
    )


def _exclude(case: Complaint, sent: Submission, now: datetime) -> set[UUID]:
    """For whoever serves in the unit complained of, or commands it, the case does not exist."""
    people = sealing.in_line_with(sent.unit)
    Exclusion.objects.bulk_create(
        Exclusion(
            state=case.state, complaint=case, user_id=user, ground="unit", by="system", at=case.moment(now)
        )
        for user in people
    )
    return set(people)


def _seal(
    case: Complaint,
    sent: Submission,
    code: str,
    lead: Institution,
    overseer: Institution | None,
    excluded: set[UUID],
) -> dict[str, vault.CaseKey]:
    """Make the case's keys and put every word under them before anything is stored."""
    independent = next((body for body in (lead, overseer) if body and body.is_independent), None)
    supervisors = accounts.staff_with([Role.SUPERVISOR], [lead.pk]) if not lead.is_independent else []
    vault.enrol_receipt(owner=sealing.receipt(case.pk), seed=receipts.reader_seed(code))
    keys = vault.create(
        state=case.state,
        subject=case.pk,
        parts=sealing.at_submission(
            case=case.pk,
            independent=independent,
            supervisors=set(supervisors) - excluded,
            may_read=case.is_released,
            named=sent.mode == Mode.NAMED,
        ),
    )
    _narrate(case, sent, keys)
    if sent.name or sent.email or sent.phone:
        Person.objects.create(
            state=case.state,
            complaint=case,
            role="complainant",
            identity=keys[Part.IDENTITY].seal(
                "complainant", sealing.identity_text(sent.name, sent.email, sent.phone)
            ),
        )
    return keys


def _narrate(case: Complaint, sent: Submission, keys: dict[str, vault.CaseKey]) -> None:
    """The complainant's own words, under the key of those who may read them at once."""
    part = Part.RELEASED if case.is_released else Part.ORIGINAL
    narrative = Text(
        state=case.state,
        complaint=case,
        number=1,
        kind=Text.Kind.NARRATIVE,
        part=part,
        by=sealing.receipt(case.pk),
        at=case.stage_since,
    )
    narrative.body = keys[part].seal(f"text:{narrative.pk}", sent.narrative)
    narrative.save(force_insert=True)
    if case.is_released:
        index_words(case, sent.narrative)


def _dockets(
    case: Complaint, lead: Institution, overseer: Institution | None, due_at: datetime, now: datetime
) -> None:
    holders = [(lead, Standing.LEAD)] + ([(overseer, Standing.OVERSEER)] if overseer else [])
    Docket.objects.bulk_create(
        Docket(
            state=case.state,
            complaint=case,
            institution=institution,
            standing=standing,
            sort_due=due_at,
            stage=case.stage,
            matter=case.matter,
            is_danger=case.is_danger,
            since=case.moment(now),
        )
        for institution, standing in holders
    )


def _record(
    case: Complaint, lead: Institution, overseer: Institution | None, files: list[str], now: datetime
) -> None:
    moment = case.moment(now)
    entry = record.write(
        state=case.state,
        stream=case.stream,
        what="submit",
        by=sealing.receipt(case.pk),
        at=moment,
        details={
            "route": case.route,
            "lead": lead.code,
            "overseer": overseer.code if overseer else None,
            "mode": case.mode,
            "matter": case.matter,
            **({"files": files} if files else {}),
        },
    )
    record.post(
        state=case.state,
        topic="notify",
        subjects=[f"{case.pk}|submit|{entry.pk}"],
        cause=str(entry.pk),
        at=moment,
    )
