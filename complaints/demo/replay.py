"""Lets the invented stories happen: every step through the service a person would use, at its own time.

So the chain, the clocks, the counts and the grants are what they would be had it happened. Steps of actions
that need more than one desk are stood in for (`INSTEAD`); whatever is refused is reported.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db import transaction

from accounts import demo as people
from accounts.actor import SYSTEM, Actor, Refused, receipt
from common import receipts, tenancy
from complaints import tasks
from complaints.casework.services import (
    Given,
    Missing,
    Unmet,
    advance,
    ask_for,
    outcome_opened,
)
from complaints.casework.step import Ground
from complaints.demo.shapes import DemoCase, Step
from complaints.demo.words import messages, pick, reasons
from complaints.demo.world import World
from complaints.intake.services import lookup, submit
from complaints.intake.submission import Submission
from complaints.models import Allegation, Clock, Complaint, Docket, Receipt, Recommendation
from complaints.moves import Who
from complaints.vocabulary import Stage, Standing
from complaints.work import Fate, Standard
from complaints.workflow import NotInTable
from record import services as record

STANDS_FOR = {"authority": "supervisor", "reviewer": "reviewer", "nhri": "nhri"}
COLLEAGUE = {"reviewer": "reviewer2", "reviewer2": "reviewer", "nhri": "nhri2", "nhri2": "nhri"}
APPROVER = {"reviewer": "supervisor", "reviewer2": "supervisor", "nhri": "head", "nhri2": "head"}
INSTEAD = {"convert": "settle"}  # a request that would become a complaint is met instead
NEWS_EVERY = timedelta(days=26)  # two days before the complainant would wait too long
SILENT_PLOTS = ("late", "overdue", "silence")  # here nobody writes in time
ACTIVE = frozenset(
    {Stage.SCREENING, Stage.INVESTIGATING, Stage.AWAITING_ANSWER, Stage.REFERRED, Stage.UNDER_REVIEW}
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A step that the services did not take, and why."""

    plot: str
    action: str
    why: str


@dataclass(slots=True)
class Told:
    """What a replay did."""

    cases: int = 0
    steps: int = 0
    skipped: int = 0  # the case was there already
    refused: list[Refusal] = field(default_factory=list)


def submission_key(seed: int, number: int) -> bytes:
    """The single-use key of the demonstration's n-th case: the same run files it once."""
    return hashlib.sha256(f"demonstration {seed} {number}".encode()).digest()[:16]


def replay(cases: Iterable[tuple[int, DemoCase]], *, seed: int, now: datetime) -> Iterator[Told]:
    """Let numbered cases happen, each whole or not at all; what was told so far after each."""
    world, told = World.read(now), Told()
    for number, case in cases:
        Telling(world, case, number, submission_key(seed, number), told).tell()
        yield told


@dataclass
class Telling:
    """One case on its way."""

    world: World
    case: DemoCase
    number: int
    key: bytes
    told: Told
    code: str = ""
    id: UUID | None = None

    def tell(self) -> None:
        state, filed_before = self.case.state, self._before()
        if filed_before:
            self.world.references[self.case.reference_seed] = filed_before
            self.told.skipped += 1
            return
        with transaction.atomic():
            self._file()
            with tenancy.within(state):
                for at, step in self._moments():
                    self._news(until=at)
                    self._reminders(until=at)
                    self._take(step, at)
                self._news(until=self.world.now)
                self._reminders(until=self.world.now)
                self._wanted()
        self.told.cases += 1

    # Filing

    def _before(self) -> str:
        from django.conf import settings

        self.code = receipts.code_for(self.key, secret=bytes.fromhex(settings.RECEIPT_SECRET))
        row = Receipt.objects.filter(lookup=lookup(self.code)).first()
        if row is None:
            return ""
        with tenancy.within(row.state):
            return Complaint.objects.values_list("reference", flat=True).get(pk=row.case)

    def _file(self) -> None:
        case = self.case
        filed = submit(sent=self._submission(), key=self.key, now=case.filed_at)
        self.world.references[case.reference_seed] = filed.reference
        self.id = Receipt.objects.values_list("case", flat=True).get(lookup=lookup(filed.code))

    def _submission(self) -> Submission:
        case = self.case
        return Submission(
            state=case.state,
            mode=case.mode,
            matter=case.matter,
            narrative="\n\n".join(filter(None, [case.narrative, case.desired_outcome])),
            language=case.language,
            categories=case.categories,
            danger=case.danger,
            name=case.name,
            email=case.email,
            phone=case.phone,
            assistance_kind=case.assistance_kind,
            source=case.source,
            channel=case.channel,
            gender=case.gender,
            service=case.service,
            governorate=self.world.governorates[case.governorate],
            held=case.held,
            unit=self.world.units[case.unit_code] if case.unit_code else None,
        )

    # The story

    def _moments(self) -> list[tuple[datetime, Step]]:
        """Steps by time, with the moment the complainant opens an outcome among them."""
        moments = [(self.case.at(step), step) for step in self.case.story]
        for at, step in list(moments):
            if "opened_after" in step.payload:
                days = int(str(step.payload["opened_after"]))
                opened = at + timedelta(days=days, minutes=45)
                moments.append((opened, step._replace(action="opened", actor="complainant")))
        return sorted((pair for pair in moments if pair[0] <= self.world.now), key=lambda pair: pair[0])

    def _take(self, step: Step, at: datetime) -> None:
        action = INSTEAD.get(step.action, step.action)
        by = self._actor(step)
        try:
            if action == "opened":
                outcome_opened(case=self._id, by=by, now=at)
            else:
                by = self._holding(step, by, at)
                advance(case=self._id, action=action, by=by, now=at, given=self._given(step))
                self._answering(action, at)
        except (Refused, Missing, Unmet, NotInTable) as error:
            self.told.refused.append(Refusal(self.case.plot, action, repr(error)))
        self.told.steps += 1

    @property
    def _id(self) -> UUID:
        assert self.id is not None  # noqa: S101  # filed before its story begins
        return self.id

    def _account(self, name: str) -> str:
        """Who stands for a part: colleagues take turns, case by case."""
        name = STANDS_FOR.get(name, name)
        name = COLLEAGUE[name] if name in COLLEAGUE and self.number % 2 else name
        return people.account_at(name, self.world.authority(self.case.state, self.case.service))

    def _actor(self, step: Step) -> Actor:
        if step.actor == "complainant":
            return receipt(state=self.case.state, case=self._id, seed=receipts.reader_seed(self.code))
        if step.actor == "system":
            return SYSTEM
        return self.world.actor(self._account(step.actor), self.case.state)

    def _holding(self, step: Step, by: Actor, at: datetime) -> Actor:
        """An NHRI reviewer acts on what the head assigned: beside a ministry's lead that happens now.

        A file that has ended is assigned to nobody any more: there the head acts in person.
        """
        if step.actor != "nhri" or Who[step.who.upper()] is not Who.INDEPENDENT:
            return by
        mine = Docket.objects.filter(complaint=self._id, institution=by.institution).first()
        if mine is None or mine.assignee_id == by.user_id:
            return by
        head = self.world.actor("head", self.case.state)
        if not mine.is_open:
            return head
        advance(case=self._id, action="assign", by=head, now=at, given=Given(person=by.user_id))
        return by

    def _answering(self, action: str, at: datetime) -> None:
        """Of two cases released to the ministry, one is given to a reviewer there the same day."""
        if action == "release" and self.number % 4 < 2:
            person = self.world.user(self._account("reviewer"), self.case.state).pk
            supervisor = self.world.actor(self._account("authority"), self.case.state)
            later = at + timedelta(minutes=40)
            advance(case=self._id, action="assign", by=supervisor, now=later, given=Given(person=person))
        later = at + timedelta(days=2)
        if action == "recommend_remedy" and self.number % 3 and later < self.world.now:
            self._accepted(later)

    def _accepted(self, at: datetime) -> None:
        """Of three recommendations the ministry soon accepts two, where it has the case."""
        row = Recommendation.objects.filter(complaint=self._id).first()
        by = self.world.actor(self._account("authority"), self.case.state)
        held = Docket.objects.filter(complaint=self._id, institution=by.institution)
        if row is not None and held.exists():
            words = str(reasons(self.case.language)["accepted"][0])
            given = Given(recommendation=row.pk, stance=Fate.ACCEPTED, answer=words)
            advance(case=self._id, action="answer_recommendation", by=by, now=at, given=given)

    def _given(self, step: Step) -> Given:
        said = dict(step.payload)
        for gone in ("opened_after", "outcome"):
            said.pop(gone, None)
        rows = {row.category: row.pk for row in Allegation.objects.filter(complaint=self._id)}
        if "person" in said:
            said["person"] = self.world.user(self._account(str(said["person"])), self.case.state).pk
        if "other_case" in said:
            said["other_case"] = self.world.references.get(int(str(said["other_case"])), "")
        if "allegation" in said:
            said["allegation"] = rows[str(said["allegation"])]
        found, done = said.pop("findings", {}), said.pop("dispositions", {})
        if isinstance(found, dict) and isinstance(done, dict) and found:
            said["findings"] = {rows[key]: (value, done.get(key, "")) for key, value in found.items()}
        if isinstance(why := said.pop("reasons_of", {}), dict) and why:
            said["grounds"] = {rows[key]: Ground(Standard.BALANCE, words) for key, words in why.items()}
        if step.action in INSTEAD:
            said["message"] = self._words("assistance_settled")
        return Given(**said)  # type: ignore[arg-type]  # the stories' payloads are written for it

    def _words(self, key: str) -> str:
        found = messages(self.case.language)[key]
        if isinstance(found, Mapping):  # by kind of assistance
            found = found[self.case.assistance_kind]
        return str(pick(found, Random(self.case.reference_seed)))  # noqa: S311  # invented words

    # What happens between the steps

    def _news(self, *, until: datetime) -> None:
        """Whoever leads writes every four weeks, as they must; in the stories of lateness they don't."""
        if any(word in self.case.plot for word in SILENT_PLOTS):
            return
        while clock := Clock.objects.filter(
            complaint=self._id, kind="update", ended_at=None, started_at__lt=until - NEWS_EVERY
        ).first():
            lead = self._lead()
            if lead is None:
                return
            given = Given(message=self._words("staff_update"))
            at = clock.started_at + NEWS_EVERY
            advance(case=self._id, action="write", by=lead, now=at, given=given)

    def _lead(self) -> Actor | None:
        row = Docket.objects.filter(
            complaint=self._id, standing=Standing.LEAD, stage__in=ACTIVE, assignee__isnull=False
        ).select_related("assignee")
        found = row.first()
        if found is None or found.assignee is None:
            return None
        return self.world.actor(found.assignee.email.split("@")[0], self.case.state)

    def _reminders(self, *, until: datetime) -> None:
        """What the daily sweep would have sent while the complainant was waited for."""
        case = Complaint.objects.get(pk=self._id)
        if case.stage != Stage.NEEDS_INFORMATION:
            return
        for days in tasks.REMIND_AFTER:
            due = self.world.calendar(case.state).add_working_days(case.stage_since, days)
            if due < until:
                record.write(state=case.state, stream=case.stream, what="remind", by=SYSTEM.id, at=due)

    def _wanted(self) -> None:
        """Some cases that nobody holds are asked for by a reviewer."""
        if self.number % 3:
            return
        free = Docket.objects.filter(complaint=self._id, assignee=None, is_open=True).exclude(
            standing=Standing.OVERSEER
        )
        for docket in free.select_related("institution"):
            name = "nhri" if docket.institution.is_independent else "reviewer"
            by = self.world.actor(self._account(name), self.case.state)
            ask_for(docket=docket, by=by, now=self.world.now - timedelta(hours=2 + self.number % 20))
