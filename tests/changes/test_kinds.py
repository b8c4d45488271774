"""Each kind of setting: what weakens, from when it holds, what it does to clocks and cases."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from accounts import selectors as accounts
from accounts.answering import Mandate
from accounts.changes import services
from accounts.changes.kinds import Unacceptable, kind_of
from accounts.changes.models import Standing
from accounts.models import Holiday, Institution, InstitutionKind, Setting, State, Unit, Weekend
from accounts.settings.facts import settle_due
from accounts.settings.limits import SHIPPED, FileLimits, limits_of
from accounts.units import tree
from accounts.units.reading import COLUMNS, Line
from common import tenancy
from complaints import clocks, deadlines
from complaints.evidence.kinds import limits_of as evidence_limits
from complaints.models import CategoryName, Clock, ClockTerm, Complaint
from complaints.naming import category_choices, category_label
from complaints.settings.kinds import BOTH_WAYS, THEIRS
from record.verification import verify
from tests import factories
from tests.workflow.scene import filed

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)
TODAY = date(2026, 11, 21)
TOMORROW = TODAY + timedelta(days=1)


def propose(by, kind, target="", state="BH", now=NOW, **after):
    if "value" in after:
        after |= {"source": "القانون 1", "as_of": ""}
    return services.propose(kind=kind, state=state, target=target, after=after, reason="سبب", by=by, now=now)


@pytest.fixture
def admin(world):
    return world.bh.actor("admin")


@pytest.fixture
def head(world):
    return world.bh.actor("head")


# --- clocks -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(deadlines.Clock))
def test_which_way_a_clock_weakens(kind):
    rules = kind_of("clock")
    longer = rules.weakens({"clock": kind, "amount": 10}, {"clock": kind, "amount": 11})
    shorter = rules.weakens({"clock": kind, "amount": 10}, {"clock": kind, "amount": 9})
    same = rules.weakens({"clock": kind, "amount": 10}, {"clock": kind, "amount": 10})
    assert longer == (kind not in THEIRS)
    assert shorter == (kind in THEIRS or kind in BOTH_WAYS)
    assert not same


def case_of_bahrain(**facts):
    with tenancy.within("BH"):
        return Complaint.objects.get(pk=filed("BH", now=NOW, **facts)[0])


def begin(case, kind, now, world):
    """A clock of the case that starts now; the one before it ended."""
    clocks.end(list(Clock.objects.filter(complaint=case)), [kind], now=now)
    calendar = accounts.calendar(accounts.state("BH"))
    return clocks.begin(case, [kind], lead=world.bh.nhri, calendar=calendar, now=now)[0]


def test_a_clock_that_runs_keeps_its_length_and_a_later_one_has_the_new(world, admin, head):
    case = case_of_bahrain()
    with tenancy.within("BH"):
        before = begin(case, "decide", NOW, world)
    change = propose(admin, "clock", "decide", amount=120)
    services.confirm(change=change.pk, by=head, now=NOW)
    with tenancy.within("BH"):
        same_day = begin(case, "decide", NOW + timedelta(hours=1), world)
        later = begin(case, "decide", NOW + timedelta(days=1), world)
        before.refresh_from_db()
    calendar = accounts.calendar(accounts.state("BH"))
    assert calendar.last_day(before.due_at) == TODAY + timedelta(days=90)
    assert calendar.last_day(same_day.due_at) == TODAY + timedelta(days=90)
    assert calendar.last_day(later.due_at) == TOMORROW + timedelta(days=120)


def test_terms_hold_from_their_day_on():
    terms = deadlines.Terms((("decide", TOMORROW, 60), ("decide", TODAY + timedelta(days=30), 45)))
    assert terms.on(TODAY) == {}
    assert terms.on(TOMORROW)["decide"] == deadlines.Term(60, deadlines.Unit.DAYS)
    assert terms.on(TODAY + timedelta(days=40))["decide"].amount == 45


def test_many_clocks_of_a_step_read_the_terms_once(world, admin, django_assert_num_queries):
    propose(admin, "clock", "decide", amount=60)
    with tenancy.within("BH"), django_assert_num_queries(1):
        own = clocks.terms_of("BH").on(TOMORROW)
    assert own["decide"].amount == 60


def test_danger_is_acknowledged_in_a_day_whatever_is_set(world, admin, head):
    propose(admin, "clock", "acknowledge", amount=3)
    Institution.objects.filter(pk=world.bh.nhri.pk).update(has_duty_officer=True)
    world.bh.nhri.refresh_from_db()
    case = case_of_bahrain(danger=True)
    with tenancy.within("BH"):
        clock = begin(case, "acknowledge", NOW + timedelta(days=2), world)
    assert clock.due_at == NOW + timedelta(days=3)


def test_a_length_has_bounds(admin):
    for amount in (0, -1, 361, 10**6):
        with pytest.raises(Unacceptable):
            propose(admin, "clock", "decide", amount=amount)
    assert not ClockTerm.objects.exists()


def test_a_new_length_counts_over_the_change_of_the_clock(world):
    """Cairo put its clocks forward on the last Friday of April 2026: the day is still counted whole."""
    admin, start = world.eg.actor("admin"), datetime(2026, 4, 20, 9, tzinfo=UTC)
    services.propose(
        kind="clock", state="EG", target="decide", after={"amount": 7}, reason="سبب", by=admin, now=start
    )
    calendar = accounts.calendar(accounts.state("EG"))
    terms = clocks.terms_of("EG").on(date(2026, 4, 21))
    due = deadlines.due("decide", start=start + timedelta(days=1), calendar=calendar, overrides=terms)
    assert calendar.last_day(due) == date(2026, 4, 28)
    assert due == datetime(2026, 4, 28, 21, tzinfo=UTC)  # midnight in summer time


# --- facts of institutions ------------------------------------------------------------------------------


def mandates(on):
    body = Institution.objects.get(code="bh-nhri")
    return accounts.held_in(["BH"], on=on).mandates[body.pk]


def test_a_mandate_holds_from_the_next_day(admin):
    propose(admin, "mandates", "bh-nhri", value=["police", "prisons", "border_guard", "customs"])
    assert "customs" not in mandates(TODAY)
    assert "customs" in mandates(TOMORROW)


def test_a_mandate_taken_away_ends_with_its_day(admin, head):
    change = propose(admin, "mandates", "bh-nhri", value=["police"])
    services.confirm(change=change.pk, by=head, now=NOW)
    assert mandates(TODAY) >= {"police", "prisons"}
    assert mandates(TOMORROW) == {"police"}


def test_in_the_states_own_day_not_in_utc(admin):
    """22:30 UTC is already tomorrow in Bahrain."""
    propose(admin, "duty_officer", "bh-nhri", value=True)
    assert settle_due("BH", now=datetime(2026, 11, 21, 20, 30, tzinfo=UTC)) == 0
    assert settle_due("BH", now=datetime(2026, 11, 21, 21, 30, tzinfo=UTC)) == 1
    assert settle_due("BH", now=datetime(2026, 11, 21, 21, 30, tzinfo=UTC)) == 0


@pytest.mark.parametrize(
    ("kind", "target", "before", "after"),
    [
        ("duty_officer", "bh-nhri", True, False),
        ("emergency_number", "", None, ""),
        ("grave_route", "", "another_body", "prosecution"),
        ("grave_route", "", "prosecution", "none"),
        ("file_limits", "", None, {"megabytes": 5, "files": 10, "case_megabytes": 100}),
    ],
)
def test_what_weakens_waits_for_the_head(admin, head, kind, target, before, after):
    if kind == "duty_officer":
        Institution.objects.filter(code=target).update(has_duty_officer=before)
    if kind == "grave_route":
        State.objects.filter(pk="BH").update(grave_route=before)
    change = propose(admin, kind, target, value=after)
    assert change.weakens
    assert change.standing is Standing.WAITING
    assert not Setting.objects.exists()
    signed = services.confirm(change=change.pk, by=head, now=NOW)
    assert signed.standing is Standing.APPLIED
    assert Setting.objects.get().value == after


def test_what_protects_more_is_made_at_once(admin):
    for kind, target, value in [
        ("duty_officer", "bh-nhri", True),
        ("grave_route", "", "prosecution"),
        ("emergency_number", "", "998"),
        ("file_limits", "", {"megabytes": 50, "files": 20, "case_megabytes": 200}),
    ]:
        assert propose(admin, kind, target, value=value).standing is Standing.APPLIED
    settle_due("BH", now=NOW + timedelta(days=1))
    state = State.objects.get(pk="BH")
    assert (state.emergency_number, state.grave_route) == ("998", "prosecution")
    assert Institution.objects.get(code="bh-nhri").has_duty_officer
    assert limits_of("BH", TODAY - timedelta(days=1)) == SHIPPED
    assert limits_of("BH", TOMORROW) == FileLimits(50, 20, 200)


def test_a_new_number_is_shown_at_once(admin, client):
    propose(admin, "emergency_number", value="+٩٧٣ ١٧٠٠")
    assert State.objects.get(pk="BH").emergency_number == "+9731700"


IMPOSSIBLE = (
    ("emergency_number", "", "call me"),
    ("mandates", "bh-nhri", ["spies"]),
    ("mandates", "eg-nhri", ["police"]),
    ("mandates", "bh-moi", ["police"]),
    ("duty_officer", "nowhere", True),
    ("reporting_year", "bh-moi", 13),
    ("institution_name", "bh-moi", {"ar": "", "en": "Ministry"}),
    ("institution_name", "bh-moi", {"ar": "س" * 201, "en": "Ministry"}),
    ("grave_route", "", "the police"),
    ("file_limits", "", {"megabytes": 101, "files": 10, "case_megabytes": 100}),
    ("file_limits", "", {"megabytes": 60, "files": 10, "case_megabytes": 50}),
    ("unit", "bh-x", {"ar": "و", "en": "U", "parent": ""}),
    ("supervision", "police", {"authority": "", "is_active": False}),
    ("supervision", "prisons", {"authority": "eg-moi", "is_active": True}),
    ("supervision", "navy", {"authority": "", "is_active": True}),
)


def test_what_cannot_be_is_refused(admin):
    for kind, target, value in IMPOSSIBLE:
        with pytest.raises(Unacceptable):
            propose(admin, kind, target, value=value)
    assert not Setting.objects.exists()


def test_a_fact_needs_its_source(admin):
    with pytest.raises(Unacceptable) as refused:
        services.propose(
            kind="duty_officer",
            state="BH",
            target="bh-nhri",
            after={"value": True},
            reason="سبب",
            by=admin,
            now=NOW,
        )
    assert refused.value.field == "source"


def test_the_source_of_a_shipped_fact_is_kept_in_the_change(admin):
    Mandate.objects.update(source="GANHRI, 2024")
    change = propose(admin, "mandates", "bh-nhri", value=["police", "prisons", "border_guard", "customs"])
    assert change.before["source"] == "GANHRI, 2024"
    assert change.after["source"] == "القانون 1"


def test_a_unit_is_renamed_and_closed_but_never_moved(admin, english):
    above = Unit.objects.create(
        code="bh-p", state="BH", service="police", path="bh-p", name_ar="و", name_en="U"
    )
    Unit.objects.create(
        code="bh-p-1",
        state="BH",
        service="police",
        path="bh-p.bh-p-1",
        parent=above,
        name_ar="و",
        name_en="U",
    )
    value = {"ar": "مركز", "en": "Post", "kind": "station", "parent": "bh-other", "closed_on": str(TODAY)}
    with pytest.raises(Unacceptable, match="open units below"):
        propose(admin, "unit", "bh-p", value=value)
    propose(admin, "unit", "bh-p-1", value=value)
    unit = Unit.objects.get(code="bh-p-1")
    assert (unit.name_en, unit.closed_on, unit.parent, unit.path) == ("Post", TODAY, above, "bh-p.bh-p-1")
    propose(admin, "unit", "bh-p", value=value)
    with pytest.raises(Unacceptable, match="opened first"):
        propose(admin, "unit", "bh-p-1", value=value | {"closed_on": ""})


def test_a_page_and_a_spreadsheet_change_the_same_unit(admin):
    unit = {"state": "BH", "service": "police", "name_ar": "و", "name_en": "Police"}
    Unit.objects.create(code="bh-p", path="bh-p", kind="service", **unit)
    new = {"ar": "مركز", "en": "Gate", "kind": "station", "parent": "bh-p"}
    propose(admin, "unit", "bh-p-gate", value=new)
    rows = tree.written(tree.present("BH"))
    lines = [Line(at, dict(zip(COLUMNS, row, strict=True))) for at, row in enumerate(rows, start=2)]
    assert tree.checked("BH", lines) == tree.present("BH")
    services.propose(kind="unit_tree", state="BH", after={"units": rows[:1]}, reason="سبب", by=admin, now=NOW)
    value = kind_of("unit").current("BH", "bh-p-gate", TODAY)["value"]
    assert value["closed_on"] == str(TODAY)
    propose(admin, "unit", "bh-p-gate", value=value | {"en": "Old gate"})
    assert Unit.objects.get(code="bh-p-gate").closed_on == TODAY
    with pytest.raises(Unacceptable):
        propose(admin, "unit", "bh-p-gate-two", value=new | {"parent": "bh-p-gate"})


def test_who_supervises_a_service_is_dated(admin, world):
    value = {"authority": "bh-moi", "is_active": True}
    change = propose(admin, "supervision", "customs", value=value)
    assert change.holds_from == TOMORROW
    assert "customs" not in accounts.held_in(["BH"], on=TODAY).supervised["BH"]
    row = accounts.held_in(["BH"], on=TOMORROW).supervised["BH"]["customs"]
    assert (row.authority, row.source, row.name_ar) == (world.bh.moi, "القانون 1", "الجمارك")
    assert kind_of("supervision").current("BH", "customs", TOMORROW)["value"] == value


def test_no_service_goes_where_nobody_reads(admin, english):
    factories.institution("BH", InstitutionKind.AUTHORITY, "justice", "العدل", "Justice")
    with pytest.raises(Unacceptable, match="Nobody at this authority"):
        propose(admin, "supervision", "prisons", value={"authority": "bh-justice", "is_active": True})


def test_a_service_no_longer_received_needs_two(admin, head):
    change = propose(admin, "supervision", "prisons", value={"authority": "", "is_active": False})
    assert change.weakens
    services.confirm(change=change.pk, by=head, now=NOW)
    assert "prisons" not in accounts.held_in(["BH"], on=change.holds_from).supervised["BH"]


# --- calendar -------------------------------------------------------------------------------------------


def weekend(by, days, **more):
    return services.propose(
        kind="weekend",
        state="BH",
        after={"days": days, "source": "قرار"},
        reason="سبب",
        by=by,
        now=NOW,
        **more,
    )


def test_a_weekend_changes_from_its_day_on(admin):
    change = weekend(admin, [5, 6])
    calendar = accounts.calendar(accounts.state("BH"))
    friday = date(2026, 11, 27)
    assert change.holds_from == TOMORROW
    assert calendar.is_working(friday)
    assert not calendar.is_working(friday - timedelta(days=7))


def test_more_days_of_rest_weaken(admin, head):
    change = weekend(admin, [3, 4, 5])
    assert change.weakens
    services.confirm(change=change.pk, by=head, now=NOW)
    assert Weekend.objects.filter(state="BH").latest("valid_from").days == [3, 4, 5]


def test_a_week_has_working_days(admin):
    for listed in ([], [0, 1, 2, 3], [7]):
        with pytest.raises(Unacceptable):
            weekend(admin, listed)


def days(*listed, confirmed=True):
    return [{"day": day, "ar": "عيد", "en": "Feast", "confirmed": confirmed} for day in listed]


def holidays(by, listed, year="2027"):
    return services.propose(
        kind="holidays",
        state="BH",
        target=year,
        after={"days": listed, "source": "قرار"},
        reason="سبب",
        by=by,
        now=NOW,
    )


def test_holidays_of_a_year_are_replaced_together(admin):
    Holiday.objects.create(state="BH", day=date(2026, 5, 1), name_ar="عيد", name_en="Feast")
    holidays(admin, days("2027-05-01", "2027-12-16"))
    holidays(admin, days("2027-05-02"))
    assert list(Holiday.objects.values_list("day", flat=True).order_by("day")) == [
        date(2026, 5, 1),
        date(2027, 5, 2),
    ]
    assert not accounts.calendar(accounts.state("BH")).is_working(date(2027, 5, 2))


def test_a_list_of_a_year_is_of_that_year(admin):
    nameless = [{"day": "2027-05-01", "ar": "", "en": "Feast", "confirmed": True}]
    for listed in (days("2026-05-01"), days("2027-05-01", "2027-05-01"), nameless):
        with pytest.raises(Unacceptable):
            holidays(admin, listed)


def test_very_many_holidays_need_the_head(admin):
    first = date(2027, 1, 1)
    change = holidays(admin, days(*(str(first + timedelta(days=n)) for n in range(26))))
    assert change.standing is Standing.WAITING
    assert not Holiday.objects.exists()


def test_the_record_of_settings_holds_together(admin, head):
    for kind, target, value in [("duty_officer", "bh-nhri", True), ("mandates", "bh-nhri", ["police"])]:
        change = propose(admin, kind, target, value=value)
        if change.needs_second:
            services.confirm(change=change.pk, by=head, now=NOW)
    found = verify(state="BH", stream="settings:BH")
    assert (found.entries, found.breaks) == (5, ())


def test_the_log_tells_what_was_set(admin, client):
    propose(admin, "duty_officer", "bh-nhri", value=True)
    page = client.get(reverse("changes") + "?state=BH")
    assert "القانون 1" in page.content.decode()
    assert page.status_code == 200


def test_a_state_calls_a_category_by_its_own_name(admin):
    """On its own pages, from its day on, and nowhere else."""
    change = services.propose(
        kind="category_name",
        state="BH",
        target="TOR",
        after={"ar": "التعذيب وسوء المعاملة", "en": "Torture or cruelty"},
        reason="سبب",
        holds_from=TODAY,
        by=admin,
        now=NOW,
    )
    CategoryName.objects.update(valid_from=date(2020, 1, 1))
    with tenancy.within("BH"), translation.override("en"):
        own, listed = category_label("TOR"), dict(category_choices())["TOR"]
    with tenancy.within("EG"), translation.override("en"):
        elsewhere = category_label("TOR")
    with translation.override("en"):
        nowhere = category_label("TOR")
    assert change.standing is Standing.APPLIED
    assert own == listed == "Torture or cruelty"
    assert elsewhere == nowhere == "Torture or ill-treatment"


def test_names_of_categories_are_read_once_for_a_page(admin, django_assert_num_queries):
    with tenancy.within("BH"), django_assert_num_queries(1):
        for code in ("TOR", "DIS", "MED"):
            category_label(code)
        category_choices()


def test_the_limits_that_are_set_are_those_of_the_files(admin):
    propose(admin, "file_limits", value={"megabytes": 50, "files": 20, "case_megabytes": 200})
    Setting.objects.update(valid_from=date(2020, 1, 1))
    assert evidence_limits("BH") == (50_000_000, 20, 200_000_000)
    assert evidence_limits("EG") == evidence_limits("") == (25_000_000, 10, 100_000_000)
