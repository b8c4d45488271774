"""One thing done to many cases, and the queue taken along as a table."""

import csv
import io
import json
import tracemalloc
from datetime import date
from functools import partial
from zipfile import ZipFile

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actor import Refused
from accounts.models import Membership
from common import sheets, tenancy
from complaints.casework.queue import bulk, exporting, tagging
from complaints.casework.queue.bulk import Act, Left, Order, Why
from complaints.casework.queue.finding import Search
from complaints.casework.queue.narrowing import Wanted
from complaints.models import Docket
from record.models import Entry
from tests.casework.conftest import NARRATIVE
from tests.casework.test_pages import body
from vault.services import holders


def dockets(desk, cases, name="moi"):
    at = getattr(desk.world.bh, name)
    with tenancy.within("BH"):
        known = dict(Docket.objects.filter(institution=at).values_list("complaint_id", "pk"))
    return [known[case.pk] for case in cases]


def entries(case, what):
    with tenancy.within("BH"):
        return Entry.objects.filter(stream=case.stream, what=what).count()


def go(desk, name, page):
    """Press the button of a page as long as there is one."""
    import re

    signed = re.search(r'name="order" value="([^"]+)"', body(page))
    return desk(name).post("/en/desk/many/", {"order": signed[1], "go": "on"}, follow=True)


# --- many at once -----------------------------------------------------------------------------------


def test_cases_are_assigned_together_after_a_look_each_with_its_entry(desk, led):
    cases = [desk.file() for _ in range(3)]
    basil = desk.world.bh.people["reviewer"].pk
    sent = {"pk": dockets(desk, [*cases, led]), "act": "assign", "person": basil, "filters": "order=newest"}

    preview = desk("supervisor").post("/en/desk/many/", sent)
    before = entries(cases[0], "assign")
    done = go(desk, "supervisor", preview)

    assert "It would be done to 3 cases." in body(preview)
    assert "Assign to a colleague: reviewer BH" in body(preview)
    assert "It is so already." in body(preview)
    assert before == 0
    assert [entries(case, "assign") for case in [*cases, led]] == [1, 1, 1, 1]
    assert "It was done to 3 cases." in body(done)
    with tenancy.within("BH"):
        assert Docket.objects.filter(assignee=basil).count() == 4
    # What was assigned can be read: keys went along.
    assert NARRATIVE in body(desk("reviewer").get(f"/en/desk/{cases[2].reference}/"))


def test_all_of_a_list_are_taken_by_its_filters(desk):
    danger, calm = desk.file(danger=True), desk.file()
    basil = desk.world.bh.people["reviewer"].pk
    sent = {"all": "on", "act": "assign", "person": basil, "filters": "danger=on"}

    done = go(desk, "supervisor", desk("supervisor").post("/en/desk/many/", sent))

    assert done.redirect_chain[-1][0] == "/en/desk/?danger=on"
    assert (entries(danger, "assign"), entries(calm, "assign")) == (1, 0)


def test_acknowledging_many_leaves_what_is_not_ones_own(desk, led):
    other = desk.file()
    desk.assign(other, "reviewer2", "supervisor")
    sent = {"all": "on", "act": "acknowledge", "filters": ""}

    preview = desk("reviewer").post("/en/desk/many/", sent)
    done = go(desk, "reviewer", preview)
    again = desk("reviewer").post("/en/desk/many/", sent)

    assert "It would be done to 1 case." in body(preview)
    assert "It is not yours to do" in body(preview)
    assert done.status_code == 200
    assert (entries(led, "acknowledge"), entries(other, "acknowledge")) == (1, 0)
    assert "That step is not open at the stage it stands at." in body(again)
    assert "There is nothing to do" in body(again)


def test_it_goes_in_stretches_and_a_case_that_moved_on_is_left(desk, monkeypatch):
    monkeypatch.setattr(bulk, "STRETCH", 0.0)
    cases = [desk.file() for _ in range(3)]
    by, now = desk.actor("reviewer"), timezone.now()
    for case in cases:
        desk.assign(case, "reviewer", "supervisor")
    order, pks = Order(Act.ACKNOWLEDGE), dockets(desk, cases)
    first = bulk.carry(order=order, dockets=pks, by=by, now=now, seconds=0)
    desk.move(cases[1], "acknowledge", "reviewer")
    rest = bulk.carry(order=order, dockets=first.remaining, by=by, now=now)

    assert (first.count, first.remaining) == (1, pks[1:])
    assert rest.count == 1
    assert [(one.reference, one.why) for one in rest.left] == [(cases[1].reference, Why.STAGE)]
    assert [entries(case, "acknowledge") for case in cases] == [1, 1, 1]


def test_a_tag_goes_on_many_and_off_again(desk, led):
    case, now = desk.file(), timezone.now()
    tag = tagging.make(name="للاجتماع", by=desk.actor("supervisor"), now=now)
    sent = {"all": "on", "filters": "", "tag": tag.pk}

    go(desk, "reviewer", desk("reviewer").post("/en/desk/many/", {**sent, "act": "tag"}))
    tagged = [entries(one, "tagged") for one in (led, case)]
    go(desk, "reviewer", desk("reviewer").post("/en/desk/many/", {**sent, "act": "untag"}))

    assert tagged == [1, 1]
    assert [entries(one, "untagged") for one in (led, case)] == [1, 1]


@pytest.mark.parametrize(
    ("name", "sent", "status"),
    [
        ("reviewer", {"all": "on", "act": "assign", "person": "x"}, 422),
        ("supervisor", {"all": "on", "act": "assign"}, 422),
        ("supervisor", {"all": "on", "act": "reject"}, 422),
        ("supervisor", {"act": "acknowledge"}, 303),
        ("supervisor", {"pk": ["x", "٣", "9" * 40, "-1"], "act": "tag"}, 303),
        ("supervisor", {"go": "on", "order": "forged"}, 303),
        ("intake", {"all": "on", "act": "acknowledge"}, 403),
        ("auditor", {"all": "on", "act": "tag"}, 403),
    ],
)
def test_an_order_that_makes_no_sense_changes_nothing(desk, led, name, sent, status):
    assert desk(name).post("/en/desk/many/", sent).status_code == status
    assert entries(led, "assign") == 1


def test_an_order_is_its_makers_alone(desk, led):
    """What one person looked at, another cannot send; and cases of another desk are no part of it."""
    foreign = desk.file(state="EG")
    preview = desk("supervisor").post(
        "/en/desk/many/",
        {"all": "on", "filters": "", "act": "assign", "person": desk.world.bh.people["reviewer2"].pk},
    )
    go(desk, "head", preview)
    with tenancy.within("EG"):
        theirs = list(Docket.objects.filter(complaint=foreign).values_list("pk", flat=True))
    with tenancy.within("BH"):
        order = Order(Act.ASSIGN, desk.world.bh.people["reviewer"].pk)
        made = bulk.plan(order=order, dockets=theirs, by=desk.actor("supervisor"))
    done = bulk.carry(order=order, dockets=theirs, by=desk.actor("supervisor"), now=timezone.now())

    assert entries(led, "assign") == 1
    assert made.do == made.left == []
    assert done.count == 0


def test_a_closed_vault_stops_and_says_so(desk, settings):
    cases = [desk.file() for _ in range(2)]
    sent = {"all": "on", "filters": "", "act": "assign", "person": desk.world.bh.people["reviewer"].pk}
    preview = desk("supervisor").post("/en/desk/many/", sent)
    settings.DEMO_VAULT_KEY = ""

    stopped = go(desk, "supervisor", preview)

    assert stopped.status_code == 422
    assert "Nothing more was done" in body(stopped)
    assert "vault_passphrase" in body(stopped)
    assert [entries(case, "assign") for case in cases] == [0, 0]


def test_a_look_at_many_takes_the_same_statements(desk, django_assert_max_num_queries):
    pks = dockets(desk, [desk.file() for _ in range(5)])
    order = Order(Act.ASSIGN, desk.world.bh.people["reviewer"].pk)
    with tenancy.within("BH"), django_assert_max_num_queries(5):
        assert len(bulk.plan(order=order, dockets=pks, by=desk.actor("supervisor")).do) == 5


def test_a_case_costs_the_same_few_statements_however_many(desk):
    """What holds for all is read once; each case has its lock, its entry, and writes of what changed in it."""
    by, order = desk.actor("supervisor"), Order(Act.ASSIGN, desk.world.bh.people["reviewer"].pk)
    pks = dockets(desk, [desk.file() for _ in range(7)])

    def statements(chosen):
        with CaptureQueriesContext(connection) as sent:
            assert bulk.carry(order=order, dockets=chosen, by=by, now=timezone.now()).count == len(chosen)
        return [one["sql"].split(" WHERE ")[0] for one in sent if "set_config" not in one["sql"]]

    two, five = statements(pks[:2]), statements(pks[2:])
    writes = [sql for sql in five if sql.startswith(("UPDATE", "DELETE"))]

    assert (len(five) - len(two)) / 3 <= 14  # beginning and end of its transaction among them
    assert len(writes) == 5
    assert all(sql.startswith('UPDATE "complaints_docket" SET "assignee_id" = ') for sql in writes)


def test_what_changes_between_two_cases_of_a_stretch_counts(desk, monkeypatch):
    """A colleague excluded meanwhile gets no key; a case that vanished meanwhile is named as gone."""
    cases = [desk.file() for _ in range(4)]
    basil, boss = (desk.world.bh.people[name] for name in ("reviewer", "supervisor"))
    carry_on = bulk.services.advance

    def advance(*, case, **how):
        if case == cases[0].pk:
            desk.move(cases[1], "exclude", "head", person=basil.pk, reason="قرابة")
            desk.move(cases[2], "exclude", "head", person=boss.pk, reason="قرابة")
            desk.assign(cases[3], "reviewer", "supervisor")
        return carry_on(case=case, **how)

    monkeypatch.setattr(bulk.services, "advance", advance)
    by, order = desk.actor("supervisor"), Order(Act.ASSIGN, basil.pk)
    done = bulk.carry(order=order, dockets=dockets(desk, cases), by=by, now=timezone.now())

    assert done.count == 1
    assert done.left == [
        Left(cases[1].reference, Why.PERSON),
        Left(cases[2].reference, Why.GONE),
        Left(cases[3].reference, Why.DONE),
    ]
    assert [entries(case, "assign") for case in cases] == [1, 0, 0, 1]
    with tenancy.within("BH"):
        keys = [f"user:{basil.pk}" in holders(case.pk)["released"] for case in cases]
    assert keys == [True, False, False, True]


def test_a_case_gone_before_its_turn_is_told_without_its_name(desk, english):
    cases = [desk.file() for _ in range(2)]
    sent = {"pk": dockets(desk, cases), "act": "assign", "person": desk.world.bh.people["reviewer"].pk}
    preview = desk("supervisor").post("/en/desk/many/", sent)
    boss = desk.world.bh.people["supervisor"].pk
    desk.move(cases[0], "exclude", "head", person=boss, reason="قرابة")

    told = body(go(desk, "supervisor", preview))

    assert "It was done to 1 case." in told
    assert "One of the chosen cases" in told
    assert "It is not at your desk any more." in told
    assert cases[0].reference not in told


# --- export -----------------------------------------------------------------------------------------


def exported(desk, name="supervisor", kind="csv", language="en", **sent):
    return desk(name).post(f"/{language}/desk/export/", {"kind": kind, "filters": "", **sent})


def lines(answer):
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


def test_what_leaves_is_what_the_queue_shows(desk, led, protected):
    tag = tagging.make(name="=1+1", by=desk.actor("supervisor"), now=timezone.now())
    tagging.set_tags(case=led.pk, tags=[tag.pk], by=desk.actor("reviewer"), now=timezone.now())

    answer = exported(desk)
    rows = lines(answer)

    assert answer.headers["Content-Disposition"].startswith('attachment; filename="BH-')
    assert [row["Reference"] for row in rows] == [led.reference]
    assert rows[0]["Held by"] == "reviewer BH"
    assert rows[0]["Subject"] == "Denial of medical care"
    assert rows[0]["Tags"] == "'=1+1"
    assert date.fromisoformat(rows[0]["Deadline"])
    assert "أمل" not in str(rows)
    assert NARRATIVE[:15] not in str(rows)
    assert {row["Reference"] for row in lines(exported(desk, "head"))} == {led.reference, protected.reference}
    assert "=1+1" not in str(lines(exported(desk, "head")))


def test_the_spreadsheet_opens_and_reads_in_the_readers_language(desk, led):
    answer = exported(desk, kind="xlsx", language="ar")
    content = io.BytesIO(b"".join(answer.streaming_content))
    sheet = openpyxl.load_workbook(content).active
    head, row = list(sheet.iter_rows(values_only=True))
    found = dict(zip(head, row, strict=True))

    assert ZipFile(content).testzip() is None
    assert sheet.sheet_view.rightToLeft
    assert led.reference in row
    assert len(head) == len(exporting.COLUMNS)
    assert any(str(cell).startswith("الحرمان من الرعاية") for cell in row)
    assert sum(hasattr(cell, "year") for cell in found.values()) == 3


def test_an_export_has_one_entry_and_it_holds_no_words(desk, led):
    exported(desk, filters="q=دورية&matter=complaint")
    with tenancy.within("BH"):
        entry = Entry.objects.get(what="exported")
    details = json.loads(entry.details)

    assert entry.stream == f"desk:{desk.world.bh.moi.pk}"
    assert entry.by == desk.actor("supervisor").id
    assert details == {"kind": "csv", "rows": 1, "by": ["matter=complaint", "words"]}


def test_the_chosen_cases_alone_leave(desk, led):
    other = desk.file()
    page = desk("supervisor").post("/en/desk/export/", {"pk": dockets(desk, [other]), "filters": ""})
    import re

    signed = re.search(r'name="chosen" value="([^"]+)"', body(page))[1]

    assert "1 case leaves as a table." in body(page)
    assert [row["Reference"] for row in lines(exported(desk, chosen=signed))] == [other.reference]
    assert exported(desk, chosen="forged").status_code == 303


def test_excluded_cases_and_other_states_never_leave(desk, led):
    desk.file(state="EG")
    desk.move(led, "exclude", "supervisor", person=desk.world.bh.people["reviewer2"].pk, reason="قرابة")

    assert lines(exported(desk, "reviewer2")) == []
    assert [row["Reference"] for row in lines(exported(desk))] == [led.reference]


@pytest.mark.parametrize("name", ["intake", "liaison", "auditor", "admin"])
def test_without_a_queue_there_is_no_export(desk, led, name):
    assert exported(desk, name).status_code == 403
    with pytest.raises(Refused):
        exporting.export(
            search=Search(desk.actor(name), Wanted(), timezone.now()),
            chosen=None,
            kind=exporting.Kind.CSV,
            language="en",
            by=desk.actor(name),
            now=timezone.now(),
        )


def test_an_export_asks_who_sits_there(desk, led, settings):
    settings.STAFF_SECOND_FACTOR = True

    answer = exported(desk)

    assert answer.status_code == 303
    assert "/accounts/" in answer.headers["Location"]
    with tenancy.within("BH"):
        assert not Entry.objects.filter(what="exported").exists()


def test_batches_join_into_the_whole(desk, monkeypatch):
    monkeypatch.setattr(exporting, "BATCH", 2)
    cases = [desk.file() for _ in range(5)]

    assert [row["Reference"] for row in lines(exported(desk))] == [case.reference for case in cases]
    assert len(lines(exported(desk, filters="q=دورية"))) == 5


@pytest.mark.parametrize("kind", [sheets.csv_of, partial(sheets.xlsx_of, title="T", right_to_left=True)])
def test_memory_stays_flat_whatever_the_length(kind):
    def rows(count):
        return ([(f"BH-{n}", "نص طويل بعض الشيء", date(2026, 1, 1), n)] * 100 for n in range(count))

    peaks = []
    for count in (20, 400):
        tracemalloc.start()
        sum(len(part) for part in kind(["a", "b", "c", "d"], rows(count)))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < peaks[0] * 1.5 + 300_000, peaks


@pytest.mark.parametrize("text", ["=1+1", "+966", "-5", "@x", "\tx", "\rx", "  =x"])
def test_a_formula_is_written_as_text(text):
    assert sheets.harmless(text) == f"'{text}"
    content = b"".join(sheets.xlsx_of(["x"], [[[text]]], title="[a]/b", right_to_left=False))
    cell = openpyxl.load_workbook(io.BytesIO(content)).active["A2"]
    assert cell.data_type != "f"


def test_nothing_is_left_of_who_may_hold_cases(desk, led):
    """A colleague whose role ended cannot be chosen, whatever is sent."""
    reviewer = desk.world.bh.people["reviewer2"]
    Membership.objects.filter(user=reviewer).delete()
    case = desk.file()
    order = Order(Act.ASSIGN, reviewer.pk)
    done = bulk.carry(
        order=order, dockets=dockets(desk, [case]), by=desk.actor("supervisor"), now=timezone.now()
    )

    assert [one.why for one in done.left] == [Why.PERSON]
