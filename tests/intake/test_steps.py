"""The nine pages, one by one and as a whole."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actor import receipt
from accounts.models import Unit
from common import receipts, tenancy
from complaints.models import Allegation, Complaint, NoticeAddress, Person
from tests.factories import institution
from tests.intake.conftest import errors, output
from tests.intake.walking import Walker
from vault import services as vault


@pytest.fixture
def walk(client, world):
    def walk(language="ar", **answers):
        return Walker(client, language, answers)

    return walk


def case_of(walker):
    with tenancy.within("BH"):
        return Complaint.objects.get(reference=output(walker.page, "reference"))


def test_from_the_first_page_to_the_receipt(walk):
    amal = walk().file()
    assert amal.slug == "receipt"
    assert amal.seen == [
        *("before", "known", "whom", "matter", "urgent", "where", "when", "story", "about", "people"),
        *("evidence", "contact"),
    ]
    case = case_of(amal)
    assert (case.mode, case.matter, case.is_held, case.place_type) == (
        "confidential",
        "complaint",
        True,
        "station",
    )
    assert (case.happened_from.isoformat(), case.happened_how) == ("2026-03-14", "exact")
    assert (case.gender, case.consent, case.language) == ("female", "not_needed", "ar")
    assert not [
        name for name in amal.client.cookies if name.startswith("draft") and amal.client.cookies[name].value
    ]


def test_words_are_sealed_and_everybody_is_there(walk):
    amal = walk().file()
    code, case = output(amal.page, "receipt-code"), case_of(amal)

    by = receipt(state="BH", case=case.pk, seed=receipts.reader_seed(code))
    with tenancy.within("BH"):
        keys = vault.open(
            state="BH", subject=case.pk, keyring=by.keyring, parts=["identity", "original", "released"]
        )
        people = {
            row.role: json.loads(keys.key("identity").unseal(row.role, row.identity))
            for row in Person.objects.filter(complaint=case)
        }
        texts = {
            row.kind: keys.key(row.part).unseal(f"text:{row.pk}", row.body) for row in case.text_set.all()
        }
    assert people["complainant"]["name"] == "أمل تجربة"
    assert people["complainant"]["contact"] == "مساءً فقط"
    assert people["witness"]["name"] == "سلمى"
    assert texts["wish"] == "اعتذار"


# --- each page ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "typed", "field"),
    [
        ("before", {"state": ""}, "state"),
        ("before", {"state": "QQ"}, "state"),
        ("known", {"mode": "loud"}, "mode_0"),
        ("whom", {"source": "nobody"}, "source_0"),
        ("matter", {"kind": "war"}, "kind_0"),
        ("urgent", {"urgent": ["held", "bored"]}, "urgent_0"),
        ("where", {"country": "elsewhere"}, "country"),
        ("where", {"service": "outside"}, "service"),
        ("when", {"how": "exact", "since": ""}, "since"),
        ("when", {"how": "exact", "since": "31/2/2026"}, "since"),
        ("when", {"how": "exact", "since": "1/1/1502"}, "since"),
        ("when", {"how": "exact", "since": "1/1/26"}, "since"),
        ("when", {"how": "exact", "since": "tomorrow"}, "since"),
        ("when", {"how": "exact", "since": "1/1/2199"}, "since"),
        ("when", {"how": "unknown", "since": "2026"}, "since"),
        ("when", {"how": "ongoing", "since": "2025", "until": "2026"}, "until"),
        ("when", {"how": "approximate", "since": "5/2026", "until": "4/2026"}, "until"),
        ("story", {"narrative": " \u200f "}, "narrative"),
        ("story", {"narrative": "ا" * 20_001}, "narrative"),
        ("about", {"categories": ["XXX"]}, "categories_0"),
        ("people", {"role-0": "hero"}, "role-0"),
        ("contact", {"email": "amal@", "name": "أمل"}, "email"),
        ("contact", {"phone": "call me"}, "phone"),
        ("contact", {"notices": "x"}, "notices"),
        ("contact", {"language": "fr"}, "language_0"),
    ],
)
def test_bad_input_is_said_beside_its_field_and_everything_is_kept(walk, page, typed, field):
    amal = walk().go_to(page)
    amal.fill(**typed)
    assert amal.answer.status_code == 422
    assert f'href="#id_{field}"' in amal.page, errors(amal.answer)
    kept = amal.fields
    for name, value in typed.items():
        if (
            isinstance(value, str)
            and value.strip(" \u200f")
            and name in kept
            and name not in ("state", "country")
        ):
            assert kept[name] in ([value], ["" if name == "role-0" else value], kept[name])
    assert (typed.get("narrative", "") or "")[:50] in amal.page


def test_a_text_too_long_is_still_there(walk):
    amal = walk().go_to("story").fill(narrative="ا" * 20_001)
    assert amal.fields["narrative"] == ["ا" * 20_001]


def test_only_ways_that_can_be_kept_are_offered(walk):
    amal = walk(before={"state": "ZZ"}).go_to("known")
    assert 'value="confidential"' not in amal.page
    assert 'name="independent_only"' not in amal.page
    amal.fill()
    assert amal.answer.status_code == 422


def test_who_reads_it_is_said_for_each_way_and_again_before_sending(walk):
    amal = walk("en", before={"state": "BH"}).go_to("known")
    assert amal.page.count("choice-readers") == 3
    amal.go_to("story")
    assert "Only National Institution BH reads it at first" in amal.page
    amal.go_to("check")
    assert "Only National Institution BH reads it at first" in amal.page


def test_a_named_complaint_tells_when_the_ministry_reads_it(walk):
    plain = walk("en", known={"mode": "named"}, urgent={"urgent": []}).go_to("check")
    assert "Ministry BH, with your name" in plain.page
    grave = walk("en", known={"mode": "named"}, urgent={"urgent": ["death"]}).go_to("check")
    assert "The ministry gets nothing of it before you agree" in grave.page
    alone = walk("en", known={"mode": "named", "independent_only": "on"}).go_to("check")
    assert "The ministry gets nothing of it before you agree" in alone.page


def test_what_nobody_may_take_is_said_before_the_story(walk):
    answers = {"before": {"state": "ZZ"}, "known": {"mode": "named"}, "where": {"country": "ZZ"}}
    amal = walk("en", **answers).go_to("urgent")
    amal.fill(urgent=["death"])
    assert amal.answer.status_code == 422
    assert "not handed to the service itself" in amal.page
    amal.fill(urgent=[]).go_to("about")
    amal.fill(categories=[])
    assert "Choose what it is about" in amal.page
    amal.fill(categories=["BRB"])
    assert amal.slug == "people"


def test_where_only_the_prosecution_may_it_is_asked_expressly(walk, world):
    world.zz.state.grave_route = "prosecution"
    world.zz.state.save()
    prosecution = institution("ZZ", "prosecution", "pp", "النيابة", "Prosecution")
    vault.enrol_institution(owner=f"institution:{prosecution.code}:content", holders=[])
    answers = {"before": {"state": "ZZ"}, "known": {"mode": "named"}, "where": {"country": "ZZ"}}
    amal = walk("en", **answers, urgent={"urgent": ["death"]}).go_to("prosecution")
    amal.send(agrees=[])
    assert amal.answer.status_code == 422
    amal.send(agrees="on").file()
    with tenancy.within("ZZ"):
        case = Complaint.objects.get()
    assert (case.route, case.prosecution_consent) == ("3a-prosecution", True)


def test_another_country_of_the_list_is_offered_instead(walk):
    amal = walk("en").go_to("where")
    amal.fill(country="EG")
    assert amal.answer.status_code == 422
    amal.send(country="EG", go="move")
    assert amal.slug == "known"
    amal.go_to("where")
    assert amal.fields["country"] == ["EG"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("family", ("sibling", "given", "", 1)),
        ("lawyer", ("lawyer", "given", "", 1)),
        ("group", ("", "given", "", 40)),
        ("organisation", ("other", "given", "", 40)),
    ],
)
def test_the_person_concerned_is_always_told_from_whoever_files(walk, source, expected):
    amal = walk(whom={"source": source}, concerned={"people": "٤٠"}).file()
    case = case_of(amal)
    assert case.source == source
    assert (case.relationship, case.consent, case.no_consent, case.people_concerned) == expected


def test_why_somebody_cannot_be_asked(walk):
    answers = {"consent": "impossible-missing", "relationship": "parent", "is_child": "on", "gender": "male"}
    amal = walk(whom={"source": "family"}, concerned=answers).file()
    case = case_of(amal)
    assert (case.consent, case.no_consent, case.circumstances) == ("impossible", "missing", ["child"])
    with tenancy.within("BH"):
        concerned = Person.objects.get(complaint=case, role="concerned")
    assert (concerned.gender, concerned.is_child) == ("male", True)


@pytest.fixture
def stations(world):
    with tenancy.within("BH"):
        root = Unit.objects.create(
            code="p", state="BH", service="police", path="p", name_ar="ش", name_en="Police"
        )
        return [
            Unit.objects.create(
                code=f"p{n}",
                state="BH",
                service="police",
                parent=root,
                path=f"p.p{n}",
                name_ar=f"م{n}",
                name_en=f"S{n}",
            )
            for n in range(2)
        ]


def test_closed_units_are_not_offered(walk, stations):
    with tenancy.within("BH"):
        Unit.objects.filter(pk=stations[0].pk).update(closed_on="2026-01-01")
    amal = walk(where={"country": "BH", "service": "police"}).go_to("unit")
    assert ("S0" in amal.page or "م0" in amal.page, "م1" in amal.page) == (False, True)


def test_several_allegations_with_units_and_kinds(walk, stations):
    first, second = stations
    amal = walk(
        where={"country": "BH", "service": "police"},
        unit={"unit": first.pk},
        about={"categories": ["TOR", "LIB"]},
    ).go_to("allegations")
    amal.send(**{"ill-0": "torture", "go": "add"})
    assert amal.slug == "allegations"
    amal.send(**{"category-2": "MED", "unit-2": second.pk, "go": "add"})
    amal.send(go="remove-3")
    amal.send(**{"category-1": "LIB"}).file()
    case = case_of(amal)
    with tenancy.within("BH"):
        rows = {
            (row.category, row.unit_id, row.ill_treatment)
            for row in Allegation.objects.filter(complaint=case)
        }
    assert rows == {("TOR", first.pk, "torture"), ("LIB", first.pk, ""), ("MED", second.pk, "")}


def test_ticks_and_rows_agree_after_an_edit(walk, stations):
    amal = walk(where={"country": "BH", "service": "police"}, about={"categories": ["TOR", "LIB"]})
    amal.go_to("check")
    amal.get("/ar/complaints/new/about/?check=1").send(categories=["LIB", "MED"])
    amal.go_to("check").send()
    with tenancy.within("BH"):
        assert set(Allegation.objects.values_list("category", flat=True)) == {"LIB", "MED"}


def test_people_are_added_and_removed(walk):
    amal = walk().go_to("people")
    amal.send(**{"role-0": "witness", "name-0": "سلمى", "go": "add"})
    amal.send(**{"role-1": "complained_of", "details-1": "نقيب", "go": "add"})
    amal.send(**{"name-2": "نور", "role-2": "witness", "go": "remove-0"})
    fields = amal.fields
    assert (fields["rows"], fields["details-0"], fields["name-1"]) == (["2"], ["نقيب"], ["نور"])


@pytest.mark.parametrize("rows", ["999999", "-1", "x", ""])
def test_a_forged_number_of_rows_is_bounded(walk, rows):
    amal = walk().go_to("people")
    amal.send(rows=rows)
    assert amal.answer.status_code in (200, 422)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("14/3/2026", "2026-03-14", None),
        ("2026-03-14", "2026-03-14", None),
        ("٢٥/٩/١٤٤٧", "2026-03-14", None),
        ("۱۴ ۳ ۲۰۲۶", "2026-03-14", None),
        ("9/1447", "2026-02-18", "2026-03-19"),
        ("3.2026", "2026-03-01", "2026-03-31"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("1446", "2024-07-07", "2025-06-25"),
    ],
)
def test_days_in_both_calendars(walk, typed, first, last):
    case = case_of(walk(when={"how": "approximate", "since": typed}).file())
    shown = [day and day.isoformat() for day in (case.happened_from, case.happened_until)]
    assert shown == [first, last]


def test_both_calendars_stand_on_the_check_page(walk):
    amal = walk("en", when={"how": "exact", "since": "25/9/1447"}).go_to("check")
    assert "14 March 2026 (25 Ramadan 1447 AH)" in amal.page


def test_the_check_page_names_each_matter_each_person_and_that_no_file_came(walk):
    amal = walk("en", about={"categories": ["TOR", "LIB"]}, people={"role-0": "witness", "name-0": "Salma"})
    page = amal.go_to("check").page
    named = [term in page for term in ("Matter 1", "Matter 2", "Person 1", "Number 1")]
    assert named == [True, True, True, False]
    assert "No file was attached" in page


def test_without_a_name_nothing_asks_for_it(walk):
    amal = walk(known={"mode": "anonymous"}).go_to("contact")
    for name in ("name", "email", "phone", "safe", "notices"):
        assert f'name="{name}"' not in amal.page
    case = case_of(amal.file())
    assert case.filed_at is None


def test_short_notices_have_an_address_of_their_own(walk):
    amal = walk(contact={"notices": "quiet@example.org"}).file()
    with tenancy.within("BH"):
        assert NoticeAddress.objects.filter(complaint=case_of(amal)).exists()


def test_a_request_for_assistance_has_fewer_pages(walk):
    amal = walk("en", matter={"kind": "assistance"}).go_to("help")
    assert "of 8" in amal.page
    amal.file()
    assert amal.seen == ["before", "known", "whom", "matter", "help", "urgent", "where", "story", "contact"]
    case = case_of(amal)
    assert (case.matter, case.assistance_kind) == ("assistance", "medical_visit")


@pytest.mark.parametrize(("kind", "route"), [("directorate", "4a"), ("nhri", "4b")])
def test_a_complaint_about_handling_goes_to_the_other_institution(walk, kind, route):
    amal = walk(known={"mode": "named"}, matter={"kind": kind}).file()
    assert case_of(amal).route == route
    assert "about" not in amal.seen


def test_a_name_cannot_be_kept_from_who_answers_about_the_national_institution(walk):
    amal = walk("en", matter={"kind": "nhri"}).go_to("matter").fill()
    assert amal.answer.status_code == 422
    assert "could not be kept" in amal.page


def test_a_page_is_edited_and_leads_back_to_the_check_page(walk):
    amal = walk().go_to("check")
    amal.get("/ar/complaints/new/contact/?check=1").send(phone="12345678")
    assert amal.slug == "check"
    assert "12345678" in amal.page


def test_an_edit_that_opens_a_question_asks_it_before_the_check_page(walk):
    amal = walk().go_to("check")
    amal.get("/ar/complaints/new/whom/?check=1").send(source="family")
    assert amal.slug == "concerned"
    amal.fill()
    assert amal.slug == "check"


def test_pages_cannot_be_skipped(walk):
    amal = walk().go_to("matter")
    assert amal.get("check").slug == "matter"
    assert amal.get("unit").slug == "matter"


def test_a_get_stores_nothing_anywhere(client, world):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/ar/complaints/new/before/?state=BH")
    assert answer.status_code == 200
    assert not answer.cookies
    assert {query["sql"].split()[0] for query in asked.captured_queries} <= {"SELECT"}
    assert client.get("/ar/complaints/new/nothing/").status_code == 404
    assert client.get("/ar/complaints/new/story/").status_code == 200


def test_the_first_submit_button_goes_on(walk):
    amal = walk()
    for _page in range(12):
        form = amal.page.split('<form id="step"')[1].split("</form>")[0]
        first = form[: form.index("</button>")].rsplit("<button", 1)[1]
        assert 'name="' not in first, amal.slug
        amal.fill()


def test_another_site_may_not_send_a_page(walk):
    amal = walk()
    answer = amal.client.post(amal.action, {"state": "BH"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_files_wait_with_the_draft_and_come_along(walk):
    amal = walk().go_to("evidence")
    letter = SimpleUploadedFile("letter.txt", "رسالة".encode())
    amal.took(amal.client.post(amal.action, {**amal.fields, "files": letter}), amal.action)
    assert amal.answer.status_code == 200, errors(amal.answer)
    assert "letter.txt" in amal.get("evidence").page
    amal.go_to("check")
    assert "letter.txt" in amal.page
    case = case_of(amal.send())
    with tenancy.within("BH"):
        assert case.evidence_set.count() == 1


def test_a_file_that_is_not_taken_is_said_and_nothing_else_is_lost(walk):
    amal = walk().go_to("evidence")
    program = SimpleUploadedFile("run.exe", b"MZ")
    amal.took(amal.client.post(amal.action, {**amal.fields, "files": program}), amal.action)
    assert amal.answer.status_code == 422
    assert "run.exe" in amal.page
    amal.file()
