"""Agendas of joint meetings: which open questions and remedies are to be spoken about with the authority.

A line names a case by its reference, its subject in the words of the vocabulary and what is waited for: no words
of anybody. Only cases that the authority holds may stand on it, and a line whose case it lost since is left out
whenever the agenda is read, lest a piece of paper tell it of a case that must not exist for it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts import selectors as accounts
from accounts.actor import Actor, Refused
from accounts.models import Institution, InstitutionKind
from accounts.roles import Permission
from common import pdf, tenancy
from common.languages import month_usage
from common.receipts import normalise_reference
from complaints.casework.selectors import visible_to
from complaints.casework.subjects import subject_of
from complaints.models import Agenda, AgendaLine, Allegation, Docket, Recommendation, Request
from complaints.oversight import recommendations, silence
from complaints.work import Fate
from record import services as record

CHOICES = 100  # questions, and remedies, offered on the form: the longest waiting
_Days = Callable[[datetime, datetime], int]
Because = AgendaLine.Because


class NotPossible(Exception):
    """`why`: nothing, reference (the case does not exist for both sides)."""

    def __init__(self, why: str, which: str = "") -> None:
        super().__init__(why)
        self.why, self.which = why, which


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is read: `request` or `remedy` says since when something is owed."""

    number: int
    reference: str
    subject: list[object]
    because: str
    request: Request | None
    days: int  # working days since the question
    remedy: Recommendation | None
    is_settled: bool  # answered, or claimed or checked as carried out, since the agenda was made


def others(actor: Actor) -> list[Institution]:
    """The authorities of the state with which a meeting can be held."""
    rows = accounts.institutions_of(actor.state)
    return [row for row in rows if row.kind == InstitutionKind.AUTHORITY]


def held_by(other: Institution, rows: QuerySet[Docket]) -> QuerySet[Docket]:
    """Those of the dockets whose case the other institution holds as well."""
    theirs = Docket.objects.filter(
        state=other.state, institution=other, complaint_id=OuterRef("complaint_id")
    )
    return rows.filter(Exists(theirs))


def shared(actor: Actor, other: Institution) -> QuerySet[Docket]:
    """Cases that exist for the actor and that the other institution holds."""
    return held_by(other, visible_to(actor))


def questions(actor: Actor, other: Institution) -> QuerySet[Request]:
    """Questions to this institution that wait, the oldest first."""
    both = shared(actor, other).values("complaint_id")
    rows = silence.waiting(actor).filter(asked_of=other, complaint__in=both)
    return rows.select_related("complaint").prefetch_related(_alleged(actor.state)).order_by("asked_at", "pk")


def remedies(actor: Actor, other: Institution) -> QuerySet[Recommendation]:
    """Remedies it still owes, the longest overdue first."""
    both = shared(actor, other).values("complaint_id")
    rows = recommendations.owed(actor).filter(complaint__in=both)
    return rows.select_related("complaint").prefetch_related(_alleged(actor.state))


def _alleged(state: str) -> "Prefetch[str]":
    return Prefetch(
        "complaint__allegation_set", queryset=Allegation.objects.filter(state=state).order_by("pk")
    )


@dataclass(frozen=True, slots=True)
class Chosen:
    """What somebody puts on an agenda."""

    meets_on: date
    questions: Sequence[UUID] = ()
    remedies: Sequence[UUID] = ()
    references: Sequence[str] = ()
    language: str = "ar"


def make(*, other: Institution, chosen: Chosen, by: Actor, now: datetime) -> Agenda:
    """Keep an agenda. Raises `Refused`, and `NotPossible` where nothing was chosen or a case is not shared."""
    if by.institution is None or not by.institution.is_independent or not by.may(Permission.INDEPENDENT):
        raise Refused("agenda")
    with tenancy.within(by.state):
        lines = [
            *_of_questions(by, other, chosen),
            *_of_remedies(by, other, chosen),
            *_of_references(by, other, chosen),
        ]
        if not lines:
            raise NotPossible("nothing")
        made = Agenda.objects.create(
            state=by.state,
            institution=by.institution,
            other=other,
            meets_on=chosen.meets_on,
            language=chosen.language,
            at=now,
            by=by.id,
        )
        for number, line in enumerate(lines, start=1):
            line.agenda, line.number, line.state = made, number, by.state
        AgendaLine.objects.bulk_create(lines)
        record.write(
            state=by.state,
            stream=f"agenda:{made.pk}",
            what="agenda_made",
            by=by.id,
            at=now,
            details={"other": other.code, "cases": sorted({str(line.complaint_id) for line in lines})},
        )
    return made


def _of_questions(by: Actor, other: Institution, chosen: Chosen) -> list[AgendaLine]:
    rows = questions(by, other).filter(pk__in=list(chosen.questions))
    return [AgendaLine(complaint=row.complaint, request=row, because=Because.SILENCE) for row in rows]


def _of_remedies(by: Actor, other: Institution, chosen: Chosen) -> list[AgendaLine]:
    rows = remedies(by, other).filter(pk__in=list(chosen.remedies))
    return [AgendaLine(complaint=row.complaint, recommendation=row, because=Because.REMEDY) for row in rows]


def _of_references(by: Actor, other: Institution, chosen: Chosen) -> list[AgendaLine]:
    lines = []
    for typed in dict.fromkeys(chosen.references):
        rows = shared(by, other).select_related("complaint")
        row = rows.filter(complaint__reference=normalise_reference(typed) or "").first()
        if row is None:
            raise NotPossible("reference", typed)
        lines.append(AgendaLine(complaint=row.complaint, because=Because.CHOSEN))
    return lines


# --- reading ------------------------------------------------------------------------------------


def visible(actor: Actor) -> QuerySet[Agenda]:
    """The agendas of one's institution."""
    if not actor.may(Permission.INDEPENDENT):
        return Agenda.objects.none()
    rows = Agenda.objects.filter(state=actor.state, institution=actor.institution)
    return rows.select_related("other", "institution").defer("pdf")


def lines(agenda: Agenda, rows: QuerySet[Docket], *, now: datetime) -> list[Line]:
    """The lines whose cases are among these dockets and still held by the other side."""
    there = held_by(agenda.other, rows).values("complaint_id")
    found = AgendaLine.objects.filter(state=agenda.state, agenda=agenda, complaint__in=there)
    listed = found.select_related("complaint", "request", "recommendation").prefetch_related(
        _alleged(agenda.state)
    )
    calendar = accounts.calendar(accounts.state(agenda.state))
    return [_line(row, calendar.working_days_between, now) for row in listed.order_by("number")]


def _line(row: AgendaLine, days_between: _Days, now: datetime) -> Line:
    asked, remedy = row.request, row.recommendation
    answered = asked is not None and asked.answered_at is not None
    done = remedy is not None and remedy.fate in (Fate.CLAIMED, Fate.VERIFIED, Fate.SET_ASIDE)
    return Line(
        number=row.number,
        reference=row.complaint.reference,
        subject=list(subject_of(row.complaint, row.complaint.allegation_set.all())),
        because=row.because,
        request=asked,
        days=days_between(asked.asked_at, now) if asked else 0,
        remedy=remedy,
        is_settled=answered or done,
    )


# --- the file -----------------------------------------------------------------------------------


def ask_for_file(*, agenda: Agenda, by: Actor, now: datetime) -> None:
    """Have a worker make the PDF, from what may be read without any key."""
    with tenancy.within(by.state):
        if not visible(by).filter(pk=agenda.pk).exists():
            raise Refused("agenda")
        _lost(agenda).delete()
        Agenda.objects.filter(pk=agenda.pk).update(file_wanted=now, pdf=None)
        record.post(
            state=agenda.state, topic="agenda", subjects=[str(agenda.pk)], cause=now.isoformat(), at=now
        )


def print_file(state: str, pk: UUID, *, now: datetime) -> None:
    """Draw the file and keep it. Within the state."""
    agenda = Agenda.objects.select_related("other", "institution").get(state=state, pk=pk)
    rows = Docket.objects.filter(state=state, institution=agenda.institution)
    Agenda.objects.filter(pk=agenda.pk).update(pdf=drawn(agenda, lines(agenda, rows, now=now), now=now))


def drawn(agenda: Agenda, listed: Iterable[Line], *, now: datetime) -> bytes:
    """The agenda as a tagged PDF on A4, in its language."""
    state = accounts.state(agenda.state)
    with translation.override(agenda.language), timezone.override(state.zone):
        said = {
            "agenda": agenda,
            "lines": list(listed),
            "language": agenda.language,
            "direction": "rtl" if agenda.language == "ar" else "ltr",
            "months": month_usage(agenda.state),
            "printed": now,
            "arabic_digits": state.arabic_digits and agenda.language == "ar",
            "words": pdf.furniture(),
        }
        return pdf.render(
            html=render_to_string("pdf/agenda.html", said), css=render_to_string("pdf/agenda.css", said)
        )


def _lost(agenda: Agenda) -> QuerySet[AgendaLine]:
    """Lines about cases that the other side no longer holds."""
    ours = Docket.objects.filter(state=agenda.state, institution=agenda.institution)
    lines = AgendaLine.objects.filter(state=agenda.state, agenda=agenda)
    return lines.exclude(complaint__in=held_by(agenda.other, ours).values("complaint_id"))


def file_of(actor: Actor, agenda: Agenda) -> bytes | None:
    """The finished file, for whom every case on it exists, and while the other side holds all of them."""
    hidden = AgendaLine.objects.filter(state=actor.state, agenda=agenda).exclude(
        complaint__in=visible_to(actor).values("complaint_id")
    )
    if hidden.exists() or _lost(agenda).exists():
        return None
    row = visible(actor).filter(pk=agenda.pk, pdf__isnull=False).values_list("pdf", flat=True).first()
    return bytes(row) if row else None
