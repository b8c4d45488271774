"""Effects that link a case to an event, and out of it again. Mode, clock, receipt and notices stay each case's own."""

from complaints import events
from complaints.casework import selectors
from complaints.casework.effects import effect
from complaints.casework.step import Missing, Step
from complaints.models import Complaint, Event, EventLink
from complaints.moves import Ask


@effect("link_event")
def link_event(step: Step) -> None:
    """To the event of another case this actor sees, or to a new one."""
    case, body, given = step.case, step.by.institution, step.given
    if body is None or EventLink.objects.filter(complaint=case, institution=body).exists():
        raise Missing(Ask.EVENT)
    other = _other(step) if given.other_case else None
    event = _event_of(other, step) if other else None
    if event is None:
        if not given.title.strip():
            raise Missing(Ask.EVENT)
        about = events.About(title=given.title, governorate=given.governorate, happened_on=given.happened_on)
        day = step.calendar.local_date(step.now)
        event = events.begin(state=case.state, of=body, about=about, by=step.by, on=day)
        if other:
            events.link(event=event, case=other, by=step.by, at=step.now)
            step.details["other"] = str(other.pk)
    events.link(event=event, case=case, by=step.by, at=step.now)
    step.details["event"] = str(event.pk)


def _other(step: Step) -> Complaint:
    rows = selectors.visible_to(step.by).filter(complaint__reference=step.given.other_case)
    found = rows.exclude(complaint=step.case).select_related("complaint").first()
    if found is None:
        raise Missing(Ask.EVENT)
    return found.complaint


def _event_of(case: Complaint, step: Step) -> Event | None:
    assert step.by.institution is not None  # noqa: S101  # the caller's condition
    return next(iter(events.of_case(case, [step.by.institution.pk])), None)


@effect("unlink_event")
def unlink_event(step: Step) -> None:
    assert step.by.institution is not None  # noqa: S101  # parts are played by staff of an institution
    step.details["event"] = str(events.unlink(case=step.case, of=step.by.institution))
