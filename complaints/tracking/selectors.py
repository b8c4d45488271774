"""From a code to its case, and everything of it that its complainant may see."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.conf import settings

from accounts import actor as actors
from accounts import selectors as accounts
from accounts.actor import Actor
from accounts.models import Institution, State
from common import receipts, tenancy
from common.calendar import WorkCalendar
from complaints import codes, notices, readers, sealing
from complaints.aftercare import ENDS_ASKED
from complaints.casework.safety import safety_words
from complaints.evidence import selectors as evidence
from complaints.letters import reaching
from complaints.models import (
    Allegation,
    Clock,
    Complaint,
    Docket,
    Receipt,
    RecommendationStep,
    Request,
    Text,
    Transfer,
)
from complaints.tracking import telling
from complaints.vocabulary import Standing
from record.models import Entry
from record.services import case_stream
from vault import services as vault

_NOBODYS = b"no submission has a key like this"
# A decision's reasons are written before notice is given of them.
_READ_BY_COMPLAINANT = (
    Text.Kind.TO_COMPLAINANT,
    Text.Kind.FROM_COMPLAINANT,
    Text.Kind.REASONS,
    Text.Kind.SAFETY,
)
# What stands beside what it belongs to: a finding, a recommendation.
_BESIDE = (Text.Kind.FINDING, Text.Kind.RECOMMENDATION, Text.Kind.POSITION, Text.Kind.ANSWER)


@dataclass(frozen=True, slots=True)
class Found:
    """The case of a code, and its complainant as an actor."""

    case: UUID
    state: str
    by: Actor
    code: str = field(repr=False)


def earlier(found: Found) -> Found | None:
    """The request that this complaint was made from, or the file it had in another state here, opened with the same
    code."""
    with tenancy.within(found.state):
        came_of = Complaint.objects.values_list("came_of", flat=True).get(pk=found.case)
    if not came_of:
        return None
    with tenancy.within(came_of[:2]):
        old = Complaint.objects.filter(reference=came_of).first()
    if old is None:
        return None
    by = actors.receipt(state=old.state, case=old.pk, seed=receipts.reader_seed(found.code))
    return Found(old.pk, old.state, by, found.code)


def find(typed: str) -> Found | None:
    """The case of what somebody typed; None for anything else, after the same hash and the same query."""
    code = receipts.normalise(typed)
    # What can't be a code is looked for all the same, so that nobody learns from the time it takes.
    wanted = code or receipts.code_for(_NOBODYS, secret=bytes.fromhex(settings.RECEIPT_SECRET))
    row = codes.rows_of([wanted]).get(wanted)
    return _found(row, code) if row and code else None


def _found(row: Receipt, code: str) -> Found:
    by = actors.receipt(state=row.state, case=row.case, seed=receipts.reader_seed(code))
    return Found(row.case, row.state, by, code)


def find_all(typed: Iterable[str]) -> list[Found]:
    """The cases of several codes as `code_for` writes them, in one query; a code without a case is left out."""
    return [_found(row, code) for code, row in codes.rows_of(typed).items()]


@dataclass(frozen=True, slots=True)
class Message:
    """Words between the complainant and whoever works on the case. `words` is None where they are locked."""

    id: UUID
    number: int
    kind: str
    on: date
    institution: Institution | None
    words: str | None = field(repr=False)

    @property
    def is_own(self) -> bool:
        return self.kind in (Text.Kind.FROM_COMPLAINANT, Text.Kind.NARRATIVE, Text.Kind.SAFETY)


@dataclass(frozen=True)
class File:
    """A case as its complainant may see it. Made and read inside its state's context."""

    case: Complaint
    state: State
    calendar: WorkCalendar
    dockets: list[Docket]
    clocks: list[Clock]
    requests: list[Request]
    allegations: list[Allegation]
    entries: list[Entry]
    texts: list[Message]
    files: list[evidence.Listed]
    readers: list[readers.Line]
    now: datetime
    fates: list[RecommendationStep] = field(default_factory=list)  # what is to be put right, by its steps
    transfers: list[Transfer] = field(default_factory=list)
    papers: list[reaching.Reached] = field(default_factory=list)  # letters to the complainant

    @property
    def asked_transfer(self) -> Transfer | None:
        """The proposal to send it to another state, while it waits for its complainant's answer."""
        return next((row for row in self.transfers if row.is_open and row.agreed_at is None), None)

    @property
    def agreed_transfer(self) -> Transfer | None:
        """The same, agreed to and not sent yet."""
        return next((row for row in self.transfers if row.is_open and row.agreed_at), None)

    @property
    def gone(self) -> Transfer | None:
        """The last time it was sent there."""
        return next((row for row in reversed(self.transfers) if row.sent_at), None)

    @cached_property
    def lead(self) -> Institution:
        return next(row.institution for row in self.dockets if row.standing == Standing.LEAD)

    @cached_property
    def independent(self) -> Institution | None:
        """The independent body that holds the case, leading or overseeing."""
        return next((row.institution for row in self.dockets if row.institution.is_independent), None)

    @property
    def waiting(self) -> list[Request]:
        """Questions to the authority that nobody has answered."""
        return [request for request in self.requests if request.answered_at is None]

    @property
    def narrative(self) -> Message | None:
        return next((text for text in self.texts if text.kind == Text.Kind.NARRATIVE), None)

    @property
    def messages(self) -> list[Message]:
        """Both ways, the newest first."""
        shown = [text for text in self.texts if text.kind in _READ_BY_COMPLAINANT]
        reasons = [text.id for text in shown if text.kind == Text.Kind.REASONS]
        told = telling.told(self.entries, len(reasons), is_notified=self.case.notified_at is not None)
        untold = {pk for pk, is_told in zip(reasons, told, strict=True) if not is_told}
        return [text for text in shown if text.id not in untold][::-1]

    @property
    def sent(self) -> list[tuple[evidence.Listed, date]]:
        """The files its complainant sent, each with its day."""
        return [(row, self.day(row.at)) for row in self.files]

    @property
    def seen(self) -> int:
        """How far the record went when this was read: a later act shows that something came between."""
        return self.entries[-1].seq if self.entries else 0

    @property
    def asks_safety(self) -> bool:
        """Whether the complainant was asked about reprisals and has not answered."""
        asked = [entry.what for entry in self.entries if entry.what in ("ask_safety", "answer_safety")]
        return self.independent is not None and asked[-1:] == ["ask_safety"]

    @property
    def asks_satisfaction(self) -> bool:
        """Whether the file has ended and its complainant has not said since what they thought of the procedure."""
        said = [row.at for row in self.entries if row.what == "answer_satisfaction"]
        return self.case.stage in ENDS_ASKED and not any(at >= self.case.stage_since for at in said)

    def words_of(self, text: UUID | None) -> str:
        """A text by its id, where the code opens it; else nothing."""
        return next((one.words or "" for one in self.texts if one.id == text), "") if text else ""

    def clock(self, kind: str) -> Clock | None:
        """The newest clock of a kind."""
        return next((clock for clock in reversed(self.clocks) if clock.kind == kind), None)

    def day(self, moment: datetime) -> date:
        """The day in this state. An anonymous case's moments are days already, kept as midnight UTC."""
        return moment.date() if self.case.filed_at is None and _is_coarse(moment) else self._local(moment)

    def _local(self, moment: datetime) -> date:
        return self.calendar.local_date(moment)


def _is_coarse(moment: datetime) -> bool:
    return (moment.hour, moment.minute, moment.second, moment.microsecond) == (0, 0, 0, 0)


def matter_of(found: Found) -> str:
    """What was sent: a complaint, a request for assistance, an inquiry."""
    with tenancy.within(found.state):
        return Complaint.objects.values_list("matter", flat=True).get(pk=found.case)


def file_of(found: Found, *, now: datetime) -> File:
    """Everything the page shows, read and opened at once, in the state's context."""
    state = accounts.state(found.state)
    with tenancy.within(found.state):
        case = Complaint.objects.get(pk=found.case)
        file = File(
            case=case,
            state=state,
            calendar=accounts.calendar(state),
            dockets=list(Docket.objects.filter(complaint=case).select_related("institution")),
            clocks=list(Clock.objects.filter(complaint=case).order_by("pk")),
            requests=list(Request.objects.filter(complaint=case).select_related("asked_by", "asked_of")),
            allegations=list(Allegation.objects.filter(complaint=case).order_by("pk")),
            entries=list(
                Entry.objects.filter(state=found.state, stream=case_stream(case.pk)).order_by("seq")
            ),
            texts=[],
            files=[],
            readers=_readers(case, now),
            now=now,
            transfers=list(
                Transfer.objects.filter(complaint=case)
                .select_related("to_institution", "to_partner")
                .defer("parcel", "package")
                .order_by("proposed_at")
            ),
            fates=list(
                RecommendationStep.objects.filter(complaint=case)
                .select_related("recommendation", "institution")
                .order_by("recommendation__number", "-at", "-pk")
            ),
        )
        opened = sealing.open_case(case, found.by.keyring)
        file.texts.extend(_texts(file, opened))
        file.files.extend(evidence.of_case(case, opened))
        file.papers.extend(reaching.of_case(case, opened))
    return file


@dataclass(frozen=True, slots=True)
class Letters:
    """Whether there is an address that letters go to, and why there are none, if so."""

    are_wanted: bool
    hindrance: notices.Hindrance | None


def letters_of(found: Found, file: File) -> Letters:
    """How it stands with letters about a case."""
    with tenancy.within(found.state):
        return Letters(bool(notices.address_of(file.case)), notices.hindrance(file.case))


def fronts(found: Iterable[Found], *, now: datetime) -> list[tuple[Found, File]]:
    """Where several cases stand, without their words: as many statements for each state however many cases."""
    by_state: dict[str, list[Found]] = {}
    for one in found:
        by_state.setdefault(one.state, []).append(one)
    return [pair for state, ones in by_state.items() for pair in _fronts(state, ones, now)]


def _fronts(code: str, found: list[Found], now: datetime) -> list[tuple[Found, File]]:
    state = accounts.state(code)
    calendar = accounts.calendar(state)
    ids = [one.case for one in found]
    with tenancy.within(code):
        cases = Complaint.objects.in_bulk(ids)
        dockets = list(Docket.objects.filter(complaint__in=ids).select_related("institution"))
        clocks = list(Clock.objects.filter(complaint__in=ids).order_by("pk"))
    return [
        (
            one,
            File(
                case=cases[one.case],
                state=state,
                calendar=calendar,
                dockets=[row for row in dockets if row.complaint_id == one.case],
                clocks=[row for row in clocks if row.complaint_id == one.case],
                requests=[],
                allegations=[],
                entries=[],
                texts=[],
                files=[],
                readers=[],
                now=now,
            ),
        )
        for one in found
        if one.case in cases
    ]


def _readers(case: Complaint, now: datetime) -> list[readers.Line]:
    found = readers.readers_of(case, on=now.date())
    return readers.lines(found, readers.parts_there(case))


def _texts(file: File, opened: sealing.Opened) -> list[Message]:
    rows = Text.objects.filter(
        complaint=file.case, kind__in=[Text.Kind.NARRATIVE, *_READ_BY_COMPLAINANT, *_BESIDE]
    )
    return [
        Message(
            id=row.pk,
            number=row.number,
            kind=row.kind,
            on=file.day(row.at),
            institution=row.institution,
            words=_words(opened, row),
        )
        for row in rows.select_related("institution").order_by("number")
    ]


def _words(opened: sealing.Opened, row: Text) -> str | None:
    try:
        words = opened.of(row).unseal(f"text:{row.pk}", row.body)
        return safety_words(words) if row.kind == Text.Kind.SAFETY else words
    except vault.Locked:
        return None
