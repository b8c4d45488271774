"""The demonstration's readings and papers: invented values, one of them disputed and answered in each state."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from accounts import demo as people
from accounts.actor import Actor, staff
from accounts.models import User
from common import pdf, storage, tenancy
from complaints.evidence import services as evidence
from complaints.evidence.uploads import Upload
from complaints.vocabulary import FileKind
from reporting import activities, documents, progress, readings
from reporting.models import Activity, Indicator, Reading, Verdict
from reporting.periods import Period, quarters, years

PAPERS = 2  # activities of a state that get one
ENTERED_AFTER, VERIFIED_AFTER, ANSWERED_AFTER = timedelta(days=5), timedelta(days=15), timedelta(days=20)
DISPUTE = "لم تُدعَ المؤسسة الوطنية إلى هذا النشاط، ولم نجد ما يثبت عدد المشاركين."
ANSWER = "أُرسلت الدعوة بالبريد، وكشف الحضور مرفق."
EVIDENCE_MARK = " (بيانات تجريبية)"
PAPER = (
    '<html lang="ar" dir="rtl"><head><title>محضر تجريبي</title></head><body><h1>محضر نشاط (تجريبي)</h1>'
    "<p>وثيقة مختلقة للعرض، لا تخصّ أحداً.</p></body></html>"
)


@dataclass(frozen=True, slots=True)
class Told:
    """An invented value: what was entered, and what the national institution said of it."""

    code: str
    value: str
    evidence: str
    verdict: str = Verdict.NOT_ASSESSED
    theirs: str = ""
    reason: str = ""
    answer: str = ""


TOLD = (
    Told("1.S.1", "1", "كتاب تسمية جهة الاتصال رقم 12.", Verdict.CONFIRMED),
    Told("4.S.1", "1", "مذكرة التفاهم الموقّعة، والنسخة مرفقة.", Verdict.CONFIRMED),
    Told(
        "12.O.1",
        "60",
        "كشوف دورات مدونة السلوك في أكاديمية الشرطة.",
        Verdict.DISPUTED,
        "45",
        "الكشوف تعدّ من حضر أكثر من دورة مرتين.",
        "نراجع الكشوف مع الأكاديمية، وسنصحّح القيمة إن ثبت التكرار.",
    ),
    Told("2.S.1", "3", "الهاتف والموقع ومكتب الاستقبال."),
    Told("6.S.1", "35", "كشف المكتبات التي استلمت الإصدارات.", Verdict.CONFIRMED),
)


def actor(account: str, state: str) -> Actor:
    """One of the demonstration's people, signed in."""
    return staff(User.objects.get(email=people.address(account, state)))


def load(*, today: date) -> int:
    """Enter the invented readings and papers, unless there are any readings. Returns how many readings."""
    plan = progress.current_plan()
    if plan is None or Reading.objects.filter(state__in=people.STATES).exists():
        return 0
    known = {row.code: row for row in Indicator.objects.filter(plan=plan)}
    year, quarter = years(today, 1)[0], quarters(today, 1)[0]
    paper = pdf.render(html=PAPER, css="")
    for state in people.STATES:
        with tenancy.within(state):
            for told in TOLD:
                _enter(told, known[told.code], state, year)
            _enter(TOLD[2], known[TOLD[2].code], state, quarter)
            _attach(state, paper)
            _dispute(state)
    return Reading.objects.filter(state__in=people.STATES).count()


def _enter(told: Told, indicator: Indicator, state: str, period: Period) -> None:
    closed = datetime.combine(period.end, time(9), UTC)
    keeper, liaison = actor("supervisor", state), actor("liaison", state)
    row = readings.enter(
        indicator=indicator,
        period=period,
        value=Decimal(told.value),
        evidence=told.evidence + EVIDENCE_MARK,
        by=keeper,
        now=closed + ENTERED_AFTER,
    )
    if told.verdict == Verdict.NOT_ASSESSED:
        return
    theirs = Decimal(told.theirs) if told.theirs else None
    readings.verify(
        reading=row.pk,
        verdict=told.verdict,
        value=theirs,
        reason=told.reason,
        by=liaison,
        now=closed + VERIFIED_AFTER,
    )
    if told.answer:
        readings.answer(reading=row.pk, text=told.answer, by=keeper, now=closed + ANSWERED_AFTER)


def _dispute(state: str) -> None:
    """One of the ministry's activities is disputed and answered, where chance disputed none."""
    rows = Activity.objects.standing().filter(state=state, institution__kind="authority")
    row = rows.filter(verdict=Verdict.DISPUTED).first() or rows.order_by("-start", "pk").first()
    if row is None:
        return
    said = row.entered_at + VERIFIED_AFTER
    if row.verdict != Verdict.DISPUTED:
        activities.verify(
            activity=row.pk, verdict=Verdict.DISPUTED, reason=DISPUTE, by=actor("liaison", state), now=said
        )
    keeper = actor("supervisor", state)
    activities.answer(activity=row.pk, text=ANSWER, by=keeper, now=said + ENTERED_AFTER)


def _attach(state: str, paper: bytes) -> None:
    """A minute of the meeting beside a ministry's newest activities."""
    rows = Activity.objects.standing().filter(state=state, institution__kind="authority")
    for row in rows.order_by("-start", "pk")[:PAPERS]:
        now = row.entered_at
        writer = storage.Writer()
        writer.write(paper)
        digest = hashlib.sha256(paper).hexdigest()
        upload = Upload("minutes-demo.pdf", len(paper), digest, writer.close(), None)
        waiting = evidence.spooled(upload, name="محضر تجريبي", kind=FileKind.PDF, now=now)
        documents.attach(kept=row, tokens=[waiting.token], by=actor("supervisor", state), now=now)
