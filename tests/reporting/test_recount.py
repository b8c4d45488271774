"""Invented cases go through real moves; every table of their report is counted again in SQL, cell by cell."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.actor import SYSTEM
from accounts.models import State
from common import tenancy
from complaints import rebuilding, register, tasks
from complaints.casework.services import Given
from complaints.casework.step import Ground
from complaints.models import Allegation, Complaint, Recommendation
from complaints.tallies import fold
from record import services as record
from reporting import counted, dictionary, figures, publishing, scopes, sums
from reporting.periods import Period
from tests.reporting.recount import recounted
from tests.workflow.scene import NOW, filed, scene

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
SPRING = Period(date(2026, 3, 1), date(2026, 4, 30))
LATER = Period(date(2026, 5, 1), date(2027, 4, 30))
REGISTER = """reference,received_on,matter,source,channel,gender,categories,status,outcome,closed_on,language
1,2026-02-10,complaint,individual,post,female,TOR;CON,closed,no_violation,2026-03-20,ar
2,2026-03-05,complaint,family,visit,male,LIB,open,,,ar
3,2025-11-30,complaint,lawyer,post,male,DTH,closed,referred_prosecution,2026-01-10,ar
4,2026-03-31,assistance,individual,phone,not_stated,,closed,settled,2026-04-02,en
"""
# What the complainants of the stories answered; no row keeps it, so there is nothing to count it again from.
OPINIONS = {
    "satisfaction.clear.n": 2,
    "satisfaction.clear.yes": 1,
    "satisfaction.clear.partly": 1,
    "satisfaction.respect.n": 1,
    "satisfaction.respect.yes": 1,
    "satisfaction.again.n": 1,
    "satisfaction.again.no": 1,
}


class Story:
    """A case with the days that pass over it."""

    def __init__(self, world, kind, matter="complaint", **fields):
        self.at, self.now = scene(world, kind, matter, **fields), NOW

    def __call__(self, name, action, days=1, **given):
        self.now += timedelta(days=days)
        asks = Given(**given)
        self.at.move(action, name, asks, now=self.now)
        return self

    def findings(self, finding, disposition=""):
        return {row.pk: (finding, disposition) for row in Allegation.objects.filter(complaint=self.at.case)}

    def investigated(self, lead):
        self(lead, "acknowledge", 3)
        return self(lead, "admit", 6)

    def decided(self, lead, approver, finding, disposition="", days=20):
        self(lead, "propose_finding", days, findings=self.findings(finding, disposition), reason="So it is")
        return self(approver, "approve_findings", 2, message="This was found.")

    @property
    def first(self):
        return Recommendation.objects.filter(complaint=self.at.case).order_by("number").first().pk


def questions(world):
    """Answered in time, answered late, and never; one put when it turned out that nobody could answer any more."""
    story = Story(world, "independent").investigated("nhri")
    story("nhri", "request_answer", 1, question="Who was on duty?")
    story("supervisor", "give_answer", 9, answer="These.")
    story("nhri", "request_answer", 1, question="And the video?")
    story("supervisor", "give_answer", 45, answer="It was erased.")
    story("nhri", "request_answer", 1, question="By whom?")
    story("nhri", "proceed_on_silence", 50, reason="No answer came")
    story.decided("nhri", "head", "substantiated")
    said = ("An apology in writing", "Training", "The video is looked for")
    story("nhri", "recommend_remedy", 3, message="This is to be done.", recommendations=said)
    story(
        "supervisor", "answer_recommendation", 4, recommendation=story.first, stance="accepted", answer="Yes"
    )
    story("supervisor", "claim_recommendation", 30, recommendation=story.first, answer="Done")
    story("nhri", "verify_recommendation", 10, recommendation=story.first, verdict="verified", answer="Seen")
    second = Recommendation.objects.get(complaint=story.at.case, number=2).pk
    story("supervisor", "answer_recommendation", 1, recommendation=second, stance="rejected", answer="No")
    return story


def silence(world):
    """A finding left open because no official answer came, and a question that waits."""
    story = Story(world, "independent", categories=("CON", "REP")).investigated("nhri")
    story("nhri", "request_answer", 1, question="Where is the register?")
    story("nhri", "proceed_on_silence", 40, reason="No answer came")
    found = story.findings("undetermined")
    grounds = {pk: Ground(for_silence=True) for pk in found}
    story("nhri", "propose_finding", 5, findings=found, grounds=grounds, reason="Nobody answered")
    story("head", "approve_findings", 1, message="Nothing could be found without an answer.")
    other = Story(world, "independent").investigated("nhri")
    other("nhri", "request_answer", 1, question="When was that?")
    return story


def ministry(world):
    """Ordered and carried out; overturned once and upheld once; reopened after its end."""
    story = Story(world, "ministry").investigated("reviewer")
    story.decided("reviewer", "supervisor", "partly_substantiated", "remedied")
    story("supervisor", "order_remedy", 8, message="Do it", recommendations=("A receipt for what was taken",))
    story("amal", "request_review", 2, message="There is more")
    story("head", "overturn", 14, message="Look again", choice="investigating")
    story.decided("reviewer", "supervisor", "no_violation", days=5)
    story("amal", "request_review", 1, message="Still not")
    story("recused_nhri", "uphold", 20, message="It stands")  # the head took part in the first review
    withdrawn = Story(world, "ministry")
    withdrawn("amal", "withdraw", 2)
    withdrawn("amal", "resume", 4)
    closed = Story(world, "ministry").investigated("reviewer")
    closed.decided("reviewer", "supervisor", "no_violation")
    closed("reviewer", "notify_outcome", 9)
    slow = Story(world, "ministry").investigated("reviewer")
    slow.decided("reviewer", "supervisor", "no_violation", days=140)
    return story


def safety(world):
    """Told well and badly, followed up in time and not."""
    for kind, days in (("ministry", 1), ("independent", 9)):
        story = Story(world, kind)
        record.write(state="BH", stream=f"case:{story.at.case}", what="ask_safety", by="system", at=NOW)
        story("amal", "answer_safety", 1, safety="harmed", message="They came again")
        story("nhri", "follow_up_safety", days, reason="Spoken with them")
        story("amal", "report_reprisal", 1, message="And again")


def helped(world):
    """A request met, one that became a complaint, one inquiry answered and one that waits."""
    met = Story(world, "ministry", "assistance")
    met("reviewer", "accept", 1)
    met("reviewer", "settle", 30, message="The visit took place")
    met("amal", "answer_satisfaction", 2, satisfaction={"clear": "yes", "again": "no"})
    turned = Story(world, "ministry", "assistance")
    given_up = Story(world, "ministry", "assistance")
    given_up("amal", "withdraw", 45)
    given_up("amal", "answer_satisfaction", 1, satisfaction={"clear": "partly", "respect": "yes"})
    turned("reviewer", "accept", 1)
    turned("amal", "convert", 3, categories=("LIB",), reason="He was taken without a warrant")
    held = Story(world, "ministry", "custody")
    held("nhri", "report_whereabouts", 1, whereabouts="held", message="In the central prison")
    held("nhri", "confirm_found", 3)
    held("nhri", "search_again", 2)


def elsewhere(world):
    """The lead changes hands, a case is merged and separated, another is anonymous and filed near midnight."""
    taken = Story(world, "ministry")
    taken("head", "override_route", 2, reason="Grave after all")
    merged = Story(world, "ministry")
    merged("reviewer", "acknowledge", 1)
    merged("reviewer", "merge", 1, other_case=merged.at.other, reason="The same evening")
    night = datetime(2026, 3, 31, 21, 30, tzinfo=UTC)  # half past midnight of the first of April in Bahrain
    filed(mode="anonymous", name="", email="", now=night, categories=("TOR",), people_concerned=4)
    filed(now=night, categories=("LIB", "LAW"), place_type="station", gender="female")


@pytest.fixture
def stories(world):
    with tenancy.within("BH"):
        for tell in (questions, silence, ministry, safety, helped, elsewhere):
            tell(world)
        tasks.ask_safety(State.objects.get(pk="BH"), now=NOW + timedelta(days=40))
        until = NOW + timedelta(days=60)
        register.import_register(data=REGISTER.encode(), institution=world.bh.moi, by=SYSTEM, now=until)
        yield


def said(period):
    """Every count of the internal snapshot that is not zero, and its medians."""
    asked = counted.Asked(scopes.of_state("BH"), "internal", period.end)
    content = counted.build(asked, period, counted.read(asked, [period]))
    return content, {path: number for path, number in sums.cells_of(content).items() if number}


def assert_recounted(period):
    content, told = said(period)
    counted, lengths = recounted(period.start, period.end)
    opinions = {path: told.pop(path) for path in list(told) if path.startswith("satisfaction.")}
    assert opinions == ({} if period is LATER else OPINIONS)
    if not period.is_year:  # exact totals are those of the last closed year
        told = {path: n for path, n in told.items() if not path.startswith("grave.exact")}
        counted = {path: n for path, n in counted.items() if not path.startswith("grave.exact")}
    assert told == counted
    for path, (median, p90) in lengths.items():
        row = content
        for step in path.split("."):
            row = row[step]
        assert (row["median"], row["p90"]) == (median, p90), path
    return told


def assert_months_are_those_of_reports_of_a_month():
    found = figures.months(scopes.of_state("BH"), YEAR)
    assert len(found) == 12
    asked = counted.Asked(scopes.of_state("BH"), "internal", YEAR.end)
    parts = YEAR.parts(1)
    reading = counted.read(asked, parts)
    for part, month in zip(parts, found, strict=True):
        alone = counted.build(asked, part, reading)["balance"]
        for matter in ("complaint", "assistance"):
            row = alone.get(matter, {"received": None, "completed": None})
            assert month[matter] == {step: row[step] for step in ("received", "completed")}, part
    assert sum(month["complaint"]["received"] or 0 for month in found) > 10


def test_every_table_says_what_sql_says(stories, monkeypatch):
    monkeypatch.setattr(publishing, "protect", lambda content, scope: None)
    for period in (SPRING, LATER):
        assert_recounted(period)
    told = assert_recounted(YEAR)
    chapters_told = {path.split(".")[0] for path in told}
    assert chapters_told == set(sums.SECTIONS) - {"states", "satisfaction"}
    for path in (
        *("oversight.questions.silent", "oversight.questions.late", "oversight.undetermined.CON"),
        *("recommendations.cohort.accepted_verified", "recommendations.orders.cohort.made"),
        *("reviews.flow.upheld", "reviews.flow.overturned", "custody.balance.reopened"),
        *("clocks.days_to_decision.very_late", "clocks.days.assistance.assistance.very_late"),
        *("balance.complaint.reopened", "grave.route.nhri", "counted.people", "intake.imported"),
    ):
        assert told.get(path), path
    assert [path for path in told if dictionary.of(path) is None] == []
    assert_months_are_those_of_reports_of_a_month()
    assert rebuilding.differences("BH") == []
    while fold():
        pass
    assert rebuilding.differences("BH") == []


def test_the_day_is_the_day_of_the_state(world):
    night = datetime(2026, 3, 31, 21, 30, tzinfo=UTC)
    with tenancy.within("BH"):
        case, _done = filed(now=night)
        assert Complaint.objects.get(pk=case).filed_on == date(2026, 4, 1)
        march, april = (
            said(Period(date(2026, month, 1), date(2026, month, last)))[1]
            for month, last in ((3, 31), (4, 30))
        )
    assert march == {}
    assert april["intake.total"] == 1
