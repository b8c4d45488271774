"""Making a complaint of a request for assistance: the request ends as converted, and the complaint begins anew."""

import hashlib

from accounts import selectors as accounts
from accounts.actor import Kind
from accounts.models import Institution
from accounts.roles import Role
from common import receipts
from complaints import clocks, notices, routing, sealing, tallies
from complaints.bodies import Bodies, bodies_of
from complaints.casework.effects import effect
from complaints.casework.step import Missing, Step
from complaints.facts import facts_of
from complaints.models import (
    Allegation,
    Clock,
    Complaint,
    Docket,
    Evidence,
    Exclusion,
    Person,
    Receipt,
    Text,
)
from complaints.moves import Ask
from complaints.search import index_words
from complaints.vocabulary import GRAVE, AssistanceOutcome, Category, Matter, Mode, Part, Standing
from record import services as record
from vault import services as vault

# What is true of the request alone, and begins anew with the complaint.
ANEW = frozenset(
    {
        *("id", "reference", "submission", "matter", "assistance_kind", "stage", "came_from", "route"),
        *("is_grave", "is_screened", "is_final", "is_released", "version", "filed_on", "filed_at"),
        *("stage_since", "first_opened_at", "outcome", "outcome_opened_at", "notified_at"),
        *("withdrawal_asked_at", "release_consented_at", "settlement_offered_at", "implemented_at"),
        *("proposed_rejection", "proposed_by", "decided_by", "referred_to", "their_reference"),
        *("merged_into", "became", "came_of", "identity_key", "released_key", "led_first"),
    }
)
TAKEN_ALONG = (Text.Kind.NARRATIVE, Text.Kind.WISH, Text.Kind.FROM_COMPLAINANT, Text.Kind.TO_COMPLAINANT)


@effect("convert")
def convert(step: Step) -> None:
    """The receipt opens the complaint from now on, and the request through it."""
    chosen = set(step.given.categories)
    if not chosen or not chosen <= set(Category.values):
        raise Missing(Ask.CATEGORIES)
    bodies = bodies_of(step.case.state)
    case, route = _complaint(step, chosen)
    lead = bodies.of(route.lead, case.service)
    if route.refusal or lead is None:
        raise Missing(Ask.CATEGORIES)
    case.led_first = lead.kind
    case.save(force_insert=True)
    allegations = _allegations(case, chosen)
    _exclude_again(step, case)
    dockets = _dockets(case, allegations, route, bodies, lead)
    keys = _keys(step, case, dockets)
    _texts(step, case, keys)
    _people(step, case, keys)
    _files(step, case, keys)
    notices.carry_over(step.case, case)
    Receipt.objects.filter(case=step.case.pk).update(case=case.pk)
    running = _clocks(step, case, chosen, dockets, lead)
    tallies.change({}, tallies.of(tallies.Facts(case, lead.code, tuple(allegations), tuple(running))))
    _record(step, case, route, lead)
    step.case.became, step.case.outcome = case.reference, AssistanceOutcome.CONVERTED
    step.case.decided_by, step.case.notified_at = step.by.id, step.moment


def _complaint(step: Step, chosen: set[str]) -> tuple[Complaint, routing.Route]:
    old = step.case
    copied = {
        field.attname: getattr(old, field.attname)
        for field in Complaint._meta.concrete_fields
        if field.name not in ANEW
    }
    case = Complaint(
        **copied,
        reference=receipts.new_reference(old.state),
        submission=hashlib.sha256(b"converted" + bytes(old.submission)).digest(),
        matter=Matter.COMPLAINT,
        came_of=old.reference,
        filed_on=step.calendar.local_date(step.now),
        filed_at=None if old.mode == Mode.ANONYMOUS else step.now,
        stage_since=old.moment(step.now),
    )
    bodies, grave_route = bodies_of(old.state), accounts.state(old.state).grave_route
    route = routing.route(facts_of(case, categories=chosen, bodies=bodies, grave_route=grave_route))
    case.route, case.is_grave = route.rule, route.grave
    case.is_released = route.authority_access is routing.Access.NOW
    return case, route


def _allegations(case: Complaint, chosen: set[str]) -> list[Allegation]:
    codes = sorted(chosen, key=lambda code: (code not in GRAVE, code))
    return Allegation.objects.bulk_create(
        Allegation(state=case.state, complaint=case, category=code) for code in codes
    )


def _exclude_again(step: Step, case: Complaint) -> None:
    """For whom the request did not exist, the complaint does not either."""
    rows = Exclusion.objects.filter(complaint=step.case)
    Exclusion.objects.bulk_create(
        Exclusion(
            state=case.state, complaint=case, user_id=row.user_id, ground=row.ground, by=row.by, at=row.at
        )
        for row in rows
    )


def _dockets(
    case: Complaint, allegations: list[Allegation], route: routing.Route, bodies: Bodies, lead: Institution
) -> list[Docket]:
    overseer = bodies.of(route.overseer, case.service)
    holders = [(lead, Standing.LEAD)]
    if overseer and overseer.pk != lead.pk:
        holders.append((overseer, Standing.OVERSEER))
    rows = [
        Docket(
            state=case.state,
            complaint=case,
            institution=body,
            standing=standing,
            sort_due=case.stage_since,
            since=case.stage_since,
        ).repeat(case, allegations)
        for body, standing in holders
    ]
    return Docket.objects.bulk_create(rows)


def _keys(step: Step, case: Complaint, dockets: list[Docket]) -> dict[str, vault.CaseKey]:
    """New keys; the complainant's are reached by the same receipt."""
    vault.enrol_same(owner=sealing.receipt(case.pk), like=sealing.receipt(step.case.pk))
    independent = next((row.institution for row in dockets if sealing.has_own_keys(row.institution)), None)
    lead = next(row.institution for row in dockets if row.standing == Standing.LEAD)
    hidden = set(Exclusion.objects.filter(complaint=case).values_list("user_id", flat=True))
    supervisors = [] if sealing.has_own_keys(lead) else accounts.staff_with([Role.SUPERVISOR], [lead.pk])
    parts = sealing.at_submission(
        case=case.pk,
        independent=independent,
        supervisors=set(supervisors) - hidden,
        may_read=case.is_released,
        named=case.mode == Mode.NAMED,
    )
    return vault.create(state=case.state, subject=case.pk, parts=parts)


def _texts(step: Step, case: Complaint, keys: dict[str, vault.CaseKey]) -> None:
    """What the complainant wrote, and was written to them, copied under the new keys. Raises `Locked`."""
    part = Part.RELEASED if case.is_released else Part.ORIGINAL
    rows = Text.objects.filter(complaint=step.case, kind__in=TAKEN_ALONG).select_related("institution")
    for number, row in enumerate(rows.order_by("number"), start=1):
        words = step.opened.of(row).unseal(f"text:{row.pk}", row.body)
        by = sealing.receipt(case.pk) if row.by == sealing.receipt(step.case.pk) else row.by
        copy = Text(state=case.state, complaint=case, number=number, kind=row.kind, part=part)
        copy.institution, copy.by, copy.at = row.institution, by, row.at
        copy.body = keys[part].seal(f"text:{copy.pk}", words)
        copy.save(force_insert=True)
        if case.is_released and row.kind == Text.Kind.NARRATIVE:
            index_words(case, words)
    if step.by.kind is Kind.RECEIPT:
        _add(step, case, keys, part)


def _add(step: Step, case: Complaint, keys: dict[str, vault.CaseKey], part: Part) -> None:
    """What its complainant complains of, sealed for those who read the complaint, and never into the request."""
    last = Text.objects.filter(complaint=case).order_by("-number").values_list("number", flat=True).first()
    text = Text(state=case.state, complaint=case, number=(last or 0) + 1, part=part)
    text.kind, text.by, text.at = Text.Kind.FROM_COMPLAINANT, sealing.receipt(case.pk), step.moment
    text.body = keys[part].seal(f"text:{text.pk}", step.given.reason)
    text.save(force_insert=True)


def _people(step: Step, case: Complaint, keys: dict[str, vault.CaseKey]) -> None:
    """Everybody's name under the new key of the identity. Raises `Locked`."""
    for person in Person.objects.filter(complaint=step.case):
        words = step.opened.key(Part.IDENTITY).unseal(person.role, person.identity)
        person.pk = None
        person.complaint = case
        person.identity = keys[Part.IDENTITY].seal(person.role, words)
        person.save(force_insert=True)


def _files(step: Step, case: Complaint, keys: dict[str, vault.CaseKey]) -> None:
    """Files go along where whoever converts can open them: their rows are sealed anew, what is on disk stays.

    A ministry never opens original files, and nothing that it seals could be made of them: those of a request
    that it converts stay with the request, open to its complainant's code and to whoever could open them there.
    """
    rows = Evidence.objects.filter(complaint=step.case).order_by("number")
    if Part.ORIGINAL not in step.opened:
        step.details["files_left"] = rows.count()
        return
    old = step.opened.key(Part.ORIGINAL)
    for number, row in enumerate(rows, start=1):
        words = old.unseal(f"file:{row.pk}", row.sealed)
        row.complaint, row.number = case, number
        row.sealed = keys[Part.ORIGINAL].seal(f"file:{row.pk}", words)
        row.save(update_fields=["complaint", "number", "sealed"])
    step.details["files_moved"] = len(rows)


def _clocks(
    step: Step, case: Complaint, chosen: set[str], dockets: list[Docket], lead: Institution
) -> list[Clock]:
    overseen = any(row.institution.is_independent for row in dockets)
    exact = step.now if case.stage_since != step.now else None
    kinds = clocks.of_filing(case.matter, chosen, overseen=overseen)
    at = case.stage_since
    running = clocks.begin(case, kinds, lead=lead, calendar=step.calendar, now=at, exact=exact)
    Docket.objects.filter(complaint=case).update(sort_due=clocks.next_due(running))
    return running


def _record(step: Step, case: Complaint, route: routing.Route, lead: Institution) -> None:
    entry = record.write(
        state=case.state,
        stream=case.stream,
        what="from_request",
        by=step.by.id if step.by.case is None else sealing.receipt(case.pk),
        at=step.moment,
        details={"route": route.rule, "lead": lead.code, "mode": case.mode, "request": str(step.case.pk)},
    )
    record.post(
        state=case.state,
        topic="notify",
        subjects=[f"{case.pk}|from_request|{entry.pk}"],
        cause=str(entry.pk),
        at=step.moment,
    )
