"""Making institutions hold a case as a route says: dockets, keys, the released text, the search index.

Whatever changes the facts of a case ends here: new categories, recorded facts, another way of being known. What
the new route forbids is withdrawn in the same transaction, and goes on under keys nobody has held before.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from accounts import selectors as accounts
from accounts.models import Institution
from complaints import clocks, events, routing, sealing, tallies
from complaints.bodies import Bodies, bodies_of
from complaints.casework import parts
from complaints.casework.guards import needs_consent
from complaints.casework.step import Step
from complaints.facts import facts_of
from complaints.models import Complaint, Docket, Person, Request, SearchText, Text
from complaints.search import index_words
from complaints.vocabulary import Part, Standing
from vault import services as vault

SENT = (Text.Kind.NARRATIVE, Text.Kind.WISH)
OWN_WORDS = (Text.Kind.NARRATIVE, Text.Kind.WISH, Text.Kind.FROM_COMPLAINANT)  # never made for a ministry
KEPT_LIGHTER, KEPT_NAMED = "3a-kept", "3e-kept"  # the independent body keeps the lead it had
ARRIVED = "1"  # it was sealed to this independent body by another state's institution
SETTLED = frozenset({"override", ARRIVED})  # no rule decided it, so none decides it anew
KEPT = frozenset({KEPT_LIGHTER, KEPT_NAMED, *SETTLED})


@dataclass(frozen=True, slots=True)
class Holding:
    """Who is to hold a case, as what, by which rule."""

    rule: str
    standings: dict[UUID, Standing]
    bodies: Bodies
    reads_now: bool = False  # the leading authority reads what the complainant wrote

    def institution(self, pk: UUID) -> Institution:
        return next(body for body in self.bodies.all if body.pk == pk)


def facts(
    step: Step, categories: Iterable[str] | None = None, *, screened: bool | None = None
) -> routing.Facts:
    """What routing looks at, as the case stands in this step."""
    found = {row.category for row in step.allegations} if categories is None else set(categories)
    return facts_of(
        step.case,
        categories=found,
        bodies=bodies_of(step.case.state),
        grave_route=accounts.state(step.case.state).grave_route,
        screened=screened,
    )


def apply(step: Step, route: routing.Route, *, opens: bool = False) -> None:
    """Carry a route out. `opens`: its complainant asked for it, so that the authority may be given more."""
    case, wanted = step.case, holding(step, route, opens=opens)
    knew = holders_of_identity(step.case)
    case.route = wanted.rule
    for docket in list(step.dockets):
        if docket.institution_id not in wanted.standings:
            _close(step, docket)
    new = [_open(step, wanted, pk) for pk in wanted.standings if not _held(step, pk)]
    for docket in step.dockets:
        docket.standing = wanted.standings[docket.institution_id]
    step.__dict__.pop("lead", None)
    for docket in new:
        if sealing.has_own_keys(docket.institution):
            _give_independent(step, docket)
        elif wanted.reads_now:
            _give_text(step, docket)
    if wanted.reads_now:
        case.is_released = True
    align_identity(step, knew)


def holding(step: Step, route: routing.Route, *, opens: bool) -> Holding:
    """Who is to hold the case by this route, given who holds it now.

    An independent body that leads is not replaced by the authority: neither when the case turns out lighter,
    because what was sent to it was sent under that promise, nor, once it was admitted, when the complainant
    gives a name, because nobody changes who examines a case half-way.
    """
    case, bodies = step.case, bodies_of(step.case.state)
    lead, now = bodies.of(route.lead, case.service), step.lead.institution
    if lead is None:  # nobody else may take it here: it stays where it is
        return Holding(
            route.rule, {row.institution_id: Standing(row.standing) for row in step.dockets}, bodies
        )
    rule, access = route.rule, route.authority_access
    keeps = now.is_independent and not lead.is_independent
    if case.route == ARRIVED and lead.is_independent:
        rule = ARRIVED
    if keeps and (not opens or case.is_screened or case.route in SETTLED):
        rule = case.route if case.route in KEPT else KEPT_NAMED if opens else KEPT_LIGHTER
        lead, access = now, _kept_access(step, rule)
    standings = {lead.pk: Standing.LEAD}
    overseer = bodies.of(route.overseer, case.service)
    if overseer and overseer.pk != lead.pk and not lead.is_independent:
        standings[overseer.pk] = Standing.OVERSEER
    reads_now = not lead.is_independent and access is routing.Access.NOW
    authority = _authority(step, bodies)
    if lead.is_independent and authority and _may_go_on_reading(step, access):
        standings[authority.pk] = Standing.AUTHORITY
    return Holding(rule, standings, bodies, reads_now)


def _kept_access(step: Step, rule: str) -> routing.Access:
    if rule == "override":  # the ministry had all of it when the head took the lead
        return routing.Access.NOW
    asked = needs_consent(step.case.mode, rule, grave=step.case.is_grave)
    return routing.Access.AFTER_CONSENT_AND_RELEASE if asked else routing.Access.AFTER_RELEASE


def _authority(step: Step, bodies: Bodies) -> Institution | None:
    """The authority that has the case, if it is still the one that supervises the service."""
    held = parts.authority_docket(step.dockets)
    supervises = bodies.of(routing.Lead.AUTHORITY, step.case.service)
    return supervises if held and supervises and held.institution_id == supervises.pk else None


def _may_go_on_reading(step: Step, access: routing.Access) -> bool:
    case = step.case
    if access is routing.Access.NOW:
        return case.is_released
    # Only a text made for it was released; the complainant's own words, read while it led, were not.
    own_words = Text.objects.filter(
        complaint=case,
        part=Part.RELEASED,
        key_number=case.released_key,
        kind__in=OWN_WORDS,
    )
    released = case.is_released and step.lead.institution.is_independent and not own_words.exists()
    return {
        routing.Access.AFTER_RELEASE: released,
        routing.Access.AFTER_CONSENT_AND_RELEASE: released and case.release_consented_at is not None,
    }.get(access, False)


def _held(step: Step, pk: UUID) -> bool:
    return any(docket.institution_id == pk for docket in step.dockets)


# --- taking away ------------------------------------------------------------------------------------


def _close(step: Step, docket: Docket) -> None:
    """The case ceases to exist for an institution: its row, its keys, its words in the search index go."""
    body = docket.institution
    lost = sealing.people_of(body)
    if sealing.has_own_keys(body):
        lost += [sealing.content_key(body), sealing.identity_key(body)]
    vault.revoke(subject=step.case.pk, recipients=lost)
    events.unlink(case=step.case, of=body)
    step.dockets.remove(docket)
    docket.delete()
    _drop_questions(step, body)
    for clock in step.clocks:  # what it was asked is answered by nobody any more
        if clock.kind in ("authority_answer", "nhri_preview") and clock.ended_at is None:
            clocks.drop(clock, now=step.moment)
    if not sealing.has_own_keys(body):
        SearchText.objects.filter(complaint=step.case).delete()
        step.case.is_released = False
        renew_released(step)


def _drop_questions(step: Step, to: Institution) -> None:
    """No silence of whoever has lost the case."""
    waiting = Request.objects.filter(complaint=step.case, asked_of=to, answered_at=None, gone_on_at=None)
    for request in waiting.select_related("asked_by", "asked_of"):
        before = tallies.of_question(request)
        request.is_dropped = True
        request.save(update_fields=["is_dropped"])
        tallies.change(before, tallies.of_question(request))


def take_from_authority(step: Step) -> None:
    """The independent body leads; for the authority the case ceases to exist."""
    independent, authority = parts.independent_docket(step.dockets), parts.authority_docket(step.dockets)
    if independent is None or authority is None:
        return
    knew = holders_of_identity(step.case)
    independent.standing = Standing.LEAD
    step.__dict__.pop("lead", None)
    _close(step, authority)
    align_identity(step, knew)


def renew_released(step: Step) -> None:
    """What the ministry may read from now on lies under a key that it has never had."""
    case = step.case
    case.released_key += 1
    bodies = [docket.institution for docket in step.dockets if sealing.has_own_keys(docket.institution)]
    name = sealing.current(case, Part.RELEASED)
    recipients = {sealing.receipt(case.pk), *(sealing.content_key(body) for body in bodies)}
    step.opened.keys.update(vault.create(state=case.state, subject=case.pk, parts={name: recipients}))


def release_again(step: Step, docket: Docket) -> None:
    """Another authority takes the place of the one that had the case: what that one was given is sealed once more
    for it. Whoever had the old key may have kept it, so nothing that comes later lies under it. Raises `Locked`."""
    case = step.case
    kinds = (*SENT, Text.Kind.RELEASED)
    given = Text.objects.filter(
        complaint=case, part=Part.RELEASED, key_number=case.released_key, kind__in=kinds
    )
    told = [step.opened.of(text).unseal(f"text:{text.pk}", text.body) for text in given.order_by("number")]
    renew_released(step)
    vault.grant(key=step.opened.key(Part.RELEASED), recipients=sealing.readers_at_ministry(docket))
    if told:
        words = "\n\n".join(told)
        step.write(Text.Kind.RELEASED, words, Part.RELEASED)
        index_words(case, words)


# --- giving -----------------------------------------------------------------------------------------


def _open(step: Step, wanted: Holding, pk: UUID) -> Docket:
    docket = Docket(
        state=step.case.state,
        complaint=step.case,
        institution=wanted.institution(pk),
        standing=wanted.standings[pk],
        sort_due=step.moment,
        since=step.moment,
    ).repeat(step.case, step.allegations)
    docket.save(force_insert=True)
    step.dockets.append(docket)
    return docket


def _give_independent(step: Step, docket: Docket) -> None:
    """An independent body that gets the case later gets every text of it. Raises `Locked`."""
    case, content = step.case, sealing.content_key(docket.institution)
    if not Text.objects.filter(complaint=case, part=Part.ORIGINAL).exists():
        # Nothing lies under the key that only the complainant has: both begin with a new one.
        vault.erase(subject=case.pk, parts=[Part.ORIGINAL])
        own = {sealing.receipt(case.pk), content}
        step.opened.keys.update(vault.create(state=case.state, subject=case.pk, parts={Part.ORIGINAL: own}))
    else:
        vault.grant(key=step.opened.key(Part.ORIGINAL), recipients=[content])
    for number in range(1, case.released_key + 1):
        name = sealing.compartment(Part.RELEASED, number)
        if name in step.opened.keys:
            vault.grant(key=step.opened.keys[name], recipients=[content])


def _give_text(step: Step, docket: Docket) -> None:
    """The authority that leads from now on reads what the complainant sent, and nothing written since to others."""
    vault.grant(
        key=step.opened.key(Part.RELEASED),
        recipients=sealing.readers_at_ministry(docket),
    )
    sent = Text.objects.filter(complaint=step.case, kind__in=SENT).order_by("number")
    hidden = [text for text in sent if sealing.part_of(text, step.case) != Part.RELEASED]
    if hidden:
        told = [step.opened.of(text).unseal(f"text:{text.pk}", text.body) for text in hidden]
        words = "\n\n".join(told)
        step.write(Text.Kind.RELEASED, words, Part.RELEASED)
        index_words(step.case, words)


# --- the identity -----------------------------------------------------------------------------------


def holders_of_identity(case: Complaint) -> set[str]:
    """Whose keys open the name now."""
    return vault.holders(case.pk).get(sealing.current(case, Part.IDENTITY), set())


def align_identity(step: Step, knew: set[str]) -> None:
    """Whoever is to know the name holds its key, and nobody else. Raises `Locked` where it can't be given.

    `knew` are those who held it before the step. Where somebody loses it, the name is sealed anew under a key
    that they have never had.
    """
    case = step.case
    name = sealing.current(case, Part.IDENTITY)
    wanted = sealing.readers_of_identity(case, step.dockets)
    if knew - wanted:
        vault.revoke(subject=case.pk, recipients=knew - wanted, parts=[name])
        if Part.IDENTITY in step.opened:
            renew_identity(step, wanted)
            return
    if new := wanted - knew:
        _give_identity(step, new)


def _give_identity(step: Step, new: set[str]) -> None:
    if Part.IDENTITY in step.opened or Person.objects.filter(complaint=step.case).exists():
        vault.grant(key=step.opened.key(Part.IDENTITY), recipients=new)


def renew_identity(step: Step, recipients: set[str]) -> None:
    """Seal every name of the case under a new key, and let the old one open nothing."""
    case, before = step.case, sealing.current(step.case, Part.IDENTITY)
    old = step.opened.key(Part.IDENTITY)
    case.identity_key += 1
    name = sealing.current(case, Part.IDENTITY)
    new = vault.create(state=case.state, subject=case.pk, parts={name: recipients})
    step.opened.keys.update(new)
    for person in Person.objects.filter(complaint=case):
        words = old.unseal(person.role, person.identity)
        person.identity = new[name].seal(person.role, words)
        person.save(update_fields=["identity"])
    vault.erase(subject=case.pk, parts=[before])
