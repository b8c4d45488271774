"""Which part an actor plays in one case: the roles they hold say what they may do, the dockets say where."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from accounts.actor import Actor, Kind
from accounts.roles import Permission, Role
from accounts.selectors import staff_with
from complaints.models import Complaint, Docket, Exclusion, Proceeding
from complaints.moves import Who
from complaints.vocabulary import Stage, Standing
from record.models import Entry

# Whoever did one of these in a case has had their say in its decision.
DECIDING = (
    *("propose_rejection", "reject", "propose_finding", "approve_findings", "uphold", "overturn"),
    *("settle", "not_settle", "close_no_reply", "close_referral"),
)


def docket_of(by: Actor, dockets: Sequence[Docket]) -> Docket | None:
    """The case as the actor's institution holds it, if it does."""
    if by.institution is None:
        return None
    return next((docket for docket in dockets if docket.institution_id == by.institution.pk), None)


def stands_in(by: Actor, dockets: Sequence[Docket]) -> str:
    """The colleague on leave for whom the actor holds the case, as the record names them; else nothing."""
    mine = docket_of(by, dockets)
    if mine is None or mine.assignee_id not in by.stands_for:
        return ""
    return f"user:{mine.assignee_id}"


def independent_docket(dockets: Sequence[Docket]) -> Docket | None:
    return next((docket for docket in dockets if docket.institution.is_independent), None)


def authority_docket(dockets: Sequence[Docket]) -> Docket | None:
    return next((docket for docket in dockets if not docket.institution.is_independent), None)


def lead_docket(dockets: Sequence[Docket]) -> Docket:
    return next(docket for docket in dockets if docket.standing == Standing.LEAD)


def parts_of(
    by: Actor, case: Complaint, dockets: Sequence[Docket], *, is_seen: bool = False
) -> frozenset[Who]:
    """Every part the actor plays here; none for whom the case does not exist.

    `is_seen`: a page found the case through `selectors.visible_to` a moment ago, which leaves out whoever is
    excluded. A service asks again.
    """
    if by.kind is Kind.SYSTEM:
        return frozenset({Who.SYSTEM})
    if by.kind is Kind.RECEIPT:
        return frozenset({Who.COMPLAINANT} if by.case == case.pk else ())
    mine = docket_of(by, dockets)
    if mine is None or (not is_seen and Exclusion.objects.of(by).filter(complaint=case).exists()):
        return frozenset()
    parts = _of_lead(by, mine) | (
        _of_independent(by, mine) if mine.institution.is_independent else _of_authority(by, case, dockets)
    )
    return frozenset(parts | ({Who.REVIEWER} if _may_review(by, case, mine, dockets) else set()))


def _of_lead(by: Actor, mine: Docket) -> set[Who]:
    if mine.standing != Standing.LEAD:
        return set()
    leads = by.may(Permission.LEAD) and by.holds(mine.assignee_id)
    return ({Who.LEAD} if leads else set()) | ({Who.APPROVER} if by.may(Permission.APPROVE) else set())


def _of_independent(by: Actor, mine: Docket) -> set[Who]:
    if by.may(Permission.HEAD):
        return {Who.INDEPENDENT, Who.HEAD}
    holds = by.may(Permission.INDEPENDENT) and by.holds(mine.assignee_id)
    return {Who.INDEPENDENT} if holds else set()


def _of_authority(by: Actor, case: Complaint, dockets: Sequence[Docket]) -> set[Who]:
    parts = {Who.AUTHORITY} if by.may(Permission.ANSWER) else set()
    # Where no independent body holds the case, an internal panel stands in: whoever approves, uninvolved.
    if independent_docket(dockets) is None and by.may(Permission.APPROVE) and not took_part(by, case):
        parts.add(Who.INDEPENDENT)
    return parts


def as_member(by: Actor, case: Complaint, dockets: Sequence[Docket]) -> frozenset[Who]:
    """Whether somebody sat in a session about the case; asked only where minutes are agreed to."""
    hidden = Exclusion.objects.filter(complaint=case, user=by.user_id).exists()
    if by.user_id is None or hidden or docket_of(by, dockets) is None:
        return frozenset()
    sat = Proceeding.objects.filter(
        complaint=case, institution=by.institution, present__contains=[by.user_id]
    )
    return frozenset({Who.MEMBER} if sat.exists() else ())


def took_part(by: Actor, case: Complaint, acts: Iterable[str] = DECIDING) -> bool:
    """Whether the record names this actor as one who proposed or decided in the case, in any version."""
    return _acts(case, acts).filter(by=by.id).exists()


def _acts(case: Complaint, acts: Iterable[str]) -> QuerySet[Entry]:
    return Entry.objects.filter(state=case.state, stream=case.stream, what__in=list(acts))


def _may_review(by: Actor, case: Complaint, mine: Docket, dockets: Sequence[Docket]) -> bool:
    """The NHRI's head; an uninvolved NHRI reviewer where the head took part; without an NHRI, whoever approves
    and is uninvolved."""
    if case.stage != Stage.UNDER_REVIEW:  # nothing to review, and two look-ups spared
        return False
    independent = independent_docket(dockets)
    if independent is None:
        return by.may(Permission.APPROVE) and not took_part(by, case)
    if mine.pk != independent.pk or by.holds(mine.assignee_id) or took_part(by, case):
        return False
    if by.may(Permission.REVIEW):
        return True
    return by.may(Permission.INDEPENDENT) and by.may(Permission.LEAD) and _head_took_part(case, mine)


def _head_took_part(case: Complaint, mine: Docket) -> bool:
    heads = staff_with([Role.NHRI_HEAD], [mine.institution_id])
    return _acts(case, DECIDING).filter(by__in=[f"user:{head}" for head in heads]).exists()
