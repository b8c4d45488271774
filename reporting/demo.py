"""The demonstration's activities and reports at several steps of their life, made through the services."""

import multiprocessing
from datetime import UTC, date, datetime, time, timedelta

from django.db import connections, transaction

from accounts import demo as people
from accounts.actor import Actor, staff
from accounts.models import Governorate, Institution, InstitutionKind, User
from common import tenancy
from complaints.demo import DemoActivity
from complaints.demo import activities as invented
from reporting import activities, scopes, services
from reporting.models import Activity, Dossier, Edition, Measure, Verdict
from reporting.periodic import comments, life, narratives
from reporting.periods import Period, quarters, years

SEED = 1
EACH = 12  # activities of a state
MARK = {"ar": " (تجريبي)", "en": " (demo)"}
KINDS = {"step": "legal_step"}
ENTERED_AFTER, VERIFIED_AFTER = timedelta(days=3), timedelta(days=12)
SHARES = (("BH", "JO"), ("EG", "MA"))
CORRECTED = "BH"
CHANGES = {
    "ar": "أُضيف إلى هذه النسخة ما كتبته المؤسسة الوطنية عن خصائص الشكاوى (تجريبي).",
    "en": "This version adds what the national institution wrote about the features of complaints (demo).",
}
NARRATIVE = {
    "ar": "زارت المؤسسة الوطنية خلال الفترة أماكن احتجاز للتعريف بسبل تقديم الشكاوى (تجريبي).",
    "en": "In the period the national institution visited places of detention to explain how to complain (demo).",
}
OF_MINISTRY = "عُزّزت وحدة الشكاوى بموظفين إضافيين لتقصير المهل (تجريبي)."
OF_NHRI = (
    "The list of activities agrees with our own records, except where we say otherwise beside it (demo)."
)


def actor(account: str, state: str) -> Actor:
    """One of the demonstration's people, signed in."""
    return staff(User.objects.get(email=people.address(account, state)))


@transaction.atomic
def load_activities(*, today: date) -> int:
    """Enter the invented activities, unless there are any; the liaison confirms and disputes them."""
    if Activity.objects.filter(state__in=people.STATES).exists():
        return 0
    places = dict(Governorate.objects.values_list("code", "name_ar"))
    measures = {row.code: row for row in Measure.objects.all()}
    kinds = dict(Institution.objects.values_list("code", "kind"))
    made = list(invented(seed=SEED, today=today, states=people.STATES, each=EACH))
    for one in made:
        keeper = actor("supervisor" if kinds[one.kept_by] == "authority" else "head", one.state)
        now = datetime.combine(one.end, time(9), UTC)
        with tenancy.within(one.state):
            row = activities.add(
                values=_values(one, places[one.place]),
                measures=[measures[code] for code in one.measures if code in measures],
                by=keeper,
                now=now + ENTERED_AFTER,
            )
            if one.verification != Verdict.NOT_ASSESSED:
                activities.verify(
                    activity=row.pk,
                    verdict=one.verification,
                    reason=one.reason_ar,
                    by=actor("liaison", one.state),
                    now=now + VERIFIED_AFTER,
                )
    return len(made)


def _values(one: DemoActivity, place: str) -> dict[str, object]:
    return {
        "kind": KINDS.get(one.kind, one.kind),
        "title_ar": one.title_ar + MARK["ar"],
        "title_en": one.title_en + MARK["en"],
        "start": one.start,
        "end": one.end,
        "partners": [one.partners_ar] if one.partners_ar else [],
        "place": place,
        "participants": one.participants or None,
        "women": (one.participants or 0) // 4 if one.kind == "training" else None,
        **(_ranks(one) if one.kind == "training" else {}),
        "quantity": one.quantity or None,
    }


def _ranks(one: DemoActivity) -> dict[str, int]:
    """Invented: most of those in a course are of other ranks."""
    officers, civilians = one.participants // 5, one.participants // 10
    return {
        "officers": officers,
        "civilians": civilians,
        "other_ranks": one.participants - officers - civilians,
    }


def year_of(state: str, today: date) -> Period:
    """The newest closed reporting year of a state, as its national institution counts years."""
    bodies = Institution.objects.filter(state=state, kind=InstitutionKind.NHRI)
    first = bodies.values_list("reporting_year_start", flat=True).first() or 1
    return years(today, 1, first_month=first)[0]


def missing(today: date) -> list[str]:
    """States of the demonstration whose reports were not made yet."""
    return [
        state
        for state in people.STATES
        if not Dossier.objects.published().filter(scope=state, end=year_of(state, today).end).exists()
    ]


def make(state: str, *, today: date, now: datetime) -> None:
    """A published year, in one state corrected afterwards, and a quarter that waits for comments."""
    published = _go_through(_begin(state, year_of(state, today), now), now)
    if state == CORRECTED:
        liaison = actor("liaison", state)
        _go_through(life.correct(dossier=published, changes=CHANGES, by=liaison, now=now), now)
    waiting = _begin(state, quarters(today, 1)[0], now)
    life.open_comments(dossier=waiting, by=actor("liaison", state), now=now)


def _begin(state: str, period: Period, now: datetime) -> Dossier:
    with tenancy.within(state):
        return services.gather(
            scope=scopes.of_state(state), period=period, by=actor("liaison", state), now=now
        )


def _go_through(dossier: Dossier, now: datetime) -> Dossier:
    """Comments of both institutions, issued by the liaison, rendered here and published by the system."""
    liaison, supervisor = actor("liaison", dossier.state), actor("supervisor", dossier.state)
    for language, text in NARRATIVE.items():
        with tenancy.within(dossier.state):
            revision = dossier.narratives.filter(section="features", language=language).count()
        narratives.write(
            dossier=dossier,
            section="features",
            language=language,
            text=text,
            revision=revision,
            by=liaison,
            now=now,
        )
    life.open_comments(dossier=dossier, by=liaison, now=now)
    comments.add(dossier=dossier, place="deadlines", text=OF_MINISTRY, by=supervisor, now=now)
    life.end_ministry(dossier=dossier, by=supervisor, now=now)
    comments.add(dossier=dossier, place="activities", text=OF_NHRI, by=liaison, now=now)
    life.issue(dossier=dossier, by=liaison, now=now)
    with tenancy.within(dossier.state):
        for report in dossier.reports.filter(edition=Edition.PUBLIC):
            services.render(report=report, now=now)
        dossier.refresh_from_db()
        life.publish_if_ready(dossier, now=now)
        dossier.refresh_from_db()
    return dossier


def make_side_by_side(states: list[str], *, today: date, now: datetime) -> None:
    """Two states at a time: laying out pages is all computing."""
    connections.close_all()
    shares = [([state for state in states if state in share], today, now) for share in SHARES]
    with multiprocessing.get_context("fork").Pool(len(shares)) as pool:
        pool.map(_in_child, [share for share in shares if share[0]], chunksize=1)


def _in_child(share: tuple[list[str], date, datetime]) -> None:
    states, today, now = share
    try:
        for state in states:
            make(state, today=today, now=now)
            print(f"  {state}", flush=True)
    finally:
        connections.close_all()
