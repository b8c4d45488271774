"""The auditor's page: who opened what in a week, never what; whether the record holds."""

from datetime import timedelta

from django.utils import timezone

from complaints import tasks
from complaints.audit import selectors
from complaints.casework import opening
from complaints.casework.selectors import docket
from complaints.models import Clock
from record import tasks as outbox
from record import verification
from record.models import Entry, Verification

REASON = "لا بد من معرفة طريقة الاتصال"


def get(client, query="", status=200):
    answer = client.get(f"/en/audit/{query}")
    assert answer.status_code == status
    return answer.content.decode()


def opened(room, desk, name="nhri"):
    """A case whose identity somebody opened for a reason."""
    case = room.released()
    actor = desk.actor(name)
    with room.within():
        row = docket(actor, case.reference)
    ticket = opening.Ticket(row.pk, actor.id, "identity", "session")
    opening.ask(ticket=ticket, docket=row, by=actor, reason=REASON, now=timezone.now())
    return case


def test_the_page_is_the_auditors_alone(desk):
    for name in ("reviewer", "supervisor", "nhri", "head", "liaison", "admin", "registry"):
        get(desk(name), status=403)
        assert desk(name).post("/en/audit/verify/").status_code == 403
    get(desk("auditor"))


def test_the_week_lists_who_opened_what_and_never_what_stood_in_it(room, desk, world):
    case = opened(room, desk)
    page = get(desk("auditor"))
    assert case.reference in page
    assert world.bh.people["nhri"].name_en in page
    assert "NHRI complaints reviewer" in page
    assert "Identity" in page
    for words in (REASON, "أمل السالم", "amal@people.test", "دورية"):
        assert words not in page
    assert case.reference not in get(desk("auditor"), "?weeks=1")
    assert case.reference not in get(desk("auditor", country="eg"))
    with room.within():
        week = selectors.Week.back(0, zone="Asia/Bahrain", now=timezone.now())
        assert [
            (total.person.name, total.counts) for total in selectors.totals(desk.actor("auditor"), week)
        ] == [(world.bh.people["nhri"].name, [1, 0, 0, 0])]


def test_a_broken_chain_is_said_on_the_page(room, desk, django_capture_on_commit_callbacks):
    case = room.released()
    tasks.daily()
    assert "Every entry and every link holds." in get(desk("auditor"))
    with room.within():
        tasks.audit.check_daily(room.world.bh.state, now=timezone.now())
        assert Verification.objects.count() == 1  # once a day
        entries = Entry.objects.filter(stream=case.stream)
        found = verification.verify(state="BH")
        assert found.breaks == ()
        Verification.objects.create(
            state="BH",
            at=timezone.now(),
            entries=entries.count(),
            streams=1,
            breaks=1,
            first_breaks=["case:x entry 3: changed"],
        )
    page = get(desk("auditor"))
    assert "1 break was found in the record" in page
    assert "entry 3: changed" in page


def test_the_auditor_has_it_checked_at_once(room, desk):
    room.released()
    assert desk("auditor").post("/en/audit/verify/").status_code == 303
    assert desk("auditor").post("/en/audit/verify/").status_code == 303
    while outbox.drain_one(now=timezone.now()):
        pass
    with room.within():
        assert Verification.objects.count() == 1


def test_delays_that_nobody_above_reads_are_numbers_alone(room, desk):
    led_by_nhri, led_by_ministry = room.released(), desk.file()
    with room.within():
        for case in (led_by_nhri, led_by_ministry):
            Clock.objects.filter(complaint=case, ended_at=None, kind__in=["decide", "acknowledge"]).update(
                escalated=2, due_at=timezone.now() + timedelta(days=400)
            )
        found = selectors.delays(desk.actor("auditor"))
    assert [(str(delay.name), delay.count) for delay in found] == [("Decision", 1)] or len(found) == 1
    page = get(desk("auditor"))
    assert led_by_nhri.reference not in page
