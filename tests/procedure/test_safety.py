"""What complainants tell of their safety: read by the independent body alone, followed up, never left lying."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from accounts.actor import Refused
from complaints import sealing, tasks
from complaints.casework.services import Given, Missing, Unmet, advance
from complaints.models import Notice, SafetyTelling, Text
from complaints.vocabulary import Part
from record import services as record
from record.models import Entry, Outbox
from record.tasks import _work
from tests.workflow.scene import NOW
from vault import services as vault

WORDS = "They waited for my brother at the school"


def asked(at):
    record.write(state="BH", stream=f"case:{at.case}", what="ask_safety", by="system", at=NOW)


def told(at, safety, words=WORDS):
    asked(at)
    at.move("answer_safety", "amal", Given(safety=safety, message=words))


def ring(now=NOW):
    """Do the work that was asked for."""
    for row in Outbox.objects.filter(topic="notify", done_at=None).order_by("pk"):
        _work["notify"](row.state, row.subject, now)


def dump():
    """Everything of every case table, as whoever stole the database would read it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_name ~ '^(complaints|record|vault)_'"
        )
        names = [name for (name,) in cursor.fetchall()]
        text = ""
        for name in names:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, '|'), '') FROM {name} t")
            text += cursor.fetchone()[0]
    return text


@pytest.mark.parametrize("kind", ["ministry", "independent"])
def test_nobody_of_the_ministry_learns_what_was_told_or_that_it_was(opened, world, kind):
    at = opened(kind)
    told(at, "harmed")
    at.move("report_reprisal", "amal", Given(message=WORDS))
    ring()
    case = at.row()
    for name in ("reviewer", "supervisor"):
        actor = world.bh.actor(name)
        keys = sealing.open_case(case, actor.keyring)
        for text in Text.objects.filter(complaint=at.case, kind__in=["safety", "from_complainant"]):
            assert not keys.opens(text)
            with pytest.raises(vault.Locked):
                keys.of(text)
        assert not SafetyTelling.objects.visible_to(actor).exists()
        what = set(Notice.objects.filter(user=actor.user_id).values_list("what", flat=True))
        assert not what & {"answer_safety", "report_reprisal", "safety_overdue"}
        client = Client()
        client.force_login(world.bh.people[name])
        assert client.get("/en/desk/safety/").status_code == 403
        page = client.get(f"/en/desk/{case.reference}/").content.decode()
        assert "reprisal was reported" not in page
        assert "question about reprisals" not in page


def test_the_database_does_not_tell_a_good_answer_from_a_bad_one(opened):
    rows = []
    for answer in ("harmed", "safe"):
        at = opened("ministry")
        told(at, answer, "")
        text = Text.objects.get(complaint=at.case, kind="safety")
        entry = Entry.objects.filter(stream=f"case:{at.case}", what="answer_safety").get()
        telling = SafetyTelling.objects.get(complaint=at.case)
        rows.append((len(text.body), text.part, len(entry.details), telling.due_at, telling.followed_at))
    assert rows[0] == rows[1]
    stolen = dump()
    assert "harmed" not in stolen
    assert WORDS not in stolen


def test_each_answer_is_told_to_the_independent_body_and_waits_for_it(opened, world):
    at = opened("ministry")
    told(at, "harmed")
    ring()
    for name in ("nhri", "head"):
        user = world.bh.people[name].pk
        assert Notice.objects.filter(user=user, what="answer_safety").exists()
    client = Client()
    client.force_login(world.bh.people["head"])
    page = client.get("/en/desk/safety/").content.decode()
    assert at.row().reference in page
    assert "Came to harm" in page
    assert WORDS not in page
    at.move("follow_up_safety", "nhri", Given(reason="Called her; the police were told to keep away"))
    assert at.row().reference not in client.get("/en/desk/safety/").content.decode()
    note = Text.objects.filter(complaint=at.case, kind="note").last()
    assert note.part == Part.ORIGINAL
    with pytest.raises(Unmet):
        at.move("follow_up_safety", "nhri", Given(reason="Again"))
    told(at, "safe")
    for name in ("reviewer", "supervisor", "amal", "another", "recused_nhri"):
        with pytest.raises(Refused):
            at.move("follow_up_safety", name, Given(reason="Mine"))


def test_harm_stands_first_and_others_cases_stay_sealed(opened, world, django_assert_max_num_queries):
    well, harmed, strange = opened("ministry"), opened("ministry"), opened("ministry")
    for at, answer in ((well, "safe"), (harmed, "harmed"), (strange, "harmed")):
        told(at, answer)
    advance(
        case=strange.case,
        action="assign",
        by=world.bh.actor("head"),
        now=NOW,
        given=Given(person=world.bh.people["nhri2"].pk),
    )
    client = Client()
    client.force_login(world.bh.people["nhri"])
    with django_assert_max_num_queries(16):
        page = client.get("/en/desk/safety/").content.decode()
    assert page.index(harmed.row().reference) < page.index(well.row().reference)
    assert page.count("sealed: read it in the case") == 1
    assert strange.row().reference in page
    for at, theirs in ((well, True), (harmed, True), (strange, False)):  # a link only where it opens
        step = f"/en/desk/{at.row().reference}/follow_up_safety/"
        assert (step in page, client.get(step).status_code) == (theirs, 200 if theirs else 403)


def test_what_lies_too_long_is_told_each_day(opened, world):
    at = opened("ministry")
    told(at, "safe")
    state = world.bh.state
    sweep = tasks.aftercare.remind
    assert sweep(state.code, now=NOW + timedelta(hours=5)) == 0
    late = NOW + timedelta(days=5)
    assert (sweep(state.code, now=late), sweep(state.code, now=late + timedelta(hours=1))) == (1, 0)
    assert sweep(state.code, now=late + timedelta(days=1)) == 1
    ring(late)
    told_to = set(
        Notice.objects.filter(what="safety_overdue").values_list("user__institution__code", flat=True)
    )
    assert told_to == {"bh-nhri"}


def test_an_answer_without_an_independent_body_is_not_taken(opened, world):
    at = opened("ministry")
    asked(at)
    with pytest.raises(Missing):
        at.move("answer_safety", "amal", Given(safety="fine"))
    assert not SafetyTelling.objects.exists()
