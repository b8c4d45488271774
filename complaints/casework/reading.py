"""What a case file shows, as far as the actor's role and keys reach."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from accounts import selectors as accounts
from accounts.actor import Actor
from accounts.models import State, User
from accounts.roles import Role
from common.boxes import Tampered
from common.calendar import WorkCalendar, calendar_of
from complaints import deadlines, readers, sealing
from complaints.casework import checklists, clockface, related, selectors
from complaints.casework.audience import NEVER_TOLD, OWN_AFFAIRS
from complaints.casework.history import TEXTS, told
from complaints.casework.pieces import Event, Found, Question, Telling, Who
from complaints.casework.safety import safety_words
from complaints.casework.sentences import stage_label
from complaints.casework.subjects import subject_of
from complaints.models import Allegation, Clock, Complaint, Docket, Recommendation, Request, Text
from complaints.naming import mode_label
from complaints.vocabulary import Mode, Part
from record.models import Entry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

BESIDE = frozenset({Text.Kind.FINDING, Text.Kind.RECOMMENDATION, Text.Kind.POSITION})
KINDS = {"receipt": "complainant", "token": "program"}  # of those who act and are no staff


@dataclass
class CaseFile:
    """One case as one actor may read it. Fetches each thing once, when a page first asks for it."""

    actor: Actor
    docket: Docket
    state: State
    now: datetime
    language: str

    @property
    def case(self) -> Complaint:
        return self.docket.complaint

    @cached_property
    def calendar(self) -> WorkCalendar:
        return accounts.calendar(self.state)

    @cached_property
    def dockets(self) -> list[Docket]:
        if beside := getattr(self.docket, "beside", None):
            return list(beside)
        held = Docket.objects.filter(state=self.actor.state, complaint=self.case)
        return list(held.select_related("institution").order_by("pk"))

    @cached_property
    def allegations(self) -> list[Allegation]:
        rows = Allegation.objects.filter(state=self.actor.state, complaint=self.case)
        return list(rows.select_related("unit").order_by("pk"))

    @property
    def categories(self) -> list[str]:
        return [row.category for row in self.allegations]

    @property
    def checklist(self) -> tuple[int, int]:
        """How many lines of how many are ticked off."""
        return checklists.progress(self.categories, getattr(self.docket, "checked", ()), self.record)

    @cached_property
    def clock_rows(self) -> list[Clock]:
        return list(
            Clock.objects.filter(state=self.actor.state, complaint=self.case).order_by("due_at", "pk")
        )

    @cached_property
    def clocks(self) -> list[clockface.Face]:
        return [self.face_of(clock) for clock in self.clock_rows]

    @property
    def running(self) -> list[clockface.Face]:
        return [clock for clock in self.clocks if clock.runs]

    @property
    def ended(self) -> list[clockface.Face]:
        return [clock for clock in self.clocks if not clock.runs]

    @property
    def chip(self) -> clockface.Face:
        clock = clockface.next_of(self.clock_rows)
        return self.face_of(clock) if clock else clockface.none()

    def face_of(self, clock: Clock) -> clockface.Face:
        # Only a pause counts working days; everything else needs the zone alone.
        calendar = self.calendar if clock.paused_at else calendar_of(self.state.zone)
        return clockface.face(clock, calendar=calendar, now=self.now, language=self.language)

    @property
    def stage(self) -> "StrOrPromise":
        return stage_label(self.case.stage)

    @property
    def mode(self) -> "StrOrPromise":
        """How the complainant is known, as the desk says it."""
        return mode_label(self.case.mode)

    @property
    def subject(self) -> list["StrOrPromise"]:
        return subject_of(self.case, self.allegations)

    # --- words --------------------------------------------------------------------------------

    @cached_property
    def texts(self) -> list[Text]:
        """Those that concern this institution: its own notes, and what its side of the case may hold."""
        rows = Text.objects.filter(state=self.actor.state, complaint=self.case).select_related("institution")
        return [text for text in rows.order_by("number") if self._concerns(text)]

    def _concerns(self, text: Text) -> bool:
        body = self.actor.institution
        if body is None or (text.kind == Text.Kind.NOTE and text.institution_id != body.pk):
            return False
        # What was withdrawn from the ministry belongs to it no more, not even as a locked box.
        return body.is_independent or sealing.part_of(text, self.case) == Part.RELEASED

    @cached_property
    def readable(self) -> frozenset[Part]:
        return selectors.readable(self.actor, self.docket)

    @cached_property
    def with_reason(self) -> frozenset[Part]:
        """What opens on giving a reason, where there is something to open."""
        parts = selectors.readable_with_reason(self.actor, self.docket)
        held = {sealing.part_of(text, self.case) for text in self.texts}
        return frozenset(
            part for part in parts if part in held or (part == Part.IDENTITY and self.has_identity)
        )

    @property
    def has_identity(self) -> bool:
        return self.has("identity", unknown=False)

    def has(self, what: str, *, unknown: bool = True) -> bool:
        """Whether there is any of it, as the docket was fetched with (see `extent`)."""
        return bool(getattr(self.docket, f"has_{what}", unknown))

    @cached_property
    def opened(self) -> sealing.Opened:
        return sealing.open_case(self.case, self.actor.keyring, self.readable)

    @cached_property
    def tellings(self) -> list[Telling]:
        """The texts that role and keys reach, in their order."""
        return [self.telling(text, self.opened) for text in self.texts if self.opened.opens(text)]

    def telling(self, text: Text, opened: sealing.Opened) -> Telling:
        words = unsealed(text, opened)
        if words and text.kind == Text.Kind.SAFETY:
            words = safety_words(words)
        return Telling(text, TEXTS[text.kind], words, self.who(text.by))

    @cached_property
    def locked(self) -> list[tuple[str, str]]:
        """Compartments with texts that stay closed: which, and why (reason, assigned, key)."""
        parts = dict.fromkeys(
            sealing.part_of(text, self.case) for text in self.texts if not self.opened.opens(text)
        )
        return [(part, self._why(part)) for part in parts]

    def _why(self, part: str) -> str:
        if part in self.readable:
            return "key"
        return "reason" if part in self.with_reason else "assigned"

    def original(self) -> str:
        """The complainant's own words where they are open, to release from; else nothing."""
        return next((one.body or "" for one in self.tellings if one.text.kind == Text.Kind.NARRATIVE), "")

    def words_of(self, text: UUID | None) -> str:
        """A text of the file by its id, where it is open to this reader; else nothing."""
        return next((one.body or "" for one in self.tellings if one.text.pk == text), "") if text else ""

    def reasons_of(self, row: Allegation) -> str:
        """Why an allegation was found as it was."""
        return self.words_of(row.reasons_id)

    @property
    def findings(self) -> list[Found]:
        """Each allegation with what was found of it."""
        return [
            Found(
                row,
                self.reasons_of(row),
                self.who(row.proposed_by) if row.proposed_by else None,
                self.who(row.decided_by) if row.decided_by else None,
            )
            for row in self.allegations
        ]

    @property
    def words(self) -> list[Telling]:
        """The texts that stand by themselves; the others stand beside what they belong to."""
        return [one for one in self.tellings if one.text.kind not in BESIDE]

    @cached_property
    def recommendations(self) -> list[Recommendation]:
        if not self.has("recommendations"):
            return []
        rows = Recommendation.objects.filter(state=self.actor.state, complaint=self.case)
        return list(rows.select_related("made_by_body", "addressed_to").order_by("number"))

    # --- questions and history ------------------------------------------------------------------

    @cached_property
    def requests(self) -> list[Request]:
        if not self.has("questions"):
            return []
        rows = Request.objects.filter(state=self.actor.state, complaint=self.case)
        return list(rows.select_related("asked_by", "asked_of").order_by("asked_at"))

    @cached_property
    def questions(self) -> list[Question]:
        clocks = {clock.request: clock for clock in self.clock_rows if clock.request}
        return [
            Question(row, self._days_since(row.asked_at), self._clock_of(clocks.get(row.pk)))
            for row in self.requests
            if row.answered_at is None
        ]

    def _clock_of(self, clock: Clock | None) -> clockface.Face | None:
        return self.face_of(clock) if clock else None

    def _days_since(self, moment: datetime) -> int:
        calendar = calendar_of(self.state.zone)
        return (calendar.local_date(self.now) - calendar.local_date(moment)).days

    @cached_property
    def record(self) -> list[Entry]:
        rows = Entry.objects.filter(state=self.actor.state, stream=self.case.stream)
        return list(rows.order_by("-seq"))

    def _may_know(self, entry: Entry) -> bool:
        """The independent body knows the whole record; the ministry, what is its affair."""
        body = self.actor.institution
        if body is None or body.is_independent:
            return True
        if entry.what in NEVER_TOLD:
            return False
        colleague = self.people.get(entry.by)
        return entry.what not in OWN_AFFAIRS or (
            colleague is not None and colleague.institution_id == body.pk
        )

    @cached_property
    def people(self) -> dict[str, User]:
        """The staff who acted in this case, by their opaque ids."""
        ids = {entry.by for entry in self.record if entry.by.startswith("user:")}
        ids |= {json.loads(entry.details)["for"] for entry in self.record if '"for":' in entry.details}
        users = selectors.actors(UUID(by.removeprefix("user:")) for by in ids)
        return {f"user:{user.pk}": user for user in users}

    @cached_property
    def history(self) -> list[Event]:
        return [self._event(entry) for entry in self.record if self._may_know(entry)]

    def _event(self, entry: Entry) -> Event:
        details = json.loads(entry.details)
        came, went = details.get("from"), details.get("to")
        return Event(
            sentence=told(entry.what, entry.by),
            at=entry.at,
            who=self.who(entry.by),
            stage=stage_label(went) if went and came != went else "",
            clock=deadlines.Clock(details["clock"]).label if entry.what == "overdue" else "",
            instead_of=self.who(details["for"]).name if "for" in details else "",
        )

    def who(self, by: str) -> Who:
        """Own colleagues by name; others by role and institution."""
        user = self.people.get(by)
        if user is None:
            return Who(kind=KINDS.get(by.partition(":")[0], "system"))
        if user.institution_id == self.docket.institution_id:
            return Who(name=user.name)
        held = getattr(user, "role", None)
        institution = user.institution.name if user.institution else ""
        return Who(role=Role(held).label if held else "", institution=institution)

    @cached_property
    def readers(self) -> list[readers.Line]:
        """Who can read what of this case now."""
        found = readers.readers_of(self.case, on=self.now.date())
        own = self.docket.institution.is_independent
        return readers.lines(found, readers.parts_there(self.case, to_ministry=not own))

    @cached_property
    def events(self) -> list[related.Happening]:
        """What this case belongs to with others, as far as this actor may see them."""
        return related.events_of(self.actor, self.case) if self.has("event") else []

    @property
    def is_anonymous(self) -> bool:
        return self.case.mode == Mode.ANONYMOUS


def unsealed(text: Text, opened: sealing.Opened) -> str | None:
    """A text's words; None where its ciphertext was changed or moved. Raises `vault.Locked`."""
    try:
        return opened.of(text).unseal(f"text:{text.pk}", text.body)
    except Tampered:
        return None
