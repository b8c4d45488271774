"""The demonstration's activities and published reports, entered and issued through the services."""

import multiprocessing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import connections, transaction

from accounts import demo as people
from accounts.actor import Actor, staff
from accounts.models import Governorate, Institution, User
from common import tenancy
from complaints.demo import DemoActivity
from complaints.demo import activities as invented
from reporting import activities, scopes, services
from reporting.models import Activity, Edition, Measure, Report, Verdict
from reporting.periods import Period, shifted

SEED = 1
EACH = 12  # activities of a state
MARK = {"ar": " (تجريبي)", "en": " (demo)"}
KINDS = {"step": "legal_step"}
ENTERED_AFTER, VERIFIED_AFTER = timedelta(days=3), timedelta(days=12)
MONTHS = 6  # of a published period
SHARES = (("BH", "JO"), ("EG", "MA"))


@dataclass(frozen=True, slots=True)
class Issue:
    """A report that shall be published."""

    state: str
    period: Period
    language: str


def actor(account: str, state: str) -> Actor:
    """One of the demonstration's people, signed in."""
    return staff(User.objects.get(email=people.address(account, state)))


@transaction.atomic
def load_activities(*, today: date) -> int:
    """Enter the invented activities, unless there are any; the liaison confirms and disputes them."""
    if Activity.objects.filter(state__in=people.STATES).exists():
        return 0
    places = {row.code: f"{row.name_ar} – {row.name_en}" for row in Governorate.objects.all()}
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
                    reason=" – ".join([one.reason_ar, one.reason_en]),
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
        "partners": [" – ".join([one.partners_ar, one.partners_en])] if one.partners_ar else [],
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


def periods(today: date) -> list[Period]:
    """The two newest half-years that are over, the older one first."""
    start = date(today.year, 1 if today.month <= MONTHS else MONTHS + 1, 1)
    return [
        Period(shifted(start, -months), shifted(start, MONTHS - months) - timedelta(days=1))
        for months in (2 * MONTHS, MONTHS)
    ]


def missing(today: date) -> list[Issue]:
    """Reports of the demonstration that are not published yet."""
    wanted = [
        Issue(state, period, language)
        for state in people.STATES
        for period in periods(today)
        for language in services.LANGUAGES
    ]
    return [
        issue
        for issue in wanted
        if not Report.objects.published()
        .filter(scope=issue.state, start=issue.period.start, end=issue.period.end, language=issue.language)
        .exists()
    ]


def publish(issue: Issue, *, now: datetime) -> None:
    """Ask for a report, render it here, and publish it, as the liaison would."""
    by = actor("liaison", issue.state)
    report = services.ask(
        scope=scopes.of_state(issue.state),
        edition=Edition.PUBLIC,
        period=issue.period,
        language=issue.language,
        by=by,
        now=now,
    )
    with tenancy.within(issue.state):
        services.render(report=report, now=now)
    services.publish(report=report, by=by, now=now)


def publish_side_by_side(issues: list[Issue], *, now: datetime) -> None:
    """Two states at a time: laying out pages is all computing."""
    connections.close_all()
    shares = [([issue for issue in issues if issue.state in states], now) for states in SHARES]
    with multiprocessing.get_context("fork").Pool(len(shares)) as pool:
        pool.map(_in_child, [share for share in shares if share[0]], chunksize=1)


def _in_child(share: tuple[list[Issue], datetime]) -> None:
    issues, now = share
    try:
        for issue in issues:
            publish(issue, now=now)
            print(f"  {issue.state} {issue.period.start} – {issue.period.end} {issue.language}", flush=True)
    finally:
        connections.close_all()
