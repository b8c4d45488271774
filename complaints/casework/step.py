"""One step of a case on its way: what was given, what is known, and the small acts that effects are made of."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from accounts.actor import Actor, Kind
from common.calendar import WorkCalendar
from complaints import clocks, sealing
from complaints.casework import parts
from complaints.casework.stretch import Stretch
from complaints.casework.unsaved import Unsaved
from complaints.models import Allegation, Clock, Complaint, Docket, Ending, Exclusion, Text
from complaints.moves import Ask, Guard, Move, Who
from complaints.vocabulary import Part
from record.services import Detail


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happened and which service it concerns, as screening found it out."""

    service: str
    unit: int | None = None
    governorate: int | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """What is put on file; words and names by field, days and members apart."""

    kind: str
    held_on: date
    words: Mapping[str, object] = field(repr=False)
    ends_on: date | None = None
    present: tuple[UUID, ...] = ()
    recused: tuple[UUID, ...] = ()
    replaces: UUID | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """Why an allegation is found as it is: the standard of proof and reasons the complainant will read."""

    standard: str = ""
    reasons: str = field(default="", repr=False)
    for_silence: bool = False  # undetermined, because no official answer came


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody who makes a move fills in. Words never appear in a traceback."""

    reason: str = field(default="", repr=False)
    message: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    question: str = field(default="", repr=False)
    answer: str = field(default="", repr=False)
    rejection: str = ""
    outcome: str = ""
    findings: Mapping[int, tuple[str, str]] = field(default_factory=dict)  # allegation → finding, disposition
    grounds: Mapping[int, Ground] = field(default_factory=dict)  # by allegation, beside its finding
    recommendations: tuple[str, ...] = field(default=(), repr=False)
    recommendation: UUID | None = None
    stance: str = ""
    verdict: str = ""
    categories: tuple[str, ...] = ()
    consent: bool = False
    addressee: str = ""
    destination: str = ""  # of a transfer, as transfers.destinations writes it
    with_identity: bool = False  # names go along with a transfer
    reference: str = ""
    other_case: str = ""
    person: UUID | None = None
    request: UUID | None = None
    allegation: int | None = None
    choice: str = ""
    afresh: bool = False  # what is so already is refused, see `Already`
    files: tuple[str, ...] = field(default=(), repr=False)  # tokens of files that wait
    place: Place | None = None
    proceeding: Filed | None = None
    session: UUID | None = None  # whose minutes are agreed to
    whereabouts: str = ""
    mode: str = ""
    safety: str = ""
    satisfaction: Mapping[str, str] = field(default_factory=dict)  # question → answer
    circumstances: tuple[str, ...] | None = None  # all that hold, instead of those known before
    danger: bool = False
    held: bool = False
    title: str = field(default="", repr=False)
    governorate: int | None = None
    happened_on: date | None = None
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)

    @property
    def facts(self) -> bool:
        """Whether facts were filled in at all: none of them may hold."""
        return self.circumstances is not None

    @property
    def event(self) -> str:
        """What names an event: another case, or a title."""
        return self.other_case or self.title

    def has(self, ask: Ask) -> bool:
        value = getattr(self, ask.name.lower())
        return bool(value.strip() if isinstance(value, str) else value)


class Unmet(Exception):
    """A condition of the table that this case does not meet now."""

    def __init__(self, guard: Guard) -> None:
        super().__init__(guard.name)
        self.guard = guard


class Missing(Exception):
    """Something the move asks for was not given, or does not fit."""

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask.name)
        self.ask = ask


class Already(Exception):
    """The case is as the move would make it."""


@dataclass
class Step:
    """Everything one move may look at and change, inside its transaction, with the case locked."""

    case: Complaint
    move: Move
    by: Actor
    given: Given
    now: datetime
    dockets: list[Docket]
    clocks: list[Clock]
    allegations: list[Allegation]
    endings: list[Ending]
    stretch: Stretch
    plays: frozenset[Who] = frozenset()  # the parts of the actor that allow the move
    stays: bool = False  # an effect found that the stage does not change after all
    request: UUID | None = None  # the question a clock belongs to
    texts: list[str] = field(default_factory=list)  # what was written, as the record keeps it
    files: list[str] = field(default_factory=list)  # what was attached, likewise
    details: dict[str, Detail] = field(default_factory=dict)  # what else the record keeps of it
    starts: list[str] = field(init=False)  # kinds of clocks
    unsaved: Unsaved = field(init=False)

    def __post_init__(self) -> None:
        self.starts = list(self.move.starts)
        self.unsaved = Unsaved([self.case, *self.dockets, *self.allegations])

    @property
    def calendar(self) -> WorkCalendar:
        return self.stretch.rules.calendar

    @cached_property
    def excluded(self) -> frozenset[UUID]:
        """For whom the case does not exist, read under its lock."""
        return frozenset(Exclusion.objects.filter(complaint=self.case).values_list("user_id", flat=True))

    @cached_property
    def lead(self) -> Docket:
        return parts.lead_docket(self.dockets)

    @property
    def moment(self) -> datetime:
        """Now, as far as it may be kept."""
        return self.case.moment(self.now) if self.by.kind is Kind.RECEIPT else self.now

    @cached_property
    def opened(self) -> sealing.Opened:
        return sealing.open_case(self.case, self.by.keyring)

    @property
    def own_part(self) -> Part:
        """The compartment in which this actor's words belong.

        The ministry reads what it writes; an independent body's words stay with it; a complainant writes to
        whoever leads.
        """
        if self.by.kind is Kind.RECEIPT:
            return Part.ORIGINAL if self.lead.institution.is_independent else Part.RELEASED
        independent = self.by.institution is not None and self.by.institution.is_independent
        return Part.ORIGINAL if independent else Part.RELEASED

    @property
    def decision_part(self) -> Part:
        """Where the reasons of a decision belong: whoever leads carries it out, so it reads what a reviewer says."""
        return self.own_part if self.lead.institution.is_independent else Part.RELEASED

    def begin(self, kind: str) -> Clock:
        """Start a clock of this case; a clock of the kind that still runs goes on instead."""
        if self.request is None:
            for clock in self.clocks:
                if clock.kind == kind and clock.ended_at is None:
                    return clock
        (clock,) = clocks.begin(
            self.case,
            [kind],
            lead=self.lead.institution,
            calendar=self.calendar,
            now=self._start_of(kind),
            request=self.request,
            terms=self.stretch.rules.terms,
            exact=self.now if self.moment != self.now else None,
        )
        self.clocks.append(clock)
        return clock

    def _start_of(self, kind: str) -> datetime:
        """The notice of an outcome is due after the preview, where there is one."""
        if kind == "outcome_notice":
            for clock in self.clocks:
                if clock.kind == "nhri_preview" and clock.ended_at is None:
                    return clock.due_at - timedelta(microseconds=1)  # within its last day
        return self.moment

    def write(self, kind: Text.Kind, words: str, part: Part | None = None) -> Text:
        """Seal words of this actor into the case. Raises `vault.Locked`."""
        part = part or self.own_part
        last = Text.objects.filter(complaint=self.case).order_by("-number").values_list("number", flat=True)
        text = Text(
            state=self.case.state,
            complaint=self.case,
            number=(last.first() or 0) + 1,
            kind=kind,
            part=part,
            key_number=self.case.released_key if part == Part.RELEASED else 1,
            institution=self.by.institution,
            by=self.by.id,
            at=self.moment,
        )
        text.body = self.opened.key(part).seal(f"text:{text.pk}", words)
        text.save(force_insert=True)
        # The box has a random nonce, so its hash tells nothing once the row is erased.
        self.texts.append(f"{text.pk}:{hashlib.sha256(text.body).hexdigest()}")
        return text
