"""A case on the desk, put at any stage, with everything that its rows ask for and every condition met or broken."""

from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from uuid import uuid4

from django.db import connection, transaction

from accounts.actor import SYSTEM, receipt
from common import receipts, tenancy
from complaints import events, sealing
from complaints.casework.services import Given, advance
from complaints.casework.step import Filed, Place
from complaints.intake.services import Submission, lookup, submit
from complaints.models import (
    Allegation,
    Clock,
    Complaint,
    Docket,
    Exclusion,
    Proceeding,
    Receipt,
    Recommendation,
    Request,
    SafetyTelling,
    Text,
    Transfer,
)
from complaints.moves import Ask, Guard, Who
from complaints.transfers import destinations, parcel
from complaints.vocabulary import ENDED, Stage
from record import services as record
from tests import factories
from tests.dockets import assert_dockets_repeat_their_cases

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)  # a Monday
LONG_AGO = NOW - timedelta(days=400)
WATCHED = (
    *("complaint", "allegation", "ending", "person", "text", "request", "docket", "clock", "exclusion"),
    *("evidence", "transfer", "safetytelling", "proceeding", "approval"),
    *("notice", "searchtext", "receipt", "tally", "tallydelta", "event", "eventlink"),
    *("recommendation", "recommendationstep"),
)
TABLES = (
    *(f"complaints_{name}" for name in WATCHED),
    "record_entry",
    "record_head",
    "record_outbox",
    "vault_grant",
)


class Undo(Exception):
    """Ends a trial: everything in it is rolled back."""


@contextmanager
def trial():
    """What happens inside never happened."""
    try:
        with transaction.atomic():
            yield
            raise Undo
    except Undo:
        pass


def trace():
    """A digest of every table a move may touch, seen from Bahrain."""
    parts = " UNION ALL ".join(
        f"SELECT '{table}', count(*), md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))"
        f" FROM {table} t"
        for table in TABLES
    )
    with connection.cursor() as cursor:
        cursor.execute(parts)
        return tuple(cursor.fetchall())


def writes():
    """How many rows this transaction has written so far, undone trials included."""
    with connection.cursor() as cursor:
        # As pg_stat_xact_all_tables counts, without its indexes and toast: this is asked a thousand times.
        cursor.execute(
            "SELECT sum(pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)"
            " + pg_stat_get_xact_tuples_deleted(oid))"
            " FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        )
        return cursor.fetchone()[0]


@dataclass(frozen=True)
class Scene:
    """One case with everybody who may come near it."""

    world: factories.World
    case: object  # its id
    code: str
    actors: dict
    parts: dict  # name → the parts this person plays, by docs/domain.md
    other: str  # reference of another case of the same institution

    def row(self):
        return Complaint.objects.get(pk=self.case)

    def put(self, stage, **fields):
        """Set the case where a trial begins."""
        values = {"came_from": Stage.SCREENING if stage == Stage.MERGED else Stage.INVESTIGATING}
        values |= {"stage": stage, "stage_since": NOW - timedelta(days=1), **fields}
        Complaint.objects.filter(pk=self.case).update(**values)
        Docket.objects.filter(complaint=self.case).update(stage=stage, is_open=stage not in ENDED)

    def move(self, action, name, given=None, now=NOW):
        entry = advance(case=self.case, action=action, by=self.actors[name], now=now, given=given)
        assert_dockets_repeat_their_cases()
        return entry

    def who(self, part):
        """Names of those who play a part."""
        return [name for name, parts in self.parts.items() if part in parts]

    @cached_property
    def allegation(self):
        return Allegation.objects.filter(complaint=self.case).order_by("pk").first()

    def given(self, asks, name, choice=""):
        """Everything the asks want, as somebody at their desk would fill it in."""
        country, allegation = self.world.bh, self.allegation
        at_ministry = self.actors[name].institution == country.moi
        filled = {
            Ask.REASON: {"reason": "Reasons of the step"},
            Ask.MESSAGE: {"message": "Words for the complainant"},
            Ask.TEXT: {"text": "The text the ministry may read"},
            Ask.QUESTION: {"question": "What happened there?"},
            Ask.ANSWER: {"answer": "This is what happened."},
            Ask.REJECTION: {"rejection": "outside_jurisdiction"},
            Ask.FINDINGS: {
                "findings": {allegation.pk: ("substantiated", "")} if allegation else {1: ("", "")}
            },
            Ask.CONSENT: {"consent": True},
            Ask.ADDRESSEE: {"addressee": "The labour inspectorate"},
            Ask.REFERENCE: {"reference": "12/2026"},
            Ask.OTHER_CASE: {"other_case": self.other},
            Ask.PERSON: {"person": country.people["reviewer2" if at_ministry else "nhri2"].pk},
            Ask.ALLEGATION: {"allegation": allegation.pk if allegation else 1},
            Ask.WHEREABOUTS: {"whereabouts": "held"},
            Ask.CATEGORIES: {"categories": ("FRC", "LAW")},
            Ask.FILES: {"files": (factories.spooled().token,)} if Ask.FILES in asks else {},
            Ask.MODE: {"mode": "anonymous"},
            Ask.FACTS: {"circumstances": ()},
            Ask.EVENT: {"other_case": self.other, "title": "The evening at the market"},
            Ask.SAFETY: {"safety": "safe"},
            Ask.PROCEEDING: {"proceeding": Filed("hearing", NOW.date(), {"record": "Heard"})},
            Ask.SATISFACTION: {"satisfaction": {"clear": "yes"}},
            Ask.DESTINATION: {"destination": "here:eg-nhri"},
            Ask.RECOMMENDATIONS: {"recommendations": ("An apology in writing",)},
            Ask.RECOMMENDATION: {
                "recommendation": self.recommendation if Ask.RECOMMENDATION in asks else None
            },
            Ask.STANCE: {"stance": "accepted"},
            Ask.VERDICT: {"verdict": "verified"},
            Ask.PLACE: {"place": Place("prisons")},
            Ask.CHOICE: {
                "choice": choice,
                "findings": {allegation.pk: ("no_violation", "")} if allegation else {},
            },
        }
        return Given(**{key: value for ask in asks for key, value in filled[ask].items()})

    def ask(self, at, asked_by=None):
        """A question to the authority that waits since `at`."""
        text = Text(state="BH", complaint_id=self.case, number=900 + Text.objects.count(), kind="question")
        text.part, text.body, text.by, text.at = "released", b"", "user:x", at
        text.save()
        row = Request(state="BH", complaint_id=self.case, question=text, asked_at=at, due_at=at)
        row.asked_by, row.asked_of = asked_by or self.world.bh.nhri, self.world.bh.moi
        row.save()
        clock = Clock(state="BH", complaint_id=self.case, kind="authority_answer", request=row.pk)
        clock.started_at, clock.due_at = at, at + timedelta(days=28)
        clock.save()
        return row

    @property
    def recommendation(self):
        row = Recommendation.objects.filter(complaint=self.case).first()
        return row.pk if row else uuid4()

    def recommend(self):
        """Something to be put right that waits for its answer."""
        question = self.ask(NOW - timedelta(days=3)).question
        Recommendation.objects.create(
            state="BH",
            complaint_id=self.case,
            number=1,
            made_by_body=self.world.bh.nhri,
            addressed_to=self.world.bh.moi,
            words=question,
            made_at=NOW,
            made_by="user:x",
            due_on=NOW.date(),
            fate_since=NOW,
        )

    # --- conditions -----------------------------------------------------------------------------

    def meet(self, row):
        """Make every condition of the row hold, and have what its effect needs."""
        if row.action in ("give_answer", "report_implemented"):
            self.ask(NOW - timedelta(days=3))
        if row.action.endswith("_recommendation"):
            self.recommend()
        for guard in row.guards:
            self.set(guard, holds=True)

    def set(self, guard, *, holds):
        case = Complaint.objects.filter(pk=self.case)
        fields = {
            Guard.GRAVE: {"is_grave": holds},
            Guard.NOT_GRAVE: {"is_grave": not holds},
            Guard.NOT_URGENT: {"is_danger": not holds, "is_held": not holds},
            Guard.NOT_HELD: {"is_held": not holds},
            Guard.NOT_FINAL: {"is_final": not holds},
            Guard.WITHDRAWAL_ASKED: {"withdrawal_asked_at": NOW if holds else None},
            Guard.SETTLEMENT_OFFERED: {"settlement_offered_at": NOW if holds else None},
            Guard.RELEASED: {"is_released": holds},
            Guard.OUTCOME_KNOWN: {"their_reference": "7" if holds else ""},
            Guard.RUN_OUT: {"notified_at": LONG_AGO if holds else NOW - timedelta(days=20)},
            Guard.REMEDY_CONFIRMED: {"implemented_at": LONG_AGO if holds else NOW},
            Guard.CONSENT_GIVEN: {"release_consented_at": NOW if holds else None}
            | ({} if holds else {"route": "3a", "mode": "named"}),
            Guard.OTHER_THAN_PROPOSER: {
                "proposed_by": "user:somebody" if holds else self.actors[self.who(Who.APPROVER)[0]].id,
                "proposed_rejection": "outside_jurisdiction",
            },
            Guard.REVIEW_OPEN: {} if holds else {"outcome_opened_at": LONG_AGO, "notified_at": LONG_AGO},
            Guard.REOPENABLE: {} if holds else {"stage_since": NOW - timedelta(days=731)},
            Guard.NOTICE_DUE: {"notified_at": None},
            Guard.REMINDED: {"stage_since": NOW - timedelta(days=70)},
        }.get(guard, {})
        if fields:
            case.update(**fields)
        self._rows(guard, holds)

    def _rows(self, guard, holds):
        if guard is Guard.PROPOSED:
            Allegation.objects.filter(complaint=self.case).update(proposed="substantiated" if holds else "")
        if guard is Guard.SILENT:
            self.ask(NOW - timedelta(days=40 if holds else 10))
        if guard is Guard.REMINDED:
            for days in (50, 30) if holds else (50,):
                record.write(
                    state="BH",
                    stream=f"case:{self.case}",
                    what="remind",
                    by="system",
                    at=NOW - timedelta(days=days),
                )
        if guard is Guard.SAFETY_ASKED and holds:
            stream = f"case:{self.case}"
            record.write(state="BH", stream=stream, what="ask_safety", by="system", at=NOW)
        if guard is Guard.EXCLUDED and holds:
            self.exclude()
        if guard in (Guard.TRANSFER_ASKED, Guard.TRANSFER_AGREED):
            self._proposed_transfer(agreed=holds is (guard is Guard.TRANSFER_AGREED))
        if guard is Guard.NOT_GONE and not holds:
            self._proposed_transfer(agreed=True, sent=True)
        if guard is Guard.MINUTES_OPEN and holds:
            self.session()
        if guard is Guard.SAFETY_TOLD and holds:
            text = Text.objects.filter(complaint=self.case).first()
            SafetyTelling.objects.create(
                state="BH", complaint_id=self.case, text=text, told_at=NOW, due_at=NOW + timedelta(days=2)
            )
        if guard is Guard.SATISFACTION_OPEN and not holds:
            stream = f"case:{self.case}"
            record.write(state="BH", stream=stream, what="answer_satisfaction", by="x", at=NOW)
        if guard is Guard.LINKED and holds:
            self.link()
        if guard is Guard.NOTICE_DUE and not holds:
            self.clock("nhri_preview", NOW + timedelta(days=3))
        if guard is Guard.REVIEW_OPEN and not holds:
            self.clock("review_window", NOW - timedelta(days=1))

    def exclude(self):
        """The colleagues of both institutions whom `given` names, by hand, each by one of their own."""
        for name, author in (("reviewer2", "supervisor"), ("nhri2", "head")):
            user = self.world.bh.people[name]
            values = {"state": "BH", "ground": "hand", "by": self.actors[author].id, "at": NOW}
            Exclusion.objects.update_or_create(complaint_id=self.case, user=user, defaults=values)

    @cached_property
    def parcel(self):
        """What the complainant would send along."""
        opened = sealing.open_case(self.row(), self.actors["amal"].keyring)
        to = destinations.address_of(self.world.eg.nhri)
        return parcel.dump(parcel.pack(case=self.row(), opened=opened, to=to, with_identity=True, now=NOW))

    def _proposed_transfer(self, *, agreed, sent=False):
        """To Egypt's institution, waiting for an answer or for being sent."""
        row = Transfer(state="BH", complaint_id=self.case, institution=self.world.bh.nhri)
        row.to_institution, row.proposed_at, row.proposed_by = self.world.eg.nhri, NOW, "user:x"
        if agreed:
            row.agreed_at, row.parcel = NOW, self.parcel
        if sent:
            row.sent_at, row.sent_by = NOW, "user:x"
        row.save()

    def session(self):
        """At each institution of Bahrain, with everybody of it present and written by somebody else."""
        for body in (self.world.bh.nhri, self.world.bh.moi):
            held = {Who.LEAD, Who.APPROVER, Who.INDEPENDENT}
            present = [
                self.actors[name].user_id
                for name, parts in self.parts.items()
                if parts & held and self.actors[name].institution == body
            ]
            Proceeding.objects.create(
                state="BH",
                complaint_id=self.case,
                kind="session",
                institution=body,
                part="original",
                body=b"",
                held_on=NOW.date(),
                present=present,
                added_at=NOW,
                added_by="user:x",
            )

    def link(self):
        """To an event of each institution of Bahrain."""
        for name in ("nhri", "reviewer"):
            actor = self.actors[name]
            about = events.About(title="The evening at the market")
            event = events.begin(state="BH", of=actor.institution, about=about, by=actor, on=NOW.date())
            events.link(event=event, case=self.row(), by=actor, at=NOW)

    def clock(self, kind, due):
        return Clock.objects.create(
            state="BH", complaint_id=self.case, kind=kind, started_at=due - timedelta(days=60), due_at=due
        )


def filed(state="BH", *, now=NOW, **fields):
    """File a case; its id and code."""
    sent = Submission(
        **{
            "state": state,
            "mode": "named",
            "matter": "complaint",
            "narrative": "They kicked the door in and hit my brother.",
            "language": "en",
            "categories": ("FRC",),
            "name": "Amal Example",
            "email": "amal@example.org",
            **fields,
        }
    )
    if sent.matter == "assistance":
        sent = replace(sent, categories=(), assistance_kind=sent.assistance_kind or "information")
    if sent.matter == "custody":
        sent = replace(sent, categories=(), held=True)
    done = submit(sent=sent, key=factories.key(), now=now)
    return Receipt.objects.get(lookup=lookup(done.code)).case, done


def holder(state, case, code):
    """The complainant with their code."""
    return receipt(state=state, case=case, seed=receipts.reader_seed(code))


def scene(world, kind, matter="complaint", **fields):
    """Open a scene: `ministry` leads with the NHRI overseeing, or the NHRI (`independent`) leads and has released.

    Call it inside Bahrain's context.
    """
    bh, mode = world.bh, "named" if kind == "ministry" else "confidential"
    now = NOW - timedelta(days=5)
    if matter == "custody":
        fields["may_tell"] = True
    case, done = filed(matter=matter, mode=mode, now=now, **fields)
    _, other = filed(matter=matter, mode=mode, now=now, **fields)
    stranger, strange = filed(matter=matter, mode=mode, now=now)
    names = [name for name in bh.people if name not in ("reviewer2", "nhri2")]
    actors = {name: bh.actor(name) for name in names}
    actors |= {
        "amal": holder("BH", case, done.code),
        "another": holder("BH", stranger, strange.code),
        "system": SYSTEM,
        "recused": bh.actor("reviewer2"),
        "recused_nhri": bh.actor("nhri2"),
    }
    made = Scene(world, case, done.code, actors, _parts(kind), other.reference)
    if kind == "independent":
        made.move("release", "head", Given(text="A text without names"), now=now)
    made.move("assign", "supervisor", Given(person=bh.people["reviewer"].pk), now=now)
    made.move("assign", "head", Given(person=bh.people["nhri"].pk), now=now)
    return made


def _parts(kind):
    """Who plays which part, by docs/domain.md."""
    if kind == "ministry":
        return {
            "reviewer": {Who.LEAD},
            "supervisor": {Who.APPROVER, Who.AUTHORITY},
            "nhri": {Who.INDEPENDENT},
            "head": {Who.INDEPENDENT, Who.HEAD},
            "amal": {Who.COMPLAINANT},
            "system": {Who.SYSTEM},
        }
    return {
        "nhri": {Who.LEAD, Who.INDEPENDENT},
        "head": {Who.APPROVER, Who.INDEPENDENT, Who.HEAD},
        "supervisor": {Who.AUTHORITY},
        "amal": {Who.COMPLAINANT},
        "system": {Who.SYSTEM},
    }


def recuse(case, *people):
    for user in people:
        Exclusion.objects.create(state="BH", complaint_id=case, user=user, ground="hand", by="user:x", at=NOW)


def within_bh():
    return tenancy.within("BH")
