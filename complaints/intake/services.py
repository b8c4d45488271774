"""Filing a case: route it, seal it, start its clock, count it, record it, in one transaction."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError

from accounts.actor import Actor, require
from accounts.models import Institution, InstitutionKind
from accounts.roles import Permission
from common import receipts, storage, tenancy
from complaints import clocks, notices, routing, sealing, tallies
from complaints.bodies import Bodies
from complaints.evidence import services as evidence
from complaints.evidence.kinds import NotTaken, Refusal
from complaints.facts import facts_of
from complaints.intake.submission import Submission
from complaints.models import Allegation, Complaint, Docket, Exclusion, Person, Receipt, Text
from complaints.rulebook import Rulebook, rulebook
from complaints.search import index_words
from complaints.vocabulary import Gender, Matter, Mode, Part, PersonRole, Standing
from record import services as record
from vault import services as vault

# What a case keeps under the name it was sent by.
_AS_SENT = (
    *("state", "mode", "matter", "assistance_kind", "source", "channel", "gender", "language", "service"),
    *("subject", "independent_only", "prosecution_consent", "relationship", "consent", "no_consent"),
    *("people_concerned", "place_type", "happened_from", "happened_until", "happened_how"),
)


@dataclass(frozen=True, slots=True)
class Filed:
    """What the receipt page shows, once."""

    reference: str
    code: str = field(repr=False)
    lacks_files: bool = False  # the disk was full: words never wait for it


class NotReceived(Exception):
    """Nobody here may take it as it stands. `refusal` says why and what is open instead."""

    def __init__(self, refusal: routing.Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


def submit(*, sent: Submission, key: bytes, now: datetime, by: Actor | None = None) -> Filed:
    """File a case. The same single-use key gives the same receipt, however often it is sent.

    `by` is the clerk who registers it for somebody; nobody, where the complainant sends it.
    Raises `NotReceived` where routing finds nobody who may take it, `Refused` where `by` may not register,
    `NotTaken` where an attached file waits no more.
    """
    if by is not None:
        require(by, Permission.REGISTER)
    code = receipts.code_for(key, secret=bytes.fromhex(settings.RECEIPT_SECRET))
    try:
        with tenancy.within(sent.state):
            return Filed(_file(sent, key, code, now, by), code)
    except storage.NoRoom:
        return replace(submit(sent=replace(sent, attachments=()), key=key, now=now, by=by), lacks_files=True)
    except IntegrityError:
        # The other one of two equal posts was first; what it filed is this person's case.
        if filed := _filed_before(code):
            return filed
        if sent.attachments:  # one of them was sent from another form at the same moment
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
        facts_of(
            sent,
            categories={one.category for one in sent.alleged},
            bodies=bodies,
            grave_route=grave_route,
            place_state=sent.place_state,
            outside_security=sent.outside_security,
        )
    )


def lead_of(route: routing.Route, sent: Submission, bodies: Bodies) -> Institution:
    """The institution that answers. Raises `NotReceived` where there is none that could read it."""
    lead = bodies.of(route.lead, sent.service)
    # A panel sits inside the ministry and holds no keys of its own: what must not reach the ministry can't wait there.
    if route.refusal or lead is None or route.lead is routing.Lead.PANEL:
        raise NotReceived(route.refusal or routing.Refusal.NOBODY_INDEPENDENT)
    return lead


def _file(sent: Submission, key: bytes, code: str, now: datetime, by: Actor | None) -> str:
    book = rulebook(sent.state)
    bodies, calendar = book.bodies, book.calendar
    route = route_of(sent, bodies, book.state.grave_route)
    lead = lead_of(route, sent, bodies)
    overseer = bodies.of(route.overseer, sent.service)
    overseer = overseer if overseer and overseer.pk != lead.pk else None
    answering = _answering(sent, route, lead, bodies)
    case = _case(sent, key, route, now, calendar.local_date(now), by)
    case.led_first = lead.kind
    case.save(force_insert=True)
    Receipt.objects.create(lookup=lookup(code), state=case.state, case=case.pk)
    allegations = _allegations(case, sent)
    excluded = _exclude(case, sent, now)
    keys = _seal(case, sent, code, (lead, overseer, answering), book, excluded)
    files = evidence.attach(
        case=case, tokens=sent.attachments, key=keys[Part.ORIGINAL], by=sealing.receipt(case.pk), now=now
    )
    start = case.moment(now)
    overseen = lead.is_independent or (overseer is not None and overseer.is_independent)
    kinds = clocks.of_filing(case.matter, {row.category for row in allegations}, overseen=overseen)
    running = clocks.begin(case, kinds, lead=lead, calendar=calendar, now=start, exact=now, terms=book.terms)
    _dockets(case, allegations, (lead, overseer, answering), clocks.next_due(running), now)
    facts = tallies.Facts(case, lead.code, tuple(allegations), tuple(running))
    tallies.change({}, tallies.of(facts))
    _record(case, lead, overseer, files, now, by)
    return case.reference


def _answering(
    sent: Submission, route: routing.Route, lead: Institution, bodies: Bodies
) -> Institution | None:
    """The authority that has the case on its desk at once although another body leads: it is asked who it holds."""
    if not lead.is_independent or route.authority_access is not routing.Access.NOW:
        return None
    return bodies.of(routing.Lead.AUTHORITY, sent.service)


def _case(
    sent: Submission, key: bytes, route: routing.Route, now: datetime, day: date, by: Actor | None
) -> Complaint:
    moment = clocks.coarse(now) if sent.mode == Mode.ANONYMOUS else now
    return Complaint(
        **{name: getattr(sent, name) for name in _AS_SENT},
        reference=receipts.new_reference(sent.state),
        submission=hashlib.sha256(key).digest(),
        circumstances=sorted(sent.circumstances),
        governorate_id=sent.governorate,
        route=route.rule,
        is_grave=route.grave,
        is_danger=sent.danger,
        is_held=sent.held,
        is_released=route.authority_access is routing.Access.NOW,
        registered_by=by.id if by else "",
        received_on=sent.received_on if by else None,
        release_consented_at=moment if sent.may_tell else None,
        filed_on=day,
        filed_at=None if sent.mode == Mode.ANONYMOUS else now,
        stage_since=moment,
    )


def _allegations(case: Complaint, sent: Submission) -> list[Allegation]:
    """A request for assistance or a custody inquiry alleges nothing."""
    if sent.matter != Matter.COMPLAINT:
        return []
    return Allegation.objects.bulk_create(
        Allegation(
            state=case.state,
            complaint=case,
            category=one.category,
            unit_id=one.unit,
            ill_treatment=one.ill_treatment,
        )
        for one in sent.alleged
    )


def _exclude(case: Complaint, sent: Submission, now: datetime) -> set[UUID]:
    """For whoever serves in a unit complained of, or commands it, the case does not exist."""
    people = sealing.in_line_with(sent.units)
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
    holders: tuple[Institution, Institution | None, Institution | None],
    book: Rulebook,
    excluded: set[UUID],
) -> dict[str, vault.CaseKey]:
    """Make the case's keys and put every word under them before anything is stored.

    `holders` are who leads, who oversees and who is asked.
    """
    lead, overseer, answering = holders
    # Whoever leads instead of the ministry reads through a key of its own.
    independent = next(
        (body for body in (lead, overseer) if body and body.kind != InstitutionKind.AUTHORITY), None
    )
    ministry = lead if lead.kind == InstitutionKind.AUTHORITY else answering
    supervisors = book.supervisors.get(ministry.pk, ()) if ministry else ()
    own = sealing.receipt(case.pk)
    public = vault.enrol_receipt(owner=own, seed=receipts.reader_seed(code))
    keys = vault.create(
        state=case.state,
        subject=case.pk,
        parts=sealing.at_submission(
            case=case.pk,
            independent=independent,
            supervisors=set(supervisors) - excluded,
            may_read=case.is_released,
            named=sent.mode == Mode.NAMED and ministry == lead,
        ),
        publics={**book.publics, own: public},
    )
    _narrate(case, sent, keys)
    _people(case, sent, keys[Part.IDENTITY])
    if sent.notice_email:
        notices.keep(case, sent.notice_email)
    return keys


def _people(case: Complaint, sent: Submission, key: vault.CaseKey) -> None:
    """Everybody in the case: who they are under the identity key, what is counted in clear."""
    own = sealing.identity_text(sent.name, sent.email, sent.phone, contact=sent.safe_contact)
    known = [(PersonRole.COMPLAINANT.value, own, Gender.NOT_STATED.value, False)]
    if not (sent.name or sent.email or sent.phone or sent.safe_contact):
        known = []
    known += [
        (one.role, sealing.identity_text(one.name, "", "", details=one.details), one.gender, one.is_child)
        for one in sent.people
    ]
    Person.objects.bulk_create(
        Person(
            state=case.state,
            complaint=case,
            role=role,
            gender=gender,
            is_child=is_child,
            identity=key.seal(role, words),
        )
        for role, words, gender, is_child in known
    )


def _narrate(case: Complaint, sent: Submission, keys: dict[str, vault.CaseKey]) -> None:
    """The complainant's own words, under the key of those who may read them at once."""
    part = Part.RELEASED if case.is_released else Part.ORIGINAL
    told = [(Text.Kind.NARRATIVE, sent.narrative)] + ([(Text.Kind.WISH, sent.wish)] if sent.wish else [])
    texts = []
    for number, (kind, words) in enumerate(told, start=1):
        text = Text(
            state=case.state,
            complaint=case,
            number=number,
            kind=kind,
            part=part,
            by=sealing.receipt(case.pk),
            at=case.stage_since,
        )
        text.body = keys[part].seal(f"text:{text.pk}", words)
        texts.append(text)
    Text.objects.bulk_create(texts)
    if case.is_released:
        index_words(case, sent.narrative)


def _dockets(
    case: Complaint,
    allegations: list[Allegation],
    holders: tuple[Institution, Institution | None, Institution | None],
    due_at: datetime,
    now: datetime,
) -> None:
    """`holders` are who leads, who oversees and who is asked."""
    standings = zip(holders, (Standing.LEAD, Standing.OVERSEER, Standing.AUTHORITY), strict=True)
    Docket.objects.bulk_create(
        Docket(
            state=case.state,
            complaint=case,
            institution=institution,
            standing=standing,
            sort_due=due_at,
            since=case.moment(now),
        ).repeat(case, allegations)
        for institution, standing in standings
        if institution
    )


def _record(
    case: Complaint,
    lead: Institution,
    overseer: Institution | None,
    files: list[str],
    now: datetime,
    by: Actor | None,
) -> None:
    moment = case.moment(now)
    entry = record.write(
        state=case.state,
        stream=case.stream,
        what="submit",
        by=by.id if by else sealing.receipt(case.pk),
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
