"""Tags: words an institution sorts its own cases by. Nobody else learns of them, and they move nothing."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, F, Q, QuerySet

from accounts.actor import Actor, Refused, require
from accounts.models import Institution
from accounts.roles import Permission
from common import tenancy
from complaints.casework.selectors import visible_to
from complaints.models import CaseTag, Complaint, Docket, Tag
from record import services as record


class Taken(Exception):
    """The institution has a tag of this name."""


def desk_stream(institution: Institution) -> str:
    """The chain of entries about a desk that are about no single case: its tags, its exports."""
    return f"desk:{institution.pk}"


def tags_of(actor: Actor) -> QuerySet[Tag]:
    """The tags of the actor's institution, by name."""
    if actor.institution is None or not actor.may(Permission.QUEUE):
        return Tag.objects.none()
    return Tag.objects.filter(state=actor.state, institution=actor.institution).order_by("name")


def listed(actor: Actor) -> QuerySet[Tag]:
    """The same with `cases`, on how many cases each is: retired ones last."""
    marks = Count("casetag", filter=Q(casetag__state=actor.state))
    return tags_of(actor).annotate(cases=marks).order_by(F("retired_at").asc(nulls_first=True), "name")


def make(*, name: str, by: Actor, now: datetime) -> Tag:
    """A new tag of one's institution, by whoever assigns its cases. Raises `Refused`, `Taken`."""
    require(by, Permission.ASSIGN)
    with tenancy.within(by.state):
        tag = Tag(state=by.state, institution=by.institution, name=name, made_at=now, made_by=by.id)
        if tags_of(by).filter(name=name).exists():
            raise Taken
        tag.save(force_insert=True)
        _tell("tag_made", tag, by, now)
    return tag


def retire(*, tag: int, by: Actor, now: datetime) -> None:
    """No further case gets it; where it is, it stays. Raises `Refused`, `Tag.DoesNotExist`."""
    _turn(tag, "tag_retired", by, now, retired_at=now, retired_by=by.id)


def revive(*, tag: int, by: Actor, now: datetime) -> None:
    """It can be given again. Raises `Refused`, `Tag.DoesNotExist`."""
    _turn(tag, "tag_revived", by, now, retired_at=None, retired_by="")


def _turn(pk: int, what: str, by: Actor, now: datetime, **values: datetime | str | None) -> None:
    require(by, Permission.ASSIGN)
    with tenancy.within(by.state):
        tag = tags_of(by).select_for_update(of=("self",)).get(pk=pk)
        if (tag.retired_at is None) == (values["retired_at"] is None):
            return  # it is so already
        tags_of(by).filter(pk=pk).update(**values)
        _tell(what, tag, by, now)


def _tell(what: str, tag: Tag, by: Actor, now: datetime) -> None:
    if by.institution is None:
        raise Refused(what)
    stream, details = desk_stream(by.institution), {"tag": str(tag.pk)}
    record.write(state=by.state, stream=stream, what=what, by=by.id, at=now, details=details)


# --- on a case --------------------------------------------------------------------------------------


def on_case(actor: Actor, case: UUID) -> set[int]:
    """Which of one's institution's tags a case has."""
    rows = CaseTag.objects.filter(state=actor.state, complaint=case, tag__institution=actor.institution)
    return set(rows.values_list("tag_id", flat=True))


def set_tags(*, case: UUID, tags: Collection[int], by: Actor, now: datetime) -> int:
    """Exactly these tags from now on, of one's own institution's. Returns how many changed; each has its entry.

    Raises `Refused` where the case does not exist for the actor.
    """
    with tenancy.within(by.state):
        complaint = _held(case, by)
        if not _seen(case, by).exists():
            raise Refused("tags")
        has, known = on_case(by, case), tags_of(by)
        wanted = set(known.filter(pk__in=tags).values_list("pk", flat=True))
        new = set(known.filter(pk__in=wanted - has, retired_at=None).values_list("pk", flat=True))
        return _put(complaint, new, by, now) + _take(complaint, has - wanted, by, now)


def put_on(*, case: UUID, tag: int, by: Actor, now: datetime) -> bool:
    """One tag more. False where the case has it already. Raises `Refused`, `Tag.DoesNotExist`."""
    with tenancy.within(by.state):
        complaint, has = _held(case, by), _has(case, tags_of(by).filter(pk=tag, retired_at=None), by)
        return not has and bool(_put(complaint, {tag}, by, now))


def take_off(*, case: UUID, tag: int, by: Actor, now: datetime) -> bool:
    """One tag less. False where the case does not have it. Raises `Refused`, `Tag.DoesNotExist`."""
    with tenancy.within(by.state):
        complaint, has = _held(case, by), _has(case, tags_of(by).filter(pk=tag), by)
        return has and bool(_take(complaint, {tag}, by, now))


def _held(case: UUID, by: Actor) -> Complaint:
    """The case, held until the transaction ends. Raises `Refused` where this state has none such."""
    try:
        return Complaint.objects.locked(case)
    except Complaint.DoesNotExist:
        raise Refused("tags") from None


def _seen(case: UUID, by: Actor) -> QuerySet[Docket]:
    return visible_to(by).filter(complaint_id=case)


def _has(case: UUID, tag: QuerySet[Tag], by: Actor) -> bool:
    """Whether the case has a tag of this description. Raises `Refused`, `Tag.DoesNotExist`."""
    marks = CaseTag.objects.filter(state=by.state, complaint=case, tag__in=tag)
    found = _seen(case, by).annotate(has=Exists(marks), there=Exists(tag)).values_list("has", "there").first()
    if found is None:
        raise Refused("tags")
    if not found[1]:
        raise Tag.DoesNotExist
    return bool(found[0])


def _put(case: Complaint, tags: Collection[int], by: Actor, now: datetime) -> int:
    CaseTag.objects.bulk_create(
        CaseTag(state=case.state, complaint=case, tag_id=pk, by=by.id, at=now) for pk in sorted(tags)
    )
    return _record(case, "tagged", tags, by, now)


def _take(case: Complaint, tags: Collection[int], by: Actor, now: datetime) -> int:
    CaseTag.objects.filter(state=case.state, complaint=case, tag_id__in=tags).delete()
    return _record(case, "untagged", tags, by, now)


def _record(case: Complaint, what: str, tags: Collection[int], by: Actor, now: datetime) -> int:
    for pk in sorted(tags):
        details = {"tag": str(pk)}
        record.write(state=case.state, stream=case.stream, what=what, by=by.id, at=now, details=details)
    return len(tags)
