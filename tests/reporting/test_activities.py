"""The register of activities: corrections keep what stood, disputes are answered, spreadsheets come in whole."""

import io
from datetime import UTC, date, datetime

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import Workbook, load_workbook

from accounts.actor import Refused
from accounts.models import State
from common import spreadsheet, tenancy
from record.models import Outbox
from record.tasks import drain_one
from reporting import activities, activity_table, indicators, missing, tasks
from reporting.models import Activity, Indicator, Measure
from reporting.periods import Period
from reporting.scopes import of_state
from tests import factories
from tests.reporting.conftest import NOW
from tests.reporting.test_readings import YEAR, enter

assert tasks.send_reminder
HEAD = ",".join(activity_table.COLUMNS)


def values(**changed):
    given = dict.fromkeys(activities.FIELDS) | {
        "kind": "training",
        "title_ar": "دورة",
        "title_en": "Course",
        "start": date(2025, 3, 1),
        "end": date(2025, 3, 2),
        "partners": ["Academy", "University"],
        "place": "",
        "participants": 20,
        "women": 5,
        "officers": 4,
    }
    return given | changed


def add(world, who="supervisor", **changed):
    measures = [Measure.objects.get(plan__is_current=True, code="5")]
    return activities.add(values=values(**changed), measures=measures, by=world.bh.actor(who), now=NOW)


def change(world, row, **changed):
    measures = list(row.measures.all())
    by = world.bh.actor("supervisor")
    return activities.change(activity=row.pk, values=values(**changed), measures=measures, by=by, now=NOW)


def test_a_dispute_is_answered_and_a_correction_keeps_both(plan, world):
    row = add(world)
    liaison, keeper = world.bh.actor("liaison"), world.bh.actor("supervisor")
    with pytest.raises(Refused):
        activities.answer(activity=row.pk, text="x", by=keeper, now=NOW)
    activities.verify(activity=row.pk, verdict="disputed", reason="Fewer came", by=liaison, now=NOW)
    with pytest.raises(Refused):
        activities.answer(activity=row.pk, text="x", by=liaison, now=NOW)
    activities.answer(activity=row.pk, text="The list is attached", by=keeper, now=NOW)
    unchanged = change(world, row)
    assert unchanged.verdict == "disputed", "a correction that corrects nothing opens nothing"
    row = change(world, row, participants=18)
    assert (row.verdict, row.reason, row.answer) == ("not_assessed", "", "")
    old = row.earlier.get()
    assert (old.values["participants"], old.reason, old.answer) == (20, "Fewer came", "The list is attached")


def test_a_withdrawn_activity_stays_and_counts_nowhere(plan, world):
    row, keeper = add(world), world.bh.actor("supervisor")
    indicator, scope = Indicator.objects.get(code="5.P.1"), of_state("BH")
    assert indicators.activities(indicator, scope, YEAR).value == 40
    assert indicators.participant_days(indicator, scope, YEAR) == {
        "women": 10,
        "officers": 8,
        "other_ranks": None,
        "civilians": None,
    }
    for stranger in (world.bh.actor("head"), world.bh.actor("liaison"), world.eg.actor("supervisor")):
        with pytest.raises(Refused):
            activities.withdraw(activity=row.pk, reason="x", by=stranger, now=NOW)
    activities.withdraw(activity=row.pk, reason="Entered twice", by=keeper, now=NOW)
    assert indicators.activities(indicator, scope, YEAR).value is None
    assert Activity.objects.count() == 1
    with pytest.raises(activities.Withdrawn):
        activities.verify(
            activity=row.pk, verdict="confirmed", reason="", by=world.bh.actor("liaison"), now=NOW
        )


def test_the_pages_of_one_activity(plan, world, client):
    row = add(world)
    client.force_login(world.bh.people["liaison"])
    listed = client.get("/en/desk/activities/?verdict=not_assessed&measure=5&since=1/1/2025")
    assert [one["activity"] for one in listed.context["rows"]] == [row]
    assert listed.context["to_assess"] == 1
    assert not client.get("/en/desk/activities/?kind=visit").context["rows"]
    verify = reverse("activity_verify", args=[row.pk])
    client.post(verify, {"verdict": "disputed", "reason": "Fewer came"})
    client.force_login(world.bh.people["supervisor"])
    assert client.post(reverse("activity_answer", args=[row.pk]), {"words": ""}).status_code == 422
    assert client.post(reverse("activity_answer", args=[row.pk]), {"words": "Not so"}).status_code == 303
    shown = client.get(f"/en/desk/activities/{row.pk}/").content.decode()
    assert "Fewer came" in shown
    assert "Not so" in shown
    assert client.post(reverse("activity_withdraw", args=[row.pk]), {"words": "Twice"}).status_code == 303
    assert not client.get("/en/desk/activities/").context["rows"]
    assert client.get("/en/desk/activities/?withdrawn=on").context["rows"]
    client.force_login(world.eg.people["supervisor"])
    assert client.get(f"/en/desk/activities/{row.pk}/").status_code == 404


def test_only_pictures_and_pdf_stand_beside_an_activity(plan, world, client):
    client.force_login(world.bh.people["supervisor"])
    row = add(world)
    form = {
        "kind": "training",
        "title_ar": "دورة",
        "title_en": "Course",
        "start": "1/3/2025",
        "end": "2/3/2025",
    }
    form |= {
        "measures": [str(row.measures.get().pk)],
        "partners": "Academy\nUniversity",
        "participants": "20",
    }
    form |= {"women": "5", "officers": "4"}
    url = reverse("activity_edit", args=[row.pk])
    text = factories.spooled("note.txt", b"x", "text")
    assert client.post(url, form | {"attached": text.token}).status_code == 422
    paper = factories.spooled("list.pdf", b"%PDF-1.4 list", "pdf")
    assert client.post(url, form | {"attached": paper.token}).status_code == 303
    with tenancy.within("BH"):
        document = row.documents.get()
    assert client.post(reverse("document_withdraw", args=[document.pk])).status_code == 303
    with tenancy.within("BH"):
        document.refresh_from_db()
    assert document.withdrawn_at
    assert not row.earlier.exists(), "papers alone correct nothing"


def sheet(*rows):
    return "\n".join([HEAD, *rows]).encode()


GOOD = "training,دورة,Course,١/٣/٢٠٢٥,2025-03-02,5،12,Academy؛ University,,٢٠,5,,,,"
VISIT = "زيارة,زيارة,Visit,4/3/2025,,10,,,,,,,,"


def read(world, content):
    lines = activity_table.read(content)
    return activity_table.checked(lines, by=world.bh.actor("supervisor"), today=NOW.date())


def test_rows_are_read_as_people_type_them(plan, world):
    one, two = read(world, sheet(GOOD, VISIT))
    assert (one.values["start"], one.values["participants"], one.values["partners"]) == (
        date(2025, 3, 1),
        20,
        ["Academy", "University"],
    )
    assert [row.code for row in one.measures] == ["5", "12"]
    assert (two.values["kind"], two.values["end"]) == ("visit", date(2025, 3, 4))


def test_a_workbook_says_the_same(plan, world):
    book, days = Workbook(), (datetime(2025, 3, one, tzinfo=UTC).replace(tzinfo=None) for one in (1, 2))
    book.active.append(list(activity_table.COLUMNS))
    book.active.append(["training", "دورة", "Course", *days, 5, "", "", 20.0, 5])
    packed = io.BytesIO()
    book.save(packed)
    (one,) = read(world, packed.getvalue())
    assert (one.values["start"], one.values["participants"], one.measures[0].code) == (
        date(2025, 3, 1),
        20,
        "5",
    )


def test_columns_may_be_called_what_pages_call_them(plan, world):
    names = activity_table.LABELS
    for language in ("ar", "en"):
        with translation.override(language):
            head = ",".join(f" {names[column]}".title() for column in activity_table.COLUMNS)
        (one,) = read(world, f"{head}\n{GOOD}".encode())
        assert (one.values["title_ar"], one.values["women"]) == ("دورة", 5)


def test_a_file_of_something_else_gets_one_sentence(plan, world, english):
    with pytest.raises(spreadsheet.Unreadable) as refused:
        read(world, b"%PDF-1.4\n,,,")
    assert [(one.row, str(one.sentence)) for one in refused.value.problems] == [
        (1, "The first row has to name the columns, and names none of them.")
    ]


def test_mistakes_of_a_row_come_in_the_order_of_its_columns_and_ask_for_nothing(plan, world, english):
    wrong = GOOD.replace("training", "party").replace(",5،12,", ",5،99,").replace(",٢٠,5,", ",-1,many,")
    with pytest.raises(spreadsheet.Unreadable) as refused:
        read(world, sheet(wrong))
    assert [(one.column, str(one.sentence)) for one in refused.value.problems] == [
        ("kind", "“party” is no kind of activity."),
        ("measures", "“99” is no measure of the plan in force."),
        ("participants", "The least that can stand here is 0."),
        ("women", "Only a whole number can stand here."),
    ]


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (GOOD.replace("training", "party"), (2, "kind")),
        (GOOD.replace("2025-03-02", "2025-02-01"), (2, "end")),
        (GOOD.replace(",5،12,", ",99,"), (2, "measures")),
        (GOOD.replace(",٢٠,5,", ",3,5,"), (2, "women")),
        (GOOD.replace("Course", "=1+1"), (2, "title_en")),
        (f"{VISIT}\n{VISIT}", (3, "title_ar")),
        ("", (0, "")),
    ],
)
def test_mistakes_are_told_by_row_and_column_and_nothing_is_kept(plan, world, row, place):
    with pytest.raises(spreadsheet.Unreadable) as refused:
        activity_table.keep(lines=activity_table.read(sheet(row)), by=world.bh.actor("supervisor"), now=NOW)
    assert place in [(one.row, one.column) for one in refused.value.problems]
    assert not Activity.objects.exists()


def test_a_preview_first_then_all_rows_then_the_same_file_is_refused(plan, world, client):
    client.force_login(world.bh.people["supervisor"])
    url = reverse("activity_import")
    file = lambda: SimpleUploadedFile("a.csv", sheet(GOOD, VISIT))  # noqa: E731
    shown = client.post(url, {"file": file()})
    assert (shown.status_code, len(shown.context["rows"]), Activity.objects.count()) == (200, 2, 0)
    kept = shown.context["kept"]
    client.force_login(world.bh.people["head"])
    client.post(url, {"rows": kept})
    assert not Activity.objects.exists(), "what one person previewed, no other takes over"
    client.force_login(world.bh.people["supervisor"])
    assert client.post(url, {"rows": kept}).status_code == 303
    assert Activity.objects.count() == 2
    assert client.post(url, {"rows": kept}).status_code == 422
    assert client.post(url, {"file": file()}).status_code == 422
    assert Activity.objects.count() == 2
    exported = client.get("/en/desk/activities/export/activities.xlsx?kind=visit")
    sheet_out = load_workbook(io.BytesIO(b"".join(exported.streaming_content))).active
    assert sheet_out.max_row == 2
    blank = load_workbook(io.BytesIO(client.get(reverse("activity_template")).content))
    assert [cell.value for cell in blank.worksheets[0][1]] == list(activity_table.COLUMNS)
    client.force_login(world.bh.people["liaison"])
    assert client.get(url).status_code == 403


def test_what_is_missing_and_the_letter_that_says_only_how_much(plan, world, client):
    period = Period(date(2025, 1, 1), date(2025, 12, 31))
    add(world)
    enter(world, "12.O.1", "40")
    enter(world, "4.S.1", "1")
    found = missing.missing("BH", period)
    codes = {row.code for row in found.unread}
    assert "12.O.1" not in codes
    assert "5.O.1" in codes
    assert found.unassessed_count == 1
    later = missing.missing("BH", Period(date(2026, 1, 1), date(2026, 12, 31)))
    assert "4.S.1" not in {row.code for row in later.unread}, "a structure goes on standing"
    bahrain, now = State.objects.get(pk="BH"), datetime(2025, 12, 17, 9, tzinfo=UTC)
    with tenancy.within("BH"):
        assert missing.remind(bahrain, now=datetime(2025, 12, 16, 9, tzinfo=UTC)) == 0
        assert missing.remind(bahrain, now=now) > 0
        missing.remind(bahrain, now=now)
    waiting = Outbox.objects.filter(topic=missing.TOPIC)
    assert waiting.count() == 6, "supervisor, head and liaison, for the quarter and the year, once each"
    while drain_one(now=now):
        pass
    assert sorted({one.to[0] for one in mail.outbox}) == [
        "head@bh.test",
        "liaison@bh.test",
        "supervisor@bh.test",
    ]
    body = "".join(one.body for one in mail.outbox)
    assert "14" in body
    assert "Course" not in body
    assert "trained" not in body
    client.force_login(world.bh.people["supervisor"])
    page = client.get("/en/desk/readings/missing/?period=2025-01-01_2025-12-31")
    assert page.status_code in (200,)
